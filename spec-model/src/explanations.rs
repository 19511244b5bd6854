//! The explanations of findings about documents, configurations and task lists: `CODE.md` in the folder that the table
//! of codes names.
//!
//! Only the command shows these texts. Behind a feature, nobody else compiles them.

/// Reads the file of a code of this crate.
macro_rules! file {
    (model $folder:tt $name:literal) => {
        Some(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/", $folder, "/", $name, ".md")))
    };
    ($crate_name:ident $folder:tt $name:literal) => {
        None
    };
}

crate::table_of_codes!(crate::explanations_of_codes);
