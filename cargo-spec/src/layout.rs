//! Settings of the output for people: its width, how much is shown, and how paths are written.

use std::path::{Path, PathBuf};

use spec_model::visible::visible;

use crate::text;

/// The amount of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// `-q`: only what matters most.
    Quiet,
    /// Without a flag.
    Normal,
    /// `-v`: everything.
    Verbose,
}

/// The settings that the form of human output depends on, beside what is shown.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The columns that lines are folded to.
    pub columns: usize,
    /// The folder that paths are shown from.
    pub here: PathBuf,
    /// The amount of output.
    pub verbosity: Verbosity,
    /// The command that runs: with `-v` it shows what was left out.
    pub command: String,
    /// The lines that were written before, of those that somebody reads.
    pub used: usize,
    /// Is the output a terminal? Then hints help; an agent or a file has no use for them.
    pub is_watched: bool,
    /// Does a program or a model read it? Then nothing is cut to the width of a line.
    pub is_piped: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            columns: 80,
            here: PathBuf::new(),
            verbosity: Verbosity::Normal,
            command: "cargo spec check".to_owned(),
            used: 0,
            is_watched: false,
            is_piped: false,
        }
    }
}

impl Layout {
    /// The same, behind what was written before.
    pub fn behind(&self, before: &str) -> Self {
        Self { used: self.used + text::lines(before), ..self.clone() }
    }

    /// The columns that a text may take, given those that a line leaves.
    pub fn room(&self, columns: usize) -> usize {
        if self.is_piped { usize::MAX } else { columns }
    }

    /// The command that shows everything.
    pub fn verbose_command(&self) -> String {
        let command = visible(&self.command);
        match command.split_once(" -- ") {
            Some((own, passed_on)) => format!("{own} -v -- {passed_on}"),
            None => format!("{command} -v"),
        }
    }

    /// A path as it is shown: visible, from the current folder where it lies in it, with `/` between its parts.
    pub fn shown(&self, path: &Path) -> String {
        visible(&path_text(below(&self.here, path))).into_owned()
    }
}

/// A path as errors show it: from the current folder, if it lies below it.
pub fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path_text(below(&here, path))
}

/// The path from a folder, if it lies below it; else the path itself.
fn below<'a>(folder: &Path, path: &'a Path) -> &'a Path {
    let rest = path.strip_prefix(folder).ok();
    rest.filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path)
}

/// A path with `/` between its parts on every system.
pub fn path_text(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
