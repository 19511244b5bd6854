//! Ties Rust code and tests to the acceptance criteria of a requirements document.
//!
//! - [`#[spec("REQ-3.2")]`](macro@spec) links an item to a criterion. A test verifies it, any other item implements it.
//! - [`pending!`] is the body of a test that is not written yet.
//! - [`gate!`] is a test that fails until every criterion has one (feature `gate`).
//!
//! ```
//! use spec_runtime::{pending, spec};
//!
//! #[spec("REQ-3.2")] // on code: it implements the criterion
//! pub fn register(address: &str) -> u16 {
//!     if address == "ada@example.org" { 409 } else { 201 }
//! }
//!
//! #[spec("REQ-3.2")] // on a test, with `#[test]` above or below: it verifies the criterion
//! fn answers_409_conflict_when_address_is_already_taken() {
//!     assert_eq!(register("ada@example.org"), 409);
//! }
//!
//! #[spec("REQ-3.1")] // a test that is not written yet: it fails
//! fn answers_201_created_when_address_is_free() {
//!     pending!("REQ-3.1");
//! }
//! # answers_409_conflict_when_address_is_already_taken();
//! # let _ = answers_201_created_when_address_is_free;
//! ```
//!
//! Documents are found from the package's folder: `requirements.md`, `docs/requirements.md`, `.kiro/specs/*/`, `specs/*/`,
//! `openspec/specs/*/`. `spec.toml` can name others. `cargo spec gen` writes the tests, and `cargo spec check` lists what is
//! missing.
#![cfg_attr(not(feature = "std"), no_std)]

#[cfg(feature = "std")]
mod control;
#[cfg(not(feature = "std"))]
mod disabled;
#[cfg(feature = "std")]
pub mod evidence;
#[cfg(feature = "gate")]
#[doc(hidden)] // What `gate!` expands to calls it.
pub mod gate;
#[cfg(feature = "std")]
mod knockout;
#[cfg(feature = "std")]
mod operators;
#[cfg(feature = "std")]
pub mod order;
#[cfg(feature = "std")]
mod recorder;
#[cfg(feature = "std")]
mod trace;

