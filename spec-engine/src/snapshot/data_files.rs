//! Finds the files that a test names in its strings, and the snapshots that insta compares it with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_model::diagnostic::Location;
use spec_model::files::{FileKind, Files};
use spec_model::paths::normal;
use spec_model::source::{Position, Span};
use spec_model::spec::Fingerprint;

use crate::links::{Helper, Uses};

/// The folder beside a test in which insta keeps its snapshots.
const SNAPSHOTS: &str = "snapshots";

/// The files that a test rests on, which it names or which are its snapshots.
pub(super) struct DataFiles<'a> {
    pub(super) files: &'a dyn Files,
    /// The root of the workspace: nothing outside of it counts.
    pub(super) root: &'a Path,
}

impl DataFiles<'_> {
    /// The files that strings name, from the folder of the package or from that of the source.
    pub(super) fn named(&self, uses: &Uses, package: &Path, file: &Path) -> Vec<PathBuf> {
        let bases = [Some(package), file.parent()];
        let named = uses.files.iter().filter_map(|name| {
            let name = name.trim_start_matches(['/', '\\']).replace('\\', "/");
            let paths = bases.iter().flatten().map(|base| normal(&base.join(&name)));
            let is_data = |path: &PathBuf| self.is_data(path, package);
            paths.filter(is_data).find(|path| self.files.is_file(path))
        });
        named.collect()
    }

    /// Does a path lead to something that is neither a part of the program nor made by a build?
    fn is_data(&self, path: &Path, package: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        let is_known =
            ["Cargo.toml", "Cargo.lock", "spec.toml", "spec.lock"].iter().any(|known| name == *known);
        let is_code =
            path.extension().is_some_and(|ending| ending == "rs") && path.starts_with(package.join("src"));
        path.starts_with(self.root) && !path.starts_with(self.root.join("target")) && !is_known && !is_code
    }

    /// The snapshots of a test, given the modules around it, and its name.
    pub(super) fn snapshots(&self, uses: &Uses, file: &Path, modules: &[String], test: &str) -> Vec<PathBuf> {
        if uses.snapshots.is_empty() {
            return Vec::new();
        }
        let Some(folder) = file.parent().map(|folder| folder.join(SNAPSHOTS)) else { return Vec::new() };
        let auto = test.strip_prefix("test_").unwrap_or(test);
        let wanted = uses.snapshots.iter().map(|name| name.as_deref().unwrap_or(auto));
        let wanted: Vec<String> = wanted
            .map(|name| modules.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("__"))
            .collect();
        let entries = self.files.entries(&folder).into_iter().flatten().filter(|entry| {
            let name = entry.name.to_string_lossy();
            let stem = name.strip_suffix(".snap").and_then(|stem| stem.split_once("__"));
            stem.is_some_and(|(_, stem)| {
                let numbered =
                    stem.rsplit_once('-').filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()));
                wanted.iter().any(|wanted| stem == wanted || numbered.is_some_and(|(stem, _)| stem == wanted))
            })
        });
        entries.map(|entry| folder.join(&entry.name)).collect()
    }

    /// A file as something that a test uses. What it holds is a hash of it, whatever its line ends are.
    pub(super) fn helper(&self, file: &Path) -> Option<Arc<Helper>> {
        let mut bytes = self.files.read(file, FileKind::Edited).ok()?;
        bytes.retain(|byte| *byte != b'\r');
        let fingerprint = Fingerprint::as_written(&String::from_utf8_lossy(&bytes));
        let start = Position { line: 1, column: 1 };
        let location = Location { path: file.into(), span: Span::default(), start, end: start };
        Some(Arc::new(Helper {
            path: Arc::default(),
            location,
            tokens: fingerprint.to_string().into(),
            is_for_tests: true,
        }))
    }
}
