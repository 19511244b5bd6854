//! The context that every verb gets: the global arguments and the host.

use spec_engine::Host;

use crate::args::Global;

/// The values that every verb is given: the arguments that hold for all of them, and the host, which reads each file once.
#[derive(Debug)]
pub struct Context<'a> {
    /// The arguments that hold for every verb.
    pub global: &'a Global,
    /// Answers questions about the workspace.
    pub host: Host,
    /// All arguments of the command, for completions and the manual.
    pub command: fn() -> clap::Command,
}

impl<'a> Context<'a> {
    /// The context of a command that begins.
    pub fn new(global: &'a Global, host: Host, command: fn() -> clap::Command) -> Self {
        Self { global, host, command }
    }
}
