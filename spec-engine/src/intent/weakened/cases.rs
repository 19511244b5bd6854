//! Finds fewer cases: narrower ranges, smaller numbers of runs, loops that leave something out.

use super::assertion::{fails, is_assertion};
use super::values::Values;
use super::{Weakening, WeakeningKind, excerpt};
use crate::intent::tokens::{Tokens, is_name};

pub(super) fn compare(
    before: &Tokens<'_>,
    now: &Tokens<'_>,
    (was, is): (&Values, &Values),
    says_the_same: bool,
    found: &mut Vec<Weakening>,
) {
    let mut say = |message: String| found.push(Weakening { kind: WeakeningKind::Cases, message });
    // Ranges: `0 .. 1000`.
    let (old, new) = (ranges(before, was), ranges(now, is));
    if old.len() == new.len() {
        for ((was, _), (is, _)) in old.iter().zip(&new).filter(|((_, old), (_, new))| new < old) {
            let shown = |tokens: &Tokens<'_>, at: usize| excerpt(&tokens.all[at - 1..=at + 1]);
            let (old, new) = (shown(before, *was), shown(now, *is));
            say(if old == new {
                format!("`{old}` has fewer elements")
            } else {
                format!("`{old}` became `{new}`")
            });
        }
    }
    // `cases = 256`, `with_cases ( 256 )`, `cases : 256`
    for (old, new) in counts(before, was).iter().zip(&counts(now, is)).filter(|(old, new)| new < old) {
        say(format!("{new} cases, not {old}"));
    }
    // Loops that go through less: `for x in all().take(3)`.
    let (old, new) = (heads(before), heads(now));
    if old.len() == new.len() {
        for (old, new) in old.iter().zip(&new) {
            // The loop goes through fewer of the same things.
            if let Some(word) = NARROWING.iter().find(|word| count(new, word) > count(old, word))
                && old.iter().all(|token| new.contains(token))
            {
                say(format!("`.{word}(…)` leaves cases out of `{}`", excerpt(new)));
            }
        }
    }
    if now.count(&["prop_assume", "!"]) > before.count(&["prop_assume", "!"]) {
        say("`prop_assume!` was added: it leaves cases out".to_owned());
    }
    if now.count(&["discard", "("]) > before.count(&["discard", "("]) {
        say("`discard()` was added: it leaves cases out".to_owned());
    }
    // Where other things are said, other inputs may be right.
    if says_the_same {
        inputs(before, now, &mut say);
    }
}

/// The methods that leave out some elements of a loop.
const NARROWING: [&str; 7] = ["take", "skip", "filter", "step_by", "take_while", "skip_while", "nth"];

fn count(tokens: &[&str], word: &str) -> usize {
    tokens.windows(2).filter(|pair| pair[0] == "." && pair[1] == word).count()
}

/// The things that loops go through.
fn heads<'t>(tokens: &'t Tokens<'_>) -> Vec<Vec<&'t str>> {
    let is_loop = |at: &usize| tokens.get(*at) == "for" && tokens.get(at + 1) != "<";
    let head = |at: usize| {
        let from = tokens.until(at, "in") + 1;
        let to = tokens.until(from, "{");
        (from.min(to)..to).map(|at| tokens.get(at)).collect()
    };
    (0..tokens.all.len()).filter(is_loop).filter(|&at| !is_idle(tokens, at)).map(head).collect()
}

/// Does a loop check nothing: does it only get something ready, or wait for it?
fn is_idle(tokens: &Tokens<'_>, head: usize) -> bool {
    let open = tokens.until(tokens.until(head, "in") + 1, "{");
    !fails(tokens, open, tokens.close(open))
}

/// Does a test check properties of values that are made for it?
fn has_properties(tokens: &Tokens<'_>) -> bool {
    const WORDS: [&str; 8] =
        ["proptest", "prop_", "Proptest", "quickcheck", "QuickCheck", "Runner", "arbtest", "bolero"];
    tokens.all.iter().any(|token| is_name(token) && WORDS.iter().any(|word| token.contains(word)))
}

/// The widths of the ranges of which every element is checked, and where they are.
fn ranges(tokens: &Tokens<'_>, values: &Values) -> Vec<(usize, f64)> {
    let has_properties = has_properties(tokens);
    let checked = checked(tokens);
    let is_range = |at: &usize| {
        let before = if *at > 1 { tokens.get(at - 2) } else { "" };
        let end = at + 2;
        // `v[0..3]`, and `(1..3).contains(&x)`, which claims something.
        let is_slice = before == "[" && *at > 2 && (is_name(tokens.get(at - 3)) || tokens.get(at - 3) == ")");
        // Data that is made, and gone through by nothing.
        let is_data = tokens.is_at(end, &[")", ".", "collect"]);
        let is_gone_through = matches!(tokens.get(end + 2), "for_each" | "try_for_each" | "all");
        matches!(tokens.get(*at), ".." | "..=")
            && (checked[*at] || has_properties && !checks_loop(tokens, *at) || is_gone_through)
            && !is_slice
            && !is_data
            && !tokens.is_at(end, &[")", ".", "contains"])
    };
    let to = |at: usize| match tokens.is_at(at + 2, &["::", "MAX"]) {
        true => largest(tokens.get(at + 1)),
        false => values.number(tokens.get(at + 1)),
    };
    // Of `u8::MIN` the type does not matter.
    let from = |at: usize| match tokens.get(at - 1) {
        "MIN" => Some(0.0),
        token => values.number(token),
    };
    let width = |at: usize| Some((at, to(at)? - from(at)?));
    (1..tokens.all.len()).filter(is_range).filter_map(width).collect()
}

