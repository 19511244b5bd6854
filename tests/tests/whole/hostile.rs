//! Hostile and broken input: a clear error, the right exit code, nothing lost.

use std::fs;
use std::process::Command;

use spec_runtime::spec;

use crate::test_crate::{Answer, TestCrate};

const DOCUMENT: &str = "requirements.md";

/// A document with one good criterion.
const GOOD: &str = "# Shop\n\n## REQ-1: Sell\n\n- REQ-1.1: THE shop SHALL sell\n";

/// Texts that would be code, markup, a path or a command, were they not data.
const EVIL: [&str; 16] = [
    "it ends */ fn evil() { } /* here",
    "a raw string \"# ends and \"## ends",
    "braces {} {0} {name} {{ }}",
    "quotes \" ' ` and a \\ at the end \\",
    "a NUL \0 and a bell \u{7}",
    "a colour \u{1b}[31m, a title \u{1b}]0;owned\u{7} and \u{9b}31m",
    "a direction \u{202e}desrever\u{202c} \u{2066}isolated\u{2069}",
    "<script>alert(1)</script> <!-- --> &amp;",
    "`); } #[test] fn evil() { panic!(\"evil\"); } mod x { (`",
    "../../../../etc/passwd and ..\\..\\windows",
    "$(touch owned) `touch owned` ; touch owned",
    "#![allow(unused)] //! /// /** */ //",
    "line\u{2028}separator\u{85}and\u{feff}mark\u{200b}",
    "::error::owned ::add-mask::owned ::stop-commands::owned",
    "##[group]owned ##vso[task.setvariable]owned \u{115f}\u{ad}\u{3164}",
    "![image](javascript:alert(1)) [link](file:///etc/passwd)",
];

/// Is there nothing in it that a terminal or a CI runner would obey, or that would show the text in another order than it is?
fn is_plain(text: &str) -> bool {
    let commands = |c: char| c.is_control() && c != '\n' && c != '\t' && c != '\r';
    let directions =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_command =
        |line: &str| line.trim_start().starts_with("::") || line.contains("##[") || line.contains("##vso[");
    !text.contains(|c| commands(c) || directions(c)) && !text.split(['\n', '\r']).any(is_command)
}

#[track_caller]
fn said_plainly(answer: Answer) -> Answer {
    assert!(is_plain(&answer.printed), "{:?}", answer.printed);
    answer
}

#[test]
#[spec("REQ-3.1", "REQ-3.3")]
fn text_from_a_document_is_never_code_and_never_a_command() {
    let place = TestCrate::package("hostile-text", &[]);
    let mut document = String::from("# Requirements */ \"# {}\n\n");
    for (at, evil) in EVIL.iter().enumerate() {
        let number = at + 1;
        document.push_str(&format!(
            "### Requirement {number}: {evil}\n\n**User Story:** As {evil}, I want {evil}\n\n#### Acceptance Criteria\n\n\
             1. WHEN {evil} THEN the system SHALL answer {evil}\n2. {evil}\n   - {evil}\n\n   | {evil} | b |\n   |---|---|\n   | {evil} | 2 |\n\n"
        ));
    }
    place.write(DOCUMENT, &document);
    let before = place.files();
    said_plainly(place.spec("list").succeeds());
    said_plainly(place.spec("show REQ-1.1").succeeds());
    said_plainly(place.spec("check").exits(1));
    said_plainly(place.spec("gen --diff"));
    said_plainly(place.spec("gen").succeeds());

    let mut files = place.files();
    files.retain(|path, _| !before.contains_key(path));
    assert!(files.keys().all(|path| path.starts_with("tests/spec")), "{:?}", files.keys());
    for (path, bytes) in &files {
        let text = std::str::from_utf8(bytes).expect("what was written is UTF-8");
        assert!(is_plain(text), "{}: {text:?}", path.display());
    }
    // It compiles, and its tests are the stubs and the gate: nothing of the text became a test of its own.
    let stubs = place.read("tests/spec/requirements.rs").matches("\n#[spec(\"REQ-").count();
    let answer = place.cargo("test --test spec").exits(101).says_nothing_of("warning").says("0 passed");
    said_plainly(answer).says(&format!("running {} tests", stubs + 1));
    assert!(!place.path("owned").exists());
}

