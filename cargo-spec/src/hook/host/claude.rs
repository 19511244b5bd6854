//! Claude Code (<https://code.claude.com/docs/en/hooks>). Exit code 1 does not block there: the decision is JSON.

use serde_json::json;

use super::form::{HostOutput, Moment, broken, denied, printed, silent};
use crate::hook::HookAnswer;

/// The answer.
pub(super) fn output(moment: Moment, answer: &HookAnswer) -> HostOutput {
    match (moment, answer) {
        (_, HookAnswer::Pass) => silent(),
        (_, HookAnswer::Broken(why)) => printed(&json!({ "systemMessage": broken(why) })),
        (Moment::PreTool, HookAnswer::Block(why)) => printed(&denied(why)),
        (_, HookAnswer::Block(why)) => printed(&json!({ "decision": "block", "reason": why })),
    }
}
