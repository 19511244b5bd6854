//! A copy of the workspace, in which files with switches stand in the place of those without.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use spec_model::files::{self, FileKind};
use toml_edit::DocumentMut;

use super::request::DeepRequest;
use super::rewrite::Rewritten;
use super::sources::Sources;
use crate::build_apart::{ManifestPlace, lead_out};
use crate::error::Error;
use crate::on_disk;
use crate::write::mirror::Mirror;
use crate::write::own;
use crate::write::scratch::Scratch;

/// The copy.
#[derive(Debug)]
pub(super) struct Tree {
    scratch: Scratch,
    /// The manifests that lead elsewhere there.
    manifests: HashMap<PathBuf, Vec<u8>>,
}

/// A file with switches.
#[derive(Debug)]
pub(super) struct WrittenFile {
    /// The place of its source among all.
    pub(super) file: usize,
    /// The text.
    pub(super) rewritten: Rewritten,
}

impl Tree {
    /// Makes the folder for it.
    ///
    /// # Errors
    /// [`Error::Write`], if that cannot be made.
    pub(super) fn new(request: &DeepRequest<'_>) -> Result<Self, Error> {
        let folder = request.folder.join("tree");
        own::make_folder(&folder).map_err(|reason| Error::Write { path: folder.clone(), reason })?;
        let scratch = Scratch::new(on_disk::real(&folder).map_err(Error::Run)?);
        let mut tree = Self { scratch, manifests: HashMap::new() };
        let members = request.metadata.workspace_packages();
        let members = members.iter().filter_map(|package| package.manifest_path.as_std_path().parent());
        for folder in members.chain([request.root]) {
            let manifest = folder.join("Cargo.toml");
            let Some(own) = tree.here(folder, request.root) else { continue };
            let place = ManifestPlace { folder: &own, tree: tree.scratch.root(), top: request.root };
            let text = files::read_text(&manifest, FileKind::Settings).unwrap_or_default();
            if let Ok(mut document) = text.parse::<DocumentMut>() {
                lead_out(document.as_table_mut(), place, false);
                let led = document.to_string();
                if led != text {
                    tree.manifests.insert(manifest, led.into_bytes());
                }
            }
        }
        Ok(tree)
    }

    /// The root of the copy.
    pub(super) fn root(&self) -> &Path {
        self.scratch.root()
    }

    /// The place of a manifest in it.
    pub(super) fn manifest(&self, manifest: &Path, root: &Path) -> PathBuf {
        let real = on_disk::real(manifest).unwrap_or_else(|_| manifest.to_path_buf());
        self.here(&real, root).unwrap_or_else(|| self.root().join("Cargo.toml"))
    }

    fn here(&self, path: &Path, root: &Path) -> Option<PathBuf> {
        Some(self.scratch.root().join(path.strip_prefix(root).ok()?))
    }

    /// Writes the sources with their switches. Returns their texts, by the paths in the copy.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Write`].
    pub(super) fn write(
        &self,
        sources: &Sources,
        root: &Path,
    ) -> Result<HashMap<PathBuf, WrittenFile>, Error> {
        let mut other = self.manifests.clone();
        let mut texts = HashMap::new();
        for (at, file) in sources.files.iter().enumerate() {
            let rewritten = file.rewritten();
            if let Some(here) = self.here(&file.path, root) {
                other.insert(file.path.clone(), rewritten.text.clone().into_bytes());
                texts.insert(here, WrittenFile { file: at, rewritten });
            }
        }
        Mirror { from: root, to: &self.scratch, other: &other }.refresh()?;
        Ok(texts)
    }
}
