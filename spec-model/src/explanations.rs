//! What the findings about documents, configurations and task lists mean: `CODE.md` in the folder that the table of codes names.
//!
//! Only the command shows these texts. Behind a feature, nobody else compiles them.

use crate::diagnostic::Code;

/// Reads the file of a code of this crate.
macro_rules! file {
    (model $folder:tt $name:literal) => {
        Some(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/", $folder, "/", $name, ".md")))
    };
    ($crate_name:ident $folder:tt $name:literal) => {
        None
    };
}

/// Makes the text of each code from its file.
macro_rules! explanations {
    ($($crate_name:ident $folder:tt {
        $($variant:ident = $name:literal, $severity:ident, $artifact:ident, [$($property:ident),*] $(=> $rule:ident)?, $description:literal;)*
    })*) => {
        /// The explanation of a code whose home is in this crate, as Markdown.
        pub const fn explanation(code: Code) -> Option<&'static str> {
            match code { $($(Code::$variant => file!($crate_name $folder $name),)*)* }
        }
    };
}

crate::table_of_codes!(explanations);
