//! Measures `cargo spec check` on a large workspace, as a whole process, beside `rg -c spec` on the same files. Both
//! run in turn. Known tools that trace requirements take 25 to 200 times as long as ripgrep.
//!
//! `cargo bench -p spec-tests --bench check`. Needs `rg` on the path. The workspace is made below `target/tmp`.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use spec_tests::workload;
use wait4::Wait4;

const RUNS: usize = 15;

/// The verbs that are measured beside `check`, each with its limit as a multiple of that.
const VERBS: [(&str, &[&str], f64); 3] = [
    ("list", &["list"], 1.3),
    ("show ID", &["show", "address-21/REQ-10.5"], 1.3),
    ("report", &["report", "--quiet"], 2.0),
];

fn main() {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = temporary.join("bench-check");
    let _ = fs::remove_dir_all(&folder);
    workload::FULL.write(&folder).expect("the workspace can be written");
    build(&["--release", "--package=cargo-spec-cli"]);
    let target = temporary.parent().expect("it is below the target folder");
    build(&["--package=spec-tests", "--bin=gate"]);
    let optimised = optimised_gate(temporary);
    // Ten times the criteria in the same sources.
    let tenfold = temporary.join("bench-check-tenfold");
    let _ = fs::remove_dir_all(&tenfold);
    let workload = workload::Workload { documents: 400, criteria: 20_000, ..workload::FULL };
    workload.write(&tenfold).expect("the workspace can be written");
    let program = target.join("release").join("cargo-spec");
    let spec = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("spec").args(arguments);
        command
    };
    let mut check = spec(&["check"]);
    let mut ripgrep = Command::new("rg");
    ripgrep.args(["-c", "spec", "."]);
    let gate = |program: &Path, folder: &Path| {
        let mut command = Command::new(program);
        command.arg(folder.join(workload::name(0)));
        command
    };
    let unoptimised = target.join("debug").join("gate");
    let mut gates = [(&unoptimised, &folder), (&optimised, &folder), (&unoptimised, &tenfold)]
        .map(|(program, folder)| gate(program, folder));
    let mut verbs = VERBS.map(|(_, arguments, _)| spec(arguments));
    for command in [&mut check, &mut ripgrep].into_iter().chain(&mut gates).chain(&mut verbs) {
        command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    }

    let mut turn = || {
        let others: Vec<_> = gates.iter_mut().chain(&mut verbs).map(run).collect();
        [vec![run(&mut check), run(&mut ripgrep)], others].concat()
    };
    turn();
    let turns: Vec<_> = (0..RUNS).map(|_| turn()).collect();
    let of = |at: usize, cost: fn(&Cost) -> f64| median(turns.iter().map(|turn| cost(&turn[at])));
    let wall = |at: usize| of(at, |cost| cost.seconds);
    let cpu = |at: usize| of(at, |cost| cost.cpu);
    let peak = turns.iter().map(|turn| turn[0].peak).max().unwrap_or_default();

    println!("rg -c spec             {:6.1} ms  (medians of {RUNS})", wall(1) * 1e3);
    println!(
        "cargo spec check       {:6.1} ms  {:5.2} × rg -c spec (2.0 at most)",
        wall(0) * 1e3,
        wall(0) / wall(1)
    );
    for (at, (name, _, limit)) in VERBS.iter().enumerate() {
        let (seconds, times) = (wall(at + 5), wall(at + 5) / wall(0));
        println!(
            "cargo spec {name:11.11} {:6.1} ms  {times:5.2} × check ({limit:.1} at most)",
            seconds * 1e3
        );
    }
    println!("cargo spec check       {:6.1} ms of processors", cpu(0) * 1e3);
    let gates = [
        ("unoptimised", 2, 0, "check", 5.0),
        ("optimised", 3, 0, "check", 2.0),
        ("tenfold", 4, 2, "that", 11.0),
    ];
    for (name, at, other, than, limit) in gates {
        let (milliseconds, times) = (cpu(at) * 1e3, cpu(at) / cpu(other));
        println!(
            "the gate, {name:12} {milliseconds:6.1} ms of processors  {times:5.2} × {than} ({limit:.1} at most)"
        );
    }
    println!("cargo spec check       {:6.1} MiB at most", peak as f64 / f64::from(1 << 20));
}

/// Builds the gate in a folder of its own, with the lines that `init` writes for many criteria.
fn optimised_gate(temporary: &Path) -> PathBuf {
    let (folder, repository) =
        (temporary.join("bench-gate"), Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let lines = cargo_spec::manifest::optimise_gate("").expect("they can be added").replace("test.", "dev.");
    let engine = repository.join("spec-engine");
    let manifest = format!(
        "[package]\nname = \"gate\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\nspec-engine = {{ path = {engine:?} }}\n{lines}"
    );
    fs::create_dir_all(folder.join("src")).expect("folders can be made");
    fs::write(folder.join("Cargo.toml"), manifest).expect("it can be written");
    for (from, to) in [("tests/src/bin/gate.rs", "src/main.rs"), ("Cargo.lock", "Cargo.lock")] {
        fs::copy(repository.join(from), folder.join(to)).expect("it can be copied");
    }
    let manifest = folder.join("Cargo.toml");
    let target = folder.join("target");
    build(&[
        "--offline",
        "--manifest-path",
        &manifest.to_string_lossy(),
        "--target-dir",
        &target.to_string_lossy(),
    ]);
    target.join("debug").join("gate")
}

fn build(arguments: &[&str]) {
    let built = Command::new(env!("CARGO")).args(["build", "--quiet"]).args(arguments).status();
    assert!(built.expect("cargo runs").success());
}

/// The cost of one run.
#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
    /// The time that it had processors for, in seconds.
    cpu: f64,
    /// The most memory it held, in bytes.
    peak: u64,
}

fn run(command: &mut Command) -> Cost {
    let start = Instant::now();
    let ended = command.spawn().expect("it is on the path").wait4().expect("it ends");
    // 600 criteria have no test, which is what it finds.
    assert!(matches!(ended.status.code(), Some(0 | 1)), "{command:?}: {}", ended.status);
    let cpu = (ended.rusage.utime + ended.rusage.stime).as_secs_f64();
    Cost { seconds: start.elapsed().as_secs_f64(), cpu, peak: ended.rusage.maxrss }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
