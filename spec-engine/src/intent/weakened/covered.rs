//! Decides whether other assertions cover the claim of one that is gone.

use std::collections::{HashMap, HashSet};

use super::assertion::Assertion;
use super::claim::{Claim, contains, is_snapshot, words};
use super::loosened;
use super::tables::{self, Rows};
use crate::intent::brackets::{opening, operands};

/// The text that both tests share, looked up in no time however long they are.
pub(super) struct ClaimIndex<'a> {
    new: &'a [Assertion],
    /// The number of times that something was claimed.
    was: HashMap<Claim, usize>,
    /// Under how many conditions, and whether in debug builds only, something is said now.
    is: HashMap<Claim, Vec<(usize, bool)>>,
    /// Equations that were not there before.
    fresh: Vec<&'a Assertion>,
    /// The tables of before, and of now.
    rows: (&'a Rows, &'a Rows),
}

impl<'a> ClaimIndex<'a> {
    pub(super) fn of(old: &'a [Assertion], new: &'a [Assertion], rows: (&'a Rows, &'a Rows)) -> Self {
        let mut index = Self { new, was: HashMap::new(), is: HashMap::new(), fresh: Vec::new(), rows };
        for part in old.iter().flat_map(|old| old.expanded.parts()) {
            *index.was.entry(part).or_default() += 1;
        }
        for one in new {
            for part in one.expanded.parts() {
                index.is.entry(part).or_default().push((one.guards, one.is_debug));
            }
        }
        let known: HashSet<&Claim> = old.iter().flat_map(|old| [&old.claim, &old.expanded]).collect();
        let is_fresh = |new: &&Assertion| {
            matches!(new.claim, Claim::Equal(..))
                && !known.contains(&new.claim)
                && !known.contains(&new.expanded)
        };
        index.fresh = new.iter().filter(is_fresh).collect();
        index
    }

    /// Was a claim made before?
    pub(super) fn was_said(&self, new: &Assertion) -> bool {
        self.was.contains_key(&new.expanded)
    }

    /// Do the assertions of now say what one said, though none of them is that one?
    pub(super) fn covers(&self, one: &Assertion) -> bool {
        self.still_says(one)
            || self.pins(one)
            || self.says_there_is(one)
            || self.fails_by_hand(one)
            || self.has_in_table(one)
            || self.says_of_all(one)
    }

    /// Does a new equation look at what one looked at in another form: `r.status().as_u16() == 404`? Or did one look at each of several
    /// things, where they are compared as a whole now?
    pub(super) fn compares_otherwise(&self, one: &Assertion) -> bool {
        let is_form = |one: &Claim, new: &Claim| match (one, new) {
            (Claim::Equal(subject, _), Claim::Equal(form, _)) => {
                form.len() > subject.len()
                    && form.starts_with(subject)
                    && form[subject.len()] == "."
                    && !loosened::projects(subject, form)
            }
            _ => false,
        };
        // The exit code of a command shows whether it succeeded.
        let is_named = |one: &Assertion, names: &[&str]| matches!(&one.claim, Claim::Other(name, _) if names.contains(&name.as_str()));
        if is_named(one, &[".success", ".failure"]) && self.new.iter().any(|new| is_named(new, &[".code"])) {
            return true;
        }
        let mut fresh = self.fresh.iter().filter(|new| is_as_strict(one, new));
        fresh.any(|new| {
            self.rows.0.names_any(&one.claim)
                || is_form(&one.claim, &new.claim)
                || is_form(&one.expanded, &new.expanded)
        })
    }

    /// Do the assertions together say all that one said, as often as before and under no more conditions?
    pub(super) fn still_says(&self, one: &Assertion) -> bool {
        one.expanded.parts().iter().all(|part| {
            let all = self.is.get(part).map_or(&[][..], Vec::as_slice);
            let is_as_strict =
                |(guards, is_debug): &&(usize, bool)| *guards <= one.guards && (!is_debug || one.is_debug);
            let number = all.iter().filter(is_as_strict).count();
            number > 0 && number >= self.was.get(part).copied().unwrap_or_default()
        })
    }

    /// Is something now equal to a value or a snapshot? The old one said less of it, or something of a part.
    fn pins(&self, one: &Assertion) -> bool {
        self.fresh
            .iter()
            .filter(|new| is_as_strict(one, new))
            .any(|new| is_pinned_by(&one.claim, &new.claim) || is_pinned_by(&one.expanded, &new.expanded))
    }

