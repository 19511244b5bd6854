//! Puts today's unit tests of a source into the source of the revision.

use std::ops::Range;

use super::items::{TestItem, TestItems};

/// A source with the code of before and the tests of now.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grafted {
    /// The whole text.
    pub(super) text: String,
    /// The bytes that are of now.
    pub(super) of_now: Vec<Range<usize>>,
}

/// Joins them; `None`: there is nothing of tests in either, or one does not parse. Tests in an inline module that was not there are left out.
pub(super) fn graft(before: &str, now: &str) -> Option<Grafted> {
    let (old, new) = (TestItems::of(before)?, TestItems::of(now)?);
    if old.items.is_empty() && new.items.is_empty() {
        return None;
    }
    let mut bare = before.as_bytes().to_vec();
    for item in &old.items {
        blank(&mut bare, item.range.clone());
    }
    // Whole items were blanked, byte by byte.
    let bare = String::from_utf8(bare).ok()?;
    let place = |item: &TestItem| {
        let module = old.modules.get(&item.module)?;
        Some((if item.makes_macros { module.start } else { module.end }, item.range.clone()))
    };
    let mut items: Vec<_> = new.items.iter().filter_map(place).collect();
    items.sort_by_key(|(at, _)| *at);
    let (mut text, mut of_now, mut from) = (String::with_capacity(before.len() + now.len()), Vec::new(), 0);
    for (at, range) in items {
        text.push_str(&bare[from..at]);
        from = at;
        text.push('\n');
        let start = text.len();
        text.push_str(&now[range]);
        of_now.push(start..text.len());
        text.push('\n');
    }
    text.push_str(&bare[from..]);
    Some(Grafted { text, of_now })
}

/// Makes bytes blanks; lines stay where they are.
pub(super) fn blank(text: &mut [u8], range: Range<usize>) {
    for byte in text[range].iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')) {
        *byte = b' ';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, now: &str, expect: Option<&str>) {
        let grafted = graft(before, now);
        assert_eq!(grafted.as_ref().map(|grafted| &*grafted.text), expect);
        for range in grafted.iter().flat_map(|grafted| &grafted.of_now) {
            assert!(now.contains(&grafted.as_ref().expect("it is there").text[range.clone()]));
        }
    }

    #[test]
    fn the_code_is_of_before_and_the_tests_are_of_now() {
        check(
            "fn a() { 1 }\n#[cfg(test)]\nmod tests {\n    old\n    !();\n}\nfn z() {}\n",
            "fn a() { 2 }\n#[cfg(test)]\nmod tests {\n    new!();\n}\n",
            Some(
                "fn a() { 1 }\n            \n           \n       \n        \n \nfn z() {}\n\n#[cfg(test)]\nmod tests {\n    new!();\n}\n",
            ),
        );
        check(
            "mod a {\n}\n",
            "mod a {\n    #[test]\n    fn b() {}\n}\nmod c {\n    #[test]\n    fn d() {}\n}\n",
            Some("mod a {\n\n#[test]\n    fn b() {}\n}\n"),
        );
    }

    #[test]
    fn what_makes_macros_stands_above_what_uses_them() {
        check(
            "//! Docs.\n\nmod a;\n",
            "#[cfg(test)]\nmacro_rules! b { () => {} }\n#[test]\nfn c() {}\n",
            Some("//! Docs.\n\n\n#[cfg(test)]\nmacro_rules! b { () => {} }\nmod a;\n\n#[test]\nfn c() {}\n"),
        );
    }

    #[test]
    fn without_tests_or_where_it_does_not_parse_there_is_nothing_to_join() {
        check("fn a() {}\n", "fn b() {}\n", None);
        check("fn a( {}\n", "#[test]\nfn b() {}\n", None);
    }
}
