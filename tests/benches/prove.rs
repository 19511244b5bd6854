//! Measures what knock-outs cost, each time beside what it is compared with, in the same run:
//!
//! - `cargo spec prove` on each finished example, beside cargo-mutants restricted to the same functions: both from built tests, both
//!   with two jobs. cargo-mutants counts once with its first build, which a crate needs once, and once without;
//! - `cargo spec prove` on many tests of some milliseconds, beside the same tests run alone as often, two at a time, by nobody.
//!
//! `cargo bench -p spec-tests --bench prove`. The first needs `cargo-mutants` on the path. Everything happens in a folder of its own
//! below `target/tmp`.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

const EXAMPLES: [&str; 4] = ["kiro", "native", "openspec", "spec-kit"];
const JOBS: usize = 2;
/// The best of so many runs counts: whatever else the machine does can only add.
const RUNS: usize = 3;
/// The tests of the second comparison.
const TESTS: usize = 40;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-prove");
    let _ = fs::remove_dir_all(&folder);
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "--package=cargo-spec-cli"])
        .status();
    assert!(built.is_ok_and(|status| status.success()), "cargo-spec is built");

    if cargo_mutants().arg("--version").output().is_ok_and(|output| output.status.success()) {
        println!(
            "{:10} {:>10} {:>6} {:>18} {:>8}",
            "example", "knock-outs", "prove", "cargo-mutants", "ratio"
        );
        for name in EXAMPLES {
            beside_mutants(&TestCrate::of_example(&folder, name), name);
        }
    } else {
        println!("cargo-mutants is not installed: `cargo install cargo-mutants`");
    }
    beside_nothing(&TestCrate::of_tests(&folder));
}

/// Proves an example, and has cargo-mutants do the same.
fn beside_mutants(place: &TestCrate, name: &str) {
    place.build();
    let (time, report) = place.prove();
    let items =
        || criteria(&report).flat_map(|criterion| criterion["items"].as_array().into_iter().flatten());
    let functions: BTreeSet<_> = items().filter_map(|item| item["function"].as_str()).collect();
    let functions: Vec<_> = functions.into_iter().collect();
    let variants: usize = items().filter_map(|item| item["variants"].as_array()).map(Vec::len).sum();
    // Whole bodies are replaced, as knock-outs do it; operators are left alone.
    let only = format!("replace (.*::)?({})( -> .*)? with", functions.join("|"));
    let start = Instant::now();
    let output = cargo_mutants()
        .args(["--no-shuffle", "--colors=never", "--copy-target=true", "--re", &only])
        .args(["--jobs", &JOBS.to_string()])
        .arg("--output")
        .arg(place.0.with_extension("mutants"))
        .current_dir(&place.0)
        .output()
        .expect("cargo-mutants runs");
    let theirs = start.elapsed();
    assert!(
        output.status.code().is_some_and(|code| [0, 2].contains(&code)),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let outcomes = fs::read(place.0.with_extension("mutants").join("mutants.out/outcomes.json"));
    let outcomes: Value = serde_json::from_slice(&outcomes.expect("they are there")).expect("it is JSON");
    let outcomes: Vec<_> = outcomes["outcomes"].as_array().into_iter().flatten().collect();
    let (first, mutants): (Vec<_>, Vec<_>) =
        outcomes.into_iter().partition(|outcome| outcome["scenario"] == "Baseline");
    let first: f64 = first
        .iter()
        .flat_map(|outcome| outcome["phase_results"].as_array().into_iter().flatten())
        .filter_map(|phase| phase["duration"].as_f64())
        .sum();
    let (ours, theirs) = (time.as_secs_f64(), theirs.as_secs_f64());
    println!(
        "{name:10} {variants:>10} {ours:>5.2}s {:>18} {:>7.1}x",
        format!("{} in {theirs:.1} s", mutants.len()),
        theirs / ours
    );
    println!(
        "{:37} {:>9} {:>7.1}x",
        "without its first build",
        format!("{:.1} s", theirs - first),
        (theirs - first) / ours
    );
}

/// Proves a crate of many tests, and runs them as often without anything around.
fn beside_nothing(place: &TestCrate) {
    place.build();
    let program = place.program();
    let (mut ours, mut bare, mut runs) = (Duration::MAX, Duration::MAX, 0);
    for _ in 0..RUNS {
        let (time, report) = place.prove();
        ours = ours.min(time);
        runs = report["runs"].as_u64().and_then(|runs| usize::try_from(runs).ok()).expect("it is a number");
        bare = bare.min(alone(&program, runs));
    }
    let (ours, bare) = (ours.as_secs_f64(), bare.as_secs_f64());
    println!(
        "\n{TESTS} tests, {runs} runs: {ours:.2} s; the runs alone: {bare:.2} s; ratio {:.2}",
        ours / bare
    );
}

/// Measures so many test runs in all, each in a process of its own.
fn alone(program: &Path, runs: usize) -> Duration {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..JOBS {
            scope.spawn(|| {
                while let number = next.fetch_add(1, Ordering::Relaxed)
                    && number < runs
                {
                    let test = format!("test_{}", number % TESTS + 1);
                    let status = Command::new(program)
                        .args([&test, "--exact"])
                        .stdout(Stdio::null())
                        .stderr(Stdio::null())
                        .status();
                    assert!(status.is_ok_and(|status| status.success()), "{test} passes");
                }
            });
        }
    });
    start.elapsed()
}

