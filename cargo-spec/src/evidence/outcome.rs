//! How a whole run ended, told beside its evidence: a test that verifies nothing leaves none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// How the names of the files end.
pub(super) const EXTENSION: &str = "spec-run";

const PASSED: &str = "spec-run\t1\tpassed\n";
const FAILED: &str = "spec-run\t1\tfailed\n";

/// Tells beside the evidence of a run whether all tests passed.
///
/// # Errors
/// If the file cannot be written.
pub fn write(folder: &Path, all_passed: bool) -> io::Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{now:x}-{}.{EXTENSION}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(if all_passed { PASSED } else { FAILED }.as_bytes())
}

/// Whether all tests passed; `None`: half written, or of another version.
pub(super) fn parse(text: &str) -> Option<bool> {
    match text {
        PASSED => Some(true),
        FAILED => Some(false),
        _ => None,
    }
}
