//! `cargo spec diff` on real repositories.

use std::fs;

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

const DOCUMENT: &str = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. WHEN a visitor pays THE shop SHALL answer within 50 ms\n2. THE shop SHALL close\n";
const TESTS: &str = "use spec_runtime::spec;\n\n#[test]\n#[spec(\"REQ-1.1\")]\nfn answers() {\n    assert!(shop::pay() < 50);\n}\n";

/// A crate in a repository, with a commit on `main`.
fn shop(name: &str) -> (TestCrate, Repository) {
    let files = [
        ("requirements.md", DOCUMENT),
        ("src/lib.rs", "pub fn pay() -> u32 {\n    20\n}\n"),
        ("tests/rules.rs", TESTS),
    ];
    let place = TestCrate::package(name, &files);
    let repository = Repository::new(place.path(""));
    place.spec("accept --all --force").succeeds();
    commit(&repository);
    (place, repository)
}

fn commit(repository: &Repository) {
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
}

/// The differences, a line each.
fn reported(answer: &Answer) -> Vec<String> {
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.printed));
    let changes = json["changes"].as_array().expect("changes").iter();
    changes
        .map(|change| {
            format!(
                "{} {}",
                change["what"].as_str().unwrap_or_default(),
                change["key"].as_str().unwrap_or_default()
            )
        })
        .collect()
}

#[test]
#[spec("REQ-12.7")]
fn what_differs_in_intent_is_reported_and_nothing_else() {
    let (place, repository) = shop("diff");
    place.spec("diff main").succeeds().says("no change of intent");
    // Layout and code are no intent.
    place.edit("requirements.md", "2. THE shop SHALL close", "2. THE *shop* SHALL\n   close");
    place.edit("src/lib.rs", "20", "10 + 10");
    place.edit("tests/rules.rs", "    assert!", "    // A comment.\n    assert!");
    place.spec("diff main").succeeds().says("no change of intent");
    place.edit("requirements.md", "SHALL answer within 50 ms", "SHOULD answer within 500 ms");
    place.edit("requirements.md", "2. THE *shop*", "2. THE shop SHALL be new\n3. THE *shop*");
    place.edit("tests/rules.rs", "shop::pay() < 50", "shop::pay() < 500");
    let added = "\n#[test]\n#[spec(\"REQ-1.3\")]\nfn closes() {\n    assert!(shop::pay() > 0);\n}\n";
    place.write("tests/rules.rs", place.read("tests/rules.rs") + added);
    let expect = [
        "criterion-softened requirements/REQ-1.1",
        "criterion-added requirements/REQ-1.2",
        "criterion-moved requirements/REQ-1.3",
        "test-weakened requirements/REQ-1.1",
        "test-added requirements/REQ-1.3",
    ];
    assert_eq!(reported(&place.spec("diff main --format json").succeeds()), expect);
    place
        .spec("diff main --deny softened,weakened")
        .exits(1)
        .says("`SHALL` became `SHOULD`")
        .says("[-50-] {+500+} ms");
    place.spec("diff main --deny removed,lock").succeeds();
    place.spec("diff main --deny nonsense").exits(2).says("softened");
    let markdown = place.spec("diff main --format markdown").succeeds();
    assert!(markdown.out.lines().count() <= 17, "{}", markdown.out);
    let markdown = markdown.says("~~SHALL~~ **SHOULD**").says("<details>");
    // Each new or changed test stands beside the words of its criterion.
    markdown.says("<summary>criterion and test</summary><pre>");
    let sarif: serde_json::Value =
        serde_json::from_str(&place.spec("diff main --format sarif").succeeds().out).expect("it is JSON");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "criterion-softened");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "requirements.md");
    // The same between two revisions.
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    commit(&repository);
    for range in ["main topic", "main..topic", "main...topic", "main.."] {
        assert_eq!(
            reported(&place.spec(&format!("diff {range} --format json")).succeeds()),
            expect,
            "{range}"
        );
    }
}

