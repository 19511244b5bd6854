//! Finds attributes that keep a test from failing: `#[ignore]`, `#[cfg]`, `#[should_panic]`.

use super::assertion::fails;
use super::{Weakening, WeakeningKind, excerpt};
use crate::intent::tokens::Tokens;

/// The attributes of a test and of what is in it, as lists of tokens.
///
/// A condition of what checks nothing is none of the test: `#[cfg(windows)] let path = …;`.
fn attributes<'t>(tokens: &'t Tokens<'_>) -> Vec<Vec<&'t str>> {
    let mut found = Vec::new();
    for at in 0..tokens.all.len() {
        let open = if tokens.get(at + 1) == "!" { at + 2 } else { at + 1 };
        if tokens.get(at) == "#"
            && tokens.get(open) == "["
            && !(tokens.get(open + 1) == "cfg" && is_idle(tokens, tokens.close(open) + 1))
        {
            found.push((open + 1..tokens.close(open)).map(|at| tokens.get(at)).collect());
        }
    }
    found
}

/// Does a statement, behind its attributes, check nothing?
fn is_idle(tokens: &Tokens<'_>, start: usize) -> bool {
    const ITEMS: [&str; 6] = ["fn", "async", "pub", "mod", "unsafe", "#"];
    if ITEMS.contains(&tokens.get(start)) || start >= tokens.all.len() {
        return false;
    }
    let end = tokens.until(start, ";");
    let block = (start..end).find(|&at| tokens.get(at) == "{").map(|open| tokens.close(open));
    !fails(tokens, start, block.filter(|_| tokens.get(start) != "let").unwrap_or(end))
}

pub(super) fn compare(before: &Tokens<'_>, now: &Tokens<'_>, found: &mut Vec<Weakening>) {
    let (old, new) = (attributes(before), attributes(now));
    let shown = |attribute: &[&str]| format!("`#[{}]`", excerpt(attribute));
    let mut left = old.clone();
    for attribute in &new {
        if let Some(at) = left.iter().position(|known| known == attribute) {
            left.remove(at);
            continue;
        }
        let name = attribute.first().copied().unwrap_or_default();
        let kind = match name {
            "ignore" => WeakeningKind::Ignored,
            "cfg_attr" if attribute.contains(&"ignore") => WeakeningKind::Ignored,
            "cfg" if is_asked_already(attribute, &old) => continue,
            "cfg" => WeakeningKind::Cfg,
            "cfg_attr" if attribute.contains(&"cfg") || attribute.contains(&"should_panic") => {
                WeakeningKind::Cfg
            }
            "should_panic" => match old.iter().find(|known| known.first() == Some(&"should_panic")) {
                // It says less of the panic, or something else.
                Some(known)
                    if expected(attribute).is_none_or(|new| {
                        expected(known).is_some_and(|old| old != new && !new.contains(old))
                    }) =>
                {
                    let message = format!("{} became {}", shown(known), shown(attribute));
                    found.push(Weakening { kind: WeakeningKind::ShouldPanic, message });
                    continue;
                }
                Some(_) => continue,
                None => WeakeningKind::ShouldPanic,
            },
            _ => continue,
        };
        // The same under another condition.
        if old.iter().any(|known| known.first() == Some(&"ignore")) && kind == WeakeningKind::Ignored {
            continue;
        }
        found.push(Weakening { kind, message: format!("{} was added", shown(attribute)) });
    }
    let is_test = |all: &[Vec<&str>]| {
        all.iter().any(|attribute| {
            let path = attribute.split(|token| *token == "(").next().unwrap_or_default();
            path.last().is_some_and(|name| {
                name.contains("test") || matches!(*name, "quickcheck" | "parameterized" | "apply")
            })
        })
    };
    if is_test(&old) && !is_test(&new) {
        let message = "the attribute that makes it a test was removed".to_owned();
        found.push(Weakening { kind: WeakeningKind::Ignored, message });
    }
}

/// Did `#[cfg]` ask for as much before: `all(unix, feature = "a")` for `unix`, `unix` for `any(unix, windows)`?
fn is_asked_already(attribute: &[&str], old: &[Vec<&str>]) -> bool {
    let all: Vec<Vec<&str>> = old
        .iter()
        .filter(|known| known.first() == Some(&"cfg"))
        .flat_map(|known| joined(inner(known), "all"))
        .collect();
    joined(inner(attribute), "all").iter().all(|asked| {
        let any = joined(asked, "any");
        // Tests are compiled for tests.
        *asked == ["test"]
            || all.iter().any(|known| joined(known, "any").iter().all(|known| any.contains(known)))
    })
}

/// The text in the brackets behind a word.
fn inner<'a, 't>(tokens: &'a [&'t str]) -> &'a [&'t str] {
    if tokens.len() > 2 { &tokens[2..tokens.len() - 1] } else { &[] }
}

/// The conditions that `all` or `any` joins; otherwise the one that there is.
fn joined<'t>(condition: &[&'t str], word: &str) -> Vec<Vec<&'t str>> {
    if condition.first() != Some(&word) {
        return vec![condition.to_vec()];
    }
    let (mut parts, mut depth) = (vec![Vec::new()], 0_usize);
    for token in inner(condition) {
        match *token {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                parts.push(Vec::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(*token);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.into_iter().flat_map(|part| joined(&part, word)).collect()
}

/// The words that a panic is expected to have, without the quotes.
fn expected<'t>(attribute: &[&'t str]) -> Option<&'t str> {
    let text = attribute.iter().find(|token| token.ends_with('"') || token.ends_with("\"#"))?;
    Some(text.trim_matches(['r', '#', '"']))
}
