//! Records where the sources come from, so that `cargo spec init` can name the runtime that belongs to the command.
//!
//! Three variables reach the crate: `BUILT_FROM_GIT` and `BUILT_FROM_REVISION` of a checkout, or `BUILT_FROM_REGISTRY` of a package that
//! cargo has unpacked. None of them holds a path of this machine. Without git, or without a remote repository, none is set.

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
    let is_cargos = origin.contains("/git/db/");
    let is_known = || git(folder, &["branch", "--remotes", "--contains", &revision]);
    if !is_cargos && is_known()?.is_empty() {
        return None;
    }
    let url = if is_cargos { fetched_from(&origin)? } else { origin };
    Some((public(&url)?, revision))
}

/// Where cargo has fetched a repository of its own from.
fn fetched_from(database: &str) -> Option<String> {
    let folder = PathBuf::from(database.strip_prefix("file://").unwrap_or(database));
    let fetched = fs::read_to_string(folder.join("FETCH_HEAD")).ok()?;
    fetched.lines().next()?.rsplit([' ', '\t']).next().map(str::to_owned)
}

/// An address as cargo writes it, without what only its owner may know; `None`: it names a folder of this machine.
fn public(url: &str) -> Option<String> {
    if url.contains(char::is_whitespace) || url.contains(char::is_control) {
        return None;
    }
    if let Some((scheme, rest)) = url.split_once("://") {
        let (host, path) = rest.split_once('/')?;
        let host = match host.rsplit_once('@') {
            Some((_, host)) if scheme.starts_with("http") => host,
            Some((user, host)) => &format!("{}@{host}", user.split(':').next()?),
            None => host,
        };
        return Some(format!("{scheme}://{host}/{path}"));
    }
    // `git@example.org:owner/name.git`
    let (host, path) = url.split_once(':')?;
    (host.len() > 1 && !host.contains('/')).then(|| format!("ssh://{host}/{}", path.trim_start_matches('/')))
}

fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
