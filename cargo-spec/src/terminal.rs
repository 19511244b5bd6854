//! The only place that prints. It decides on colour and width, handles closed pipes, and escapes what a terminal would
//! obey.

use std::io::{self, IsTerminal as _, Write as _};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use spec_model::visible::without_commands;
pub use spec_model::visible::{is_hidden, opens_command, push_visible, visible};

use crate::args::{Color, Form, Format, Global};
use crate::error::Error;
use crate::layout::{Layout, Verbosity};

/// The two outputs of the command: standard output for results, standard error for problems.
#[derive(Debug)]
pub struct Terminal {
    out: AutoStream<io::Stdout>,
    err: AutoStream<io::Stderr>,
    /// Whoever read the output has gone away (`| head`): nothing more is written, and nothing is wrong.
    closed: bool,
    /// The reader of the output.
    pub format: Format,
    /// The amount of output.
    pub verbosity: Verbosity,
    /// The columns that lines are folded to.
    width: usize,
    /// The command that runs, as somebody types it.
    command: String,
}

/// Lines are folded to this many columns where there is no terminal, …
const WIDTH_WITHOUT_TERMINAL: usize = 100;
/// … never to fewer than this …
const MIN_WIDTH: usize = 30;
/// … and never to more: longer lines are hard to read.
const MAX_WIDTH: usize = 120;

/// Clears the screen, and begins at its top.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J\x1b[3J";

/// The text for the first colon of a line that would be a command.
const COLON: &str = "\\u{3a}";

impl Terminal {
    /// The terminal that the process has, as the arguments want it.
    pub fn new(global: &Global, command: String) -> Self {
        let choice = match global.color.in_force() {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let verbosity = match global {
            Global { quiet: true, .. } => Verbosity::Quiet,
            Global { verbose: 0, .. } => Verbosity::Normal,
            _ => Verbosity::Verbose,
        };
        Self {
            out: AutoStream::new(io::stdout(), choice),
            err: AutoStream::new(io::stderr(), choice),
            closed: false,
            format: global.format.unwrap_or_default().into(),
            verbosity,
            width: width(),
            command,
        }
    }

    /// Is there somebody who sees what is written, and can answer?
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// Does a program or a model read what is written? Whoever sets `COLUMNS` reads lines of that width.
    pub fn is_piped(&self) -> bool {
        !io::stdout().is_terminal() && std::env::var_os("COLUMNS").is_none()
    }

    /// The settings that the form of human output depends on.
    pub fn layout(&self) -> Layout {
        let here = std::env::current_dir().unwrap_or_default();
        Layout {
            columns: self.width,
            here,
            verbosity: self.verbosity,
            command: self.command.clone(),
            used: 0,
            is_watched: io::stdout().is_terminal(),
            is_piped: self.is_piped(),
        }
    }

    /// Writes what was asked for, for people: no line of it is a command to the runner of a CI job.
    ///
    /// # Errors
    /// [`Error::Output`], if it cannot be written for any reason but that the reader has gone away.
    pub fn write(&mut self, text: &str) -> Result<(), Error> {
        self.write_as_is(&without_commands(text, COLON))
    }

    /// The rows of the terminal as it is now, whose width counts from then on. `None`: it is none, or one that cannot be cleared.
    pub fn rows(&mut self) -> Option<usize> {
        self.width = width();
        let is_dumb = std::env::var_os("TERM").is_none_or(|name| name.is_empty() || name == "dumb");
        let is_dumb = is_dumb && cfg!(unix);
        let size = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal() && !is_dumb);
        size.map(|(_, height)| usize::from(height.0))
    }

    /// Writes a text in place of all that is on the screen.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn screen(&mut self, text: &str) -> Result<(), Error> {
        match self.out.as_inner().write_all(CLEAR) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.closed = true,
            other => other.map_err(Error::Output)?,
        }
        self.write(text)
    }

    /// Writes what was asked for, in a form. The commands of a workflow are meant, and what their texts hold is escaped.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_form(&mut self, form: Form, text: &str) -> Result<(), Error> {
        match form {
            Form::Github => self.write_as_is(text),
            _ => self.write(text),
        }
    }

    /// Writes what was asked for, for a program: a form that escapes what it must.
    ///
    /// # Errors
    /// [`Error::Output`], if it cannot be written for any reason but that the reader has gone away.
    pub fn write_as_is(&mut self, text: &str) -> Result<(), Error> {
        if self.closed {
            return Ok(());
        }
        let written = match strip(text, self.out.current_choice()) {
            // At once: what takes the escapes out while it writes writes each piece between them on its own.
            Some(bare) => self.out.as_inner().write_all(bare.as_bytes()),
            None => self.out.write_all(text.as_bytes()),
        };
        match written.and_then(|()| self.out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.closed = true,
            other => other.map_err(Error::Output)?,
        }
        Ok(())
    }

    /// Writes what is beside the point, or what went wrong. Where even that cannot be written, nobody is listening.
    pub fn remark(&mut self, text: &str) {
        let text = &*without_commands(text, COLON);
        let written = match strip(text, self.err.current_choice()) {
            Some(bare) => self.err.as_inner().write_all(bare.as_bytes()),
            None => self.err.write_all(text.as_bytes()),
        };
        let _ = written.and_then(|()| self.err.flush());
    }
}

/// Returns the output for programs, with one message a line.
pub fn messages() -> io::Stdout {
    io::stdout()
}

/// Says whether an output was written. A reader that has gone away (`| head`) has seen enough.
///
/// # Errors
/// [`Error::Output`], if it cannot be written for any other reason.
pub fn printed(written: io::Result<()>) -> Result<(), Error> {
    match written.and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Output(error)),
        _ => Ok(()),
    }
}

/// Writes what another program has printed to standard error, as it is.
pub fn pass_on(bytes: &[u8]) {
    // If it cannot be written, nobody is listening.
    let _ = io::stderr().write_all(bytes);
}

/// A text without its colours, for a file.
pub fn plain(text: &str) -> String {
    strip_str(text).to_string()
}

/// The bytes that a text takes where no colours are wanted.
pub fn length(text: &str) -> usize {
    without_commands(&plain(text), COLON).len()
}

/// A text without its colours, if none are wanted.
fn strip(text: &str, choice: ColorChoice) -> Option<String> {
    (choice == ColorChoice::Never).then(|| strip_str(text).to_string())
}

/// The columns of the terminal; without one, those of `COLUMNS`.
fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(columns).map_or(WIDTH_WITHOUT_TERMINAL, |width| width.clamp(MIN_WIDTH, MAX_WIDTH))
}
