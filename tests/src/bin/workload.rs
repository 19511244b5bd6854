//! Writes the benchmark's workspace into a folder, with so many tasks in 100 lists if a number is given:
//! `cargo run -p spec-tests --bin workload -- FOLDER 10000`.

use std::io;
use std::path::PathBuf;

use spec_tests::workload::{FULL, Workload};

fn main() -> io::Result<()> {
    let invalid = |message: &str| io::Error::new(io::ErrorKind::InvalidInput, message);
    let mut arguments = std::env::args_os().skip(1);
    let is_name = |folder: &PathBuf| !folder.as_os_str().as_encoded_bytes().starts_with(b"-");
    let folder =
        arguments.next().map(PathBuf::from).filter(is_name).ok_or_else(|| invalid("name a folder"))?;
    let workload = match arguments.next() {
        None => FULL,
        Some(tasks) => {
            let tasks = tasks.to_str().and_then(|tasks| tasks.parse().ok());
            Workload {
                documents: 100,
                tasks: tasks.ok_or_else(|| invalid("write a number of tasks"))?,
                ..FULL
            }
        }
    };
    workload.write(&folder)
}