    /// Is it `if a != 3 { panic!() }` now?
    fn fails_by_hand(&self, one: &Assertion) -> bool {
        // Or `while a != 3 { … }`, which ends when it is so.
        let says = |condition: [&[String]; 3]| {
            let condition = condition.concat();
            let says = |start: &str, end: &[&str]| {
                self.rows.1.contain(&[&words(&[start]), &*condition, &words(end)].concat())
            };
            says("if", &["{", "panic"]) || says("if", &["{", "return", "Err"]) || says("while", &["{"])
        };
        match &one.claim {
            Claim::Equal(one, other) => {
                let differs = words(&["!="]);
                says([one, &differs, other]) || says([other, &differs, one])
            }
            Claim::Holds(one) => match one.split_first() {
                Some((not, rest)) if not == "!" => says([rest, &[], &[]]),
                _ => says([&words(&["!"]), one, &[]]),
            },
            _ => false,
        }
    }

    /// Did a `let … else` fail where something is unwrapped now, of which the same is said?
    pub(super) fn unwraps(&self) -> bool {
        let says_it_still = |new: &Assertion| {
            self.was.contains_key(&new.expanded)
                && new.expanded.tokens().iter().any(|token| token.starts_with("unwrap"))
        };
        self.rows.0.contain(&words(&["else", "{", "panic"])) && self.new.iter().any(says_it_still)
    }

    /// Was it only asked whether there is something that is unwrapped now?
    fn says_there_is(&self, one: &Assertion) -> bool {
        is_there(&one.claim, one, self) || is_there(&one.expanded, one, self)
    }

    /// Is it asked of all at once, or of one after the other: `assert!(all().all(|n| n % 3 == 0))`?
    fn says_of_all(&self, one: &Assertion) -> bool {
        let all = |claim: &Claim| match claim {
            Claim::Holds(tokens) => of_all(tokens),
            _ => None,
        };
        let is_same =
            |one: &Claim, new: &Claim| all(new).as_ref() == Some(one) || all(one).as_ref() == Some(new);
        self.new.iter().filter(|new| is_as_strict(one, new)).any(|new| is_same(&one.claim, &new.claim))
    }

    /// Is it a case of an assertion about every row of a table, or were those its cases?
    fn has_in_table(&self, one: &Assertion) -> bool {
        let (old_rows, rows) = self.rows;
        // Of loops through what is not known here, everything may be a case.
        let may_be_any = rows.is_less_known(old_rows);
        let (was_template, may_be_case) = (old_rows.names_any(&one.claim), rows.are_any() || may_be_any);
        (was_template || may_be_case)
            && self.new.iter().any(|new| {
                let folded =
                    [(&new.claim, &one.claim), (&new.claim, &one.expanded), (&new.expanded, &one.expanded)];
                let unfolded = [(&one.claim, &new.claim), (&one.expanded, &new.expanded)];
                let holds = |rows: &Rows, (template, case): (&Claim, &Claim)| {
                    tables::filled(template, case, rows)
                        .is_some_and(|values| may_be_any || rows.hold(&values))
                };
                may_be_case && rows.names_any(&new.claim) && folded.into_iter().any(|pair| holds(rows, pair))
                    || was_template && unfolded.into_iter().any(|pair| holds(old_rows, pair))
            })
    }
}

/// The claim about each: `n % 3 == 0` of `all().all(|n| n % 3 == 0)`.
fn of_all(tokens: &[String]) -> Option<Claim> {
    let open = opening(tokens, tokens.len().checked_sub(1)?)?;
    let is_all = open > 1 && tokens[open - 1] == "all" && tokens[open - 2] == ".";
    let bar = (open + 2..tokens.len()).find(|&at| tokens[at] == "|")?;
    let is_closure = tokens.get(open + 1).is_some_and(|token| token == "|");
    (is_all && is_closure).then(|| Claim::holds(tokens[bar + 1..tokens.len() - 1].to_vec()).plain())
}

fn is_as_strict(one: &Assertion, other: &Assertion) -> bool {
    other.guards <= one.guards && (!other.is_debug || one.is_debug)
}

const UNWRAP: [&str; 4] = [".", "unwrap", "(", ")"];
const LEN: [&str; 4] = [".", "len", "(", ")"];

