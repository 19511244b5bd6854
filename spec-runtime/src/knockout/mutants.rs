//! The mutants of a function, by what there is for the type that it returns.

use std::borrow::Cow;

use super::intercept::aside;
use super::probe::Table;
use crate::evidence::{MutantChange, MutantId, Sight};

/// The number of mutants that a mask tells apart.
const MOST: usize = u64::BITS as usize;

/// So many errors are tried instead of the work, and in place of another one.
const ERRORS: usize = 4;

pub(super) type Mutants = Vec<(MutantId, Cow<'static, str>)>;

/// The mutants of a function, each with how it is written. One whose making panics is none: every test would notice.
pub(super) fn mutants<T>(sight: Sight, table: Table<T>, arguments: &[&'static str]) -> Mutants {
    let errors = |number: usize| (number < ERRORS).then(|| Some((table.error)(number)?.label)).flatten();
    let mut all = Mutants::new();
    add(&mut all, MutantChange::Instead, &|number| Some((table.variant)(number)?.label));
    // Of an effect, and something near to what it returns, only the first is what the function is there for.
    if sight != Sight::Effect || all.is_empty() {
        add(&mut all, MutantChange::Near, &table.near);
    }
    add(&mut all, MutantChange::InsteadError, &errors);
    add(&mut all, MutantChange::OtherError, &errors);
    add(&mut all, MutantChange::Argument, &|number| arguments.get(number).map(|&argument| argument.into()));
    if all.iter().any(|(mutant, _)| mutant.change == MutantChange::Near) {
        add(&mut all, MutantChange::Turned, &|number| {
            Some(format!("{} for another variant", (table.variant)(number)?.label).into())
        });
        all.retain(|(mutant, _)| mutant.change != MutantChange::Turned || is_first(table, mutant.number));
        if all.iter().any(|(mutant, _)| mutant.change == MutantChange::Turned) {
            add(&mut all, MutantChange::Inside, &|number| {
                Some(format!("{} for the same variant", (table.variant)(number)?.label).into())
            });
        }
    }
    // Where not all values of the same variant fit, nothing shows whether tests look at values: near values must be caught.
    if all.len() > MOST {
        all.retain(|(mutant, _)| !matches!(mutant.change, MutantChange::Turned | MutantChange::Inside));
    }
    all.truncate(MOST);
    all
}

/// Is a value the first one of its variant, where the type has several?
fn is_first<T>(table: Table<T>, number: usize) -> bool {
    let value = |number| aside(|| (table.variant)(number)).flatten().map(|variant| variant.value);
    let (Some(is_like), Some(own)) = (table.is_like, value(number)) else { return false };
    !(0..number).filter_map(value).any(|other| aside(|| is_like(&own, &other)) != Some(false))
}

fn add(all: &mut Mutants, change: MutantChange, label: &dyn Fn(usize) -> Option<Cow<'static, str>>) {
    for number in 0..MOST {
        match aside(|| label(number)) {
            Some(Some(label)) => all.push((MutantId { change, number }, label)),
            Some(None) => return,
            None => {}
        }
    }
}
