//! `cargo spec diff BASE`: shows what differs in intent between two revisions, or a revision and the working tree.

use clap::Args;

use crate::args::Form;
use crate::compared;
use crate::context::Context;
use crate::diff::Deny;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::{human, json, markdown, sarif};
use crate::terminal::Terminal;

/// Show what differs in intent from a revision, without building anything.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The revision to compare with; also `BASE..HEAD`, or `BASE...HEAD` from their merge base.
    #[arg(value_name = "BASE")]
    pub base: String,
    /// The other revision, in the place of the working tree.
    #[arg(value_name = "HEAD")]
    pub head: Option<String>,
    /// Exit with 1 if there is any of these.
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub deny: Vec<Deny>,
    /// The form of the output.
    #[arg(long, value_parser = Form::of_diff(), default_value_t, help_heading = "Output")]
    pub format: Form,
}

/// Compares, without building or running anything.
///
/// # Errors
/// No repository, no such revision, or what is lacking of it.
pub fn run(diff: &DiffArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let compared = compared::since(&diff.base, diff.head.as_deref(), context)?;
    let text = match diff.format {
        Form::Json => json::to_text(&json::diff::DiffJson::new(&compared, &diff.deny)),
        Form::Markdown => markdown::diff::render(&compared),
        Form::Sarif => sarif::diff::render(&compared),
        _ => human::diff::render(&compared, &terminal.layout()),
    };
    terminal.write_form(diff.format, &text)?;
    Ok(if compared.is_denied(&diff.deny) { exit::FINDINGS } else { exit::CLEAN })
}
