//! `requirement-named-by-test`: a test names a requirement that has several criteria.

use spec_model::catalog::Target;
use spec_model::diagnostic::{Code, Diagnostic};

use crate::links::Link;

/// Reports the link of a test to a whole requirement.
pub(crate) fn requirement_named(link: &Link, target: &Target<'_>) -> Diagnostic {
    let criteria: Vec<_> =
        target.requirement.criteria.iter().map(|criterion| criterion.id.as_str()).collect();
    let message = format!(
        "`{}` has {} criteria: a test verifies those that it names",
        link.id.escape_debug(),
        criteria.len()
    );
    let help = match criteria.as_slice() {
        [] => "the requirement has no criteria yet".to_owned(),
        [first, .., last] => format!("name what it checks: `{first}` … `{last}`"),
        [only] => format!("name what it checks: `{only}`"),
    };
    Diagnostic::new(Code::RequirementNamedByTest, message).located(link.location.clone()).help(help)
}
