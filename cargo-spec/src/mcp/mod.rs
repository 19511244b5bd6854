//! `cargo spec mcp`: answers the Model Context Protocol on standard input and output.
//!
//! [`protocol`] reads and writes messages, of both eras of the protocol. [`server`] answers them. [`tools`] and [`resources`] say which
//! verbs of this command answer what, and [`crate::own_program`] reads what the verbs print. Nothing here reads documents, decides verdicts or
//! accepts anything: each call is a run of this command, so an agent and a person are told the same.

pub mod protocol;
pub mod resources;
pub mod server;
pub mod tools;