#[test]
#[spec("REQ-12.7")]
fn a_lock_that_somebody_edited_by_hand_is_reported() {
    let (place, repository) = shop("diff-lock");
    let lock = place.read("spec.lock");
    let (before, after) = ("THE shop SHALL close", "THE shop SHOULD close");
    let fingerprint = |text: &str| spec_model::spec::Fingerprint::as_written(text).to_string();
    place.write("spec.lock", lock.replace(before, after).replace(&fingerprint(before), &fingerprint(after)));
    let edited = place.spec("diff main --deny lock").exits(1);
    edited.says("lock edited by hand requirements/REQ-1.2").says("it holds a text that no document says");
    let without: Vec<_> = lock.lines().filter(|line| !line.starts_with("requirements/REQ-1.2")).collect();
    place.write("spec.lock", without.join("\n") + "\n");
    place.spec("diff main --deny lock").exits(1).says("it is gone, but the criterion is still there");
    // The accepted part of a test, and all of it.
    let without: Vec<_> = lock.lines().filter(|line| !line.contains("\ttest\t")).collect();
    place.write("spec.lock", without.join("\n") + "\n");
    place
        .spec("diff main --deny lock")
        .exits(1)
        .says("`answers` is gone from it, but the source still has it");
    // Also while it says something else: nobody would be told that it is weaker.
    place.edit("requirements.md", "THE shop SHALL close", "THE shop MAY close");
    let without: Vec<_> = lock.lines().filter(|line| !line.starts_with("requirements/REQ-1.2")).collect();
    place.write("spec.lock", without.join("\n") + "\n");
    place.spec("diff main --deny lock").exits(1).says("it is gone, but the criterion is still there");
    place.edit("requirements.md", "THE shop MAY close", "THE shop SHALL close");
    fs::remove_file(place.path("spec.lock")).expect("it is removed");
    place.spec("diff main --deny lock").exits(1).says("lock edited by hand spec.lock").says("it is gone");
    place.write("spec.lock", "version 1\n<<<<<<< HEAD\n");
    place.spec("diff main").succeeds().says("not looked at").says("marks of a conflict");
    // A file that could not be looked at may hold anything.
    place.spec("diff main --deny softened").exits(1);
    let known = "[]\nknown\trequirements/REQ-1.2\tuntested\t1\n\n# end";
    place.write("spec.lock", lock.replace("# end", "[]\n\n# end"));
    commit(&repository);
    place.write("spec.lock", lock.replace("# end", known));
    place.spec("diff main --deny lock").exits(1).says("the baseline has grown by `untested`");
    place.write("spec.lock", lock.replace("# end", "[]\n\n# end"));
    commit_nothing(&repository);
    place.spec("diff main").succeeds().says("no change of intent");
}

fn commit_nothing(repository: &Repository) {
    repository.git(&["commit", "--quiet", "--allow-empty", "--message=x"]);
}

#[test]
#[spec("REQ-12.7")]
fn it_works_wherever_git_does_and_says_what_is_lacking() {
    let (place, repository) = shop("diff-places");
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    place.edit("requirements.md", "50 ms", "90 ms");
    commit(&repository);
    let expect = ["criterion-softened requirements/REQ-1.1"];
    // A worktree of its own.
    let tree = place.path("").with_file_name("diff-worktree");
    let _ = fs::remove_dir_all(&tree);
    repository.git(&["worktree", "prune"]);
    repository.git(&["worktree", "add", "--quiet", "--detach", &tree.to_string_lossy()]);
    assert_eq!(reported(&TestCrate::at(tree).spec("diff main --format json").succeeds()), expect);
    // A bare clone, between two revisions.
    let from = format!("file://{}", place.path("").display());
    let clone = |name: &str, arguments: &[&str]| {
        let folder = place.path("").with_file_name(name);
        let _ = fs::remove_dir_all(&folder);
        let to = folder.to_string_lossy().into_owned();
        repository.git(&[&["clone", "--quiet"], arguments, &[&from, &to]].concat());
        TestCrate::at(folder)
    };
    let bare = clone("diff-bare", &["--bare"]);
    assert_eq!(reported(&bare.spec("diff main topic --format json").succeeds()), expect);
    bare.spec("diff main").exits(2);
    // A shallow clone has no other revision.
    let shallow = clone("diff-shallow", &["--depth=1", "--branch=topic"]);
    shallow
        .spec("diff main")
        .exits(2)
        .says("there is no revision `main` in this shallow clone: `git fetch origin main:main`");
    shallow.spec("diff HEAD").succeeds().says("no change of intent");
    place.spec("diff nothing").exits(2).says("there is no revision `nothing`");
    place.spec("diff -- --help").exits(2).says("there is no revision `--help`");
}

