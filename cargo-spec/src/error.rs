//! Why the command could not run: one variant per mistake. What is wrong with documents and sources is a
//! [`spec_model::Diagnostic`] instead.

use std::io;
use std::path::PathBuf;

/// Why the command could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file that was named could not be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A file could not be written; it is as it was.
    #[error("cannot write `{}`: {reason}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A file was written by somebody else between reading and writing it; it is as they left it.
    #[error("`{}` was changed by something else in the meantime, and was left as it is", path.display())]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// The output could not be written (to a full disk, say). A reader that has gone away is no error.
    #[error("cannot write the output: {0}")]
    Output(io::Error),
    /// The folder that the command runs in is gone or closed to it.
    #[error("cannot tell the current folder: {0}")]
    CurrentFolder(io::Error),
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Read { path, .. } if path.is_dir() => {
                Some("name a Markdown file, or none to read the documents of the package".to_owned())
            }
            Self::Read { .. } => Some("check the path and its permissions".to_owned()),
            Self::Write { .. } => Some("nothing was lost: the file is as it was".to_owned()),
            Self::ChangedMeanwhile { .. } => Some("run the command again".to_owned()),
            Self::Output(_) => None,
            Self::CurrentFolder(_) => Some("change into the package, or pass `--manifest-path`".to_owned()),
        }
    }
}
