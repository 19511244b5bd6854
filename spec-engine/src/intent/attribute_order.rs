//! Compares tests, whose attributes may stand in any order where the compiler does not care.

use super::tokens::Tokens;

/// Attributes of the compiler that no other one sees, by the first name of their path.
const PLAIN: [&str; 12] = [
    "allow",
    "cfg",
    "cfg_attr",
    "deny",
    "doc",
    "expect",
    "forbid",
    "ignore",
    "inline",
    "must_use",
    "should_panic",
    "warn",
];

/// Do two items say the same, in the form of [`crate::links::LinkedItem::tokens`]?
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one == other || one.len() == other.len() && in_order(one).is_some_and(|one| in_order(other) == Some(one))
}

/// The tokens with each run of plain attributes at the beginning in alphabetical order. Nothing where there are none.
fn in_order(text: &str) -> Option<Vec<String>> {
    let tokens = Tokens::of(text);
    let mut all: Vec<String> = Vec::with_capacity(tokens.all.len());
    let mut run: Vec<Vec<String>> = Vec::new();
    let mut at = 0;
    while tokens.is_at(at, &["#", "["]) {
        let end = (tokens.close(at + 1) + 1).min(tokens.all.len());
        let attribute: Vec<_> = tokens.all[at..end].iter().map(ToString::to_string).collect();
        if PLAIN.contains(&tokens.get(at + 2)) {
            run.push(attribute);
        } else {
            run.sort();
            all.extend(run.drain(..).flatten());
            all.extend(attribute);
        }
        at = end;
    }
    run.sort();
    all.extend(run.drain(..).flatten());
    all.extend(tokens.all[at..].iter().map(ToString::to_string));
    (at > 0).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, expect: bool) {
        assert_eq!((is_same(one, other), is_same(other, one)), (expect, expect), "{one}\n{other}");
    }

    #[test]
    fn attributes_of_the_compiler_may_stand_in_any_order() {
        check(
            "# [ cfg ( unix ) ] # [ ignore ] fn a ( ) { }",
            "# [ ignore ] # [ cfg ( unix ) ] fn a ( ) { }",
            true,
        );
        check("# [ ignore ] fn a ( ) { }", "# [ ignore ] fn b ( ) { }", false);
        check("fn a ( ) { }", "fn b ( ) { }", false);
    }

    #[test]
    fn an_attribute_macro_sees_those_behind_it() {
        check(
            "# [ case ( 1 ) ] # [ ignore ] fn a ( ) { }",
            "# [ ignore ] # [ case ( 1 ) ] fn a ( ) { }",
            false,
        );
        check(
            "# [ case ( 1 ) ] # [ case ( 2 ) ] fn a ( ) { }",
            "# [ case ( 2 ) ] # [ case ( 1 ) ] fn a ( ) { }",
            false,
        );
    }
}
