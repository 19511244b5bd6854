//! Which files the targets of the packages include: a test in any other file never runs (Rust Reference, *Module source
//! filenames* and *The path attribute*).

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::walk::{self, Scanned};
use super::workspace::{Package, normal};
use crate::links::ModuleDeclaration;

/// Says of each scanned file whether a target includes it. Files that are included from where the walk does not go
/// (`#[path = "../shared.rs"]`) are scanned and added. The order is that of the paths.
///
/// Where a package computes the path of an `include!`, every file of it is taken to be included: it cannot be known better.
pub(super) fn reached(scanned: Vec<Scanned>, packages: &[Package]) -> Vec<(Scanned, bool)> {
    let mut reach = Reach {
        index: scanned
            .iter()
            .enumerate()
            .map(|(at, file)| (file.path.clone().into_os_string(), at))
            .collect(),
        walked: scanned.len(),
        is_reached: vec![false; scanned.len()],
        scanned,
        waiting: Vec::new(),
        buffer: Vec::new(),
    };
    reach.targets(packages);
    while let Some((at, is_root)) = reach.waiting.pop() {
        reach.follow(at, is_root);
    }
    let Reach { scanned, mut is_reached, .. } = reach;
    let mut unknown = vec![false; packages.len()];
    for file in scanned.iter().filter(|file| file.modules.contains(&ModuleDeclaration::Unknown)) {
        unknown[file.package] = true;
    }
    for (is_reached, file) in is_reached.iter_mut().zip(&scanned) {
        *is_reached |= unknown[file.package];
    }
    let mut files: Vec<_> = scanned.into_iter().zip(is_reached).collect();
    files.sort_by(|(one, _), (other, _)| one.path.as_os_str().cmp(other.path.as_os_str()));
    files
}

struct Reach {
    scanned: Vec<Scanned>,
    /// How many of them the walk found.
    walked: usize,
    is_reached: Vec<bool>,
    /// Where each path is in `scanned`. Paths are compared by their text, which is many times as fast as part by part.
    index: HashMap<OsString, usize>,
    /// Files whose modules are to be followed: each with whether `mod x;` in it means a file beside it.
    waiting: Vec<(usize, bool)>,
    buffer: Vec<u8>,
}

impl Reach {
    /// The files that targets begin with.
    fn targets(&mut self, packages: &[Package]) {
        for (at, file) in self.scanned.iter().enumerate() {
            if packages[file.package].is_target(&file.path) {
                self.is_reached[at] = true;
                self.waiting.push((at, true));
            }
        }
        for (package, of) in packages.iter().enumerate() {
            for path in &of.named_targets {
                self.enter(path, true, package, true);
            }
        }
    }

    /// What a file includes is reached.
    fn follow(&mut self, at: usize, is_root: bool) {
        let file = &mut self.scanned[at];
        let (package, modules) = (file.package, std::mem::take(&mut file.modules));
        for module in &modules {
            // The walk has been wherever a module without a path may lie; what it did not keep has nothing to say.
            let may_be_beyond = at >= self.walked || matches!(module, ModuleDeclaration::Path { .. });
            for (path, is_root) in files(&self.scanned[at].path, is_root, module) {
                self.enter(&path, is_root, package, may_be_beyond);
            }
        }
        self.scanned[at].modules = modules;
    }

    fn enter(&mut self, path: &Path, is_root: bool, package: usize, may_be_beyond: bool) {
        let next = match self.index.get(path.as_os_str()) {
            Some(&next) => next,
            None if !may_be_beyond || !path.is_file() => return,
            None => {
                let Some(file) = walk::file(path.to_path_buf(), package, &mut self.buffer) else { return };
                self.index.insert(path.as_os_str().to_owned(), self.scanned.len());
                self.scanned.push(file);
                self.is_reached.push(false);
                self.scanned.len() - 1
            }
        };
        if !std::mem::replace(&mut self.is_reached[next], true) {
            self.waiting.push((next, is_root));
        }
    }
}

/// The files that a declaration may mean; each with whether it is a `mod.rs`, so to speak.
fn files(path: &Path, is_root: bool, module: &ModuleDeclaration) -> Vec<(PathBuf, bool)> {
    let Some(folder) = path.parent() else { return Vec::new() };
    let is_root = is_root || path.file_name().is_some_and(|name| name == "mod.rs");
    let own = match path.file_stem() {
        Some(stem) if !is_root => folder.join(stem),
        _ => folder.to_path_buf(),
    };
    let inside = |within: &[String]| within.iter().fold(own, |folder, name| folder.join(name));
    match module {
        ModuleDeclaration::Named { within, name } => {
            let folder = inside(within);
            vec![(folder.join(format!("{name}.rs")), false), (folder.join(name).join("mod.rs"), true)]
        }
        ModuleDeclaration::Path { within, path } if within.is_empty() => {
            vec![(normal(&folder.join(path)), true)]
        }
        ModuleDeclaration::Path { within, path } => vec![(normal(&inside(within).join(path)), true)],
        ModuleDeclaration::Unknown => Vec::new(),
    }
}
