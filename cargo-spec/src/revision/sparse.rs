//! Reads the files that a sparse checkout leaves out of the working tree, from git.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use spec_model::files::{Disk, Overlay};

use super::git::{command, git};
use super::objects;
use crate::error::Error;
use crate::on_disk;

/// The working tree with what a sparse checkout leaves out of a folder, as it stands in the index; `None`: nothing is left out.
///
/// # Errors
/// [`Error::Git`] and [`Error::PartialClone`], if git does not have it.
pub fn whole(folder: &Path) -> Result<Option<Overlay<Disk>>, Error> {
    let is_sparse = git(folder, &["config", "--type=bool", "core.sparseCheckout"]);
    if !is_sparse.is_ok_and(|answer| answer.trim_end() == "true") {
        return Ok(None);
    }
    let listing = command(folder, &["ls-files", "-z", "-t", "--stage"]).output().map_err(Error::Run)?;
    let listed = listing.stdout.split(|byte| *byte == 0).filter_map(left_out);
    let left_out: BTreeMap<PathBuf, String> = listed
        .map(|(path, object)| (folder.join(path), object))
        .filter(|(path, _)| !on_disk::exists(path))
        .collect();
    if left_out.is_empty() {
        return Ok(None);
    }
    let whole = Overlay::new(Disk);
    objects::read(folder, &left_out, |path, bytes| {
        whole.set(path, Some(&String::from_utf8_lossy(bytes)));
        Ok(())
    })?;
    Ok(Some(whole))
}

/// `S 100644 OBJECT 0`, a tab, and the path: of a file that is not checked out, and that says what is meant.
fn left_out(entry: &[u8]) -> Option<(PathBuf, String)> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let mut fields = std::str::from_utf8(&entry[..tab]).ok()?.split(' ');
    let (tag, mode, object) = (fields.next()?, fields.next()?, fields.next()?);
    let path = objects::path(&entry[tab + 1..])?;
    let is_meant = tag == "S" && mode.starts_with("100") && objects::says_what_is_meant(&path);
    is_meant.then(|| (path, object.to_owned()))
}
