//! Finds the names nearest to one that does not exist.

/// The names nearest to a written one, best first, at most `count`.
///
/// Near is what a slip of the finger makes: at most a third of the bytes differ, whatever their case. What only lacks its
/// end (`warn` of `warning`) is as near as the last of these. Among names equally near those with the longer common beginning
/// come first, then those that come first in `names`. Those that are less near than the first are left out.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>, count: usize) -> Vec<&'a str> {
    let written = written.as_bytes();
    let limit = (written.len() / 3).max(1);
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    let mut row = Vec::new();
    for name in names {
        let bytes = name.as_bytes();
        if bytes.len() + limit < written.len() {
            continue;
        }
        let common = written.iter().zip(bytes).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        let unfinished = (common == written.len() && common > 2).then_some(limit);
        let distance = distance(&written[common..], &bytes[common..], limit, &mut row).or(unfinished);
        let Some(distance) = distance else { continue };
        let place =
            found.partition_point(|&(d, c, _)| (d, usize::MAX - c) <= (distance, usize::MAX - common));
        if place < count {
            found.insert(place, (distance, common, name));
            found.truncate(count);
        }
    }
    // Beside one that is nearer, the others are noise.
    let best = found.first().map_or(0, |&(distance, ..)| distance);
    found.into_iter().take_while(|&(distance, ..)| distance == best).map(|(_, _, name)| name).collect()
}

/// May one number be a slip of another: do they differ in the last part alone, as `1.9` and `1.2` do? Of a number without parts, or of a text
/// that is none, nothing is known: the first is no slip, the second may be.
pub fn is_same_but_last(written: &str, name: &str) -> bool {
    let number = |text: &str| text.strip_prefix("REQ-").unwrap_or(text).to_owned();
    let (written, name) = (number(written), number(name));
    if !written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return true;
    }
    let before = |number: &str| number.rsplit_once('.').map(|(before, _)| before.to_owned());
    before(&written).is_some_and(|own| before(&name) == Some(own))
}

/// Counts the bytes to put in, take out or replace (Levenshtein), whatever their case; `None` when they are more than `limit`. `row` is
/// room to work in.
fn distance(a: &[u8], b: &[u8], limit: usize, row: &mut Vec<usize>) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    row.clear();
    row.extend(0..=b.len());
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(!x.eq_ignore_ascii_case(y));
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
            least = least.min(row[j + 1]);
        }
        if least > limit {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, names: &[&str], expect: &[&str]) {
        assert_eq!(nearest(written, names.iter().copied(), 3), expect, "{written}");
    }

    #[test]
    fn the_nearest_name_comes_first_and_far_ones_not_at_all() {
        check("orphn", &["orphan", "stub", "untested"], &["orphan"]);
        check("kirro", &["native", "kiro", "spec-kit"], &["kiro"]);
        check("REQ-3.7", &["REQ-3.1", "REQ-2.7", "REQ-3.77", "US1"], &["REQ-3.77", "REQ-3.1", "REQ-2.7"]);
        check("documents", &["dialect"], &[]);
        check("", &["a"], &["a"]);
        check("warn", &["allow", "warning"], &["warning"]);
        check("ORPHAN", &["orphan"], &["orphan"]);
    }

    proptest::proptest! {
        #[test]
        fn the_limit_changes_whether_a_distance_is_found_but_not_what_it_is(a in "[ab1]{0,8}", b in "[ab1]{0,8}", limit in 0usize..8) {
            let (a, b, row) = (a.as_bytes(), b.as_bytes(), &mut Vec::new());
            let whole = distance(a, b, 16, row).expect("no distance is longer than the longer text");
            assert_eq!(distance(a, b, limit, row), (whole <= limit).then_some(whole));
            assert_eq!(distance(b, a, 16, row), Some(whole));
        }
    }
}
