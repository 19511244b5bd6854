//! The parts that hosts have in common: the event, the answer, and the keys that most of them share.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::exit::{self, Exit};
use crate::hook::tool::ToolUse;

/// A kind of event in a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The agent wants to stop.
    Stop,
    /// A tool is about to be used.
    PreTool,
    /// A task is about to be begun.
    Task,
}

/// An event, whatever host wrote it.
#[derive(Debug, Default, PartialEq)]
pub struct HookEvent {
    /// The folder that the agent works in.
    pub folder: Option<PathBuf>,
    /// Has a hook kept the agent from stopping already? Then it may stop.
    pub is_stop_active: bool,
    /// The tool that is about to be used.
    pub tool: Option<ToolUse>,
}

/// The output for a host.
#[derive(Debug, PartialEq, Eq)]
pub struct HostOutput {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// The exit code.
    pub exit: Exit,
}

/// The keys that most hosts share: `tool_name`, `tool_input`, `stop_hook_active`, `cwd`.
pub(super) fn event(event: &Value) -> HookEvent {
    let text = |key: &str| event.get(key).and_then(Value::as_str);
    HookEvent {
        folder: text("cwd").map(PathBuf::from),
        is_stop_active: event.get("stop_hook_active").is_some_and(is_true),
        tool: text("tool_name").map(|name| ToolUse {
            name: name.to_owned(),
            input: event.get("tool_input").cloned().unwrap_or_default(),
        }),
    }
}

pub(super) fn is_true(value: &Value) -> bool {
    value == &json!(true) || value == &json!("true")
}

/// JSON on standard output, and exit code 0.
pub(super) fn printed(answer: &Value) -> HostOutput {
    HostOutput { out: format!("{answer}\n"), err: String::new(), exit: exit::CLEAN }
}

/// Nothing is printed.
pub(super) fn silent() -> HostOutput {
    HostOutput { out: String::new(), err: String::new(), exit: exit::CLEAN }
}

/// The words that a hook did not do its work.
pub(super) fn broken(why: &str) -> String {
    format!("`cargo spec hook` did not check anything: {why}")
}

/// The permission of a tool, as several hosts read it.
pub(super) fn denied(why: &str) -> Value {
    json!({ "hookSpecificOutput": {
        "hookEventName": "PreToolUse", "permissionDecision": "deny", "permissionDecisionReason": why
    } })
}
