//! The explanations of findings about links, tests and the lock: `CODE.md` in the folder that the table of codes names.
//!
//! Only the command shows these texts. Behind a feature, nobody else compiles them.

/// Reads the file of a code of this crate.
macro_rules! file {
    (engine $folder:tt $name:literal) => {
        Some(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/", $folder, "/", $name, ".md")))
    };
    ($crate_name:ident $folder:tt $name:literal) => {
        None
    };
}

spec_model::table_of_codes!(spec_model::explanations_of_codes);
