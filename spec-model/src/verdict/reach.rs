//! Which files the targets of the packages include: a test in any other file never runs (Rust Reference, *Module source
//! filenames* and *The path attribute*).

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::walk::{self, Scanned};
use super::workspace::{Package, normal};
use crate::links::ModuleDeclaration;

/// Says of each scanned file whether a target includes it. Files beyond the packages' folders that are included
/// (`#[path = "../shared.rs"]`) are scanned and added.
///
/// Where a package computes the path of an `include!`, every file of it is taken to be included: it cannot be known better.
pub(super) fn reached(scanned: &mut Vec<Scanned>, packages: &[Package]) -> Vec<bool> {
    let mut index: HashMap<PathBuf, usize> =
        scanned.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
    let mut reached = vec![false; scanned.len()];
    // Files whose modules are to be followed: each with whether `mod x;` in it means a file beside it.
    let mut waiting = Vec::new();
    let mut buffer = Vec::new();
    for (at, file) in scanned.iter().enumerate() {
        if packages[file.package].is_target(&file.path) {
            reached[at] = true;
            waiting.push((at, true));
        }
    }
    while let Some((at, is_root)) = waiting.pop() {
        let package = scanned[at].package;
        let candidates: Vec<_> =
            scanned[at].modules.iter().flat_map(|module| files(&scanned[at].path, is_root, module)).collect();
        for (path, is_root) in candidates {
            let next = match index.get(&path) {
                Some(&next) => next,
                // Whatever is below the packages' folders was scanned; what is not in the index has nothing to say.
                None if packages.iter().any(|package| path.starts_with(&package.folder)) => continue,
                None => {
                    let Some(file) =
                        path.is_file().then(|| walk::file(path.clone(), package, &mut buffer)).flatten()
                    else {
                        continue;
                    };
                    index.insert(path, scanned.len());
                    scanned.push(file);
                    reached.push(false);
                    scanned.len() - 1
                }
            };
            if !std::mem::replace(&mut reached[next], true) {
                waiting.push((next, is_root));
            }
        }
    }
    let computes = |file: &Scanned| file.modules.contains(&ModuleDeclaration::Unknown);
    let mut unknown = vec![false; packages.len()];
    for file in scanned.iter().filter(|file| computes(file)) {
        unknown[file.package] = true;
    }
    for (reached, file) in reached.iter_mut().zip(&*scanned) {
        *reached |= unknown[file.package];
    }
    reached
}

/// The files that a declaration may mean; each with whether it is a `mod.rs`, so to speak.
fn files(path: &Path, is_root: bool, module: &ModuleDeclaration) -> Vec<(PathBuf, bool)> {
    let Some(folder) = path.parent() else { return Vec::new() };
    let is_root = is_root || path.file_name().is_some_and(|name| name == "mod.rs");
    let own = match path.file_stem() {
        Some(stem) if !is_root => folder.join(stem),
        _ => folder.to_path_buf(),
    };
    match module {
        ModuleDeclaration::Named { within, name } => {
            let folder = within.iter().fold(own, |folder, name| folder.join(name));
            vec![(folder.join(format!("{name}.rs")), false), (folder.join(name).join("mod.rs"), true)]
        }
        ModuleDeclaration::Path { within, path } if within.is_empty() => {
            vec![(normal(&folder.join(path)), true)]
        }
        ModuleDeclaration::Path { within, path } => {
            let folder = within.iter().fold(own, |folder, name| folder.join(name));
            vec![(normal(&folder.join(path)), true)]
        }
        ModuleDeclaration::Unknown => Vec::new(),
    }
}
