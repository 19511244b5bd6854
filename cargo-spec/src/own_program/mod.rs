//! Runs this program again: servers and hooks answer with the output of its verbs.
//!
//! `printed` reads that output.

pub mod printed;

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The file of this program. A server finds it once: a newer program may take its place meanwhile.
#[derive(Debug)]
pub struct OwnProgram(PathBuf);

impl OwnProgram {
    /// Finds the file.
    ///
    /// # Errors
    /// The system does not name it.
    pub fn find() -> io::Result<Self> {
        std::env::current_exe().map(Self)
    }

    /// Returns a command line of this program, without colour and input. Its output is kept.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.0);
        command.args(["spec", "--color=never"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}
