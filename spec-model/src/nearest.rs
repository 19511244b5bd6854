//! What somebody probably meant: the names nearest to one that does not exist.

/// The names nearest to a written one, best first, at most `count`.
///
/// Near is what a slip of the finger makes: at most a third of the characters differ, whatever their case. What only lacks its
/// end (`warn` of `warning`) is as near as the last of these. Among names equally
/// near those with the longer common beginning come first, then those that come first in `names`.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>, count: usize) -> Vec<&'a str> {
    let written: Vec<char> = written.chars().flat_map(char::to_lowercase).collect();
    let limit = (written.len() / 3).max(1);
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    let mut name_chars = Vec::new();
    for name in names {
        name_chars.clear();
        name_chars.extend(name.chars().flat_map(char::to_lowercase));
        let common = written.iter().zip(&name_chars).take_while(|(a, b)| a == b).count();
        let unfinished = (common == written.len() && common > 2).then_some(limit);
        if let Some(distance) = distance(&written[common..], &name_chars[common..], limit).or(unfinished) {
            let place =
                found.partition_point(|&(d, c, _)| (d, usize::MAX - c) <= (distance, usize::MAX - common));
            if place < count {
                found.insert(place, (distance, common, name));
                found.truncate(count);
            }
        }
    }
    found.into_iter().map(|(_, _, name)| name).collect()
}

/// How many characters must be put in, taken out or replaced (Levenshtein); `None` when they are more than `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
        if row.iter().all(|&distance| distance > limit) {
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
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let whole = distance(&a, &b, 16).expect("no distance is longer than the longer text");
            assert_eq!(distance(&a, &b, limit), (whole <= limit).then_some(whole));
            assert_eq!(distance(&b, &a, 16), Some(whole));
        }
    }
}
