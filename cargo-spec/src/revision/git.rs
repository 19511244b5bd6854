//! Runs one command of git.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::on_disk;

/// The variables that git sets for a hook, which would name another place than the folder; and a program. Where objects are, a hook alone
/// may know.
const REMOVED: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF"];

/// Settings that would have git start something, or write beside the repository's own index.
const SETTINGS: [&str; 7] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.splitIndex=false",
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "diff.external=",
];

/// Keeps git from starting something, and from writing what it does to a file. Its messages are in English.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    // An old git does not know that it must not fetch: no protocol has this name.
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_SSH_COMMAND", "false"),
    ("GIT_TRACE2", "0"),
    ("GIT_TRACE2_EVENT", "0"),
    ("GIT_TRACE2_PERF", "0"),
    ("LANGUAGE", "C"),
];

/// A command of git in a folder, which takes no lock, runs no hook, fetches nothing and asks nobody. Filters may run if it compares files
/// with what git knows of them, or writes files.
pub(super) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    for variable in REMOVED {
        command.env_remove(variable);
    }
    command.arg("--no-pager");
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command.arg("-C").arg(folder).args(arguments).envs(ENVIRONMENT);
    command
}

/// The answer of git.
///
/// # Errors
/// [`Error::Git`] with its own words, if it cannot.
pub fn git(folder: &Path, arguments: &[&str]) -> Result<String, Error> {
    let output = command(folder, arguments).output();
    let output = output.map_err(|error| Error::Git(format!("git cannot be started: {error}")))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Error::Git(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()))
    }
}

/// The message about a repository that does not give what it should have: it may have been cloned without all of its objects.
pub(super) fn lacking(repository: &Path, what: &str, printed: &[u8]) -> Error {
    let partial = ["config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"];
    if git(repository, &partial).is_ok() {
        return Error::PartialClone { what: what.to_owned() };
    }
    let printed = String::from_utf8_lossy(printed).trim_end().to_owned();
    Error::Git(if printed.is_empty() { format!("{what} cannot be read") } else { printed })
}

/// The files below a folder that git knows or would add, those of submodules too.
///
/// # Errors
/// [`Error::Git`], if it cannot tell.
pub fn known_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = command(folder, &listing).output();
    let output = output.map_err(|error| Error::Git(format!("git cannot be started: {error}")))?;
    if !output.status.success() {
        return Err(Error::Git(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()));
    }
    let mut files = Vec::new();
    let own = output.stdout.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    for path in own.filter_map(super::objects::path) {
        let path = folder.join(path);
        match on_disk::exists(path.join(".git")) {
            true => files.extend(known_files(&path)?),
            false => files.push(path),
        }
    }
    Ok(files)
}
