//! Finds the files that belong to tests, and copies them over those of the revision.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use spec_engine::workspace::{Package, Workspace};
use spec_model::files::{self, Disk, FileKind, Files as _};

use super::items::{DeclaredFile, TestItems};
use super::tree::Tree;
use super::unit::graft;
use crate::error::Error;
use crate::on_disk;
use crate::revision::{WorkspacePlace, known_files};
use crate::rust_file;

/// The folders of what only tests read, wherever they are in a package.
const OF_TESTS: [&str; 8] = [
    "tests",
    "testdata",
    "test_data",
    "test-data",
    "fixtures",
    "snapshots",
    "proptest-regressions",
    "test_fixtures",
];

/// The files of the working tree that git knows or would add.
#[derive(Debug)]
pub(super) struct Files(Vec<PathBuf>);

impl Files {
    /// Asks git.
    ///
    /// # Errors
    /// [`Error::Git`], if it cannot tell.
    pub(super) fn of(place: &WorkspacePlace) -> Result<Self, Error> {
        Ok(Self(known_files(&place.root)?.into_iter().filter(|path| on_disk::exists(path)).collect()))
    }

    /// Is a file among them?
    pub(super) fn has(&self, path: &Path) -> bool {
        self.0.iter().any(|known| path.starts_with(known))
    }

    /// Those of a package.
    pub(super) fn of_package<'a>(
        &'a self,
        package: &'a Package,
        packages: &'a [Package],
    ) -> impl Iterator<Item = &'a Path> {
        let is_own =
            |path: &&PathBuf| package_of(path, packages).is_some_and(|(own, _)| own.folder == package.folder);
        self.0.iter().filter(is_own).map(PathBuf::as_path)
    }

    /// Does a package hold tests, and no code that they could test?
    pub(super) fn are_tests_alone(&self, package: &Package, packages: &[Package]) -> bool {
        let has_code = |path: &Path| {
            let own = path.strip_prefix(&package.folder).unwrap_or(path);
            let items =
                || files::read_text(path, FileKind::Source).ok().and_then(|text| TestItems::of(&text));
            is_source(path)
                && !is_of_tests(own, true)
                && !package.targets_of_tests().any(|target| target == path)
                && items().is_none_or(|items| items.has_code && !items.is_whole)
        };
        // One that git does not look into has files of which nothing is known.
        self.0.contains(&package.folder.join("Cargo.toml"))
            && !self.of_package(package, packages).any(has_code)
    }
}

/// Puts the tests of now into a tree, in the place of those that were there.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`].
pub(super) fn join(
    tree: &mut Tree,
    old: &Workspace,
    new: &Workspace,
    place: &WorkspacePlace,
) -> Result<(), Error> {
    let folders: HashSet<&Path> = old.packages.iter().map(|package| &*package.folder).collect();
    for folder in &folders {
        remove_all(tree, &folder.join("tests"), &folders);
    }
    let mut sources = Vec::new();
    let files = tree.files.0.clone();
    for path in &files {
        let Some((package, own)) = package_of(path, &new.packages) else { continue };
        let manifest =
            tree.here(&package.folder.join("Cargo.toml"), place).filter(|path| on_disk::is_file(path));
        let (Some(manifest), Some(here)) = (manifest, tree.here(path, place)) else { continue };
        if on_disk::is_folder(path) {
            // Git knows of the link alone. One to a folder above would have no end.
            let is_above = on_disk::real(path).is_ok_and(|real| path.starts_with(real));
            if is_of_tests(&own.join("file"), false) && !is_above {
                tree.take(path, here)?;
            }
        } else if is_source(path) && is_of_tests(own, true) {
            tree.take_tests(path, here, manifest.parent().unwrap_or(&manifest))?;
        } else if is_of_tests(own, is_source(path)) || package.targets_of_tests().any(|target| target == path)
        {
            tree.take(path, here)?;
        } else if is_source(path) {
            sources.push((path, here));
        }
    }
    unit_tests(tree, &sources)
}