#[test]
#[spec("REQ-12.7")]
fn a_document_under_another_name_holds_the_same_criteria() {
    let (place, repository) = shop("diff-renamed");
    fs::create_dir_all(place.path(".kiro/specs/payment")).expect("it is made");
    repository.git(&["mv", "requirements.md", ".kiro/specs/payment/requirements.md"]);
    let answer = place.spec("diff main --format json").succeeds();
    let moves = ["criterion-moved payment/REQ-1.1", "criterion-moved payment/REQ-1.2"];
    assert_eq!(reported(&answer), moves);
    place.spec("check --fix").exits(1);
    assert_eq!(reported(&place.spec("diff main --format json").succeeds()), moves);
}

#[test]
#[spec("REQ-12.7")]
fn nothing_of_the_other_revision_is_run_and_nothing_is_written_outside_of_a_temporary_folder() {
    let (place, repository) = shop("diff-harmless");
    place.write("build.rs", "fn main() { std::fs::write(\"ran\", \"\").unwrap(); }\n");
    place.write(".cargo/config.toml", "[build]\nrustc-wrapper = \"./wrapper\"\n");
    place.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch ran\n");
    commit(&repository);
    place.edit("requirements.md", "50 ms", "90 ms");
    let before = place.files();
    place.spec("diff main").succeeds().says("softened");
    assert_eq!(place.files(), before);
}

/// A workspace without anything but documents, in a repository with one commit.
fn documents(name: &str, files: &[(&str, &str)]) -> (TestCrate, Repository) {
    let place = TestCrate::package(name, files);
    let repository = Repository::new(place.path(""));
    commit(&repository);
    (place, repository)
}

#[test]
#[spec("REQ-12.7")]
fn documents_are_found_in_a_revision_as_they_are_in_the_working_tree() {
    let softened = |place: &TestCrate, of: &str| {
        let answer = place.spec("diff main --format json").succeeds();
        assert_eq!(reported(&answer), [format!("criterion-softened {of}")], "{}", answer.printed);
    };
    // Below folders that are as they were.
    let config = "documents = [\"docs/**/*.md\"]\n";
    let files = [("spec.toml", config), ("docs/a/alpha.md", DOCUMENT), ("docs/b/beta.md", DOCUMENT)];
    let (place, _repository) = documents("diff-glob", &files);
    place.edit("docs/a/alpha.md", "50 ms", "500 ms");
    softened(&place, "a/alpha/REQ-1.1");
    // Under any name.
    let files = [("spec.toml", "documents = [\"docs/alpha.txt\"]\n"), ("docs/alpha.txt", DOCUMENT)];
    let (place, _repository) = documents("diff-text", &files);
    place.edit("docs/alpha.txt", "50 ms", "500 ms");
    softened(&place, "alpha/REQ-1.1");
}

#[test]
#[cfg(unix)]
#[spec("REQ-12.7")]
fn symbolic_links_lead_to_what_stood_there_in_the_revision() {
    use std::os::unix::fs::symlink;
    let (place, repository) = documents("diff-links", &[("shared/x/real.md", DOCUMENT), ("out/a.rs", "")]);
    symlink("shared/x/real.md", place.path("requirements.md")).expect("it is made");
    symlink("../../nowhere", place.path("out/stray")).expect("it is made");
    commit(&repository);
    place.edit("shared/x/real.md", "50 ms", "500 ms");
    let answer = place.spec("diff main --format json").succeeds();
    assert_eq!(reported(&answer), ["criterion-softened requirements/REQ-1.1"], "{}", answer.printed);
    place.spec("diff main").says("`out/stray` leads out of the repository at `main`");
    // A file in the place of the link says the same.
    commit(&repository);
    let text = place.read("requirements.md");
    fs::remove_file(place.path("requirements.md")).expect("it is removed");
    place.write("requirements.md", text);
    place.spec("diff main").succeeds().says("no change of intent");
    // Through another link: `..` of where it leads is not where it stands.
    fs::create_dir_all(place.path("deep/er/est")).expect("it is made");
    symlink("../..", place.path("deep/er/est/up")).expect("it is made");
    symlink("deep/er/est/up/../../../..", place.path("away")).expect("it is made");
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    place.spec("diff main").says("`away` leads out of the repository at `main`");
}

