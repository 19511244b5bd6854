//! Writes a reference with other numbers, in the form that its writer chose: `R1.2` becomes `R1.3`.

use std::ops::Range;

use spec_model::grammar::listed::listed;
use spec_model::grammar::reference::Reference;

/// The text of a list, a range or an id with other ids in place of the old ones. `None`: it says the same, or the form is not understood.
///
/// A range stays one where all of it moves in order. Else it becomes a list.
pub(super) fn respelled(written: &str, names: &[&Reference], old: &[&str], new: &[&str]) -> Option<String> {
    if old == new || numbers_of(written) != numbers(names.iter().map(|name| name.id.as_str())) {
        return None;
    }
    let is_feature = names.first().is_some_and(|name| name.feature.is_some());
    let behind_feature = written.find('/').filter(|_| is_feature).map_or(0, |slash| slash + 1);
    let respelled = match (old, new) {
        ([old], [new]) => with_number(written, behind_feature, old, new),
        _ => range(written, behind_feature, old, new).or_else(|| list(written, behind_feature, old, new)),
    };
    respelled.filter(|respelled| numbers_of(respelled) == numbers(new.iter().copied()))
}

/// The numbers of what a text names: ids without the letters before them.
fn numbers_of(text: &str) -> Vec<String> {
    numbers(listed(text).references.iter().map(|name| name.id.as_str()))
}

fn numbers<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    ids.map(|id| number(id).to_owned()).collect()
}

/// `1.2` of `FR-1.2`.
pub(super) fn number(id: &str) -> &str {
    &id[id.find(|c: char| c.is_ascii_digit()).unwrap_or(0)..]
}

/// The text with the number of one id in place of that of another.
fn with_number(written: &str, from: usize, old: &str, new: &str) -> Option<String> {
    let (old_runs, new_runs) = (runs(old, 0), runs(new, 0));
    if letters(old) != letters(new) || old_runs.len() != new_runs.len() {
        // Of another family, or a name: only as a whole.
        return (written == old).then(|| new.to_owned());
    }
    let places = place_of(written, from, &texts(old, &old_runs))?;
    let mut respelled = written.to_owned();
    for ((place, old_run), new_run) in places.into_iter().zip(old_runs).zip(new_runs).rev() {
        if old[old_run] != new[new_run.clone()] {
            respelled.replace_range(place, &new[new_run]);
        }
    }
    Some(respelled)
}

/// A range whose ends count from the first new id to the last, as the new ids do.
fn range(written: &str, from: usize, old: &[&str], new: &[&str]) -> Option<String> {
    let follows = |pair: &[&str]| {
        let (one, other) = (counted(pair[0])?, counted(pair[1])?);
        (one.0 == other.0 && one.1 + 1 == other.1).then_some(())
    };
    if !new.windows(2).all(|pair| follows(pair).is_some()) {
        return None;
    }
    let (old_first, old_last) = (old.first()?, old.last()?);
    let middle = place_of(written, from, &texts(old_first, &runs(old_first, 0)))?.last()?.end;
    let (head, tail) = written.split_at(middle);
    let head = with_number(head, from, old_first, new.first()?)?;
    // The last number may stand alone: `1.1-3`.
    let tail = with_number(tail, 0, old_last, new.last()?).or_else(|| {
        let (place, old_last, new_last) = (runs(tail, 0).pop()?, runs(old_last, 0).pop()?, new.last()?);
        let new_run = runs(new_last, 0).pop()?;
        let is_it = tail[place.clone()] == old.last()?[old_last];
        is_it.then(|| format!("{}{}{}", &tail[..place.start], &new_last[new_run], &tail[place.end..]))
    })?;
    Some(head + &tail)
}

/// Each new id by itself, in the form of the first.
fn list(written: &str, from: usize, old: &[&str], new: &[&str]) -> Option<String> {
    let first = old.first()?;
    let end = place_of(written, from, &texts(first, &runs(first, 0)))?.last()?.end;
    // `FR-038c`
    let letters = first.len() - first.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let head = written.get(..end + letters)?;
    let each: Option<Vec<String>> = new.iter().map(|new| with_number(head, from, first, new)).collect();
    Some(each?.join(", "))
}

/// `REQ-1.` and 12 of `REQ-1.12`.
fn counted(id: &str) -> Option<(&str, u64)> {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    Some((stem, id[stem.len()..].parse().ok()?))
}

