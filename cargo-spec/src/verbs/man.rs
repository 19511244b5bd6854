//! `cargo spec man`: the manual, one page for the command and one for each verb.

use clap::{Args, Command};
use clap_mangen::Man;

use crate::error::Error;
use crate::exit::{self, Exit};
use crate::terminal::Terminal;

/// The arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The verb whose page is meant; without one, that of the command.
    pub verb: Option<String>,
}

/// Prints a page of the manual of a command, in roff.
///
/// # Errors
/// A verb that does not exist; output that cannot be written.
pub fn run(man: &ManArgs, mut command: Command, terminal: &mut Terminal) -> Result<Exit, Error> {
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