#[test]
#[spec("REQ-12.7")]
fn what_a_sparse_checkout_leaves_out_is_still_in_the_revisions() {
    let manifest = "[package]\nname = \"a\"\nversion = \"0.1.0\"\n";
    let files = [
        ("crates/a/Cargo.toml", manifest),
        ("crates/a/src/lib.rs", ""),
        ("crates/b/Cargo.toml", &*manifest.replace("\"a\"", "\"b\"")),
        ("crates/b/src/lib.rs", ""),
        ("crates/b/requirements.md", DOCUMENT),
    ];
    let (place, repository) = documents("diff-sparse", &files);
    place.edit("Cargo.toml", "[workspace]", "[workspace]\nmembers = [\"crates/*\"]");
    commit(&repository);
    place.edit("crates/b/requirements.md", "50 ms", "500 ms");
    commit(&repository);
    repository.git(&["sparse-checkout", "set", "crates/a"]);
    let answer = place.spec("diff HEAD~1 HEAD --format json").succeeds();
    assert_eq!(reported(&answer), ["criterion-softened crates/b#requirements/REQ-1.1"], "{}", answer.printed);
}

#[test]
#[spec("REQ-12.7")]
fn in_a_hook_it_compares_what_is_in_the_folder() {
    let (place, _repository) = shop("diff-hook");
    place.edit("requirements.md", "50 ms", "500 ms");
    let mut command = place.command();
    command.args(["spec", "diff", "HEAD", "--deny", "softened"]).env("GIT_DIR", place.path(".git/none"));
    command.env("GIT_INDEX_FILE", place.path(".git/other"));
    place.run(&mut command).exits(1).says("softened requirements/REQ-1.1");
}

/// Settings of a repository that name a program each: `TRAP`.
const PROGRAMS: &str = r#"
[core]
    fsmonitor = TRAP
    pager = TRAP
    sshCommand = TRAP
    askPass = TRAP
    editor = TRAP
    gitProxy = TRAP
    alternateRefsCommand = TRAP
    hooksPath = hooks
[filter "trap"]
    clean = TRAP
    smudge = TRAP
    process = TRAP
    required = true
[filter "other"]
    clean = TRAP
[diff]
    external = TRAP
[diff "trap"]
    command = TRAP
    textconv = TRAP
[merge "trap"]
    driver = TRAP
[credential]
    helper = TRAP
[pager]
    ls-tree = TRAP
    diff-index = TRAP
[alias]
    rev-parse = !TRAP
    ls-tree = !TRAP
    cat-file = !TRAP
    diff-index = !TRAP
[hook "trap"]
    event = post-index-change
    command = TRAP
[remote "origin"]
    url = ext::TRAP
    uploadpack = TRAP
"#;

#[cfg(unix)]
#[test]
fn no_program_that_a_configuration_of_git_names_runs() {
    use std::os::unix::fs::PermissionsExt as _;
    let (place, repository) = shop("diff-programs");
    place.edit("requirements.md", "50 ms", "70 ms");
    commit(&repository);
    let (trap, marker) = (place.path("trap.sh"), place.path("sprung"));
    let make = |path: &std::path::Path| {
        fs::write(path, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", marker.display()))
            .expect("it is written");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it can run");
    };
    make(&trap);
    fs::create_dir(place.path("hooks")).expect("it is made");
    for hook in ["post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"] {
        make(&place.path("hooks").join(hook));
    }
    let config = place.path(".git/config");
    let known = fs::read_to_string(&config).expect("it is there");
    let trapped = PROGRAMS.replace("TRAP", &trap.display().to_string());
    let attributes = "*.md filter=trap diff=trap merge=trap\n*.rs filter=other diff=trap\n";
    place.write(".gitattributes", attributes);
    place.write(".git/info/attributes", attributes);
    fs::write(&config, format!("{known}{trapped}")).expect("it is written");
    // git has to look into files whose times differ.
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    for file in ["requirements.md", "tests/rules.rs"] {
        fs::File::options()
            .write(true)
            .open(place.path(file))
            .and_then(|file| file.set_modified(later))
            .expect("its time is set");
    }
    for arguments in
        ["diff HEAD", "diff HEAD~1", "diff HEAD~1 HEAD", "diff HEAD~1...", "diff HEAD~1 --format markdown"]
    {
        let answer = place.spec(arguments).succeeds();
        assert_eq!(answer.printed.contains("70 ms"), arguments != "diff HEAD", "{}", answer.printed);
        assert!(!marker.exists(), "{arguments}: {}", fs::read_to_string(&marker).unwrap_or_default());
    }
    // The traps are set: git alone runs into them.
    let _ = std::process::Command::new("git").args(["status"]).current_dir(place.path("")).output();
    assert!(marker.exists());
}
