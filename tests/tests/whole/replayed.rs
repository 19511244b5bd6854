//! `cargo spec replay` on many shapes of packages. All are in one workspace, so that its dependencies are built once.

use std::fmt::Write as _;
use std::fs;

use spec_runtime::spec;

use crate::REPOSITORY;
use crate::merging::Repository;
use crate::replay::{left, reported};
use crate::test_crate::TestCrate;

/// A document with so many criteria that are new.
fn document(number: usize) -> String {
    let mut text = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n".to_owned();
    for at in 1..=number {
        let _ = writeln!(text, "{at}. THE shop SHALL do {at}");
    }
    text
}

fn manifest(name: &str, rest: &str) -> String {
    let runtime = REPOSITORY.join("spec-runtime");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\nspec-runtime = {{ path = {runtime:?} }}\n{rest}"
    )
}

/// A test of a criterion.
fn test(number: usize, body: &str) -> String {
    format!("#[test]\n#[spec_runtime::spec(\"REQ-1.{number}\")]\nfn t{number}() {{\n    {body}\n}}\n")
}

fn commit(repository: &Repository) {
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
}

/// The workspace as it was: a folder of a repository, with blanks in its path, in which hooks would run.
fn before(place: &TestCrate, repository: &Repository) {
    let write = |path: &str, text: &str| place.write(path, text);
    let hook = "#!/bin/sh\ntouch \"$(git rev-parse --show-toplevel)/hook-ran\"\n";
    for name in ["post-checkout", "post-index-change"] {
        let path = place.path(format!("../.git/hooks/{name}"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(&path, hook).expect("it is written");
        executable(&path);
    }
    fs::copy(REPOSITORY.join("Cargo.lock"), place.path("Cargo.lock")).expect("it is copied");
    write(
        "requirements.md",
        "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL be old\n",
    );
    let members = "moved = { path = \"moved\" }\n\n[workspace]\nmembers = [\"moved\", \"cli\"]\n";
    write("Cargo.toml", &manifest("shop", members));
    // Items that only tests used are used by nobody when the tests are gone.
    write(
        "src/lib.rs",
        "#![deny(warnings)]\npub mod door;\nmod inner {\n    fn idle() {}\n    #[test]\n    fn uses() {\n        idle();\n    }\n}\n#[cfg(test)]\nmod tests;\n#[cfg(test)]\nmod util {\n    pub fn make() -> u32 {\n        1\n    }\n}\npub fn pay() -> u32 {\n    20\n}\n",
    );
    write("src/tests.rs", "#[test]\nfn old() {}\n");
    write("src/door.rs", "pub fn close() -> u32 {\n    1\n}\n#[cfg(test)]\nmod tests;\n");
    write("src/door/tests.rs", "#[test]\nfn old() {\n    assert_eq!(crate::util::make(), 1);\n}\n");
    for name in ["alpha", "moved"] {
        write(&format!("{name}/Cargo.toml"), &manifest(name, ""));
        write(&format!("{name}/src/lib.rs"), "pub fn one() -> u32 {\n    1\n}\n");
    }
    write("cli/Cargo.toml", &manifest("cli", ""));
    write("cli/src/main.rs", "fn main() {}\n");
    commit(repository);
}

/// And as it is.
fn now(place: &TestCrate, repository: &Repository) {
    let write = |path: &str, text: &str| place.write(path, text);
    write("requirements.md", &document(13));
    let runtime = REPOSITORY.join("spec-runtime");
    let members = format!(
        "moved = {{ path = \"elsewhere\" }}\n\n[workspace]\nmembers = [\"alpha\", \"elsewhere\", \"cli\", \"accept\", \"fresh\"]\n\n\
         [workspace.package]\nedition = \"2024\"\n\n[workspace.dependencies]\nspec-runtime = {{ path = {runtime:?} }}\n"
    );
    write("Cargo.toml", &manifest("shop", &members));
    // A module of tests with modules of its own, and one that is as it was but uses what is not.
    let code =
        place.read("src/lib.rs").replace("make() -> u32 {\n        1", "make(x: u32) -> u32 {\n        x");
    write(
        "src/lib.rs",
        &code.replace("    fn idle() {}\n    #[test]\n    fn uses() {\n        idle();\n    }\n", ""),
    );
    write("src/tests.rs", &format!("mod helper;\n{}", test(1, "assert_eq!(helper::price(), crate::pay());")));
    write("src/tests/helper.rs", "pub fn price() -> u32 {\n    20\n}\n");
    write("src/door/tests.rs", &test(2, "assert_eq!(crate::util::make(1), super::close());"));
    // The files beside tests, and the targets of links.
    write("tests/data/run.sh", "#!/bin/sh\nexit 0\n");
    executable(&place.path("tests/data/run.sh"));
    write("shared/mod.rs", "pub fn zero() -> u32 {\n    0\n}\n");
    link("../shared", &place.path("tests/common"));
    let script = "let script = concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/tests/data/run.sh\");\n    assert!(std::process::Command::new(script).status().unwrap().success());";
    let rules =
        [test(3, script), test(4, "assert_eq!(common::zero(), 0);"), test(5, "panic!(\"too early\");")];
    write("tests/rules.rs", &format!("mod common;\n{}", rules.concat()));
    write("tests/ignored.rs", &test(6, ""));
    write(".gitignore", "ignored.rs\n");
    // It was no member and had another name.
    place.edit("alpha/Cargo.toml", "\"alpha\"", "\"alpha-two\"");
    write("alpha/tests/rules.rs", &test(7, "assert_eq!(alpha_two::one(), 1);"));
    repository.git(&["mv", "w s ü/moved", "w s ü/elsewhere"]);
    write("elsewhere/tests/rules.rs", &test(8, "assert_eq!(moved::one(), 1);"));
    write("cli/Cargo.toml", &manifest("cli", "\n[features]\nextra = []\n"));
    write("cli/tests/rules.rs", &test(9, "assert!(std::fs::metadata(env!(\"CARGO_BIN_EXE_cli\")).is_ok());"));
    write("cli/tests/gated.rs", &format!("#![cfg(feature = \"extra\")]\n{}", test(10, "")));
    write("cli/src/main.rs", &format!("fn main() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n", test(11, "")));
    // New, with nothing but tests, and with code.
    let shared = "[package]\nname = \"accept\"\nversion = \"0.1.0\"\nedition.workspace = true\n\n[dependencies]\nspec-runtime.workspace = true\nshop = { path = \"..\" }\n";
    write("accept/Cargo.toml", shared);
    write("accept/src/lib.rs", "//! Tests.\n");
    write("accept/tests/rules.rs", &test(12, "assert_eq!(shop::pay(), 20);"));
    write("fresh/Cargo.toml", &manifest("fresh", ""));
    write("fresh/src/lib.rs", "pub fn one() -> u32 {\n    1\n}\n");
    write("fresh/tests/rules.rs", &test(13, "assert_eq!(fresh::one(), 1);"));
}

#[test]
#[spec("REQ-12.10")]
fn what_is_of_tests_is_of_now_wherever_it_is_and_what_cannot_be_put_there_is_reported() {
    let around = TestCrate::empty("replayed");
    let repository = Repository::new(around.path(""));
    let place = TestCrate::at(around.path("w s ü"));
    before(&place, &repository);
    now(&place, &repository);
    let files = around.files();
    let answer = place.spec("replay main --workspace --format json").exits(1);
    let expect = [
        "REQ-1.1 t1 never-failed",
        "REQ-1.2 t2 never-failed",
        "REQ-1.3 t3 never-failed",
        "REQ-1.4 t4 never-failed",
        "REQ-1.5 t5 failed",
        "REQ-1.6 t6 unknown",
        "REQ-1.7 t7 never-failed",
        "REQ-1.8 t8 unknown",
        "REQ-1.9 t9 never-failed",
        "REQ-1.10 t10 not-run",
        "REQ-1.11 tests::t11 never-failed",
        "REQ-1.12 t12 never-failed",
        "REQ-1.13 t13 not-built",
    ];
    assert_eq!(reported(&answer), expect.map(|line| format!("requirements/{line}")), "{}", answer.printed);
    assert!(around.files() == files, "something was written, or a hook ran");
    let answer = answer.says("git ignores its file").says("its package is in the folder `moved` at main");
    answer.says("a condition or an argument leaves it out");
    // The requested tests, and nothing else; by the names of now.
    let only = |arguments: &str, expect: &[&str]| {
        let answer = place.spec(arguments);
        assert_eq!(reported(&answer), expect, "{}", answer.printed);
    };
    only(
        "replay main -p cli --format json --features extra",
        &[
            "requirements/REQ-1.9 t9 never-failed",
            "requirements/REQ-1.10 t10 never-failed",
            "requirements/REQ-1.11 tests::t11 never-failed",
        ],
    );
    only("replay main -p alpha-two --format json", &["requirements/REQ-1.7 t7 never-failed"]);
    let fresh = "replay main --manifest-path fresh/Cargo.toml --format json";
    only(fresh, &["requirements/REQ-1.13 t13 not-built"]);
    commit(&repository);
    broken(&place, &repository);
    within_a_submodule(&place, &repository);
    assert_eq!(left(&place), Vec::<String>::new());
}

/// Code that does not compile there, in a package that others do not need.
fn broken(place: &TestCrate, repository: &Repository) {
    place.write("cli/src/main.rs", "fn main() {\n    nothing();\n}\n");
    commit(repository);
    place.write("cli/src/main.rs", "fn main() {}\n");
    place.write("requirements.md", document(15));
    place.write("cli/tests/new.rs", test(14, ""));
    place.write("tests/new.rs", test(15, ""));
    let answer = place.spec("replay HEAD --workspace").exits(1);
    let answer =
        answer.says("cannot find function `nothing`").says("1 never failed, 1 could not be looked at");
    answer.says("not replayed: `t6` in tests/ignored.rs. git ignores the file: add it to replay the test.");
    commit(repository);
    let manifest = place.read("Cargo.toml");
    place.write("Cargo.toml", "[");
    commit(repository);
    place.write("Cargo.toml", manifest);
    place.write("requirements.md", document(16));
    place.write("tests/new.rs", test(16, ""));
    let answer = place.spec("replay HEAD").exits(2).says("cargo builds no test with the code of `HEAD`");
    answer.says("/Cargo.toml:1:2").says("name a revision whose code can be built");
    commit(repository);
}

/// A crate that the workspace needs, which is a repository of its own.
fn within_a_submodule(place: &TestCrate, repository: &Repository) {
    let library = TestCrate::empty("replayed-library");
    let of_library = Repository::new(library.path(""));
    library.write("Cargo.toml", "[package]\nname = \"library\"\nversion = \"0.1.0\"\n");
    library.write("src/lib.rs", "pub fn three() -> u32 {\n    3\n}\n");
    commit(&of_library);
    let from = library.path("").to_string_lossy().into_owned();
    let to = "w s ü/library";
    repository.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, to]);
    place.edit("cli/Cargo.toml", "[features]", "library = { path = \"../library\" }\n\n[features]");
    commit(repository);
    place.write("requirements.md", document(17));
    place.write("cli/tests/new.rs", test(17, "assert_eq!(library::three(), 3);"));
    place.write("library/src/lib.rs", "pub fn three() -> u32 {\n    4\n}\n");
    place.spec("replay HEAD -p cli").exits(1).says("1 never failed");
    fs::remove_dir_all(place.path("library")).expect("it is removed");
    place.write("library/Cargo.toml", "[package]\nname = \"library\"\nversion = \"0.1.0\"\n");
    place.write("library/src/lib.rs", "pub fn three() -> u32 {\n    3\n}\n");
    place.spec("replay HEAD -p cli").exits(2).says("`git submodule update --init w s ü/library` brings it");
}

fn executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("they are set");
}

fn link(to: &str, path: &std::path::Path) {
    std::os::unix::fs::symlink(to, path).expect("it is made");
}