#[test]
#[spec("REQ-3.2")]
fn ids_and_features_are_never_paths() {
    let features = [
        "main",
        "mod",
        "crate",
        "..evil",
        "a b",
        "$(touch owned)",
        "-rf",
        "fn",
        "Ünï",
        "1st",
        "requirements.md",
    ];
    let place = TestCrate::package("hostile-names", &[]);
    for feature in features {
        place.write(
            format!(".kiro/specs/{feature}/requirements.md"),
            "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. THE shop SHALL sell\n",
        );
    }
    place.write("openspec/specs/names/spec.md", "# names\n\n## Requirements\n\n### Requirement: ../../../escape\n\nThe shop SHALL sell.\n\n#### Scenario: ../../../../../owned\n\n- **WHEN** it is open\n- **THEN** it sells\n");
    place.write(DOCUMENT, "# R\n\n## REQ-../../owned: A\n\n- REQ-../../owned.1: THE shop SHALL sell\n- ../owned: THE shop SHALL sell\n- REQ-1.1: THE shop SHALL sell\n");
    let before = place.files();
    // No glob of the standard places enters a folder that begins with a dot: that is said, and nothing is written.
    said_plainly(place.spec("gen").exits(2)).says("..evil/requirements.md").says("not read");
    assert_eq!(place.files(), before, "nothing was written");
    // Named in full, it is a document as any other.
    place.write(
        "spec.toml",
        "documents = [\"requirements.md\", \".kiro/specs/*/requirements.md\", \
         \".kiro/specs/..evil/requirements.md\", \"openspec/specs/**/spec.md\"]\n",
    );
    let before = place.files();
    place.spec("gen").succeeds();
    let new: Vec<_> = place.files().into_keys().filter(|path| !before.contains_key(path)).collect();
    for path in &new {
        assert_eq!(path.parent().and_then(|folder| folder.to_str()), Some("tests/spec"), "{new:?}");
    }
    assert!(
        place.read("tests/spec/main.rs").contains("gate!()"),
        "a feature named `main` is not the gate's file"
    );
    place.cargo("test --test spec").exits(101).says("0 passed").says_nothing_of("warning");
}

/// The answer of each verb where the only document is bad.
#[track_caller]
fn is_refused(place: &TestCrate, code: &str) {
    let before = place.files();
    said_plainly(place.spec("check").exits(1)).says(code).says(DOCUMENT);
    said_plainly(place.spec("list")).says(code).says(DOCUMENT);
    said_plainly(place.spec("gen").exits(2)).says(DOCUMENT);
    assert_eq!(place.files(), before, "nothing was written");
}

#[test]
#[spec("REQ-4.2")]
fn a_document_that_says_nothing_is_an_error() {
    for (at, bytes) in [&b""[..], b" \r\n\t\n", b"\xef\xbb\xbf"].into_iter().enumerate() {
        let place = TestCrate::package(&format!("hostile-empty-{at}"), &[]);
        place.write(DOCUMENT, bytes);
        is_refused(&place, "empty-document");
    }
}

#[test]
fn a_document_that_is_no_text_is_an_error() {
    let place = TestCrate::package("hostile-binary", &[]);
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    place.write(DOCUMENT, bytes);
    is_refused(&place, "not-utf8");

    let place = TestCrate::package("hostile-latin1", &[]);
    place.write(DOCUMENT, GOOD.replace("sell", "caf\u{e9}").chars().map(|c| c as u8).collect::<Vec<_>>());
    said_plainly(place.spec("check").exits(1)).says("not-utf8").says("requirements.md:5");
}

#[test]
fn a_document_of_10_mb_is_read() {
    let place = TestCrate::package("hostile-large", &[]);
    let mut document = String::from("# Shop\n\n## REQ-1: Sell\n\n");
    for number in 1.. {
        document.push_str(&format!(
            "- REQ-1.{number}: WHEN a visitor asks for article {number} THEN the shop SHALL sell it\n"
        ));
        if document.len() > 10_000_000 {
            break;
        }
    }
    place.write(DOCUMENT, &document);
    let last = document.lines().count() - 4;
    place.spec("show REQ-1.77777").succeeds().says("article 77777");
    place.spec("list").succeeds().says(&format!("{last} criteria in 1 requirement"));
}

