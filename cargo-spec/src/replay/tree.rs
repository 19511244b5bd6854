//! Makes a folder with the code of a commit and today's documents and tests.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::links::Role;
use spec_engine::verdict::{Verdict, VerdictIx};
use spec_engine::workspace::{Package, Workspace};
use spec_model::Code;
use spec_model::catalog::Places;
use spec_model::files::{self, FileKind};
use spec_model::index::IndexVec;
use toml_edit::DocumentMut;

use super::manifest;
use super::sources::{self, Files};
use super::unit::blank;
use crate::build_apart::ManifestPlace;
use crate::error::Error;
use crate::on_disk;
use crate::revision::WorkspacePlace;
use crate::write::scratch::Scratch;

/// The folder, and what in it is of now.
#[derive(Debug)]
pub(super) struct Tree {
    /// The repository.
    pub(super) scratch: Scratch,
    /// The folder of the workspace in it.
    pub(super) workspace: PathBuf,
    /// The packages that had another name there, by that of now.
    pub(super) renamed: HashMap<String, String>,
    /// The libraries that had another name there, by the folders of their packages: that name, and the one of now.
    libraries: HashMap<PathBuf, (String, String)>,
    /// The files of the working tree.
    pub(super) files: Files,
    /// The sources of now, and folders of such, by their paths in it.
    of_now: HashMap<PathBuf, OfNow>,
    /// Files and folders of whose tests nothing is known, and why.
    unknown: Vec<(PathBuf, String)>,
}

#[derive(Debug)]
enum OfNow {
    All,
    /// These bytes of it.
    Parts(Vec<Range<usize>>),
}

impl Tree {
    /// Puts the documents and tests of the working tree into a folder in which a commit was checked out.
    ///
    /// # Errors
    /// [`Error::Git`], if the commit has no such workspace, or git cannot tell which files there are; [`Error::Read`] and
    /// [`Error::Write`].
    pub(super) fn new(root: &Path, place: &WorkspacePlace, base: &str) -> Result<Self, Error> {
        let root = on_disk::real(root).map_err(Error::Run)?;
        let mut tree = Self {
            workspace: root.join(&place.folder),
            scratch: Scratch::new(root),
            renamed: HashMap::new(),
            libraries: HashMap::new(),
            files: Files::of(place)?,
            of_now: HashMap::new(),
            unknown: Vec::new(),
        };
        if !on_disk::is_file(tree.workspace.join("Cargo.toml")) {
            let problem =
                "there is no Cargo.toml where the workspace is now, and so no code that could be tested";
            return Err(Error::Git(format!("at `{base}` {problem}")));
        }
        let (old, new) = (Host::default().workspace(&tree.workspace), Host::default().workspace(&place.root));
        tree.documents(&old, &new, place)?;
        let added = tree.packages(&old, &new, place, base)?;
        tree.manifests(&new, place, &added)?;
        sources::join(&mut tree, &old, &new, place)?;
        tree.links()?;
        Ok(tree)
    }

    /// Is a byte of a source of now?
    pub(super) fn is_of_now(&self, path: &Path, at: usize) -> bool {
        let own = path.ancestors().find_map(|above| self.of_now.get(above));
        own.is_some_and(|own| match own {
            OfNow::All => true,
            OfNow::Parts(parts) => parts.iter().any(|part| part.contains(&at)),
        })
    }

    /// Is a source of now as a whole?
    pub(super) fn is_all_of_now(&self, path: &Path) -> bool {
        let own = path.ancestors().find_map(|above| self.of_now.get(above));
        matches!(own, Some(OfNow::All))
    }

    /// Takes the link at a literal away from the code of before: the attribute, or, where a macro makes that, the id, for which another
    /// one stands in. What implements a criterion has no say in how tests do.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Write`].
    pub(super) fn unlink(&self, path: &Path, literal: Range<usize>) -> Result<bool, Error> {
        if !path.starts_with(self.scratch.root()) {
            return Ok(false);
        }
        if self.leave_out(path, |text| attribute_around(text, literal.start))? {
            return Ok(true);
        }
        let ids =
            Host::default().check(&self.workspace).verdicts.into_iter().map(|verdict| verdict.id.to_string());
        let room = literal.len().saturating_sub(2);
        let Some(id) = ids.filter(|id| id.len() <= room).min_by_key(String::len) else { return Ok(false) };
        let text = files::read_text(path, FileKind::Source)
            .map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
        let other = format!("{:width$}", format!("\"{id}\""), width = literal.len());
        if text[literal.clone()] == *other {
            return Ok(false);
        }
        let text = [&text[..literal.start], &other, &text[literal.end..]].concat();
        self.scratch.write(path, text.as_bytes())?;
        Ok(true)
    }