/// Links an item to one or more criteria.
///
/// On a test it *verifies* them, on any other item it *implements* them. It adds the words of the criteria to the item's
/// documentation, so that an editor shows them. The item itself stays as it is, token by token. A release build keeps nothing
/// of the attribute. With debug assertions, a function records which test ran it, when `cargo spec test` asks. Otherwise that
/// costs one relaxed load.
///
/// ```
/// use spec_runtime::spec;
///
/// #[spec("REQ-3.2")] // criterion 2 of requirement 3
/// fn register() {}
///
/// #[spec("REQ-3.1", "checkout/REQ-1.2")] // several, one of them qualified by its feature
/// struct Visitor;
///
/// impl Visitor {
///     #[spec("3.2", "Requirement 2.1")] // as people write them
///     const LIMIT: u8 = 3;
/// }
///
/// #[spec("REQ-3.2")] // and a #[test], above or below, where it verifies the criterion
/// fn answers_409_conflict_when_address_is_already_taken() {
///     register();
/// }
/// ```
///
/// Write it above or below `#[test]`, `#[tokio::test]`, `#[rstest]` and the like, or inside `proptest!`. It goes on functions,
/// methods, items of traits, types, impls, modules, constants, statics and imports. Rust allows no attribute macro on fields,
/// variants, and modules in a file of their own (`mod name;`).
///
/// # Recording
///
/// `cargo spec test` and `cargo spec prove` ask for evidence. Then a linked function with a body records which test ran it. It can also be
/// knocked out: it returns something else instead of doing its work. The same holds for the functions in a linked impl, trait or inline
/// module. It does not hold for tests. Other items are linked, but record nothing: a `const fn`, a function without a body, a type, a
/// constant, a `macro_rules!`, a call of a macro. Without the feature `std` of this crate, nothing is recorded.
///
/// # Knock-outs that may be missed
///
/// `cargo spec prove` reports each knock-out that all tests missed. Where that is right, say so with a reason:
///
/// ```
/// use spec_runtime::spec;
///
/// #[spec("REQ-3.2", unnoticed("None", reason = "a cache may forget what it likes"))]
/// fn cached(address: &str) -> Option<u16> {
///     (address == "ada@example.org").then_some(409)
/// }
/// # assert_eq!(cached("ada@example.org"), Some(409));
/// ```
///
/// # Tests without libtest
///
/// In a program with a harness of its own (`harness = false`), only the attribute can mark a function as a test:
///
/// ```
/// use spec_runtime::spec;
///
/// #[spec("REQ-3.2", test)]
/// fn answers_409_conflict() -> Result<(), String> {
///     Ok(())
/// }
///
/// fn main() -> Result<(), String> {
///     answers_409_conflict()
/// }
/// ```
///
/// # Documentation
///
/// Other macros may read the item's documentation, such as clap for command lines and pyo3 for bindings. They must not show the criteria to
/// users. So the criteria are added for rustdoc alone above such an attribute. That holds above a `#[derive]` of another crate than std and
/// serde, too. Below such an attribute they are always added.
///
/// # Errors
///
/// Each of these is a compile error at the id:
///
/// - no document defines it (the nearest ids are suggested);
/// - several features define it;
/// - it is not an id, or the attribute names it twice.
///
/// ```compile_fail
/// #[spec_runtime::spec("REQ-3.99")]
/// fn register() {}
/// ```
///
/// The item is still compiled, so that other errors are reported too.
///
/// Ids are not checked where the crate is unknown (`CARGO_MANIFEST_DIR` is not set), or is a dependency without its documents.
///
/// # When documents change
///
/// On stable Rust, such a crate is compiled again when a document or `spec.toml` is edited, moved or deleted. Some things cannot be
/// watched:
///
/// - a document that appears where none was, and a nearer `spec.toml`: the next build with another reason sees it;
///   `cargo spec check` and [`gate!`] look every time;
/// - documents whose path is not UTF-8;
/// - all documents, if the attribute is only on items without code. Such are type aliases, associated types, foreign items, calls of
///   macros, and functions without a body.
pub use spec_macros::spec;

/// Derives wrong values of a type, so that `cargo spec prove` can have a linked function return them.
///
/// It needs no `Default`, and demands nothing of the fields. A release build keeps nothing of it.
///
/// ```
/// #[derive(spec_runtime::Mutants)]
/// enum Light {
///     Red,
///     Green,
/// }
/// # let _ = (Light::Red, Light::Green);
/// ```
pub use spec_macros::Mutants;

/// Fails, with the words of the criterion whose test is not written yet.
///
/// `cargo spec gen` writes it into each stub. It never returns, so it fits functions of any return type. A test that contains it
/// verifies nothing.
///
/// ```should_panic
/// use spec_runtime::pending;
///
/// fn answer() -> u16 {
///     pending!("REQ-3.2");
/// }
///
/// answer(); // fails: the test for REQ-3.2 is not written yet …
/// ```
///
/// # Panics
///
/// Always: with the id, the criterion's words, and where to write the test.
///
/// # Errors
///
/// It is a compile error if no document defines the id.
#[macro_export]
macro_rules! pending {
    ($($id:tt)*) => {
        $crate::__private::pending_macro!($crate, $($id)*)
    };
}

/// A test that fails until every criterion of the documents has a test, with a list of what is missing.
///
/// It reports the same as `cargo spec check` for the package:
///
/// - criteria without a test, or with stubs or ignored tests only;
/// - links to ids that no document defines;
/// - documents that cannot be read or hold no criterion.
///
/// It reads sources and documents when it runs, so it is never out of date. It needs the feature `gate`:
///
/// ```toml
/// [dev-dependencies]
/// spec-runtime = { …, features = ["gate"] }
/// ```
///
/// ```
/// spec_runtime::gate!(); // the test `spec_gate`
/// spec_runtime::gate!(every_criterion_has_a_test);
/// ```
#[cfg(feature = "gate")]
#[macro_export]
macro_rules! gate {
    () => {
        $crate::gate!(spec_gate);
    };
    ($name:ident) => {
        #[test]
        fn $name() {
            $crate::gate::check(::core::env!("CARGO_MANIFEST_DIR"), ::core::option_env!("OUT_DIR"));
        }
    };
}

