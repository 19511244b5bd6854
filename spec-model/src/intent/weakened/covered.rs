//! What an assertion said that is gone: do others say it now?

use super::assertion::Assertion;
use super::claim::{Claim, contains, is_snapshot, splits};
use super::tables::{self, Rows};

/// Do the assertions of now say what one said, though none of them is that one?
pub(super) fn is_covered(
    one: &Assertion,
    old: &[Assertion],
    new: &[Assertion],
    rows: (&Rows, &Rows),
) -> bool {
    is_still_said(one, old, new)
        || is_pinned(one, old, new)
        || is_there(one, new, rows.1)
        || is_in_table(one, new, rows)
}

fn is_as_strict(one: &Assertion, other: &Assertion) -> bool {
    other.guards <= one.guards && (!other.is_debug || one.is_debug)
}

/// Do the assertions together say all that one said, as often as before and under no more conditions?
pub(super) fn is_still_said(one: &Assertion, old: &[Assertion], new: &[Assertion]) -> bool {
    let said: Vec<_> =
        new.iter().filter(|new| is_as_strict(one, new)).flat_map(|new| new.expanded.parts()).collect();
    let was_said: Vec<_> = old.iter().flat_map(|old| old.expanded.parts()).collect();
    let number = |of: &[Claim], part: &Claim| of.iter().filter(|other| *other == part).count();
    let parts = one.expanded.parts();
    parts.iter().all(|part| said.contains(part) && number(&said, part) >= number(&was_said, part))
}

const UNWRAP: [&str; 4] = [".", "unwrap", "(", ")"];

/// Is something now equal to a value, or to a snapshot, of which one said less, or said something of a part of it?
fn is_pinned(one: &Assertion, old: &[Assertion], new: &[Assertion]) -> bool {
    let is_new = |new: &&Assertion| {
        is_as_strict(one, new) && old.iter().all(|old| old.claim != new.claim && old.expanded != new.expanded)
    };
    new.iter().filter(is_new).any(|new| {
        [(&one.claim, &new.claim), (&one.expanded, &new.expanded)].into_iter().any(|(one, new)| {
            let Claim::Equal(subject, value) = new else { return false };
            let is_about = |tokens: &[String]| {
                let start = tokens
                    .iter()
                    .position(|token| token != "!" && token != "(" && token != "matches" && token != ",");
                start.is_some()
                    && contains(tokens, subject)
                    && subject.iter().any(|token| token.contains(char::is_alphabetic))
            };
            match one {
                Claim::Equal(same, was) => {
                    let changes_form = is_snapshot(was) != is_snapshot(value);
                    // `it.next()`, again and again, for all of it.
                    let same_step = same.strip_suffix(&UNWRAP.map(str::to_owned)).unwrap_or(same);
                    let is_step = same_step.ends_with(&[".", "next", "(", ")"].map(str::to_owned))
                        && value.first().is_some_and(|open| open == "[")
                        && (contains(value, was) || *was == ["None"]);
                    is_step || is_about(same) && (same.len() > subject.len() || changes_form)
                }
                Claim::Different(same, _) | Claim::Holds(same) => {
                    // What was not empty, and has a length, an element …
                    let is_part = same.strip_prefix(&["!".to_owned()]).is_some_and(|same| {
                        same.strip_suffix(&[".", "is_empty", "(", ")"].map(str::to_owned))
                            .is_some_and(|whole| subject.len() > whole.len() && subject.starts_with(whole))
                    });
                    is_about(same) || is_part
                }
                Claim::Other(name, same) => {
                    !name.starts_with('.') && is_about(&same[..same.len()]) && is_snapshot(value)
                }
            }
        })
    })
}

/// Was it only asked whether there is something that is unwrapped now?
fn is_there(one: &Assertion, new: &[Assertion], rows: &Rows) -> bool {
    [&one.claim, &one.expanded].into_iter().any(|claim| {
        let Claim::Holds(tokens) = claim else { return false };
        let [subject @ .., dot, method, _, _] = &**tokens else { return false };
        let unwrap = match &**method {
            "is_some" | "is_ok" => "unwrap",
            "is_err" => "unwrap_err",
            _ => return false,
        };
        let kinds: &[&str] = if unwrap == "unwrap" { &["Some", "Ok"] } else { &["Err"] };
        if rows.take_apart(subject, kinds) {
            return true;
        }
        let unwrapped = [subject, &[dot.clone(), unwrap.to_owned()]].concat();
        new.iter().filter(|new| is_as_strict(one, new)).any(|new| {
            [&new.claim, &new.expanded].into_iter().any(|claim| match claim {
                Claim::Equal(side, _)
                | Claim::Different(side, _)
                | Claim::Holds(side)
                | Claim::Other(_, side) => contains(side, &unwrapped),
            })
        })
    })
}

/// Is it a case of an assertion that is made of every row of a table, or were those its cases?
fn is_in_table(one: &Assertion, new: &[Assertion], (old_rows, rows): (&Rows, &Rows)) -> bool {
    new.iter().any(|new| {
        let folded = [(&new.claim, &one.claim), (&new.claim, &one.expanded), (&new.expanded, &one.expanded)];
        let unfolded = [(&one.claim, &new.claim), (&one.expanded, &new.expanded)];
        folded.into_iter().any(|(template, case)| {
            tables::filled(template, case, rows).is_some_and(|values| rows.hold(&values))
        }) || unfolded.into_iter().any(|(template, case)| {
            tables::filled(template, case, old_rows).is_some_and(|values| old_rows.hold(&values))
        })
    })
}

/// Are all fields of what one said to be equal to a value looked at one by one now?
pub(super) fn is_taken_apart(one: &Claim, new: &[Assertion]) -> bool {
    let Claim::Equal(subject, value) = one else { return false };
    let Some(open) = value.iter().position(|token| matches!(&**token, "{" | "[" | "(")) else { return false };
    let fields =
        splits(&value[open + 1..value.len() - 1], ",").iter().filter(|part| !part.is_empty()).count();
    let is_part = |new: &&Assertion| match (&new.claim, &new.expanded) {
        (Claim::Equal(part, _), Claim::Equal(expanded, _)) => [part, expanded].into_iter().any(|part| {
            part.len() > subject.len()
                && part.starts_with(subject)
                && matches!(&*part[subject.len()], "." | "[")
        }),
        _ => false,
    };
    fields > 0 && new.iter().filter(is_part).count() >= fields
}