fn criteria(report: &Value) -> impl Iterator<Item = &Value> {
    report["criteria"].as_array().into_iter().flatten()
}

fn cargo_mutants() -> Command {
    let mut command = Command::new("cargo-mutants");
    command.arg("mutants").stdin(Stdio::null()).env_remove("CARGO_TARGET_DIR");
    command
}

/// A crate with its own target folder.
struct TestCrate(PathBuf);

impl TestCrate {
    fn of_example(folder: &Path, name: &str) -> Self {
        let (from, to) = (repository().join("examples").join(name), folder.join(name));
        copy(&from, &to);
        let manifest = fs::read_to_string(to.join("Cargo.toml")).expect("it has a manifest");
        let runtime = repository().join("spec-runtime");
        let manifest = manifest.replace("../../spec-runtime", &runtime.display().to_string());
        fs::write(to.join("Cargo.toml"), manifest).expect("it is written");
        Self(to)
    }

    /// Tests that take some milliseconds each.
    fn of_tests(folder: &Path) -> Self {
        let place = Self(folder.join("tests"));
        let mut document = String::from(
            "# Requirements Document\n\n### Requirement 1: Work\n\n#### Acceptance Criteria\n\n",
        );
        let mut code = String::from("use spec_runtime::spec;\n");
        let mut tests = String::from("use bench_tests::*;\nuse spec_runtime::spec;\n");
        for number in 1..=TESTS {
            let _ = writeln!(document, "{number}. The system SHALL do work {number}");
            let _ = write!(
                code,
                "\n#[spec(\"REQ-1.{number}\")]\npub fn work_{number}(x: u32) -> u32 {{ x.rotate_left({number} % 32) | 2 }}\n"
            );
            let _ = write!(
                tests,
                "\n#[test]\n#[spec(\"REQ-1.{number}\")]\nfn test_{number}() {{\n    let many = (0..3_000_000_u32).fold(0_u32, |a, b| std::hint::black_box(a ^ b));\n    assert_eq!(work_{number}(many & 1), ((many & 1).rotate_left({number} % 32)) | 2);\n}}\n"
            );
        }
        let runtime = repository().join("spec-runtime");
        let manifest = format!(
            "[package]\nname = \"bench-tests\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nspec-runtime = {{ path = {runtime:?} }}\n\n[workspace]\n"
        );
        for (path, text) in [
            ("Cargo.toml", manifest),
            ("requirements.md", document),
            ("src/lib.rs", code),
            ("tests/work.rs", tests),
        ] {
            let path = place.0.join(path);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
            fs::write(path, text).expect("files can be written");
        }
        fs::copy(repository().join("Cargo.lock"), place.0.join("Cargo.lock")).expect("the lock is copied");
        place
    }

    fn build(&self) {
        let status = self.cargo(&["test", "--quiet", "--no-run"]).stderr(Stdio::null()).status();
        assert!(status.is_ok_and(|status| status.success()), "the tests are built");
    }

    /// The only program below `tests/`.
    fn program(&self) -> PathBuf {
        let output = self.cargo(&["test", "--no-run", "--message-format=json"]).output().expect("cargo runs");
        let messages = String::from_utf8_lossy(&output.stdout).into_owned();
        let programs = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut programs = programs.filter(|message| message["target"]["kind"][0] == "test");
        let program = programs.find_map(|message| message["executable"].as_str().map(PathBuf::from));
        program.expect("it is built")
    }

    /// Proves everything anew: how long that takes, and what is told.
    fn prove(&self) -> (Duration, Value) {
        let _ = fs::remove_dir_all(self.0.join("target/cargo-spec"));
        let start = Instant::now();
        let output = self
            .with(Command::new(
                Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release").join("cargo-spec"),
            ))
            .args(["spec", "prove", "--format=json", "--jobs", &JOBS.to_string()])
            .output()
            .expect("cargo-spec runs");
        (start.elapsed(), serde_json::from_slice(&output.stdout).expect("it is JSON"))
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.with(Command::new(env!("CARGO")));
        command.args(arguments);
        command
    }

    fn with(&self, mut command: Command) -> Command {
        command.current_dir(&self.0).env("CARGO_TARGET_DIR", self.0.join("target")).stdin(Stdio::null());
        command
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace")
}

/// Copies what is no result of a build.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folders can be made");
    for entry in fs::read_dir(from).expect("it is a folder") {
        let entry = entry.expect("it can be read");
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && name != "target" {
            copy(&path, &to.join(name));
        } else if path.is_file() {
            fs::copy(path, to.join(name)).expect("it is copied");
        }
    }
}
