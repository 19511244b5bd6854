//! Codex (<https://developers.openai.com/codex/hooks/>). It reads the decisions of Claude Code, and `{}` as none.

use serde_json::json;

use super::claude;
use super::form::{HostOutput, Moment, printed};
use crate::hook::HookAnswer;

/// The answer.
pub(super) fn output(moment: Moment, answer: &HookAnswer) -> HostOutput {
    match answer {
        HookAnswer::Pass => printed(&json!({})),
        answer => claude::output(moment, answer),
    }
}
