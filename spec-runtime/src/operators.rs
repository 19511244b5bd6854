//! The switch of an operator: `cargo spec prove --deep` writes a call of it into its own copy of the sources.

use crate::control::{Control, control};
use crate::trace::reached;

/// Is an operator to be changed, by its number? Where nothing is asked, this is one relaxed load.
#[inline(always)]
pub fn on(operator: u64) -> bool {
    match control() {
        None => false,
        Some(control) => is_asked(control, operator),
    }
}

#[cold]
fn is_asked(control: &Control, operator: u64) -> bool {
    if control.operator.is_none() && control.mutant.is_none() {
        reached(control, operator);
    }
    control.operator == Some(operator)
}