/// The unit tests of now, in sources of before.
fn unit_tests(tree: &mut Tree, sources: &[(&PathBuf, PathBuf)]) -> Result<(), Error> {
    let (mut whole, mut others) = (HashSet::new(), Vec::new());
    for (path, here) in sources {
        let Ok(now) = files::read_text(path, FileKind::Source) else { continue };
        if now.contains("test")
            && let Some(items) = TestItems::of(&now)
        {
            for file in items.files.iter().filter_map(|declared| file_of(path, declared)) {
                // The modules that it declares are below, in a folder of its name.
                whole.insert(file.with_extension(""));
                whole.insert(file);
            }
            if items.is_whole {
                whole.insert(path.to_path_buf());
            }
        }
        others.push((path, here, now));
    }
    for (path, here, now) in others {
        if path.ancestors().any(|above| whole.contains(above)) {
            tree.take(path, here.clone())?;
            continue;
        }
        let Ok(before) = files::read_text(here, FileKind::Source) else { continue };
        if before == now {
            // They may use what only tests have elsewhere, which is of now.
            let items = now.contains("test").then(|| TestItems::of(&now)).flatten().unwrap_or_default();
            let parts = items.items.into_iter().map(|item| item.range).collect();
            tree.take_parts(here, None, parts)?;
        } else if let Some(grafted) = graft(&before, &now) {
            tree.take_parts(here, Some(&grafted.text), grafted.of_now)?;
        } else if ![&before, &now].iter().all(|text| rust_file::is_rust(text)) {
            let reason = "its file does not parse, as it was or as it is: its tests cannot be put into it";
            tree.give_up(here.clone(), reason.to_owned());
        }
    }
    Ok(())
}

/// The package that a file is in, and its path there.
pub(super) fn package_of<'a>(path: &'a Path, packages: &'a [Package]) -> Option<(&'a Package, &'a Path)> {
    let own = |package: &'a Package| Some((package, path.strip_prefix(&package.folder).ok()?));
    packages.iter().filter_map(own).min_by_key(|(_, own)| own.components().count())
}

fn is_source(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("rs"))
}

/// Is a file of a package there for tests alone?
fn is_of_tests(own: &Path, is_source: bool) -> bool {
    let mut folders = own.parent().unwrap_or(Path::new("")).iter();
    if is_source {
        folders.next().is_some_and(|first| first == "tests")
    } else {
        folders.any(|folder| OF_TESTS.iter().any(|known| folder == *known))
    }
}

/// The file of a module, or the folder if it has one of its own.
fn file_of(declaring: &Path, declared: &DeclaredFile) -> Option<PathBuf> {
    let beside = declaring.parent()?;
    let below = beside.join(declaring.file_stem()?);
    let (name, inline) = declared.path.split_last()?;
    // A path that is named begins beside the file; so do the modules of a crate's first file, whatever it is called, and of a `mod.rs`.
    let is_mod = ["lib.rs", "main.rs", "mod.rs"].iter().any(|known| declaring.ends_with(known));
    let is_beside = is_mod || declared.named.is_some() && inline.is_empty();
    let folders = if is_beside { [beside, &below] } else { [&*below, beside] };
    folders.into_iter().find_map(|folder| {
        let folder = folder.join(inline.iter().collect::<PathBuf>());
        if let Some(named) = &declared.named {
            let file = folder.join(named);
            return on_disk::is_file(&file).then_some(file);
        }
        let module = folder.join(name);
        let file = module.with_extension("rs");
        if on_disk::is_file(module.join("mod.rs")) {
            Some(module)
        } else {
            on_disk::is_file(&file).then_some(file)
        }
    })
}

/// Removes what is in a folder, but for packages of the workspace.
fn remove_all(tree: &Tree, folder: &Path, packages: &HashSet<&Path>) {
    if !folder.is_symlink() && packages.iter().any(|package| package.starts_with(folder)) {
        for entry in Disk.entries(folder).unwrap_or_default() {
            let path = folder.join(entry.name);
            if packages.contains(&*path) {
                continue;
            }
            if on_disk::is_folder(&path) {
                if !packages.contains(folder) {
                    remove_all(tree, &path, packages);
                }
            } else if !packages.contains(folder) {
                tree.scratch.remove(&path);
            }
        }
    } else {
        tree.scratch.remove(folder);
    }
}
