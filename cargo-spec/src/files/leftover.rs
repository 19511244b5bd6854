//! Temporary files: what they are called, and which of them a run has left that was killed.

use std::fs;
use std::path::Path;
use std::time::Duration;

use spec_model::spec::Fingerprint;

const PREFIX: &str = ".cargo-spec-";
pub(super) const SUFFIX: &str = ".tmp";
/// So many letters make each name another one.
pub(super) const RANDOM: usize = 6;
/// No run takes so long to write a file.
const STALE: Duration = Duration::from_secs(60 * 60);

/// What the name of a temporary file of this process begins with: `.cargo-spec-4711-0123abcd-`, where it can be told from
/// the name whether the process is still there.
pub(super) fn prefix() -> String {
    format!("{PREFIX}{}-", owner().unwrap_or_else(|| format!("{}-{NOWHERE}", std::process::id())))
}

/// This process, and where it runs: `4711-0123abcd`. `None` where the system does not say.
pub(super) fn owner() -> Option<String> {
    machine().map(|machine| format!("{}-{machine}", std::process::id()))
}

/// Where the system does not say which machine it is.
const NOWHERE: &str = "00000000";

/// Removes the temporary files of a folder that nobody writes any more: those of processes that are gone, and where that
/// cannot be told (another machine may have written them), those that are old. Nobody else has files of such names.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(owner) = name.to_str().and_then(owner_of) else { continue };
        let metadata = fs::symlink_metadata(entry.path()).ok().filter(fs::Metadata::is_file);
        let age = metadata.and_then(|metadata| metadata.modified().ok()?.elapsed().ok());
        if age.is_some_and(|age| is_gone(owner) || age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Who wrote a temporary file, by its name: `4711-0123abcd` of `.cargo-spec-4711-0123abcd-Xy12Zz.tmp`.
fn owner_of(name: &str) -> Option<&str> {
    let (owner, random) = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.rsplit_once('-')?;
    let (process, machine) = owner.split_once('-')?;
    let is_own = process.parse::<u32>().is_ok()
        && machine.len() == NOWHERE.len()
        && machine.bytes().all(|byte| byte.is_ascii_hexdigit())
        && random.len() == RANDOM
        && random.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_own.then_some(owner)
}

/// Is it certain that the process of `4711-0123abcd` is gone?
pub(super) fn is_gone(owner: &str) -> bool {
    let parts = owner.split_once('-');
    let process = parts.and_then(|(process, _)| process.parse::<u32>().ok());
    let is_here = parts.is_some_and(|(_, there)| machine().is_some_and(|here| there == here));
    process.is_some_and(|process| is_here && !Path::new("/proc").join(process.to_string()).exists())
}

/// What tells this start of this machine, and this container on it, from all others: there, and only there, a number of a
/// process always means the same process. `None` where the system does not say.
fn machine() -> Option<String> {
    let start = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let container = fs::read_link("/proc/self/ns/pid").ok()?;
    Path::new("/proc").join(std::process::id().to_string()).exists().then_some(())?;
    let fingerprint = Fingerprint::of(&format!("{}{}", start.trim(), container.display()));
    Some(fingerprint.to_string()[..8].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sweeps a folder of files; those marked with `old` are from long ago.
    #[track_caller]
    fn check(files: &[(&str, bool)], left: &[&str]) {
        let folder = tempfile::tempdir().expect("a folder");
        let long_ago = std::time::SystemTime::now() - 2 * STALE;
        for (name, is_old) in files {
            let file = fs::File::create(folder.path().join(name)).expect("it is written");
            if *is_old {
                file.set_modified(long_ago).expect("its time can be set");
            }
        }
        sweep(folder.path());
        let entries = fs::read_dir(folder.path()).expect("the folder can be read");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<_> = names.collect();
        names.sort();
        assert_eq!(names, left);
    }

    #[test]
    fn what_nobody_can_be_writing_any_more_is_removed_and_nothing_else() {
        check(
            &[
                (".cargo-spec-1-00000000-abcdef.tmp", true),
                (".cargo-spec-1-00000000-ghijkl.tmp", false),
                (".cargo-spec-notes.tmp", true),
                (".cargo-spec-1-00000000-my-notes.tmp", true),
                ("old.tmp", true),
                ("a.rs", true),
            ],
            &[
                ".cargo-spec-1-00000000-ghijkl.tmp",
                ".cargo-spec-1-00000000-my-notes.tmp",
                ".cargo-spec-notes.tmp",
                "a.rs",
                "old.tmp",
            ],
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_process_left_that_is_gone_is_removed_at_once() {
        let mut gone = std::process::Command::new("true").spawn().expect("it runs");
        gone.wait().expect("it ends");
        let machine = machine().expect("Linux says it");
        let killed = format!("{PREFIX}{}-{machine}-abcdef{SUFFIX}", gone.id());
        let elsewhere = format!("{PREFIX}{}-00000000-abcdef{SUFFIX}", gone.id());
        let living = format!("{}abcdef{SUFFIX}", prefix());
        let mut left = [&*elsewhere, &*living];
        left.sort_unstable();
        check(&[(&killed, false), (&elsewhere, false), (&living, false)], &left);
    }
}