#[test]
#[spec("REQ-4.3")]
fn a_hundred_thousand_levels_of_lists_are_read() {
    for (name, level) in [("items", "- "), ("quotes", "> "), ("numbers", "1. "), ("emphasis", "*a **b ")] {
        let place = TestCrate::package(&format!("hostile-nested-{name}"), &[]);
        place.write(DOCUMENT, format!("{GOOD}\n{}\n", level.repeat(100_000)));
        place.spec("list").succeeds().says("REQ-1.1");
        place.spec("check").exits(1).says("REQ-1.1");
    }
    let place = TestCrate::package("hostile-nested-lines", &[]);
    // A level for each line, as far in as it has to be: 100 MB if it were all of them.
    let lines: String = (0..3_000).map(|level| format!("{}- a\n", "  ".repeat(level))).collect();
    place.write(DOCUMENT, format!("{GOOD}\n{lines}"));
    place.spec("list").succeeds().says("REQ-1.1");
}

#[test]
#[spec("REQ-4.1")]
fn a_folder_in_the_place_of_a_document_is_an_error() {
    let place = TestCrate::package("hostile-folder", &[]);
    fs::create_dir(place.path(DOCUMENT)).expect("a folder");
    is_refused(&place, "unreadable-document");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    use std::os::unix::process::CommandExt as _;

    use super::*;

    #[test]
    fn a_link_that_leads_nowhere_is_an_error() {
        let place = TestCrate::package("hostile-dangling", &[]);
        symlink("nowhere.md", place.path(DOCUMENT)).expect("a link");
        is_refused(&place, "unreadable-document");
    }

    #[test]
    fn a_link_that_leads_to_itself_is_an_error() {
        let place = TestCrate::package("hostile-loop", &[]);
        symlink(DOCUMENT, place.path(DOCUMENT)).expect("a link");
        is_refused(&place, "unreadable-document");
    }

    #[test]
    fn folders_that_hold_themselves_are_walked_once() {
        let place =
            TestCrate::package("hostile-loops", &[(DOCUMENT, GOOD), (".kiro/specs/a/requirements.md", "")]);
        place.write(
            ".kiro/specs/a/requirements.md",
            "### Requirement 2: A\n\n#### Acceptance Criteria\n\n1. THE shop SHALL close\n",
        );
        symlink(".", place.path("src/again")).expect("a link");
        symlink("..", place.path(".kiro/specs/a/up")).expect("a link");
        symlink("../..", place.path(".kiro/specs/up")).expect("a link");
        place.spec("check").exits(1).says("REQ-1.1").says("REQ-2.1");
    }

    /// Runs the command as a user whom permissions bind. `None`, with the reason printed, if there is no way to.
    #[expect(clippy::print_stdout, reason = "a test that was skipped says why")]
    fn bound_by_permissions(place: &TestCrate, arguments: &[&str]) -> Option<Answer> {
        let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        let mut command = place.command();
        if is_root {
            const NOBODY: u32 = 65_534;
            let mut probe = Command::new(command.get_program());
            let reachable = probe
                .args(["spec", "--version"])
                .current_dir(place.path(""))
                .uid(NOBODY)
                .gid(NOBODY)
                .output();
            if !reachable.is_ok_and(|output| output.status.success()) {
                println!(
                    "skipped: root ignores permissions, and nobody else can reach {}",
                    place.path("").display()
                );
                return None;
            }
            command.uid(NOBODY).gid(NOBODY);
        }
        Some(place.run(command.arg("spec").args(arguments)))
    }

    #[test]
    fn a_document_that_may_not_be_read_is_an_error() {
        let place = TestCrate::package("hostile-forbidden", &[(DOCUMENT, GOOD)]);
        fs::set_permissions(place.path(DOCUMENT), fs::Permissions::from_mode(0o0)).expect("it is closed");
        if let Some(answer) = bound_by_permissions(&place, &["check"]) {
            said_plainly(answer).exits(1).says("unreadable-document").says("not permitted");
        }
    }

    #[test]
    fn a_folder_that_may_not_be_written_to_is_an_error() {
        let place = TestCrate::package("hostile-read-only", &[(DOCUMENT, GOOD)]);
        fs::create_dir_all(place.path("tests/spec")).expect("a folder");
        fs::set_permissions(place.path("tests/spec"), fs::Permissions::from_mode(0o555))
            .expect("it is closed");
        let before = place.files();
        let answer = bound_by_permissions(&place, &["gen"]);
        fs::set_permissions(place.path("tests/spec"), fs::Permissions::from_mode(0o755))
            .expect("it is opened");
        let Some(answer) = answer else { return };
        if answer.printed.contains("cargo cannot read the workspace") {
            println!("skipped: root ignores permissions, and nobody else can run cargo here");
            return;
        }
        answer.exits(2).says("cannot write").says("tests/spec");
        assert_eq!(place.files(), before);
    }

    #[test]
    #[spec("REQ-2.2", "REQ-2.3")]
    fn a_full_disk_leaves_every_file_as_it_was() {
        let place = TestCrate::package("hostile-full", &[(DOCUMENT, GOOD)]);
        place.spec("gen").succeeds();
        place.write(DOCUMENT, format!("{GOOD}- REQ-1.2: THE shop SHALL close\n"));
        let before = place.files();
        // No file can grow, which is what a full disk looks like to who writes. With the signal at its default, the process is
        // killed in the middle of the write instead.
        for (prepare, code) in [("trap '' XFSZ; ulimit -f 0", Some(2)), ("ulimit -f 0", None)] {
            let mut shell = Command::new("sh");
            shell
                .args(["-c", &format!("{prepare}; exec \"$0\" spec gen")])
                .arg(place.command().get_program());
            let answer = place.run(&mut shell);
            assert_eq!(answer.code, code, "{}", answer.printed);
            assert!(code.is_none() || answer.printed.contains("cannot write"), "{}", answer.printed);
            for (path, bytes) in &before {
                assert_eq!(&fs::read(place.path(path)).expect("it is there"), bytes, "{}", path.display());
            }
        }
        place.spec("gen").succeeds();
        assert!(
            place.read("tests/spec/requirements.rs").contains("REQ-1.2"),
            "and the next run does the work"
        );
    }
}