/// Does a range stand right behind the `in` of a loop?
fn checks_loop(tokens: &Tokens<'_>, at: usize) -> bool {
    at > 3 && tokens.get(at - 2) == "in" && tokens.get(at - 4) == "for"
}

/// Marks the tokens in an assertion, or in the head of a loop that checks something.
fn checked(tokens: &Tokens<'_>) -> Vec<bool> {
    let mut checked = vec![false; tokens.all.len()];
    for at in 0..tokens.all.len() {
        let to = if tokens.get(at) == "for" && !is_idle(tokens, at) {
            tokens.until(tokens.until(at, "in") + 1, "{")
        } else if tokens.get(at + 1) == "!" && is_assertion(tokens.get(at)) {
            tokens.close(at + 2)
        } else {
            continue;
        };
        checked.iter_mut().take(to).skip(at).for_each(|is_checked| *is_checked = true);
    }
    checked
}

/// The largest number of a type: `u8::MAX`.
fn largest(primitive: &str) -> Option<f64> {
    let bits: u32 = primitive.strip_prefix('u')?.parse().ok()?;
    Some(2_f64.powf(f64::from(bits)) - 1.0)
}

/// Returns the numbers of runs that are asked for.
fn counts(tokens: &Tokens<'_>, values: &Values) -> Vec<f64> {
    const NAMES: [&str; 8] =
        ["cases", "with_cases", "tests", "max_tests", "min_tests_passed", "num_tests", "iterations", "runs"];
    // The tested code may have runs and iterations too.
    if !has_properties(tokens) {
        return Vec::new();
    }
    let is_count =
        |at: &usize| NAMES.contains(&tokens.get(*at)) && matches!(tokens.get(at + 1), "=" | "(" | ":");
    (0..tokens.all.len()).filter(is_count).filter_map(|at| values.number(tokens.get(at + 2))).collect()
}

/// A list with a name that is given to what is tested, and holds less than before.
fn inputs(before: &Tokens<'_>, now: &Tokens<'_>, say: &mut impl FnMut(String)) {
    let (old, new) = (named(before), named(now));
    if old.len() != new.len() {
        return;
    }
    for ((name, old), (other, new)) in old.iter().zip(&new) {
        let is_less =
            name == other && new.len() < old.len() && new.iter().all(|element| old.contains(element));
        if is_less && let Some(gone) = old.iter().find(|element| !new.contains(element)) {
            say(format!("the case `{}` was removed", excerpt(gone)));
        }
    }
}

/// An element of a list.
type Element<'t> = Vec<&'t str>;

/// Lists of plain values that `let` gives a name to. Those that an assertion expects or a loop goes through are left out.
fn named<'t>(tokens: &'t Tokens<'_>) -> Vec<(&'t str, Vec<Element<'t>>)> {
    let mut lists = Vec::new();
    for at in 0..tokens.all.len() {
        let name = at + 1 + usize::from(tokens.get(at + 1) == "mut");
        let open = if tokens.is_at(name + 2, &["vec", "!"]) { name + 4 } else { name + 2 };
        let open = open + usize::from(tokens.get(open) == "&");
        if tokens.get(at) != "let" || tokens.get(name + 1) != "=" || tokens.get(open) != "[" {
            continue;
        }
        let name = tokens.get(name);
        let is_other = (1..tokens.all.len()).any(|at| {
            let (last, next) = (tokens.get(at - 1), tokens.get(at + 1));
            let is_in = last == "in" || last == "&" && at > 1 && tokens.get(at - 2) == "in";
            let is_iterated = next == "." && matches!(tokens.get(at + 2), "iter" | "into_iter");
            let is_side = at > 2
                && (last == "(" && tokens.get(at - 2) == "!" || last == "," && matches!(next, ")" | ","));
            tokens.get(at) == name && (is_in || is_iterated || is_side)
        });
        if !is_other {
            let element = |(from, to): (usize, usize)| (from..to).map(|at| tokens.get(at)).collect();
            let elements = tokens.parts(open + 1, tokens.close(open), ",").into_iter().map(element).collect();
            lists.push((name, elements));
        }
    }
    lists
}
