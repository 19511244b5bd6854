//! The ways of writing requirement documents.

use std::fmt;

/// Hands the table of dialects to a macro, in the order in which people are shown them.
///
/// A row has the name of a dialect in Rust, and that in configuration and JSON. Then come the file in `dialect` that defines it, and what
/// its documents look like.
macro_rules! table_of_dialects {
    ($macro:ident) => {
        $macro! {
            Native = "native" => native, "`## REQ-3: Title` and whatever bears ids of the form `PREFIX-NUMBER`.";
            Kiro = "kiro" => kiro, "AWS Kiro: `### Requirement 1: Title`, `#### Acceptance Criteria`.";
            SpecKit = "spec-kit" => speckit, "GitHub spec-kit: `### User Story 1 - Title (Priority: P1)`, `FR-001`.";
            OpenSpec = "openspec" => openspec, "OpenSpec: `### Requirement: Name`, `#### Scenario: Name`.";
        }
    };
}

pub(crate) use table_of_dialects;

/// Makes the type of its table.
macro_rules! dialects {
    ($($variant:ident = $name:literal => $file:ident, $description:literal;)*) => {
        /// A way of writing requirement documents.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Dialect {
            $(#[doc = $description] $variant,)*
        }

        impl Dialect {
            /// Every dialect.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// The name in configuration and JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

table_of_dialects!(dialects);

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
