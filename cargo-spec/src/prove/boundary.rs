//! Joins a bound in the words of a criterion with a changed boundary that its tests missed.

use spec_engine::criterion::written_bounds;

use crate::deep::OperatorMutant;

/// A bound that no test is at.
#[derive(Debug)]
pub struct BoundaryGap<'a> {
    /// The words of the criterion: `within 200 ms`.
    pub words: String,
    /// The missing case: `200 ms`.
    pub case: String,
    /// The boundary that was moved.
    pub mutant: &'a OperatorMutant,
}

/// The gaps of a criterion, by its text and the mutants that were missed. Of several bounds the one counts whose number stands in the line
/// of code.
pub(super) fn gaps<'a>(text: &str, missed: impl Iterator<Item = &'a OperatorMutant>) -> Vec<BoundaryGap<'a>> {
    let bounds: Vec<_> = written_bounds(text).into_iter().filter(|bound| !bound.is_capacity).collect();
    let mut gaps: Vec<BoundaryGap<'_>> = Vec::new();
    for mutant in missed.filter(|mutant| mutant.is_boundary) {
        let number = |range: &std::ops::Range<usize>| text[range.clone()].trim();
        let ends = bounds.iter().flat_map(|bound| {
            [Some(&bound.number), bound.upper.as_ref()].into_iter().flatten().map(move |end| (bound, end))
        });
        let ends: Vec<_> = ends.collect();
        let named = ends.iter().find(|(_, end)| has_number(&mutant.before, number(end)));
        let Some((bound, end)) = named.or_else(|| ends.first().filter(|_| ends.len() == 1)) else { continue };
        let words = text[bound.range.clone()].trim().to_owned();
        if !gaps.iter().any(|gap| gap.words == words) {
            let unit = text[bound.unit.clone()].trim();
            let case =
                if unit.is_empty() { number(end).to_owned() } else { format!("{} {unit}", number(end)) };
            gaps.push(BoundaryGap { words, case, mutant });
        }
    }
    gaps
}

/// Does a line of code have a number as a word of its own?
fn has_number(line: &str, number: &str) -> bool {
    let bare = line.replace('_', "");
    let number = number.replace([',', '\''], "");
    bare.match_indices(&number).any(|(at, _)| {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
        !is_digit(bare[..at].chars().next_back()) && !is_digit(bare[at + number.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gaps, each with its words and the missing case, for missed changes of these lines of code.
    fn check(text: &str, lines: &[&str], expect: &[(&str, &str)]) {
        let mutants: Vec<_> = lines.iter().flat_map(|line| OperatorMutant::of_line(line)).collect();
        let gaps = gaps(text, mutants.iter());
        let found: Vec<_> = gaps.iter().map(|gap| (&*gap.words, &*gap.case)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_moved_boundary_names_the_bound_and_the_missing_case() {
        let within = "WHEN a person signs in THE shop SHALL answer within 200 ms";
        check(within, &["elapsed < limit"], &[("within 200 ms", "200 ms")]);
        check(within, &["elapsed == limit", "elapsed + limit"], &[]);
        check("THE shop SHALL answer", &["elapsed < limit"], &[]);
        let two = "THE shop SHALL take at least 2 and at most 50 names";
        check(two, &["names <= 50"], &[("at most 50 names", "50 names")]);
        check(two, &["names < limit"], &[]);
    }
}
