//! The whole program: the built command and cargo itself, run on copies of small crates.
//!
//! Every copy is made below cargo's folder for such things (`target/tmp`), under a name of its own, so that what is compiled in
//! it is compiled again in the same place and the target folder does not grow. All copies share one target folder.

mod acceptance;
mod affected;
mod architecture;
mod baseline;
mod beside;
mod book;
mod carried;
#[cfg(unix)]
mod ci_files;
mod clones;
mod deep;
mod diff;
mod edits;
mod evidence;
mod examples;
mod faults;
mod fuzzing;
mod gate;
mod generation;
mod hidden;
mod histories;
mod honest;
mod hostile;
#[cfg(unix)]
mod install;
#[cfg(target_os = "linux")]
mod killed;
mod macros;
mod merging;
mod modules;
#[cfg(unix)]
mod no_file;
#[cfg(target_os = "linux")]
mod once;
mod packages;
mod piped;
mod proofs;
mod prose;
mod prove;
mod references;
mod replay;
#[cfg(unix)]
mod replayed;
mod report;
#[cfg(unix)]
mod review;
mod running;
#[path = "../../../cargo-spec/tests/cli/schemas.rs"]
mod schemas;
mod size;
mod skill;
mod steps;
mod story;
mod tampered;
mod test_crate;
mod verified;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The root of the repository.
static REPOSITORY: LazyLock<PathBuf> = LazyLock::new(|| {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the crate is in the workspace").to_path_buf()
});
