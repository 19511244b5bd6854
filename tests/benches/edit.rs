//! Measures the findings after an edit of one document or source, in a host that is kept. Beside it stands the first
//! check of the same run, with and without a lock.
//!
//! `cargo bench -p spec-tests --bench edit`. The workspace is made below `target/tmp`.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use spec_engine::Host;
use spec_model::files::{Disk, Overlay};
use spec_tests::timing::{median, time};
use spec_tests::workload;

const RUNS: usize = 15;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-edit");
    let _ = fs::remove_dir_all(&folder);
    workload::FULL.write(&folder).expect("the workspace can be written");
    let document = folder.join(".kiro/specs").join(workload::feature(0)).join("requirements.md");
    let source = folder.join(workload::name(0)).join("src/part_0.rs");
    measure("without a lock", &folder, &[("a document", &document), ("a source", &source)]);
    accept(&folder);
    measure("with a lock", &folder, &[("a document", &document), ("a source", &source)]);
}

/// Accepts everything, by the command.
fn accept(folder: &Path) {
    let built = std::process::Command::new(env!("CARGO"))
        .args([
            "run",
            "--release",
            "--quiet",
            "--package=cargo-spec-cli",
            "--",
            "spec",
            "accept",
            "--all",
            "--force",
        ])
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .stdout(std::process::Stdio::null())
        .status();
    assert!(built.expect("cargo runs").success(), "everything is accepted");
}

fn measure(what: &str, folder: &Path, edited: &[(&str, &Path)]) {
    let first = median((0..RUNS).map(|_| {
        let host = Host::default();
        time(|| drop(host.check(folder)))
    }));
    println!("{what}: the first check {:25.1} ms  (the median of {RUNS})", first.as_secs_f64() * 1e3);
    for (kind, path) in edited {
        let files = Arc::new(Overlay::new(Disk));
        let host = Host::new(Arc::clone(&files));
        let before = host.check(folder).diagnostics.len();
        let text = fs::read_to_string(path).expect("it is there");
        let after = median((0..RUNS).map(|run| {
            files.set(
                path,
                Some(
                    &format!("{text}\n<!-- {run} -->\n")
                        .replace("<!--", if kind.ends_with("source") { "//" } else { "<!--" }),
                ),
            );
            host.forget(path);
            time(|| assert_eq!(host.check(folder).diagnostics.len(), before))
        }));
        println!(
            "{what}: after an edit of {kind:12} {:14.1} ms  ({:.1} % of it)",
            after.as_secs_f64() * 1e3,
            100.0 * after.as_secs_f64() / first.as_secs_f64()
        );
    }
}
