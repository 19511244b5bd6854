//! `orphan`, `ambiguous-id` and `malformed-link`: a link leads to no criterion.

use spec_model::catalog::ResolveError;
use spec_model::diagnostic::{Code, Diagnostic, Edit, Fix};

use crate::links::Link;

/// Reports a link whose id names nothing.
pub(crate) fn unresolved(link: &Link, error: &ResolveError) -> Diagnostic {
    let code = match error {
        ResolveError::Malformed { .. } => Code::MalformedLink,
        ResolveError::Unknown { .. } | ResolveError::Retired { .. } => Code::Orphan,
        ResolveError::Ambiguous { .. } => Code::AmbiguousId,
    };
    let (message, help) = unresolved_id(&link.id, error);
    let mut finding = Diagnostic::new(code, message).located(link.location.clone()).help(help);
    finding.fixes = renames(link, error);
    finding
}

/// Other ids in place of the one that names nothing. Which of them is meant, only a person knows.
fn renames(link: &Link, error: &ResolveError) -> Vec<Fix> {
    /// More are no help.
    const MAX_FIXES: usize = 3;
    let names = match error {
        ResolveError::Unknown { similar } => similar.as_slice(),
        ResolveError::Ambiguous { candidates } => candidates.as_slice(),
        ResolveError::Malformed { .. } | ResolveError::Retired { .. } => &[],
    };
    let fixes = names.iter().take(MAX_FIXES).map(|name| {
        let edit = Edit::new(link.location.clone(), format!("{name:?}"));
        Fix::needs_person(format!("name `{name}`"), vec![edit])
    });
    fixes.collect()
}

/// So many things are named that an id may mean.
const MAX_CANDIDATES: usize = 20;

/// What is wrong with an id that names nothing, and what to do.
pub(crate) fn unresolved_id(id: &str, error: &ResolveError) -> (String, String) {
    let id = id.escape_debug();
    match error {
        ResolveError::Malformed { reason } => {
            (format!("`{id}` is no id: {reason}"), "ids look like `REQ-1.2`, `FR-003`, `US1.2`".to_owned())
        }
        ResolveError::Unknown { similar } => (
            format!("no document defines `{id}`"),
            match similar.as_slice() {
                [] => "`cargo spec list` shows the ids that there are".to_owned(),
                [one] => format!("did you mean `{one}`?"),
                several => format!("did you mean one of `{}`?", several.join("`, `")),
            },
        ),
        ResolveError::Retired { place } => (
            format!("`{id}` was retired: the document only keeps its number"),
            format!("see {place}; take the link away, or name what has taken its place"),
        ),
        ResolveError::Ambiguous { candidates } => {
            let told: Vec<_> =
                candidates.iter().take(MAX_CANDIDATES).map(|name| format!("`{name}`")).collect();
            let more = match candidates.len().saturating_sub(MAX_CANDIDATES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            (format!("several features define `{id}`"), format!("say which: {}{more}", told.join(", ")))
        }
    }
}
