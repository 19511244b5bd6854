//! Finds the criteria that Rust source names, token by token, without compiling.
//!
//! 1. `lexer`: text into tokens;
//! 2. `imports`: under which names a file knows the attribute;
//! 3. `attributes`: what an attribute says;
//! 4. `items`: what it stands on, and what it stands in; `condition`: when that is compiled; `standing`: whether a harness finds a test
//!    there; `macros`: what a `macro_rules!` of the file makes of it; `calls`: whether anybody calls that;
//! 5. `modules`: which files it includes;
//! 6. `normal`: what a test says, however it is laid out;
//! 7. `helpers`: what it uses of its own file (`mentions`: how a word is used);
//!    `comments`: what is written between its tokens;
//! 8. `scan`: the links (`place` tells their lines); `link`: what is known of each;
//! 9. `doubt`: why an item can prove nothing;
//! 10. `parts`: a file as items, linked or not, each with what it says and which names it uses.
//!
//! A fact that cannot be known without compiling is said, not guessed: a link behind an unknown `cfg` or an attribute imported from another
//! crate is a finding. Links in the output of macros are not seen, those in their input are.

mod attributes;
mod calls;
mod comments;
pub(crate) mod condition;
mod doubt;
mod expansion;
mod findings;
mod helpers;
mod imports;
mod items;
pub(crate) mod lexer;
mod link;
mod macros;
mod mentions;
mod modules;
mod normal;
mod parts;
mod place;
mod scan;
mod standing;

pub use attributes::Unnoticed;
pub(crate) use calls::{MacroCall, MacroUses, is_called, macro_uses};
pub use comments::comments;
pub use condition::Cfg;
pub use doubt::Doubt;
pub use helpers::Helper;
pub(crate) use helpers::outline::{Outline, Uses, outline};
pub use link::{FileLinks, Link, LinkedItem, OwnNames, Role, Runs, TestState};
pub use mentions::MentionForm;
pub use modules::{ModuleDeclaration, Under};
pub use parts::{ItemPart, ItemPartKind, Mention, Name, NameTable, parts};
pub(crate) use scan::OF_A_MACRO;
pub(crate) use scan::scan_beside;
pub use scan::{ScanOptions, concerns, scan, scan_with, tokens_at};

#[cfg(test)]
mod tests;