    /// The packages of these names that are there, by the names that they have there; `None`: they are none of these.
    pub(super) fn packages_called(&self, names: &[String]) -> Option<Vec<String>> {
        let members = Host::default().workspace(&self.workspace).packages;
        let own = names.iter().map(|name| self.renamed.get(name).unwrap_or(name).clone());
        let there: Vec<_> = own.filter(|name| members.iter().any(|member| member.name == *name)).collect();
        (names.is_empty() || !there.is_empty()).then_some(there)
    }

    /// The message of cargo about it, with paths as git writes those of a revision.
    pub(super) fn with_git_paths(&self, text: &str, base: &str) -> String {
        let root = self.scratch.root().to_string_lossy();
        text.replace(&format!("{root}/"), &format!("{base}:")).replace(&*root, &format!("{base}:"))
    }

    /// Returns the reason why nothing is known of the tests in a file, if there is one.
    pub(super) fn unknown(&self, file: &Path) -> Option<&str> {
        let own = self.unknown.iter().find(|(place, _)| file.starts_with(place));
        own.map(|(_, reason)| reason.as_str())
    }

    /// Nothing can be known of the tests in a file, or below a folder.
    pub(super) fn give_up(&mut self, place: PathBuf, reason: String) {
        self.unknown.push((place, reason));
    }

    /// Returns the place in it of a file of the working tree.
    pub(super) fn here(&self, path: &Path, place: &WorkspacePlace) -> Option<PathBuf> {
        Some(self.workspace.join(path.strip_prefix(&place.root).ok()?))
    }

    /// Takes a file of now, or all that is in a folder.
    pub(super) fn take(&mut self, path: &Path, here: PathBuf) -> Result<(), Error> {
        self.scratch.copy(path, &here)?;
        self.of_now.insert(here, OfNow::All);
        Ok(())
    }

    /// Takes a source of integration tests, which call their library by its name of now. `package` is the folder of theirs.
    pub(super) fn take_tests(&mut self, path: &Path, here: PathBuf, package: &Path) -> Result<(), Error> {
        let text = self.libraries.get(package).and_then(|(was, is)| {
            let text = files::read_text(path, FileKind::Source).ok().filter(|text| text.contains(is))?;
            Some(format!("{text}\nextern crate {was} as {is};\n"))
        });
        match text {
            Some(text) => self.scratch.write(&here, text.as_bytes())?,
            None => self.scratch.copy(path, &here)?,
        }
        self.of_now.insert(here, OfNow::All);
        Ok(())
    }

    /// Takes parts of a source, which is written if it differs.
    pub(super) fn take_parts(
        &mut self,
        here: &Path,
        text: Option<&str>,
        parts: Vec<Range<usize>>,
    ) -> Result<(), Error> {
        if let Some(text) = text {
            self.scratch.write(here, text.as_bytes())?;
        }
        self.of_now.insert(here.to_path_buf(), OfNow::Parts(parts));
        Ok(())
    }

    /// The documents of now, in the place of those that were there.
    fn documents(&self, old: &Workspace, new: &Workspace, place: &WorkspacePlace) -> Result<(), Error> {
        let top = place.top.as_deref().unwrap_or(&place.root);
        let documents = |workspace: &Workspace| {
            let places = Places::for_packages(
                Host::default().files(),
                workspace.packages.iter().map(|package| &*package.folder),
            );
            places.iter().flat_map(Places::inputs).map(Path::to_path_buf).collect::<HashSet<PathBuf>>()
        };
        for path in documents(old) {
            self.scratch.remove(&path);
        }
        for path in documents(new) {
            if let Ok(own) = path.strip_prefix(top) {
                self.scratch.copy(&path, &self.scratch.root().join(own))?;
            }
        }
        Ok(())
    }

    /// Finds the packages of now that were no members then: those that hold tests alone are taken, and the workspace is to have them as
    /// members. Nothing is known of those that were elsewhere.
    fn packages(
        &mut self,
        old: &Workspace,
        new: &Workspace,
        place: &WorkspacePlace,
        base: &str,
    ) -> Result<Vec<PathBuf>, Error> {
        let mut members = Vec::new();
        for package in &new.packages {
            let Some(here) = self.here(&package.folder, place) else { continue };
            if let Some(then) = old.packages.iter().find(|then| then.folder == here) {
                self.renamed.insert(package.name.clone(), then.name.clone());
                continue;
            }
            if let Some(then) = old.packages.iter().find(|then| then.name == package.name) {
                let folder = then.folder.strip_prefix(&self.workspace).unwrap_or(&then.folder);
                let folder = folder.display();
                self.give_up(
                    here,
                    format!(
                        "its package is in the folder `{folder}` at {base}: its tests cannot be put there"
                    ),
                );
            } else if on_disk::is_file(here.join("Cargo.toml")) {
                let then = Host::default().workspace(&here).packages;
                let then = then.into_iter().find(|then| then.folder == here);
                self.renamed.extend(then.map(|then| (package.name.clone(), then.name)));
                members.push(here);
            } else if self.files.are_tests_alone(package, &new.packages) {
                for path in self.files.of_package(package, &new.packages) {
                    if let Some(to) = self.here(path, place) {
                        self.scratch.copy(path, &to)?;
                    }
                }
                members.push(here);
            }
        }
        Ok(members)
    }

