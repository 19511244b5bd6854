//! The outcome of a whole run. It is kept beside the evidence, because a test without a link leaves none.

use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::write::own;

/// The extension of the files.
pub(super) const EXTENSION: &str = "spec-run";

const PASSED: &str = "spec-run\t3\tpassed";
const FAILED: &str = "spec-run\t3\tfailed";
/// Before the fingerprint of the sources.
const SOURCES: &str = "sources\t";
/// Before the name of a test that failed.
const TEST: &str = "test\t";
/// The last line, without which the file is only half written.
const END: &str = "end";

/// The outcome of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOutcome {
    /// Every test passed.
    pub all_passed: bool,
    /// The names of the tests that failed, as the runner prints them; of a program that prints none there is no name.
    pub failed: Vec<String>,
    /// The fingerprint of the sources that the tests were built of, if they could be read.
    pub sources: Option<String>,
}

/// Writes beside the evidence of a run how it ended.
///
/// # Errors
/// If the file cannot be written.
pub fn write(folder: &Path, outcome: &RunOutcome) -> io::Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let path = folder.join(format!("{now:x}-{}.{EXTENSION}", std::process::id()));
    let mut text = format!("{}\n", if outcome.all_passed { PASSED } else { FAILED });
    outcome.sources.iter().for_each(|sources| text += &format!("{SOURCES}{sources}\n"));
    outcome.failed.iter().for_each(|name| text += &format!("{TEST}{name}\n"));
    own::create(&path, format!("{text}{END}\n").as_bytes())
}

/// Reads how a run ended; `None`: half written, or of another version.
pub(super) fn parse(text: &str) -> Option<RunOutcome> {
    let mut lines = text.strip_suffix('\n')?.strip_suffix(END)?.lines().peekable();
    let first = lines.next()?;
    let sources = lines.next_if(|line| line.starts_with(SOURCES));
    let sources = sources.and_then(|line| line.strip_prefix(SOURCES)).map(str::to_owned);
    let failed = lines.map(|line| line.strip_prefix(TEST).map(str::to_owned)).collect::<Option<_>>()?;
    (first == PASSED || first == FAILED).then_some(RunOutcome {
        all_passed: first == PASSED,
        failed,
        sources,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_written_is_read_and_half_of_it_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let failed = vec!["spec_gate".to_owned(), "src/lib.rs - (line 3)".to_owned()];
        for (all_passed, failed, sources) in [
            (true, vec![], None),
            (false, vec![], Some("0123".to_owned())),
            (false, failed, Some("4567".to_owned())),
        ] {
            let own = tempfile::tempdir_in(&folder).expect("a folder");
            let outcome = RunOutcome { all_passed, failed, sources };
            write(own.path(), &outcome).expect("it is written");
            let file =
                fs::read_dir(own.path()).expect("the folder").next().expect("a file").expect("an entry");
            let text = fs::read_to_string(file.path()).expect("it is read");
            assert_eq!(parse(&text), Some(outcome));
            for end in 0..text.len() {
                assert_eq!(parse(&text[..end]), None, "{:?}", &text[..end]);
            }
        }
    }
}
