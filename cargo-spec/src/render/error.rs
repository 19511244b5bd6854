//! Shows why the command could not run, to people or programs.

use super::human::{diagnostic, next};
use super::json;
use crate::args::Format;
use crate::error::Error;
use crate::terminal::Terminal;

/// Says why the command could not run: on standard error for people, as the one JSON object for programs.
pub fn render(error: &Error, terminal: &mut Terminal) {
    // An error that cannot be written to the output is not written there.
    match terminal.format {
        _ if matches!(error, Error::Output(_)) => {
            let text =
                diagnostic::render_error(&error.to_string(), error.help().as_deref(), &terminal.layout());
            terminal.remark(&text);
        }
        Format::Human => {
            for error in error.each() {
                let (message, layout) = (error.to_string(), terminal.layout());
                // The compiler has said what is wrong: the last line is the next step, as after any run.
                if let Error::Build { next } = error {
                    let text = diagnostic::render_error(&message, None, &layout);
                    terminal.remark(&text);
                    terminal.remark(&next::line(Some(next), &layout));
                    continue;
                }
                let help = error.help();
                terminal.remark(&diagnostic::render_error(&message, help.as_deref(), &layout));
            }
        }
        Format::Json => {
            let (message, help) = (error.to_string(), error.help());
            // If the output is what cannot be written, there is nowhere left to say so.
            let _ = terminal.write(&json::to_text(&json::ErrorJson::new(&message, help.as_deref())));
        }
    }
}
