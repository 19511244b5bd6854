//! The agent of Visual Studio Code (<https://code.visualstudio.com/docs/agents/reference/hooks-reference>).

use serde_json::json;

use super::claude;
use super::form::{HostOutput, Moment, printed};
use crate::hook::HookAnswer;

/// The answer. That of a stop stands deeper than in Claude Code.
pub(super) fn output(moment: Moment, answer: &HookAnswer) -> HostOutput {
    match (moment, answer) {
        (Moment::Stop | Moment::Task, HookAnswer::Block(why)) => printed(&json!({
            "hookSpecificOutput": { "hookEventName": "Stop", "decision": "block", "reason": why }
        })),
        (moment, answer) => claude::output(moment, answer),
    }
}
