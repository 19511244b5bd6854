//! The values that `#[derive(Mutants)]` makes.

use spec_runtime::__private::{Spoil, Variants};
use spec_runtime::Mutants;

#[derive(Clone, Debug, PartialEq, Mutants)]
enum Answer {
    Yes(u8),
    No { reason: String, code: u8 },
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Mutants)]
enum Alone {
    Only(u8),
}

/// Each near value of a value, by its label.
fn nears<T: Variants + Clone + std::fmt::Debug>(value: &T) -> Vec<String> {
    let near = (0..20).map_while(|number| Some((number, T::near(number)?)));
    let spoiled = near.filter_map(|(number, label)| {
        let mut other = value.clone();
        let is_other = other.spoil(number, Spoil::Try);
        assert_eq!(format!("{other:?}"), format!("{value:?}"), "{label}: it was only asked");
        assert_eq!(other.spoil(number, Spoil::Do), is_other, "{label}");
        is_other.then(|| format!("{label}: {other:?}"))
    });
    spoiled.collect()
}

#[test]
fn each_field_of_the_variant_that_an_enum_is_can_be_spoiled_alone() {
    let expect = [
        "another variant than it: No { reason: \"\", code: 0 }",
        "Answer::Yes.0 + 1: Yes(8)",
        "Answer::Yes.0 - 1: Yes(6)",
    ];
    assert_eq!(nears(&Answer::Yes(7)), expect);
    let no = Answer::No { reason: "tea".to_owned(), code: 3 };
    let expect = [
        "another variant than it: Yes(0)",
        "Answer::No.reason without its last character: No { reason: \"te\", code: 3 }",
        "x for each character of Answer::No.reason: No { reason: \"xxx\", code: 3 }",
        "Answer::No.code + 1: No { reason: \"tea\", code: 4 }",
        "Answer::No.code - 1: No { reason: \"tea\", code: 2 }",
    ];
    assert_eq!(nears(&no), expect);
    assert_eq!(nears(&Answer::Unknown), ["another variant than it: Yes(0)"]);
    assert_eq!(
        nears(&Alone::Only(7)),
        ["another variant than it: Only(0)", "Alone::Only.0 + 1: Only(8)", "Alone::Only.0 - 1: Only(6)"]
    );
}

#[derive(Debug, PartialEq, Mutants)]
struct Five(Four);
#[derive(Debug, PartialEq, Mutants)]
struct Four(Three);
#[derive(Debug, PartialEq, Mutants)]
struct Three(Two);
#[derive(Debug, PartialEq, Mutants)]
struct Two(One);
#[derive(Debug, PartialEq, Mutants)]
struct One(u8);

#[derive(Debug, Mutants)]
enum Tree {
    Node(Box<Tree>, Box<Tree>),
    Leaf,
}

#[derive(Debug, Mutants)]
struct Endless(Box<Endless>);

#[test]
fn a_type_that_holds_five_levels_has_a_value_and_one_that_holds_itself_ends() {
    let value = Five::variant(0).map(|variant| variant.value);
    assert_eq!(value, Some(Five(Four(Three(Two(One(0)))))));
    assert!(Tree::variant(0).is_some() && !matches!(Tree::variant(0).map(|it| it.value), Some(Tree::Leaf)));
    assert!(Endless::variant(0).is_none());
    assert_eq!((0..20).map_while(Tree::near).count(), 3);
}
