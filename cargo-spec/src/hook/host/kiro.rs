//! AWS Kiro (<https://kiro.dev/docs/hooks/>). It blocks by exit code 2, and reads the reason from standard error. A stop cannot be blocked.

use super::form::{HostOutput, Moment, broken, silent};
use crate::exit;
use crate::hook::HookAnswer;

/// The answer.
pub(super) fn output(moment: Moment, answer: &HookAnswer) -> HostOutput {
    match (moment, answer) {
        (_, HookAnswer::Pass) => silent(),
        (_, HookAnswer::Broken(why)) => HostOutput { err: format!("{}\n", broken(why)), ..silent() },
        (Moment::Stop, HookAnswer::Block(why)) => HostOutput { out: format!("{why}\n"), ..silent() },
        (_, HookAnswer::Block(why)) => {
            HostOutput { err: format!("{why}\n"), exit: exit::COULD_NOT_RUN, ..silent() }
        }
    }
}
