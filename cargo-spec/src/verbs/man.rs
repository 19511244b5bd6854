//! `cargo spec man`: prints the manual, one page for the command and one for each verb.

use clap::Args;
use clap_mangen::Man;

use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::terminal::Terminal;

/// Print the manual page.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Print the page of this verb; without one, that of the command.
    pub verb: Option<String>,
}

/// Prints a page of the manual of a command, in roff.
///
/// # Errors
/// A verb that does not exist; output that cannot be written.
pub fn run(man: &ManArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let mut command = (context.command)();
    command.build();
    if let Some(verb) = &man.verb {
        let verbs = || command.get_subcommands().map(|verb| verb.get_name().to_owned());
        let found = command.find_subcommand(verb).cloned();
        command = found.ok_or_else(|| Error::UnknownVerb { verb: verb.clone(), verbs: verbs().collect() })?;
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(Error::Output)?;
    terminal.write_as_is(&String::from_utf8_lossy(&page))?;
    Ok(exit::CLEAN)
}
