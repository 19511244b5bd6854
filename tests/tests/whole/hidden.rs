//! While something may be hidden, no verb writes or deletes anything that rests on it, and none ends as if all were well.

use std::fs;
use std::path::Path;

use spec_model::Code;

use crate::test_crate::TestCrate;

const DOCUMENT: &str = "# Shop\n\n## REQ-1: Sell\n\n- REQ-1.1: THE shop SHALL sell\n\n## REQ-2: Buy\n\n- REQ-2.1: THE shop SHALL buy\n";

const TESTS: &str = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn sells() {}\n";

/// Changes a place so that a finding of a code is there, and names a file that it is about.
fn hide(code: Code, place: &TestCrate) -> &'static str {
    const DOCUMENT_FILE: &str = "requirements.md";
    let edit = |old: &str, new: &str| place.edit(DOCUMENT_FILE, old, new);
    match code {
        Code::UnreadableDocument => {
            fs::remove_file(place.path(DOCUMENT_FILE)).expect("it is removed");
            fs::create_dir(place.path(DOCUMENT_FILE)).expect("it is made");
        }
        Code::UnreadDocument => {
            place.write("docs/requirements.md", "# Docs\n\n## REQ-7: Say\n\n- REQ-7.1: THE shop SHALL say\n");
            fs::rename(place.path(DOCUMENT_FILE), place.path("requirement.md")).expect("it is renamed");
            return "requirement.md";
        }
        Code::NotUtf8 => {
            let mut bytes = fs::read(place.path(DOCUMENT_FILE)).expect("it is there");
            bytes.extend(b"\xff\n");
            place.write(DOCUMENT_FILE, bytes);
        }
        Code::NulBytes => {
            let mut bytes = fs::read(place.path(DOCUMENT_FILE)).expect("it is there");
            bytes.extend([0; 64]);
            place.write(DOCUMENT_FILE, bytes);
        }
        Code::MisplacedChange => {
            place.write(
                "openspec/specs/bell/spec.md",
                "# Bell\n\n## REMOVED Requirements\n\n### Requirement: Ring\nThe bell SHALL ring.\n\n\
                 #### Scenario: Bend\n- **WHEN** a bend comes\n- **THEN** the bell rings\n",
            );
            return "spec.md";
        }
        Code::EmptyDocument => place.write(DOCUMENT_FILE, " \n"),
        Code::NoCriteria => place.write(DOCUMENT_FILE, "Nothing is asked for.\n"),
        Code::UnclosedBlock => edit("## REQ-2", "```\n## REQ-2"),
        Code::ConflictMarks => edit("## REQ-2", "<<<<<<< ours\n=======\n>>>>>>> theirs\n\n## REQ-2"),
        Code::ConfigSyntax => {
            place.write("spec.toml", "documents = [\n");
            return "spec.toml";
        }
        Code::ConfigUnknown => {
            place.write("spec.toml", "documants = []\n");
            return "spec.toml";
        }
        Code::ConfigMissingDocument => {
            place.write("spec.toml", "documents = [\"requirements.md\", \"gone/*.md\"]\n");
            return "spec.toml";
        }
        Code::UnreadableSource => {
            // Longer than a source may be. The file has a hole: it takes no room.
            let file = fs::File::create(place.path("tests/more.rs")).expect("it is made");
            file.set_len((64 << 20) + 1).expect("it can have a hole");
            return "more.rs";
        }
        Code::UnlexableSource => {
            place.write("tests/more.rs", "#[spec_runtime::spec(\"REQ-1.1\")]\nfn a() { \"\n");
            return "more.rs";
        }
        other => panic!("say how `{other}` comes about"),
    }
    DOCUMENT_FILE
}

/// Those of which this test makes a case. Cargo itself refuses a manifest that cannot be read; where there is no document at all, there
/// is nothing to read, which has tests of its own.
fn cases() -> impl Iterator<Item = Code> {
    let others = [Code::UnreadableManifest, Code::NoDocuments];
    Code::ALL.iter().copied().filter(move |code| code.hides_content() && !others.contains(code))
}

fn name(code: Code, more: &str) -> String {
    format!("hidden-{code}{more}")
}

/// A place in which everything was accepted, and every criterion has a test or a stub.
fn accepted(name: &str) -> TestCrate {
    let place = TestCrate::package(name, &[("requirements.md", DOCUMENT), ("tests/shop.rs", TESTS)]);
    place.spec("gen").succeeds();
    place.spec("accept --all --force").succeeds();
    place
}

#[track_caller]
fn is_left_alone(place: &TestCrate, verb: &str, file: &str) {
    let before = place.files();
    let answer = place.spec(verb);
    assert!(matches!(answer.code, Some(1 | 2)), "`{verb}` ends well: {}", answer.printed);
    let file = Path::new(file).file_name().expect("a name").to_string_lossy();
    // A report shows what is wrong, and leaves the places to `check`.
    assert!(
        verb == "report" || answer.printed.contains(&*file),
        "`{verb}` does not name {file}: {}",
        answer.printed
    );
    assert_eq!(place.files(), before, "`{verb}` has written something");
}

#[test]
fn no_verb_writes_or_ends_well_while_something_may_be_hidden() {
    const VERBS: [&str; 13] = [
        "check",
        "check --fix",
        "gen",
        "gen --check",
        "gen --prune",
        "accept --all",
        "accept --all --force",
        "review",
        "baseline",
        "baseline --grow",
        "report",
        "test",
        "prove",
    ];
    for code in cases() {
        let place = accepted(&name(code, ""));
        let file = hide(code, &place);
        place.spec("check").exits(1).says(code.as_str());
        for verb in VERBS {
            is_left_alone(&place, verb, file);
        }
        // Sources are not read to list documents.
        if !matches!(code, Code::UnreadableSource | Code::UnlexableSource) {
            is_left_alone(&place, "list", file);
        }
    }
}

#[test]
fn a_finding_that_hides_content_cannot_be_allowed() {
    for code in cases().filter(|code| !matches!(code, Code::ConfigSyntax | Code::ConfigUnknown)) {
        let place = accepted(&name(code, "-allowed"));
        let file = hide(code, &place);
        let documents = match code {
            Code::ConfigMissingDocument => "documents = [\"requirements.md\", \"gone/*.md\"]\n",
            _ => "",
        };
        place.write("spec.toml", format!("{documents}[severity]\n{code} = \"allow\"\n"));
        place.spec("check").exits(1).says(code.as_str()).says("stays an error");
        is_left_alone(&place, "gen --prune", file);
        is_left_alone(&place, "baseline", file);
        let lock = place.read("spec.lock");
        place.spec("accept --all --force");
        assert_eq!(place.read("spec.lock"), lock, "{code}");
    }
}

#[test]
fn a_policy_lets_nothing_pass_that_may_be_hidden() {
    let git = |place: &TestCrate, arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let mut git = std::process::Command::new("git");
        place.run(git.args(identity).args(arguments)).succeeds();
    };
    for code in cases() {
        let place = accepted(&name(code, "-diff"));
        git(&place, &["init", "--quiet", "."]);
        git(&place, &["add", "--all"]);
        git(&place, &["commit", "--quiet", "--message", "All"]);
        place.spec("diff HEAD --deny softened,changed").succeeds();
        let file = hide(code, &place);
        is_left_alone(&place, "diff HEAD --deny softened,changed", file);
    }
}
