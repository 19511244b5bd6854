//! Ties Rust code and tests to the acceptance criteria of a requirements document.
//!
//! - [`#[spec("REQ-3.2")]`](macro@spec) on a test says which criterion it verifies, on any other item which one it implements.
//! - [`pending!`] is the body of a test that nobody has written yet.
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
//! #[spec("REQ-3.1")] // a test that nobody has written yet: it fails
//! fn answers_201_created_when_address_is_free() {
//!     pending!("REQ-3.1");
//! }
//! # answers_409_conflict_when_address_is_already_taken();
//! # let _ = answers_201_created_when_address_is_free;
//! ```
//!
//! Documents are found from the package's folder: `requirements.md`, `docs/requirements.md`, `.kiro/specs/*/`, `specs/*/`,
//! `openspec/specs/*/`, or what `spec.toml` names. The command `cargo spec` writes the tests (`cargo spec gen`) and lists what is
//! missing (`cargo spec check`).
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
mod recorder;
#[cfg(feature = "std")]
mod trace;

/// Links an item to one or more criteria.
///
/// On a test it *verifies* them, on any other item it *implements* them. It adds the words of the criteria to the item's
/// documentation, so that an editor shows them, and passes the item on token by token. A release build keeps nothing of the
/// attribute. With debug assertions a function records who ran it when `cargo spec test` asks; otherwise it costs one relaxed load.
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
/// It stands above or below `#[test]`, `#[tokio::test]`, `#[rstest]` and the like, and inside `proptest!`; on functions, methods,
/// items of traits, types, impls, modules, constants, statics, imports. Rust takes no macro on a module that is a file of its own
/// (`mod name;`), on a field or on a variant.
///
/// # Who ran it
///
/// `cargo spec test` and `cargo spec prove` ask for evidence. Then a linked function with a body records which test ran it, and
/// can be knocked out: it returns something else instead of doing its work. The same holds for each function with a body in a
/// linked impl, trait or inline module, but not for the tests in it. A `const fn`, a function without a body, a type, a constant, a
/// `macro_rules!` and a call of a macro are linked, and never seen to run. Without the feature `std` of this crate nothing is.
///
/// # What a knock-out may do unseen
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
/// In a program with a harness of its own (`harness = false`), nothing but the attribute can say that a function is a test:
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
/// What becomes of the item's documentation at compile time must not change: above a `#[derive]` that is not the standard
/// library's or serde's, and above an attribute of another macro that is no test harness, the criteria are added for rustdoc alone.
/// Command lines (clap) and bindings (pyo3) would show them to users otherwise. Below such an attribute they are always added.
///
/// # Errors
///
/// It is a compile error, at the id, if no document defines it (the nearest ones are suggested), if several features do, if it
/// is no id or if one attribute names it twice:
///
/// ```compile_fail
/// #[spec_runtime::spec("REQ-3.99")]
/// fn register() {}
/// ```
///
/// The item is still there, so that other errors are told too.
///
/// Where it is unknown which crate is compiled (`CARGO_MANIFEST_DIR` is not set), or the crate is a dependency that came without
/// its documents, ids are not checked.
///
/// # When documents change
///
/// A crate with the attribute is compiled again when one of its documents or its `spec.toml` is edited, moved or deleted, on
/// stable Rust. What cannot be watched:
///
/// - a document that appears where none was, and a nearer `spec.toml`: the next build that has another reason sees it, and
///   `cargo spec check` and [`gate!`] look every time;
/// - documents whose path is not UTF-8;
/// - anything, by a crate whose only attributes are on type aliases, associated types, functions without a body, foreign items or
///   calls of macros.
pub use spec_macros::spec;

/// Fails, with the words of the criterion that nobody has written a test for yet.
///
/// This is what `cargo spec gen` writes into each stub. It never returns, so it stands in functions of any return type. A test
/// that holds it verifies nothing.
///
/// ```should_panic
/// use spec_runtime::pending;
///
/// fn answer() -> u16 {
///     pending!("REQ-3.2");
/// }
///
/// answer(); // nobody has written the test for REQ-3.2 yet …
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
/// It says what `cargo spec check` says of the package: criteria without a test, with stubs or ignored tests only, links to ids
/// that nobody defines, documents that cannot be read or hold no criterion. Sources and documents are read when the test runs, so
/// that it is never out of date. It needs the feature `gate`:
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

/// What the macros expand to. Not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use spec_macros::pending as pending_macro;

    #[cfg(feature = "std")]
    pub use crate::knockout::{Probe, intercept, is_knocked_out, knocked_out, knocked_out_unseen, watched};
    #[cfg(feature = "std")]
    pub use crate::trace::{CannotFail, Entry, MayFail, Returned, begin, ran};

    #[cfg(not(feature = "std"))]
    pub use crate::disabled::{
        Probe, begin, intercept, is_knocked_out, knocked_out, knocked_out_unseen, ran, watched,
    };

    #[cold]
    #[track_caller]
    pub fn pending(id: &str, words: &str, place: &str) -> ! {
        let stub = core::panic::Location::caller();
        let (file, line) = (stub.file(), stub.line());
        let gap = if words.is_empty() { "" } else { "\n\n" };
        let of = if place.is_empty() { "" } else { "\nThe criterion: " };
        panic!(
            "nobody has written the test for {id} yet{gap}{words}\n\nWrite it here: {file}:{line}, in place of `pending!`.{of}{place}\n"
        );
    }
}
