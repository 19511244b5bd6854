//! Writes the benchmark's workspace into a folder: `cargo run -p spec-tests --bin workload -- FOLDER`.

use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "name a folder"))?;
    spec_tests::workload::FULL.write(&folder)
}
