//! For people: aligned, folded to the terminal's width, sparing with colour.

pub mod check;
pub mod diagnostic;
pub mod init;
pub mod list;
pub mod show;
pub mod sources;
pub mod style;
pub mod text;

use std::path::{Path, PathBuf};

use crate::terminal::{Verbosity, visible};

/// What the form of human output depends on, beside what is shown.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The columns that lines are folded to.
    pub columns: usize,
    /// The folder that paths are shown from.
    pub here: PathBuf,
    /// How much to show.
    pub verbosity: Verbosity,
}

impl Default for Layout {
    fn default() -> Self {
        Self { columns: 80, here: PathBuf::new(), verbosity: Verbosity::Normal }
    }
}

impl Layout {
    /// A path as it is shown: visible, from the current folder where it lies in it, with `/` between its parts.
    pub fn shown(&self, path: &Path) -> String {
        let from_here = path.strip_prefix(&self.here).ok().filter(|rest| !rest.as_os_str().is_empty());
        visible(&super::json::path_text(from_here.unwrap_or(path))).into_owned()
    }
}