/// The runs of digits of a text, from an offset on.
fn runs(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.bytes().enumerate().skip(from).filter(|(_, byte)| byte.is_ascii_digit()) {
        match runs.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn texts<'a>(text: &'a str, runs: &[Range<usize>]) -> Vec<&'a str> {
    runs.iter().map(|run| &text[run.clone()]).collect()
}

/// The text between the digits of an id.
fn letters(id: &str) -> Vec<&str> {
    id.split(|c: char| c.is_ascii_digit()).filter(|letters| !letters.is_empty()).collect()
}

/// Finds the first place of a text with the runs of digits of an id, one behind the other.
fn place_of(text: &str, from: usize, id: &[&str]) -> Option<Vec<Range<usize>>> {
    let runs = runs(text, from);
    let is_it =
        |window: &&[Range<usize>]| window.iter().zip(id).all(|(run, digits)| text[run.clone()] == **digits);
    (!id.is_empty()).then(|| runs.windows(id.len()).find(is_it).map(<[_]>::to_vec))?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `moves` are pairs of an old and a new id; whatever is in none of them stays.
    #[track_caller]
    fn check(written: &str, moves: &[(&str, &str)], expect: Option<&str>) {
        let names = listed(written).references;
        let old: Vec<String> = names.iter().map(|name| name.canonical().as_str().to_owned()).collect();
        let new: Vec<_> = old
            .iter()
            .map(|old| moves.iter().find(|(from, _)| from == old).map_or(&**old, |(_, to)| *to))
            .collect();
        let old: Vec<_> = old.iter().map(|old| &**old).collect();
        let found = respelled(written, &names.iter().collect::<Vec<_>>(), &old, &new);
        assert_eq!(found.as_deref(), expect, "{written} {moves:?}");
    }

    #[test]
    fn an_id_keeps_the_form_of_its_writer() {
        let moves = [("REQ-1.2", "REQ-1.3"), ("US1.2", "US1.3"), ("FR-009", "FR-010"), ("US1", "US2")];
        for (written, expect) in [
            ("1.2", "1.3"),
            ("R1.2", "R1.3"),
            ("REQ-1.2", "REQ-1.3"),
            ("Requirement 1.2", "Requirement 1.3"),
            ("shop-2/1.2", "shop-2/1.3"),
            ("US1.2", "US1.3"),
            ("US1/AC2", "US1/AC3"),
            ("User Story 1 AC 2", "User Story 1 AC 3"),
            ("FR-009", "FR-010"),
            ("US1", "US2"),
            ("us-1", "us-2"),
        ] {
            check(written, &moves, Some(expect));
        }
        check("1.4", &moves, None);
        check("2.1", &[("REQ-2.1", "REQ-3.1")], Some("3.1"));
        check("12.1", &[("REQ-12.1", "REQ-1.12")], Some("1.12"));
    }

    #[test]
    fn a_range_stays_one_where_all_of_it_moves_in_order() {
        let up = [("REQ-1.1", "REQ-1.2"), ("REQ-1.2", "REQ-1.3"), ("REQ-1.3", "REQ-1.4")];
        for (written, expect) in [
            ("1.1-1.3", "1.2-1.4"),
            ("1.1–3", "1.2–4"),
            ("R1.1 to R1.3", "R1.2 to R1.4"),
            ("REQ-1.1-1.3", "REQ-1.2-1.4"),
            ("1.1 .. 1.3", "1.2 .. 1.4"),
        ] {
            check(written, &up, Some(expect));
        }
        let over = [("REQ-1.1", "REQ-2.1"), ("REQ-1.2", "REQ-2.2")];
        check("1.1-1.2", &over, Some("2.1-2.2"));
        check("FR-008 to FR-009", &[("FR-008", "FR-009"), ("FR-009", "FR-010")], Some("FR-009 to FR-010"));
    }

    #[test]
    fn a_range_of_which_a_part_moves_becomes_a_list() {
        let last = [("REQ-1.2", "REQ-1.3"), ("REQ-1.3", "REQ-1.4")];
        check("1.1-1.3", &last, Some("1.1, 1.3, 1.4"));
        check("R1.1–R1.3", &last, Some("R1.1, R1.3, R1.4"));
        let swap = [("REQ-1.1", "REQ-1.2"), ("REQ-1.2", "REQ-1.1")];
        check("1.1-1.2", &swap, Some("1.2, 1.1"));
    }
}
