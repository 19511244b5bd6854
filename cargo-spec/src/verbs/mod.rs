//! What the command can do: one file per verb, each with its arguments and a `run`.

pub mod accept;
mod after;
pub mod baseline;
pub mod check;
pub mod completions;
pub mod diff;
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
use crate::error::Error;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Runs the verb that the arguments name.
///
/// # Errors
/// Whatever keeps the verb from running. What it finds in documents and sources is no error.
pub fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<Exit, Error> {
    match &arguments.verb {
        Verb::Accept(accept) => accept::run(accept, &arguments.global, terminal),
        Verb::Diff(diff) => diff::run(diff, &arguments.global, terminal),
        Verb::Review(review) => review::run(review, &arguments.global, terminal),
        Verb::Baseline(baseline) => baseline::run(baseline, &arguments.global, terminal),
        Verb::Check(check) => check::run(check, &arguments.global, terminal),
        Verb::Prove(prove) => prove::run(prove, &arguments.global, terminal),
        Verb::Replay(replay) => replay::run(replay, &arguments.global, terminal),
        Verb::Report(report) => report::run(report, &arguments.global, terminal),
        Verb::Test(test) => test::run(test, &arguments.global, terminal),
        Verb::Show(show) => show::run(show, &arguments.global, terminal),
        Verb::Completions(completions) => completions::run(completions, terminal),
        Verb::Man(man) => man::run(man, terminal),
        Verb::Gen(generate) => r#gen::run(generate, &arguments.global, terminal),
        Verb::Init(init) => init::run(init, &arguments.global, terminal),
        Verb::List(list) => list::run(list, &arguments.global, terminal),
    }
}
