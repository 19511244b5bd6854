//! `cargo spec lsp`: answers the Language Server Protocol on standard input and output.
//!
//! 1. [`frames`]: from bytes to messages; [`server`]: the conversation, one message after the other;
//! 2. [`params`]: the parameters that several requests share; [`positions`] and [`addresses`]: places as editors count and name them;
//! 3. [`editor`]: the folders and unsaved buffers, and the answer of the engine about them;
//! 4. [`diagnostics`]: the findings of that answer, file by file; [`traces`]: what stands at a place, and what belongs to it;
//! 5. [`requests`]: the table of what is answered, one file for each capability.
//!
//! Nothing here reads documents or decides verdicts: the engine is asked about the files with the buffers over them. Nothing accepts.

pub mod actions;
pub mod addresses;
pub mod commands;
pub mod completion;
pub mod definition;
pub mod diagnostics;
pub mod document_symbols;
pub mod editor;
pub mod frames;
pub mod hints;
pub mod hover;
pub mod lens;
pub mod params;
pub mod positions;
pub mod references;
pub mod rename;
pub mod requests;
pub mod server;
pub mod tokens;
pub mod traces;
pub mod words;
pub mod workspace_symbols;
