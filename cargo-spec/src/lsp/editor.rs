//! The folders and unsaved buffers of an editor, and the answer of the engine about them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use spec_engine::Host;
use spec_engine::snapshot::{Question, Snapshot};
use spec_engine::verdict::Findings;
use spec_model::Source;
use spec_model::files::{FileKind, Files, Overlay};

use super::addresses;
use super::positions::{EditorRange, LineIndex, PositionEncoding};

/// A buffer that an editor has open.
#[derive(Debug)]
pub struct OpenBuffer {
    /// Its address, as the editor writes it.
    pub address: String,
    /// The number of its state.
    pub version: Option<i64>,
}

/// One change of a buffer.
#[derive(Debug, serde::Deserialize)]
pub struct BufferChange {
    /// The text that goes; without one, all of it.
    pub range: Option<EditorRange>,
    /// The text that comes.
    pub text: String,
}

/// The engine's answer for one workspace.
#[derive(Debug)]
pub struct WorkspaceAnswer {
    /// All that was read.
    pub snapshot: Snapshot,
    /// The verdicts and findings.
    pub findings: Findings,
}

/// The folders and buffers of an editor. Each answer is kept until a file changes.
pub struct EditorState {
    /// The unit of its positions.
    pub encoding: PositionEncoding,
    files: Arc<Overlay<Arc<dyn Files>>>,
    host: Host,
    open: BTreeMap<PathBuf, OpenBuffer>,
    /// The folders that the client has named, with the roots of their workspaces.
    named: BTreeMap<PathBuf, Option<PathBuf>>,
    /// The roots of the workspaces of open buffers.
    opened: BTreeMap<PathBuf, PathBuf>,
    /// The roots of the workspaces that are looked at, and the answers that still hold.
    workspaces: BTreeMap<PathBuf, Option<WorkspaceAnswer>>,
    /// Was a workspace taken away since the last refresh?
    has_lost_workspace: bool,
    lines: RefCell<HashMap<PathBuf, Rc<LineIndex>>>,
}

impl std::fmt::Debug for EditorState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EditorState").field("open", &self.open).finish_non_exhaustive()
    }
}

impl EditorState {
    /// An editor without folders and buffers, over some files.
    pub fn new(files: Arc<dyn Files>) -> Self {
        let files = Arc::new(Overlay::new(files));
        Self {
            encoding: PositionEncoding::default(),
            host: Host::new(Arc::clone(&files)),
            files,
            open: BTreeMap::new(),
            named: BTreeMap::new(),
            opened: BTreeMap::new(),
            workspaces: BTreeMap::new(),
            has_lost_workspace: false,
            lines: RefCell::default(),
        }
    }

    /// The files with the buffers over them.
    pub fn files(&self) -> &dyn Files {
        self.host.files()
    }

    /// The same, to be drafted upon: nothing of them is remembered.
    pub fn all_files(&self) -> Arc<dyn Files> {
        Arc::<Overlay<Arc<dyn Files>>>::clone(&self.files)
    }

    /// Looks at the workspace that a folder belongs to, if it belongs to one.
    pub fn add_folder(&mut self, folder: &Path) {
        let root = self.root(folder);
        if let Some(root) = &root {
            self.workspaces.entry(root.clone()).or_insert(None);
        }
        self.named.insert(folder.to_path_buf(), root);
    }

    /// The root of the workspace that a folder belongs to.
    fn root(&self, folder: &Path) -> Option<PathBuf> {
        let is_package = |folder: &&Path| self.files().is_file(&folder.join("Cargo.toml"));
        folder.ancestors().find(is_package).map(|package| self.host.workspace(package).root)
    }

    /// Looks no longer at the workspaces below a folder.
    pub fn remove_folder(&mut self, folder: &Path) {
        self.named.retain(|named, _| !named.starts_with(folder));
        self.opened.retain(|_, root| !root.starts_with(folder));
        self.drop_unused();
    }

    /// Looks no longer at workspaces of which nothing is named or open.
    fn drop_unused(&mut self) {
        let before = self.workspaces.len();
        let used: BTreeSet<_> = self.named.values().flatten().chain(self.opened.values()).collect();
        self.workspaces.retain(|root, _| used.contains(root));
        self.has_lost_workspace |= self.workspaces.len() < before;
    }