#[test]
fn a_file_in_the_place_of_the_tests_folder_is_an_error() {
    let place = TestCrate::package("hostile-tests-file", &[(DOCUMENT, GOOD), ("tests", "mine\n")]);
    place.spec("gen").exits(2).says("tests");
    assert_eq!(place.read("tests"), "mine\n");
}

#[test]
#[spec("REQ-2.1")]
fn sources_that_do_not_parse_are_reported_and_kept() {
    let broken = "use spec_runtime::spec;\n\n#[spec(\"REQ-1.1\")]\nfn half( {\n    let s = \"never closed;\n";
    let place = TestCrate::package(
        "hostile-source",
        &[(DOCUMENT, GOOD), ("src/lib.rs", "mod broken;\n"), ("src/broken.rs", broken)],
    );
    place.spec("check").exits(1).says("src/broken.rs");

    let place =
        TestCrate::package("hostile-stubs", &[(DOCUMENT, GOOD), ("tests/spec/requirements.rs", broken)]);
    place.write("tests/spec/main.rs", "mod requirements;\n\nspec_runtime::gate!();\n");
    let before = place.files();
    let answer = place.spec("gen");
    assert_ne!(answer.code, Some(0), "{}", answer.printed);
    answer.says("tests/spec/requirements.rs");
    assert_eq!(place.files(), before, "nothing of a file that is not understood is touched");
}

#[test]
fn a_configuration_that_is_not_toml_is_an_error() {
    let place =
        TestCrate::package("hostile-config", &[(DOCUMENT, GOOD), ("spec.toml", "documents = [\"\u{1b}[31m")]);
    said_plainly(place.spec("check").exits(1)).says("config-syntax").says("spec.toml");
}
