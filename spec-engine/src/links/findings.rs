//! `conditional-link`, `unfollowed-import`, `malformed-link` and `unlexable-source`: problems of an attribute where it
//! is scanned.

use spec_model::diagnostic::{Advice, Code, Diagnostic};

/// Reports a link under a condition that only the compiler can evaluate.
pub(super) fn conditional() -> Diagnostic {
    not_counted("whether this link counts depends on a `cfg_attr`")
        .help("put `#[spec(…)]` on the item without a condition, or under `cfg_attr(test, …)`")
}

/// Reports a link whose id a macro fills in.
pub(super) fn of_a_macro() -> Diagnostic {
    not_counted("what this link names is only known where the macro around it is used")
        .help("let the macro take the whole attribute: `$(#[$attribute:meta])*`")
}

/// Reports a link that a macro leaves out, and that stands on what may be a test, or code.
pub(super) fn left_out(name: &str) -> Diagnostic {
    not_counted(format!("`{name}!` leaves out this link"))
        .help("have the macro pass attributes on: `$(#[$attribute:meta])*`")
}

fn not_counted(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::ConditionalLink, message).label("it is not counted")
}

/// Reports that the attribute is passed on under another name.
pub(super) fn passed_on(name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnfollowedImport, format!("`spec` is passed on as `{name}`"))
        .label("links under this name are seen in this file only")
        .help("pass it on under its own name: `pub use spec_runtime::spec;`")
}

/// Reports an attribute of our name that comes from another crate.
pub(super) fn foreign(root: &str) -> Diagnostic {
    Diagnostic::new(Code::UnfollowedImport, format!("this `spec` is imported from `{root}`"))
        .label("it is not counted as a link")
        .help("import it from `spec_runtime` if it should link a criterion")
}

/// Reports arguments that hold no id.
pub(super) fn malformed(message: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedLink, message).help("write the id as a string: `#[spec(\"REQ-1.2\")]`")
}

/// Reports an `unnoticed(…)` without what and why.
pub(super) fn malformed_unnoticed() -> Diagnostic {
    Diagnostic::new(Code::MalformedLink, "this does not say what may go unnoticed, and why")
        .help("write it so: `unnoticed(\"None\", reason = \"nothing was there to remove\")`")
}

/// Reports a source that cannot be split into tokens.
pub(super) fn unlexable(message: &str) -> Diagnostic {
    Diagnostic::new(Code::UnlexableSource, message)
        .label("from here on links may be missed")
        .help(Advice::run("cargo check", "says more"))
}

#[cfg(test)]
mod tests {
    use crate::links::scan;

    /// Checks the findings about a source: the code, the line and the text at the caret.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found = scan(&std::path::Path::new("a.rs").into(), text).diagnostics;
        let reported = found.iter().map(|finding| {
            let line = finding.location.as_ref().map_or(0, |location| location.start.line);
            assert!(!finding.advice.is_empty(), "{finding:?}");
            format!("{} {line} {}", finding.code, finding.label)
        });
        assert_eq!(reported.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn a_link_under_a_feature_is_not_counted() {
        check(
            "#[cfg_attr(feature = \"x\", spec(\"REQ-1\"))]\nfn f() {}\n",
            &["conditional-link 1 it is not counted"],
        );
    }

    #[test]
    fn an_attribute_of_another_crate_is_no_link() {
        check(
            "use other::spec;\n#[spec(\"REQ-1\")]\nfn f() {}\n",
            &["unfollowed-import 2 it is not counted as a link"],
        );
    }

    #[test]
    fn an_id_that_is_no_string_is_reported() {
        check("#[spec(REQ)]\nfn f() {}\n", &["malformed-link 1 "]);
    }

    #[test]
    fn a_comment_without_an_end_hides_links() {
        check(
            "#[spec(\"REQ-1\")] fn f() {}\n/* open\n",
            &["unlexable-source 2 from here on links may be missed"],
        );
    }
}
