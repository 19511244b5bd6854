//! What the macros cost whoever builds with them, in seconds, each beside its baseline in the same run:
//!
//! - `spec-runtime` with default features, from cold, on two processors;
//! - `cargo check` of 2,000 items with an attribute each, on a document of 2,000 criteria, and of the same items without.
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

    let cold = with.cargo("build", &["--package", "spec-runtime"]);
    println!("spec-runtime, from cold: {:.2} s", cold.as_secs_f64());

    let (mut slow, mut fast) = (Duration::MAX, Duration::MAX);
    // The first of each compiles what the crate rests on.
    for _ in 0..=RUNS {
        slow = slow.min(with.check());
        fast = fast.min(without.check());
    }
    let (slow, fast) = (slow.as_secs_f64(), fast.as_secs_f64());
    println!("cargo check of {} items: {fast:.2} s", REQUIREMENTS * CRITERIA);
    println!("with an attribute each:  {slow:.2} s, {:.2} s more", slow - fast);
}

struct Crate {
    folder: PathBuf,
}

impl Crate {
    /// Writes a crate of small functions, and the document that they name.
    fn make(folder: &Path, has_attributes: bool) -> Self {
        let repository =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace");
        let runtime = repository.join("spec-runtime");
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let manifest = format!(
            "[package]\nname = \"bench-{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nspec-runtime = {{ path = {runtime:?} }}\n\n[workspace]\n"
        );
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
        fs::create_dir_all(folder.join("src")).expect("folders can be made");
        // Nothing above is looked at.
        fs::create_dir(folder.join(".git")).expect("folders can be made");
        for (path, text) in [("Cargo.toml", manifest), ("requirements.md", document), ("src/lib.rs", source)]
        {
            fs::write(folder.join(path), text).expect("files can be written");
        }
        fs::copy(repository.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock is copied");
        Self { folder: folder.to_path_buf() }
    }

    /// How long cargo takes to check the crate, and nothing else, again.
    fn check(&self) -> Duration {
        let source =
            fs::File::options().append(true).open(self.folder.join("src/lib.rs")).expect("it is there");
        source.set_modified(std::time::SystemTime::now()).expect("its time can be set");
        self.cargo("check", &[])
    }

    fn cargo(&self, command: &str, arguments: &[&str]) -> Duration {
        let start = Instant::now();
        let status = Command::new(env!("CARGO"))
            .args([command, "--quiet", "--offline", "--jobs=2"])
            .args(arguments)
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
