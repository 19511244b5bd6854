//! `#[ignore]`, `#[cfg]`, `#[should_panic]`, `#[case]`.

use super::tokens::Tokens;
use super::{Kind, Weakening, told};

/// The attributes of a test and of what is in it, as lists of tokens.
fn attributes<'t>(tokens: &'t Tokens<'_>) -> Vec<Vec<&'t str>> {
    let mut found = Vec::new();
    for at in 0..tokens.all.len() {
        let open = if tokens.get(at + 1) == "!" { at + 2 } else { at + 1 };
        if tokens.get(at) == "#" && tokens.get(open) == "[" {
            found.push((open + 1..tokens.close(open)).map(|at| tokens.get(at)).collect());
        }
    }
    found
}

pub(super) fn compare(before: &Tokens<'_>, now: &Tokens<'_>, found: &mut Vec<Weakening>) {
    let (old, new) = (attributes(before), attributes(now));
    let shown = |attribute: &[&str]| format!("`#[{}]`", told(attribute));
    let mut left = old.clone();
    for attribute in &new {
        if let Some(at) = left.iter().position(|known| known == attribute) {
            left.remove(at);
            continue;
        }
        let name = attribute.first().copied().unwrap_or_default();
        let kind = match name {
            "ignore" => Kind::Ignored,
            "cfg_attr" if attribute.contains(&"ignore") => Kind::Ignored,
            "cfg" | "cfg_attr" => Kind::Cfg,
            "should_panic" => match old.iter().find(|known| known.first() == Some(&"should_panic")) {
                // It says less of the panic, or something else.
                Some(known)
                    if expected(attribute).is_none_or(|new| {
                        expected(known).is_some_and(|old| old != new && !new.contains(old))
                    }) =>
                {
                    let message = format!("{} became {}", shown(known), shown(attribute));
                    found.push(Weakening { kind: Kind::ShouldPanic, message });
                    continue;
                }
                Some(_) => continue,
                None => Kind::ShouldPanic,
            },
            _ => continue,
        };
        // The same under another condition.
        if old.iter().any(|known| known.first() == Some(&"ignore")) && kind == Kind::Ignored {
            continue;
        }
        found.push(Weakening { kind, message: format!("{} was added", shown(attribute)) });
    }
    let is_test = |all: &[Vec<&str>]| {
        all.iter().any(|attribute| {
            let path = attribute.split(|token| *token == "(").next().unwrap_or_default();
            path.last()
                .is_some_and(|name| name.contains("test") || *name == "proptest" || *name == "quickcheck")
        })
    };
    if is_test(&old) && !is_test(&new) {
        let message = "the attribute that makes it a test was removed".to_owned();
        found.push(Weakening { kind: Kind::Ignored, message });
    }
    rows(&old, &new, found);
}

/// The words that a panic is expected to have, without the quotes.
fn expected<'t>(attribute: &[&'t str]) -> Option<&'t str> {
    let text = attribute.iter().find(|token| token.ends_with('"') || token.ends_with("\"#"))?;
    Some(text.trim_matches(['r', '#', '"']))
}

/// `#[case(…)]`, `#[test_case(…)]`: each is a case.
fn rows(old: &[Vec<&str>], new: &[Vec<&str>], found: &mut Vec<Weakening>) {
    let is_row = |attribute: &&Vec<&str>| {
        matches!(attribute.first(), Some(&"case" | &"test_case" | &"case_" | &"row"))
            && attribute.contains(&"(")
    };
    let (old, new): (Vec<_>, Vec<_>) =
        (old.iter().filter(is_row).collect(), new.iter().filter(is_row).collect());
    let gone: Vec<_> = old.iter().filter(|row| !new.contains(row)).collect();
    let added = new.iter().filter(|row| !old.contains(row)).count();
    for (number, row) in gone.iter().enumerate() {
        let (kind, what) = if number < added {
            (Kind::ExpectedValue, "has other values")
        } else {
            (Kind::Cases, "was removed")
        };
        found.push(Weakening { kind, message: format!("`#[{}]` {what}", told(row)) });
    }
}
