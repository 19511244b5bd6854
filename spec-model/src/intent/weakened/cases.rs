//! Loops over fewer cases.

use super::tokens::{Tokens, number};
use super::{Kind, Weakening, told};

pub(super) fn compare(before: &Tokens<'_>, now: &Tokens<'_>, found: &mut Vec<Weakening>) {
    // Ranges: `0 .. 1000`.
    let (old, new) = (ranges(before), ranges(now));
    if old.len() == new.len() {
        for ((was, old), (is, new)) in old.iter().zip(&new) {
            if new < old {
                let message = format!(
                    "`{}` became `{}`",
                    told(&before.all[was - 1..=was + 1]),
                    told(&now.all[is - 1..=is + 1])
                );
                found.push(Weakening { kind: Kind::Cases, message });
            }
        }
    }
    // `cases = 256`, `with_cases ( 256 )`, `cases : 256`
    let (old, new) = (counts(before), counts(now));
    for (old, new) in old.iter().zip(&new).filter(|(old, new)| new < old) {
        found.push(Weakening { kind: Kind::Cases, message: format!("{new} cases, not {old}") });
    }
    // Lists: `[ 1 , 2 , 3 ]`.
    let (old, new) = (lists(before), lists(now));
    if old.len() == new.len() {
        for (old, new) in old.iter().zip(&new) {
            let is_less = new.len() < old.len() && new.iter().all(|element| old.contains(element));
            if is_less && let Some(gone) = old.iter().find(|element| !new.contains(element)) {
                let message = format!("the case `{}` was removed", told(gone));
                found.push(Weakening { kind: Kind::Cases, message });
            }
        }
    }
}

/// The widths of the ranges between two numbers, and where they are.
fn ranges(tokens: &Tokens<'_>) -> Vec<(usize, f64)> {
    let is_range = |at: &usize| matches!(tokens.get(*at), ".." | "..=");
    let ranges = (1..tokens.all.len()).filter(is_range);
    ranges.filter_map(|at| Some((at, number(tokens.get(at + 1))? - number(tokens.get(at - 1))?))).collect()
}

fn counts(tokens: &Tokens<'_>) -> Vec<f64> {
    let is_count = |at: &usize| {
        matches!(tokens.get(*at), "cases" | "with_cases" | "tests" | "max_shrink_iters")
            && matches!(tokens.get(at + 1), "=" | "(" | ":")
    };
    (0..tokens.all.len()).filter(is_count).filter_map(|at| number(tokens.get(at + 2))).collect()
}

/// The elements of arrays that are gone through.
fn lists<'t>(tokens: &'t Tokens<'_>) -> Vec<Vec<Vec<&'t str>>> {
    let mut lists = Vec::new();
    let mut asserted = 0;
    for at in 0..tokens.all.len() {
        // What an assertion expects is no case.
        if tokens.get(at).contains("assert") && tokens.get(at + 1) == "!" {
            asserted = tokens.close(at + 2);
        }
        // No index, no attribute, no type.
        let is_list = tokens.get(at) == "["
            && (at == 0
                || matches!(
                    tokens.get(at - 1),
                    "in" | "=" | "(" | "," | "&" | "!" | "[" | "=>" | "{" | ";" | "return"
                ));
        if !is_list || at < asserted || at > 1 && tokens.get(at - 1) == "!" && tokens.get(at - 2) != "vec" {
            continue;
        }
        let elements = tokens.parts(at + 1, tokens.close(at), ",");
        let element = |(from, to): (usize, usize)| (from..to).map(|at| tokens.get(at)).collect();
        if !elements.is_empty() {
            lists.push(elements.into_iter().map(element).collect());
        }
    }
    lists
}
