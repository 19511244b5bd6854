//! The attribute `#[spec("REQ-3.2")]`, and the inside of `pending!`. All knowledge of documents comes from
//! `spec-model`. Users depend on `spec-runtime`, and read its documentation.
//!
//! 1. `arguments`: the ids that an attribute names, with their tokens;
//! 2. `documents`: the documents of the compiled crate, read once;
//! 3. `attribute` and `pending`: the expansions of the two macros;
//! 4. `tracking`: makes rustc compile the crate again when a document changes;
//! 5. `instrument`: the recording call of a linked function, by the name of the `runtime`;
//! 6. `knockout`: the switch of a linked function; `other`: what it works on or returns in place of its own;
//! 7. `mutants`: the wrong values of a type, by those of its parts.

mod arguments;
mod attribute;
mod body;
mod compilation;
mod documents;
mod instrument;
mod item;
mod knockout;
mod mutants;
mod other;
mod pending;
mod prose;
mod runtime;
mod signature;
mod tracking;

use proc_macro::TokenStream;

use documents::CrateDocuments;

/// Links an item to criteria. `spec_runtime::spec` is the same macro, and has the whole documentation.
///
/// ```
/// #[spec_macros::spec("REQ-5.1")] // of this repository's requirements.md
/// fn explain() {}
/// # explain();
/// ```
#[proc_macro_attribute]
pub fn spec(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let runtime = runtime::of_this_crate();
    attribute::expand(arguments.into(), item.into(), &CrateDocuments::of_this_crate(), runtime.as_ref())
        .into()
}

/// Expands to what `spec_runtime::pending` does. Takes the path of the runtime, a comma and the id.
#[doc(hidden)]
#[proc_macro]
pub fn pending(input: TokenStream) -> TokenStream {
    pending::expand(input.into(), &CrateDocuments::of_this_crate()).into()
}

/// Derives the wrong values of a type, which `cargo spec prove` has a linked function return. It leaves nothing in a release
/// build, and demands nothing of the fields.
#[proc_macro_derive(Mutants)]
pub fn mutants(item: TokenStream) -> TokenStream {
    let Some(runtime) = runtime::of_this_crate() else { return TokenStream::new() };
    mutants::derive(&item.into(), &runtime).into()
}
