//! A constant of the code in place of the number that the criterion says.

use super::Reason;
use super::values::Values;

/// Why a test says nothing of a number that it takes from the code.
pub(super) fn reason(text: &str, values: &Values<'_>) -> Option<Reason> {
    let name = values.constants.first()?;
    Some(Reason::new(
        format!(
            "no test has the {text} of this criterion: they take `{name}` from the code, and follow whatever it says"
        ),
        format!("write {text} in the test, as the criterion does"),
    ))
}
