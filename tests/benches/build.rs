//! Measures what the macros cost a build, in seconds, each beside its baseline in the same run:
//!
//! - `spec-runtime` from cold, with default features and with the gate, on two processors, beside `insta`;
//! - the gate with the lines that `init` writes for many criteria;
//! - `cargo check` of 2,000 items with an attribute each, on a document of 2,000 criteria, and of the same items without;
//! - `cargo test --no-run` of the same.
//!
//! `cargo bench -p spec-tests --bench build`. Everything happens in a folder of its own below `target/tmp`.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const REQUIREMENTS: usize = 200;
const CRITERIA: usize = 10;
/// The best of so many runs counts: whatever else the machine does can only add.
const RUNS: usize = 5;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-build");
    let _ = fs::remove_dir_all(&folder);
    let with = Crate::make(&folder.join("with"), true);
    let without = Crate::make(&folder.join("without"), false);

    cold_builds(&folder);
    for (name, arguments) in [("check", &["check"][..]), ("test --no-run", &["test", "--no-run"])] {
        let (mut slow, mut fast) = (Duration::MAX, Duration::MAX);
        // The first of each compiles what the crate rests on.
        for _ in 0..=RUNS {
            slow = slow.min(with.again(arguments));
            fast = fast.min(without.again(arguments));
        }
        let (slow, fast) = (slow.as_secs_f64(), fast.as_secs_f64());
        let (items, more) = (REQUIREMENTS * CRITERIA, slow - fast);
        println!("cargo {name} of {items} items: {fast:.2} s");
        println!(
            "with an attribute each: {slow:.2} s, {more:.2} s more, {:.2} ms for each",
            more * 1e3 / items as f64
        );
    }
}

/// The cost of the crates that somebody builds first, each in a folder of its own, in turn.
fn cold_builds(folder: &Path) {
    const TURNS: usize = 3;
    let runtime = |keys: &str| {
        let path = repository().join("spec-runtime");
        format!("spec-runtime = {{ path = {path:?}{keys} }}\n")
    };
    let gate = runtime(", features = [\"gate\"]");
    let lines = cargo_spec::manifest::optimise_gate("").expect("they can be added");
    let (build, test) = (&["build"][..], &["test", "--no-run"][..]);
    // Each with how many times as long as the first it may take.
    let kinds = [
        ("insta", build, "insta = \"1\"\n".to_owned(), None),
        ("spec-runtime", build, runtime(""), Some(1.7)),
        ("with the gate", build, gate.clone(), Some(2.8)),
        ("the gate optimised", test, format!("{gate}{lines}"), None),
    ];
    let mut best = [f64::MAX; 4];
    for _ in 0..TURNS {
        for ((_, command, dependencies, _), best) in kinds.iter().zip(&mut best) {
            let folder = folder.join("cold");
            let _ = fs::remove_dir_all(&folder);
            let cold = Crate::write(&folder, "bench-cold", dependencies, "", "//! Nothing.\n");
            *best = best.min(cold.cargo(command).as_secs_f64());
        }
    }
    for ((name, _, _, limit), seconds) in kinds.iter().zip(best) {
        let limit = limit.map(|limit| format!(" ({limit} at most)")).unwrap_or_default();
        println!("{name:<20} from cold: {seconds:6.2} s  {:5.2} × insta{limit}", seconds / best[0]);
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace")
}

struct Crate {
    folder: PathBuf,
}

impl Crate {
    /// Writes a crate of small functions, and the document that they name.
    fn make(folder: &Path, has_attributes: bool) -> Self {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let runtime = repository().join("spec-runtime");
        let dependencies = format!("spec-runtime = {{ path = {runtime:?} }}\n");
        let (mut document, mut source) =
            (String::from("# Requirements Document\n"), String::from("//! Functions.\n"));
        for requirement in 1..=REQUIREMENTS {
            // Writing to a string cannot fail.
            let _ =
                write!(document, "\n### Requirement {requirement}: Register\n\n#### Acceptance Criteria\n\n");
            for criterion in 1..=CRITERIA {
                let _ = writeln!(
                    document,
                    "{criterion}. WHEN a visitor registers with address {requirement}.{criterion} that is already taken THEN the system SHALL answer `409 Conflict` within {criterion}00 ms"
                );
                if has_attributes {
                    let _ = writeln!(source, "#[spec_runtime::spec(\"REQ-{requirement}.{criterion}\")]");
                }
                let _ = writeln!(
                    source,
                    "pub fn f{requirement}_{criterion}(x: u32) -> u32 {{ let y = x.wrapping_mul({requirement}); if y > {criterion} {{ y }} else {{ x }} }}"
                );
            }
        }
        Self::write(folder, &format!("bench-{name}"), &dependencies, &document, &source)
    }

    /// Writes a crate that is in no workspace. `dependencies` is the end of its manifest.
    fn write(folder: &Path, name: &str, dependencies: &str, document: &str, source: &str) -> Self {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}"
        );
        fs::create_dir_all(folder.join("src")).expect("folders can be made");
        // Nothing above is looked at.
        fs::create_dir(folder.join(".git")).expect("folders can be made");
        for (path, text) in
            [("Cargo.toml", &*manifest), ("requirements.md", document), ("src/lib.rs", source)]
        {
            fs::write(folder.join(path), text).expect("files can be written");
        }
        fs::copy(repository().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock is copied");
        Self { folder: folder.to_path_buf() }
    }

    /// Measures a command of cargo when nothing but the crate has changed.
    fn again(&self, arguments: &[&str]) -> Duration {
        let source =
            fs::File::options().append(true).open(self.folder.join("src/lib.rs")).expect("it is there");
        source.set_modified(std::time::SystemTime::now()).expect("its time can be set");
        self.cargo(arguments)
    }

    fn cargo(&self, arguments: &[&str]) -> Duration {
        let start = Instant::now();
        let status = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--quiet", "--offline", "--jobs=2"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .stdin(Stdio::null())
            .status()
            .expect("cargo runs");
        assert!(status.success());
        start.elapsed()
    }
}