/// Does an equation say all that another claim said?
fn is_pinned_by(one: &Claim, new: &Claim) -> bool {
    let Claim::Equal(subject, value) = new else { return false };
    let is_about = |tokens: &[String]| {
        contains(tokens, subject) && subject.iter().any(|token| token.contains(char::is_alphabetic))
    };
    match one {
        Claim::Equal(same, was) => {
            let changes_form = is_snapshot(was) != is_snapshot(value);
            // `it.next()`, again and again, for all of it.
            let same_step = same.strip_suffix(&UNWRAP.map(str::to_owned)).unwrap_or(same);
            let is_step = same_step.ends_with(&[".", "next", "(", ")"].map(str::to_owned))
                && value.first().is_some_and(|open| open == "[")
                && (contains(value, was) || *was == ["None"]);
            // `v[0].name`, and `v.len()`, for `v.iter().map(|x| x.name)`.
            let is_list = value.first().is_some_and(|open| open == "[");
            let base = same.iter().position(|token| token == "[").map(|end| &same[..end]);
            let is_element = base.is_some_and(|base| subject.starts_with(base)) && contains(value, was);
            let is_length = same
                .strip_suffix(&LEN.map(str::to_owned))
                .is_some_and(|list| subject.starts_with(list) && subject.len() > list.len());
            is_list && (is_element || is_length)
                || is_step
                || (same.len() > subject.len() || changes_form) && is_about(same)
        }
        Claim::Different(same, _) | Claim::Holds(same) => {
            // A value that was not empty, and has a length, an element …
            let is_part = same.strip_prefix(&["!".to_owned()]).is_some_and(|same| {
                same.strip_suffix(&[".", "is_empty", "(", ")"].map(str::to_owned))
                    .is_some_and(|whole| subject.len() > whole.len() && subject.starts_with(whole))
            });
            is_about(same) || is_part
        }
        Claim::Other(name, same) => !name.starts_with('.') && is_snapshot(value) && is_about(same),
    }
}

fn is_there(claim: &Claim, one: &Assertion, index: &ClaimIndex<'_>) -> bool {
    // `let [only] = list else { … }` says how many there are.
    if let Claim::Equal(side, _) = claim
        && let Some(list) = side.strip_suffix(&LEN.map(str::to_owned))
    {
        return index.rows.1.take_apart(list, &["["]);
    }
    let Claim::Holds(tokens) = claim else { return false };
    let [subject @ .., dot, method, _, _] = &**tokens else { return false };
    let (unwrap, kinds): (_, &[&str]) = match &**method {
        "is_some" | "is_ok" => ("unwrap", &["Some", "Ok"]),
        "is_err" => ("unwrap_err", &["Err"]),
        _ => return false,
    };
    if index.rows.1.take_apart(subject, kinds) {
        return true;
    }
    let unwrapped = [subject, &[dot.clone(), unwrap.to_owned()]].concat();
    if index.rows.1.contain(&unwrapped) {
        return true;
    }
    index.new.iter().filter(|new| is_as_strict(one, new)).any(|new| {
        [&new.claim, &new.expanded].into_iter().any(|claim| match claim {
            Claim::Equal(side, _)
            | Claim::Different(side, _)
            | Claim::Holds(side)
            | Claim::Other(_, side) => contains(side, &unwrapped),
        })
    })
}

/// Are all fields of what one said to be equal to a value looked at one by one now?
pub(super) fn is_taken_apart(one: &Claim, new: &[Assertion]) -> bool {
    let Claim::Equal(subject, value) = one else { return false };
    let is_open = |at: usize| value.get(at).is_some_and(|token| matches!(&**token, "{" | "[" | "("));
    // The inner ones of `json!({ … })`.
    let Some(open) = (0..value.len()).find(|&at| is_open(at) && !is_open(at + 1)) else { return false };
    let fields = operands(value.get(open + 1..value.len() - 1).unwrap_or_default(), ",")
        .iter()
        .filter(|part| !part.is_empty())
        .count();
    let is_part = |new: &&Assertion| match (&new.claim, &new.expanded) {
        // The same part of what is expected is no field of it.
        (Claim::Equal(_, is), _) if is.len() > value.len() && is.starts_with(value) => false,
        (Claim::Equal(part, _), Claim::Equal(expanded, _)) => [part, expanded].into_iter().any(|part| {
            part.len() > subject.len()
                && part.starts_with(subject)
                && matches!(&*part[subject.len()], "." | "[")
        }),
        _ => false,
    };
    fields > 0 && new.iter().filter(is_part).count() >= fields
}
