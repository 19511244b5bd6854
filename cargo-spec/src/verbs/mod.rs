//! What the command can do: one file per verb, each with its arguments and a `run`.

pub mod accept;
pub mod affected;
pub mod baseline;
pub mod check;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod r#gen;
pub mod init;
pub mod list;
pub mod man;
pub mod prove;
pub mod replay;
pub mod report;
pub mod review;
pub mod show;
pub mod tasks;
pub mod test;

use clap::{CommandFactory as _, Parser, Subcommand};

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
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

const AFTER_HELP: &str = "\
Exit codes: 0 nothing to object to, 1 findings (`check`, `show`, `review`, `accept`, `diff --deny`, `replay`, `affected --run`,
`baseline`, `test`, `prove`, `report`, `gen --check`), 2 could not run.
Set up a package with `cargo spec init`, then `cargo spec gen`, then `cargo test`.";

/// What to do: one file per verb under `src/verbs/`.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Set a package up: a first document, the dependency and the gate.
    Init(init::InitArgs),
    /// Write a failing test for each criterion that no test verifies.
    Gen(r#gen::GenArgs),
    /// List the requirements and criteria of the documents.
    List(list::ListArgs),
    /// Show one criterion or requirement: its text, its parts and what is linked to it.
    Show(show::ShowArgs),
    /// List the tasks of the features, and what each of them names.
    Tasks(tasks::TasksArgs),
    /// Find what is untested, ignored, orphaned or wrong, without running a test.
    Check(check::CheckArgs),
    /// Say what a finding means and what to do, or list all codes of findings.
    Explain(explain::ExplainArgs),
    /// Look at what differs from what was accepted, one criterion at a time.
    Review(review::ReviewArgs),
    /// Agree to what criteria and their tests say, and keep it in `spec.lock`.
    Accept(accept::AcceptArgs),
    /// Show what differs in intent from a revision, without building anything.
    Diff(diff::DiffArgs),
    /// Run the tests of now with the code of a revision: one that passes there too shows nothing of what is new.
    Replay(replay::ReplayArgs),
    /// Show which criteria a change of code can break, and run just their tests.
    Affected(affected::AffectedArgs),
    /// Record today's findings: later runs fail only on new ones.
    Baseline(baseline::BaselineArgs),
    /// Run the tests, and show how far each criterion has come.
    Test(test::TestArgs),
    /// Break the code that implements each criterion at run time, and show which tests catch it.
    Prove(prove::ProveArgs),
    /// Show what test runs have shown of each criterion, in many forms.
    Report(report::ReportArgs),
    /// Print the completions for a shell.
    Completions(completions::CompletionsArgs),
    /// Print the manual page.
    Man(man::ManArgs),
}

/// Runs the verb that the arguments name.
///
/// # Errors
/// Whatever keeps the verb from running. What it finds in documents and sources is no error.
pub fn run(arguments: &Arguments, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    match &arguments.verb {
        Verb::Accept(accept) => accept::run(accept, context, terminal),
        Verb::Affected(affected) => affected::run(affected, context, terminal),
        Verb::Diff(diff) => diff::run(diff, context, terminal),
        Verb::Explain(explain) => explain::run(explain, terminal),
        Verb::Review(review) => review::run(review, context, terminal),
        Verb::Baseline(baseline) => baseline::run(baseline, context, terminal),
        Verb::Check(check) => check::run(check, context, terminal),
        Verb::Prove(prove) => prove::run(prove, context, terminal),
        Verb::Replay(replay) => replay::run(replay, context, terminal),
        Verb::Report(report) => report::run(report, context, terminal),
        Verb::Test(test) => test::run(test, context, terminal),
        Verb::Tasks(tasks) => tasks::run(tasks, context, terminal),
        Verb::Show(show) => show::run(show, context, terminal),
        Verb::Completions(completions) => completions::run(completions, &mut Arguments::command(), terminal),
        Verb::Man(man) => man::run(man, Arguments::command(), terminal),
        Verb::Gen(generate) => r#gen::run(generate, context, terminal),
        Verb::Init(init) => init::run(init, context, terminal),
        Verb::List(list) => list::run(list, context, terminal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_contradict_themselves_nowhere() {
        Arguments::command().debug_assert();
    }
}
