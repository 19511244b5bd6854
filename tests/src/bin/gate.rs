//! Runs the gate of a package as a program of its own: `gate FOLDER`. The benchmark of checks builds it as tests are
//! built.
#![expect(clippy::print_stdout, reason = "it says what it found")]

use std::path::PathBuf;

use spec_engine::Host;
use spec_engine::verdict::{Question, Scope};

fn main() {
    let folder: PathBuf = std::env::args_os().nth(1).expect("the folder of a package").into();
    let findings = Host::default().ask(&folder, &Question { scope: Scope::Package, ..Question::default() });
    println!("{} findings", findings.diagnostics.len());
}
