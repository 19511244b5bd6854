//! Why the command could not run, for people or programs.

use crate::error::Error;
use crate::terminal::{Terminal, visible};

/// Says why the command could not run.
pub fn render(error: &Error, terminal: &mut Terminal) {
    let help = error.help().map(|help| format!("help: {help}\n")).unwrap_or_default();
    terminal.remark(&format!("error: {}\n{help}", visible(&error.to_string())));
}
