//! `cargo spec next`: shows the one thing to do now.

use clap::Args;
use spec_model::paths::relative;

use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::{human, json};
use crate::terminal::{self, Terminal};
use crate::text::one_line;
use crate::todo::TodoState;
use crate::todo::fit::{self, LIMIT, STEP, fit};
use crate::todo::item::NextOutcome;

/// Show the one thing to do now, with all that it needs, in at most 1 kB.
#[derive(Debug, Args)]
pub struct NextItemArgs {}

/// Shows what is next. It reads documents, sources and the last run, and runs no test.
///
/// # Errors
/// No manifest, nothing to read, evidence that cannot be read.
pub fn run(_: &NextItemArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let known = TodoState::new(context).map_err(shortened)?;
    match terminal.format {
        Format::Human => {
            let layout = terminal.layout();
            let next = NextOutcome::new(&known, |path| layout.shown(path));
            let text = fit(|measure| human::todo::render(&next, measure), terminal::length);
            terminal.write(&text)?;
        }
        Format::Json => {
            let next = NextOutcome::new(&known, |path| relative(path, &known.root));
            let text =
                fit(|measure| json::to_text(&json::todo::TodoJson::new(&next, measure)), terminal::length);
            terminal.write(&text)?;
        }
    }
    Ok(exit::CLEAN)
}

/// An error in as many bytes as an item may take.
fn shortened(error: Error) -> Error {
    // `error: …`, `help: …`, and the keys in JSON.
    let length = |error: &Error| {
        60 + fit::length(&error.to_string()) + error.help().map_or(0, |help| fit::length(&help))
    };
    if error.each().iter().map(length).sum::<usize>() <= LIMIT {
        return error;
    }
    let cut = |text: &str, limit| fit::head(&one_line(text), limit);
    Error::Unclear {
        problem: cut(&error.to_string(), LIMIT / 2),
        path: None,
        place: None,
        help: error.help().map(|help| cut(&help, STEP)),
    }
}
