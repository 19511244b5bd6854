//! GitHub Copilot (<https://docs.github.com/en/copilot/reference/hooks-reference>). It blocks only by JSON with exit code 0.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::form::{HookEvent, HostOutput, Moment, broken, is_true, printed, silent};
use crate::hook::HookAnswer;
use crate::hook::tool::ToolUse;

/// The event. The arguments of a tool are an object, or JSON in a text.
pub(super) fn event(event: &Value) -> HookEvent {
    let text = |key: &str| event.get(key).and_then(Value::as_str);
    let arguments = |value: &Value| match value {
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
        value => value.clone(),
    };
    let active = event.get("stopHookActive").or_else(|| event.get("stop_hook_active"));
    HookEvent {
        folder: text("cwd").map(PathBuf::from),
        is_stop_active: active.is_some_and(is_true),
        tool: text("toolName").or_else(|| text("tool_name")).map(|name| ToolUse {
            name: name.to_owned(),
            input: event
                .get("toolArgs")
                .or_else(|| event.get("tool_input"))
                .map(arguments)
                .unwrap_or_default(),
        }),
    }
}

/// The answer.
pub(super) fn output(moment: Moment, answer: &HookAnswer) -> HostOutput {
    match (moment, answer) {
        (_, HookAnswer::Pass) => silent(),
        (_, HookAnswer::Broken(why)) => HostOutput { err: format!("{}\n", broken(why)), ..silent() },
        (Moment::PreTool, HookAnswer::Block(why)) => {
            printed(&json!({ "permissionDecision": "deny", "permissionDecisionReason": why }))
        }
        (_, HookAnswer::Block(why)) => printed(&json!({ "decision": "block", "reason": why })),
    }
}