    /// Opens a buffer. Its workspace is looked at below a folder that the client has named, or anywhere if it named none.
    pub fn open(&mut self, path: &Path, buffer: OpenBuffer, text: &str) {
        self.open.insert(path.to_path_buf(), buffer);
        self.set(path, Some(text));
        let is_named = self.named.is_empty() || self.named.keys().any(|folder| path.starts_with(folder));
        if let Some(root) = self.root(path.parent().unwrap_or(path)).filter(|_| is_named) {
            self.workspaces.entry(root.clone()).or_insert(None);
            self.opened.insert(path.to_path_buf(), root);
        }
    }

    /// Changes a buffer that is open.
    pub fn change(&mut self, path: &Path, version: Option<i64>, changes: &[BufferChange]) {
        let Some(buffer) = self.open.get_mut(path) else { return };
        buffer.version = version;
        for change in changes {
            match change.range {
                None => self.set(path, Some(&change.text)),
                Some(range) => {
                    let lines = self.lines(path);
                    let span = lines.span(range, self.encoding);
                    let text = lines.text();
                    let text = [&text[..span.start], &change.text, &text[span.end..]].concat();
                    self.set(path, Some(&text));
                }
            }
        }
    }

    /// Closes a buffer: the file below it is seen again.
    pub fn close(&mut self, path: &Path) {
        if self.open.remove(path).is_some() {
            self.set(path, None);
            self.opened.remove(path);
            self.drop_unused();
        }
    }

    /// The buffers that are open, by their paths.
    pub fn buffers(&self) -> &BTreeMap<PathBuf, OpenBuffer> {
        &self.open
    }

    fn set(&mut self, path: &Path, text: Option<&str>) {
        self.files.set(path, text);
        self.forget(path);
    }

    /// Forgets what is known of a file that has changed.
    pub fn forget(&mut self, path: &Path) {
        self.host.forget(path);
        self.lines.borrow_mut().remove(path);
        self.workspaces.values_mut().for_each(|answer| *answer = None);
    }

    /// Forgets what is known of all files.
    pub fn forget_all(&mut self) {
        self.host.forget_all();
        self.lines.borrow_mut().clear();
        self.workspaces.values_mut().for_each(|answer| *answer = None);
    }

    /// Asks the engine again about what has changed. Says whether anything had.
    pub fn refresh(&mut self) -> bool {
        let mut has_changed = std::mem::take(&mut self.has_lost_workspace);
        for (root, answer) in &mut self.workspaces {
            if answer.is_none() {
                let snapshot = self.host.snapshot(root, &Question::default());
                let findings = snapshot.findings();
                *answer = Some(WorkspaceAnswer { snapshot, findings });
                has_changed = true;
            }
        }
        has_changed
    }

    /// The answers that hold, with the roots of their workspaces.
    pub fn answers(&self) -> impl Iterator<Item = (&Path, &WorkspaceAnswer)> {
        self.workspaces.iter().filter_map(|(root, answer)| Some((&**root, answer.as_ref()?)))
    }

    /// The text of a file, line by line. A file that cannot be read is empty.
    pub fn lines(&self, path: &Path) -> Rc<LineIndex> {
        if let Some(known) = self.lines.borrow().get(path) {
            return Rc::clone(known);
        }
        // As the engine reads it: what is not UTF-8 keeps its place.
        let bytes = self.files().read(path, FileKind::Edited).unwrap_or_default();
        let (source, _) = Source::from_bytes(path, bytes);
        let lines = Rc::new(LineIndex::new(source.text().to_owned()));
        self.lines.borrow_mut().insert(path.to_path_buf(), Rc::clone(&lines));
        lines
    }

    /// The address of a file, as the editor writes it where it has it open.
    pub fn address(&self, path: &Path) -> String {
        self.open.get(path).map_or_else(|| addresses::address(path), |buffer| buffer.address.clone())
    }
}

#[cfg(test)]
mod tests;
