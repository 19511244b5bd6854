//! The heart of `gen`: turns criteria into failing tests, in files that people may have edited.
//!
//! The data goes one way: what a criterion says becomes a [`Stub`] ([`stub`](self), told by `scene`, named by `name`, with
//! the loops of `cases`); stubs are [spliced](splice()) into the text of a `test_file`, which a `module` is
//! declared for. What a whole package needs is worked out in `crate::verbs::gen`.

mod bounds;
mod cases;
mod declare;
mod layout;
mod lines;
mod module;
mod name;
mod property;
mod prune;
mod rest;
mod scene;
mod splice;
mod stub;
mod test_file;
mod words;

pub use self::declare::{declare, new_main};
pub use self::layout::CodeLayout;
pub use self::module::modules;
pub use self::prune::{Pruned, prune};
pub use self::rest::{is_bare, title, undeclare, unused};
pub use self::splice::{DocumentPlace, Placed, Setting, Spliced, TestOrder, splice};
pub use self::stub::{Stub, Style, Wanted};