/// A test that fails until every criterion of the documents has a test. It needs the feature `gate`.
#[cfg(not(feature = "gate"))]
#[macro_export]
macro_rules! gate {
    ($($name:tt)*) => {
        ::core::compile_error! {
            "`gate!` needs the feature `gate` of spec-runtime\nin Cargo.toml: spec-runtime = { …, features = [\"gate\"] }"
        }
    };
}

/// The body of a linked function that may be a test, and returns something: an `Err` is a failure. In other builds, it is the
/// body alone.
#[cfg(all(feature = "std", debug_assertions))]
#[doc(hidden)]
#[macro_export]
macro_rules! __returns {
    ($site:literal, async $result:ty, { $($body:tt)* }) => {
        $crate::__returns!($site, $result, async move { $($body)* }.await)
    };
    ($site:literal, sync $result:ty, { $($body:tt)* }) => {
        $crate::__returns!($site, $result, (move || -> $result { $($body)* })())
    };
    ($site:literal, $result:ty, $value:expr) => {
        let __spec_entry = $crate::__private::begin($site);
        let __spec_returned: $result = $value;
        if let ::core::option::Option::Some(__spec_entry) = __spec_entry {
            use $crate::__private::{CannotFail as _, MayFail as _};
            if (&$crate::__private::Returned(&__spec_returned)).is_failure() {
                __spec_entry.fail();
            }
        }
        __spec_returned
    };
}

#[cfg(not(all(feature = "std", debug_assertions)))]
#[doc(hidden)]
#[macro_export]
macro_rules! __returns {
    ($site:literal, $kind:ident $result:ty, { $($body:tt)* }) => {
        $($body)*
    };
}

/// Expands to the code that `#[derive(Mutants)]` makes while mutants are tried.
#[cfg(all(feature = "std", debug_assertions))]
#[doc(hidden)]
#[macro_export]
macro_rules! __mutants {
    ($($item:tt)*) => {
        $($item)*
    };
}

#[cfg(not(all(feature = "std", debug_assertions)))]
#[doc(hidden)]
#[macro_export]
macro_rules! __mutants {
    ($($item:tt)*) => {};
}

/// The items that the macros expand to. Not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use spec_macros::pending as pending_macro;

    #[cfg(feature = "std")]
    pub use crate::control::may_be_asked;
    #[cfg(feature = "std")]
    pub use crate::knockout::{
        MutantLabel, Parts, Spoil, Variant, Variants, all, near_of_enum, number_in_fields, spoil_enum,
    };
    #[cfg(feature = "std")]
    pub use crate::knockout::{
        Probe, after, before, function, is_knocked_out, is_other, iterate, knocked_out, knocked_out_unseen,
        ran_on, run, watched,
    };
    #[cfg(feature = "std")]
    pub use crate::operators::on;
    #[cfg(feature = "std")]
    pub use crate::trace::{CannotFail, Entry, MayFail, Returned, begin, ran};

    #[cfg(not(feature = "std"))]
    pub use crate::disabled::{
        Probe, after, before, begin, function, is_knocked_out, is_other, iterate, knocked_out,
        knocked_out_unseen, may_be_asked, on, ran, ran_on, run, watched,
    };

    #[cold]
    #[track_caller]
    pub fn pending(id: &str, words: &str, place: &str) -> ! {
        let stub = core::panic::Location::caller();
        let (file, line) = (stub.file(), stub.line());
        let gap = if words.is_empty() { "" } else { "\n\n" };
        let of = if place.is_empty() { "" } else { "\nThe criterion: " };
        panic!(
            "the test for {id} is not written yet{gap}{words}\n\nWrite it here: {file}:{line}, in place of `pending!`.{of}{place}\n"
        );
    }
}
