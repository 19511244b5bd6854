//! What the command can do: one file per verb, each with its arguments and a `run`.

pub mod accept;
mod after;
pub mod baseline;
pub mod check;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod r#gen;
pub mod init;
pub mod list;
pub mod man;
mod narrow;
pub mod prove;
pub mod replay;
pub mod report;
pub mod review;
pub mod show;
pub mod test;

use crate::args::{Arguments, Verb};
use crate::context::Context;
use crate::error::Error;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Runs the verb that the arguments name.
///
/// # Errors
/// Whatever keeps the verb from running. What it finds in documents and sources is no error.
pub fn run(arguments: &Arguments, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    match &arguments.verb {
        Verb::Accept(accept) => accept::run(accept, context, terminal),
        Verb::Diff(diff) => diff::run(diff, context, terminal),
        Verb::Explain(explain) => explain::run(explain, terminal),
        Verb::Review(review) => review::run(review, context, terminal),
        Verb::Baseline(baseline) => baseline::run(baseline, context, terminal),
        Verb::Check(check) => check::run(check, context, terminal),
        Verb::Prove(prove) => prove::run(prove, context, terminal),
        Verb::Replay(replay) => replay::run(replay, context, terminal),
        Verb::Report(report) => report::run(report, context, terminal),
        Verb::Test(test) => test::run(test, context, terminal),
        Verb::Show(show) => show::run(show, context, terminal),
        Verb::Completions(completions) => completions::run(completions, terminal),
        Verb::Man(man) => man::run(man, terminal),
        Verb::Gen(generate) => r#gen::run(generate, context, terminal),
        Verb::Init(init) => init::run(init, context, terminal),
        Verb::List(list) => list::run(list, context, terminal),
    }
}