    /// The files that the manifests of tests need.
    fn manifests(&mut self, new: &Workspace, place: &WorkspacePlace, added: &[PathBuf]) -> Result<(), Error> {
        let top = place.top.as_deref().unwrap_or(&place.root);
        let folders = new.packages.iter().map(|package: &Package| &*package.folder).chain([&*place.root]);
        let mut is_changed = false;
        for folder in folders.collect::<HashSet<_>>() {
            let Some(own) = self.here(&folder.join("Cargo.toml"), place) else { continue };
            let (Ok(before), Ok(now)) = (
                files::read_text(&own, FileKind::Settings),
                files::read_text(&folder.join("Cargo.toml"), FileKind::Settings),
            ) else {
                continue;
            };
            let (Ok(mut before), Ok(now)) = (before.parse::<DocumentMut>(), now.parse::<DocumentMut>())
            else {
                continue;
            };
            let there = ManifestPlace {
                folder: own.parent().unwrap_or(&self.workspace),
                tree: self.scratch.root(),
                top,
            };
            if let Some(names) = manifest::renamed(&before, &now) {
                self.libraries.insert(there.folder.to_path_buf(), names);
            }
            is_changed |= manifest::graft(&mut before, &now, there);
            if folder == place.root {
                is_changed |= manifest::root(&mut before, &now, there, added);
            }
            self.scratch.write(&own, before.to_string().as_bytes())?;
        }
        let (now, own) = (place.root.join("Cargo.lock"), self.workspace.join("Cargo.lock"));
        // An addition is known to the lock of now.
        if on_disk::is_file(&now) && (is_changed || !on_disk::is_file(&own)) {
            self.scratch.copy(&now, &own)?;
        }
        Ok(())
    }

    /// Leaves out the links of its code to criteria that are no more: they would keep it from being built.
    fn links(&self) -> Result<(), Error> {
        let findings = Host::default().check(&self.workspace);
        let is_stray = |code| matches!(code, Code::Orphan | Code::AmbiguousId | Code::MalformedLink);
        for finding in findings.diagnostics.iter().filter(|finding| is_stray(finding.code)) {
            let Some(location) = &finding.location else { continue };
            if !self.is_of_now(&location.path, location.span.start) {
                self.leave_out(&location.path, |text| attribute_around(text, location.span.start))?;
            }
        }
        Ok(())
    }

    /// Leaves some bytes of a file out; all other ones stay where they are.
    pub(super) fn leave_out(
        &self,
        path: &Path,
        range: impl FnOnce(&str) -> Option<Range<usize>>,
    ) -> Result<bool, Error> {
        let text = files::read_text(path, FileKind::Source)
            .map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
        let Some(range) = range(&text) else { return Ok(false) };
        let mut bytes = text.into_bytes();
        blank(&mut bytes, range);
        self.scratch.write(path, &bytes)?;
        Ok(true)
    }

    /// The tests in it that would run, by file and path in it.
    pub(super) fn verifying(&self) -> IndexVec<VerdictIx, Verdict> {
        let mut verdicts = Host::default().check(&self.workspace).verdicts;
        for verdict in &mut verdicts {
            verdict.links.retain(|link| link.item.role != Role::Implements);
        }
        verdicts
    }
}

/// The innermost attribute around a byte.
fn attribute_around(text: &str, at: usize) -> Option<Range<usize>> {
    use proc_macro2::{TokenStream, TokenTree};
    let mut tokens: TokenStream = text.parse().ok()?;
    let mut found = None;
    loop {
        let mut start = None;
        let mut inner = None;
        for token in tokens {
            let range = token.span().byte_range();
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => start = Some(range.start),
                TokenTree::Punct(punct) if punct.as_char() == '!' => {}
                TokenTree::Group(group) if range.contains(&at) => {
                    if let Some(start) = start {
                        found = Some(start..range.end);
                    }
                    inner = Some(group.stream());
                    break;
                }
                _ => start = None,
            }
        }
        match inner {
            Some(inner) => tokens = inner,
            None => return found,
        }
    }
}
