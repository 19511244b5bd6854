//! `config-unknown`: `spec.toml` names a package, a feature or an id that is not there, or names one twice.

use spec_model::catalog::{Catalog, ResolveError};
use spec_model::config::ConfiguredWaiver;
use spec_model::diagnostic::{Advice, Code, Diagnostic, Location};
use spec_model::nearest::nearest;

use super::unresolved::unresolved_id;

/// `package` of `spec.toml` names a package that the workspace does not have.
pub(crate) fn unknown_package(catalog: &Catalog, packages: &[&str]) -> Option<Diagnostic> {
    let name = catalog.config.package.as_deref()?;
    let location = catalog.config.package_location.clone()?;
    if packages.is_empty() || packages.contains(&name) {
        return None;
    }
    let advice = match nearest(name, packages.iter().copied(), 1).first() {
        Some(known) => Advice::choose([*known]),
        None => format!("the members are `{}`", packages.join("`, `")).into(),
    };
    let message = format!("`{}` is not a package of the workspace", name.escape_debug());
    Some(Diagnostic::new(Code::ConfigUnknown, message).located(location).help(advice))
}

/// Reports something in `spec.toml` that names neither a feature nor an id.
pub(crate) fn unknown(catalog: &Catalog, of: &str, location: Location, error: &ResolveError) -> Diagnostic {
    let written = of.escape_debug();
    let (message, advice) = match error {
        ResolveError::Ambiguous { .. } | ResolveError::Retired { .. } => unresolved_id(of, error),
        ResolveError::Unknown { similar } if !similar.is_empty() => unresolved_id(of, error),
        _ => {
            let features: Vec<_> = catalog.documents.iter().map(|document| &*document.feature).collect();
            let advice = match nearest(of, features.iter().copied(), 1).first() {
                Some(feature) => Advice::choose([*feature]),
                None => format!("the features are `{}`", features.join("`, `")).into(),
            };
            (format!("`{written}` is neither a feature nor an id that a document defines"), advice)
        }
    };
    Diagnostic::new(Code::ConfigUnknown, message).located(location).help(advice)
}

/// Reports the second of two waivers of one criterion.
pub(crate) fn waived_twice(waiver: &ConfiguredWaiver, first: &ConfiguredWaiver) -> Diagnostic {
    let written = waiver.of.escape_debug();
    Diagnostic::new(Code::ConfigUnknown, format!("`{written}` is waived twice"))
        .located(waiver.location.clone())
        .related(first.location.clone(), "it is waived here already")
        .help("keep one of the two")
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_waiver_of_nothing_is_reported() {
        check(
            &[
                TEST,
                (
                    "spec.toml",
                    b"[waive]\n\"REQ-7.1\" = { by = \"inspection\", reason = \"a person looks\" }\n",
                ),
            ],
            "config-unknown spec.toml:2",
        );
    }
}
