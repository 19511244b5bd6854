//! A constant of the code in place of the number that the criterion says.

use super::reason::ThinReason;
use super::values::Values;

/// Returns the reason why a test says nothing of a number that it takes from the code.
pub(super) fn reason(text: &str, values: &Values<'_>) -> Option<ThinReason> {
    let name = values.constants.first()?;
    Some(ThinReason::new(
        format!(
            "no test has the {text} of this criterion: they take `{name}` from the code; if that stands for it, they follow whatever it says"
        ),
        format!("write {text} in the test, as the criterion does"),
    ))
}
