//! Records where the sources come from, so that `cargo spec init` can name the runtime that belongs to the command.
//!
//! Three variables reach the crate: `BUILT_FROM_GIT` and `BUILT_FROM_REVISION` of a checkout, or `BUILT_FROM_REGISTRY` of a package that
//! cargo has unpacked. None of them holds a path of this machine, but for that of `cargo install --git file://…`, which its user named. Without
//! git, or without a remote repository that others reach too, none is set.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let Some(folder) = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else { return };
    // Cargo writes it into every package.
    if folder.join(".cargo_vcs_info.json").exists() {
        println!(
            "cargo::rustc-env=BUILT_FROM_REGISTRY={}",
            env::var("CARGO_PKG_VERSION").unwrap_or_default()
        );
    } else if let Some((url, revision)) = checkout(&folder) {
        println!("cargo::rustc-env=BUILT_FROM_GIT={url}");
        println!("cargo::rustc-env=BUILT_FROM_REVISION={revision}");
    }
}

/// The address of the repository that a folder is checked out from, and the commit, if others can have that.
fn checkout(folder: &Path) -> Option<(String, String)> {
    let top = PathBuf::from(git(folder, &["rev-parse", "--show-toplevel"])?);
    if top.canonicalize().ok()? != folder.parent()?.canonicalize().ok()? {
        // The repository of something else, which has a copy of this.
        return None;
    }
    for name in ["HEAD", "packed-refs", &*git(folder, &["rev-parse", "--symbolic-full-name", "HEAD"])?] {
        let path = git(folder, &["rev-parse", "--git-path", name]).map(|path| folder.join(path));
        if let Some(path) = path.filter(|path| path.exists()) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    let revision = git(folder, &["rev-parse", "HEAD"])?;
    let origin = git(folder, &["remote", "get-url", "origin"])?;
    if let Some(database) = database_of_cargo(&top, &origin) {
        let fetched = fs::read_to_string(database.join("FETCH_HEAD")).ok()?;
        let url = fetched.lines().next()?.rsplit([' ', '\t']).next()?;
        let named = url.strip_prefix("file://").filter(|path| is_plain(path));
        return Some((named.map_or_else(|| public(url), |_| Some(url.to_owned()))?, revision));
    }
    if git(folder, &["branch", "--remotes", "--contains", &revision])?.is_empty() {
        return None;
    }
    Some((public(&origin)?, revision))
}

/// The repository of cargo's own that a checkout of cargo's own comes from: `git/db` beside `git/checkouts`.
fn database_of_cargo(top: &Path, origin: &str) -> Option<PathBuf> {
    let database = PathBuf::from(origin.strip_prefix("file://").unwrap_or(origin));
    let place = |path: &Path, name: &str| {
        let folder = path.ancestors().find(|folder| folder.ends_with(Path::new("git").join(name)))?;
        folder.parent()?.canonicalize().ok()
    };
    (place(top, "checkouts")? == place(&database, "db")?).then_some(database)
}

/// May a text stand in a line for cargo?
fn is_plain(text: &str) -> bool {
    !text.contains(char::is_whitespace) && !text.contains(char::is_control)
}

/// An address as cargo writes it, without what only its owner may know; `None`: it names a folder of this machine.
fn public(url: &str) -> Option<String> {
    if !is_plain(url) {
        return None;
    }
    if let Some((scheme, rest)) = url.split_once("://") {
        if !["http", "https", "ssh", "git"].contains(&scheme) {
            return None;
        }
        let (host, path) =
            rest.split_once('/').filter(|(host, path)| !host.is_empty() && !path.is_empty())?;
        let host = match host.rsplit_once('@') {
            Some((_, host)) if scheme.starts_with("http") => host,
            Some((user, host)) => &format!("{}@{host}", user.split(':').next()?),
            None => host,
        };
        return Some(format!("{scheme}://{host}/{path}"));
    }
    // `git@example.org:owner/name.git`
    let (host, path) = url.split_once(':')?;
    let is_host = host.len() > 1 && host != "file" && !host.contains(['/', '\\', '~']);
    let is_path = !path.is_empty() && !path.starts_with(':');
    (is_host && is_path).then(|| format!("ssh://{host}/{}", path.trim_start_matches('/')))
}

fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
