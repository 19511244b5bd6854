//! Measures how `cargo spec check` grows with long input: the time for twice and four times as much, beside the time
//! for once.
//!
//! `cargo bench -p spec-tests --bench growth`. Nothing may take more than 6 times as long for four times as much; what does is
//! marked, and fails the run.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const TEST: &str =
    "use spec_runtime::spec;\n\n#[test]\n#[spec(\"REQ-1.1\")]\nfn bakes() {\n    assert_eq!(bread(), 1);\n";
const DOCUMENT: &str = "# Bakery\n\n## REQ-1: Bread\n\n- REQ-1.1: THE bakery SHALL bake bread\n";

/// A thing that grows: its name, its first number, the document, the test file, and the change after it was accepted.
type Kind = (&'static str, usize, fn(usize) -> String, fn(usize) -> String, Option<[&'static str; 2]>);

const VALUE: Option<[&str; 2]> = Some(["bread(), 1", "bread(), 2"]);

const KINDS: [Kind; 11] = [
    ("imports in imports", 2_000, document, |n| format!("{TEST}}}\nuse {}", "a::{use ".repeat(n)), None),
    (
        "calls of a macro",
        3_000,
        document,
        |n| {
            let calls = lines(n, |at| format!("m! {{ #[spec(\"REQ-1.1\")] fn f{at}() {{}} }}"));
            format!("{TEST}}}\nmacro_rules! m {{ ($($x:tt)*) => {{ $($x)* }} }}\n{calls}")
        },
        None,
    ),
    ("nested conditions", 1_000, document, |n| format!("{TEST}{}", "if a() { ".repeat(n)), VALUE),
    (
        "nested matches",
        1_000,
        document,
        |n| format!("{TEST}{}{}}}", "match a() { _ => ".repeat(n), "}".repeat(n)),
        VALUE,
    ),
    (
        "closures",
        1_000,
        document,
        |n| format!("{TEST}{}}}", lines(n, |at| format!("let a{at} = || b({at});"))),
        VALUE,
    ),
    (
        "rewritten assertions",
        500,
        document,
        |n| format!("{TEST}{}}}", lines(n, |at| format!("assert_eq!(f({at}), {at});"))),
        Some(["assert_eq!(f(", "assert_ne!(g("]),
    ),
    (
        "cases",
        500,
        document,
        |n| TEST.replace("#[test]", &format!("#[test]\n{}", lines(n, |at| format!("#[case({at})]")))) + "}",
        VALUE,
    ),
    (
        "one id again and again",
        2_500,
        |n| format!("{DOCUMENT}{}", lines(n, |_| "- REQ-1.1: THE bakery SHALL bake bread".to_owned())),
        |_| format!("{TEST}}}"),
        None,
    ),
    (
        "tests of one criterion",
        1_000,
        document,
        |n| lines(n, |at| format!("#[test] #[spec(\"REQ-1.1\")] fn t{at}() {{ a({at}); }}")),
        Some(["a(", "b("]),
    ),
    (
        "orphans",
        1_000,
        |n| format!("{DOCUMENT}{}", lines(n, |at| format!("- REQ-1.{}: THE bakery SHALL bake", at + 2))),
        |n| lines(n, |at| format!("#[test] #[spec(\"REQ-2.{at}\")] fn t{at}() {{}}")),
        None,
    ),
    (
        "criteria",
        1_000,
        |n| format!("{DOCUMENT}{}", lines(n, |at| format!("- REQ-1.{}: THE bakery SHALL bake", at + 2))),
        |_| format!("{TEST}}}"),
        None,
    ),
];

fn document(_: usize) -> String {
    DOCUMENT.to_owned()
}

fn lines(number: usize, line: impl Fn(usize) -> String) -> String {
    (0..number).map(|at| line(at) + "\n").collect()
}

fn main() -> ExitCode {
    let mut grows_too_fast = false;
    let command = built();
    println!("{:24} {:>10} {:>10} {:>10}", "", "once", "twice", "4 times");
    for (name, number, document, test, change) in KINDS {
        let times = [1, 2, 4].map(|factor| {
            let folder = tempfile::tempdir().expect("a folder");
            lay(folder.path(), &document(factor * number), &test(factor * number));
            if let Some([before, after]) = change {
                run(&command, folder.path(), &["accept", "--all", "--force"]);
                lay(folder.path(), &document(factor * number), &test(factor * number).replace(before, after));
            }
            (0..3).map(|_| run(&command, folder.path(), &["check"])).min().unwrap_or_default()
        });
        let [once, twice, more] = times.map(|time| format!("{:.0} ms", time.as_secs_f64() * 1e3));
        let is_too_fast = times[2] > 6 * times[0];
        grows_too_fast |= is_too_fast;
        let mark = if is_too_fast { "  grows too fast" } else { "" };
        println!("{name:24} {once:>10} {twice:>10} {more:>10}{mark}");
    }
    if grows_too_fast { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The command, built for release.
fn built() -> PathBuf {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "--package=cargo-spec-cli"])
        .status();
    assert!(built.expect("cargo runs").success());
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release").join("cargo-spec")
}

fn lay(folder: &Path, document: &str, test: &str) {
    let manifest = "[package]\nname = \"bakery\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    for (name, text) in [
        ("Cargo.toml", manifest),
        ("requirements.md", document),
        ("src/lib.rs", ""),
        ("tests/bread.rs", test),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(path, text).expect("it is written");
    }
}

fn run(command: &Path, folder: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    Command::new(command).args(arguments).current_dir(folder).output().expect("it runs");
    start.elapsed()
}
