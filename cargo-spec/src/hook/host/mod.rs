//! The forms in which hosts write events, and read answers: one file for each.

mod claude;
mod codex;
mod copilot;
mod form;
mod kiro;
mod vscode;

use clap::ValueEnum;
use serde_json::Value;

pub use form::{HookEvent, HostOutput, Moment};

use super::HookAnswer;

/// The program that an agent runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AgentHost {
    /// Claude Code.
    Claude,
    /// GitHub Copilot: its command and its cloud agent.
    Copilot,
    /// The agent of Visual Studio Code.
    Vscode,
    /// AWS Kiro.
    Kiro,
    /// Codex.
    Codex,
}

impl AgentHost {
    /// Reads an event. What is missing in it is not there.
    pub fn event(self, event: &Value) -> HookEvent {
        match self {
            Self::Copilot => copilot::event(event),
            Self::Claude | Self::Vscode | Self::Kiro | Self::Codex => form::event(event),
        }
    }

    /// Writes an answer.
    pub fn output(self, moment: Moment, answer: &HookAnswer) -> HostOutput {
        match self {
            Self::Claude => claude::output(moment, answer),
            Self::Copilot => copilot::output(moment, answer),
            Self::Vscode => vscode::output(moment, answer),
            Self::Kiro => kiro::output(moment, answer),
            Self::Codex => codex::output(moment, answer),
        }
    }
}
