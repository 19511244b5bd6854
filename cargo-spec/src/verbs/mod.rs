//! The verbs of the command: one file for each, with its arguments and a `run`.

pub mod accept;
pub mod affected;
pub mod baseline;
pub mod check;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod r#gen;
pub mod hook;
pub mod init;
pub mod list;
pub mod lsp;
pub mod man;
pub mod mcp;
pub mod new;
pub mod next;
pub mod prove;
pub mod replay;
pub mod report;
pub mod review;
pub mod show;
pub mod tasks;
pub mod test;
pub mod watch;

use clap::{Parser, Subcommand};

use crate::args::Global;
use crate::context::Context;
use crate::error::Error;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Acceptance criteria in Markdown, enforced by `cargo test`.
#[derive(Debug, Parser)]
#[command(name = "cargo-spec", bin_name = "cargo spec", version, arg_required_else_help = true)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The arguments that hold for every verb.
    #[command(flatten)]
    pub global: Global,
    /// The verb to run.
    #[command(subcommand)]
    pub verb: Verb,
}

const AFTER_HELP: &str = "\
Exit codes: 0 no findings that count, 1 findings, 2 could not run.
These verbs may end with 1: `check`, `show`, `list`, `gen --check`, `test`,
`report`, `prove`, `review`, `accept`, `diff --deny`, `tasks next`,
`tasks verify`, `tasks waves`, `replay`, `affected --run`, `baseline`.
Set up a package with `cargo spec init`, then `cargo spec gen`, then `cargo test`.";

/// Makes the verbs of their rows: what is listed, completed, explained and run.
macro_rules! verbs {
    ($($variant:ident = $module:ident::$arguments:ident,)*) => {
        /// The verbs of the command. What a verb does stands above its arguments.
        #[derive(Debug, Subcommand)]
        #[expect(missing_docs, reason = "the documentation of the arguments is shown, and another one here would hide it")]
        pub enum Verb {
            $($variant($module::$arguments),)*
        }

        /// Runs the verb that the arguments name.
        ///
        /// # Errors
        /// Whatever keeps the verb from running. What it finds in documents and sources is no error.
        pub fn run(arguments: &Arguments, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
            match &arguments.verb {
                $(Verb::$variant(arguments) => $module::run(arguments, context, terminal),)*
            }
        }
    };
}

// In the order of the help.
verbs! {
    Init = init::InitArgs,
    New = new::NewArgs,
    Gen = r#gen::GenArgs,
    List = list::ListArgs,
    Show = show::ShowArgs,
    Next = next::NextItemArgs,
    Tasks = tasks::TasksArgs,
    Check = check::CheckArgs,
    Explain = explain::ExplainArgs,
    Review = review::ReviewArgs,
    Accept = accept::AcceptArgs,
    Diff = diff::DiffArgs,
    Replay = replay::ReplayArgs,
    Affected = affected::AffectedArgs,
    Baseline = baseline::BaselineArgs,
    Test = test::TestArgs,
    Watch = watch::WatchArgs,
    Prove = prove::ProveArgs,
    Report = report::ReportArgs,
    Mcp = mcp::McpArgs,
    Hook = hook::HookArgs,
    Lsp = lsp::LspArgs,
    Completions = completions::CompletionsArgs,
    Man = man::ManArgs,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_contradict_themselves_nowhere() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_help_names_the_verbs_that_the_page_of_commands_gives_exit_code_1() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/commands.md");
        let page = std::fs::read_to_string(path).expect("the page is there");
        let in_backticks = |text: &str| -> std::collections::BTreeSet<String> {
            text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        };
        let table = page.split("what gives exit code 1 |").nth(1).expect("the table");
        let first_cells = table.lines().take_while(|line| !line.starts_with('#'));
        let on_page: String = first_cells.filter_map(|line| line.split('|').nth(1)).collect();
        let in_help = AFTER_HELP.split("end with 1:").nth(1).and_then(|rest| rest.split_once('.'));
        assert_eq!(in_backticks(in_help.expect("a list").0), in_backticks(&on_page));
    }
}
