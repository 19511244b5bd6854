//! `cargo spec hook`: answers the events of agents.
//!
//! 1. [`input`]: reads an event, within a time;
//! 2. [`host`]: how each host writes events, and reads answers: one file for each;
//! 3. [`tool`]: the paths and commands of a tool that is about to be used; [`shell`]: what a command line runs and writes;
//! 4. [`protected`]: the files that only people change;
//! 5. [`findings`]: what `cargo spec check` has printed, as reasons;
//! 6. [`answer`]: the decision.
//!
//! Nothing here judges a spec: each answer is a run of `check` or `list`. A hook is a courtesy to agents. The lock and CI are the wall.

pub mod answer;
pub mod findings;
pub mod host;
pub mod input;
pub mod protected;
pub mod shell;
pub mod tool;

/// The answer of a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HookAnswer {
    /// Go on.
    Pass,
    /// Go on; the hook itself could not do its work, for this reason.
    Broken(String),
    /// Do not go on, for this reason.
    Block(String),
}
