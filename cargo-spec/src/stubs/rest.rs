//! Removes a test file that pruning has emptied, and its `mod` declaration.

use proc_macro2::{TokenStream, TokenTree};

use super::splice::with_comments;
use super::test_file::TestFile;

/// The first lines of a new test file.
pub fn title(feature: &str) -> String {
    format!("{TITLE}{feature}{TITLE_END}")
}

const TITLE: &str = "The acceptance criteria of `";
const TITLE_END: &str = "` as tests.";

/// Is the text that of a new test file without any stub: its title and its imports, and not one byte else?
pub fn is_bare(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    let rest = text.strip_prefix("//! ").and_then(|text| text.strip_prefix(TITLE));
    let Some((feature, rest)) = rest.and_then(|rest| rest.split_once('\n')) else { return false };
    let runtime = rest.strip_prefix("\nuse ").and_then(|rest| rest.strip_suffix("::{pending, spec};\n"));
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    feature.ends_with(TITLE_END) && runtime.is_some_and(is_name)
}

/// The names among `spec` and `pending` that a text imports but does not use. The text before did use them.
pub fn unused(before: &str, after: &str) -> Vec<&'static str> {
    let used = |text, name| mentions(text, name).is_none_or(|number| number > 1);
    let lost = |name: &&'static str| used(before, name) && mentions(after, name) == Some(1);
    let Ok(file) = TestFile::parse(after) else { return Vec::new() };
    let imported = |name: &&'static str| file.imports.iter().any(|(_, import)| import == name);
    ["pending", "spec"].into_iter().filter(lost).filter(imported).collect()
}

/// The text without its `mod module;`; `None` where that is not a line just as it is generated, or where something else
/// names the module.
pub fn undeclare(text: &str, module: &str) -> Option<String> {
    let file = TestFile::parse(text).ok()?;
    let is_meant = |(name, in_file): &(String, bool)| name == module && *in_file;
    let at = file.items.iter().position(|item| item.module.as_ref().is_some_and(is_meant))?;
    let range = file.items[at].range.clone();
    let floor = at.checked_sub(1).map_or(0, |before| file.items[before].range.end);
    let line_end = text[range.end..].find('\n').map_or(text.len(), |end| range.end + end + 1);
    let is_generated = text[range.clone()] == format!("mod {module};")
        && (range.start == 0 || text[..range.start].ends_with('\n'))
        && text[range.end..line_end].trim().is_empty()
        && with_comments(text, floor, range.start, None) == range.start
        && mentions(text, module) == Some(1);
    if !is_generated {
        return None;
    }
    let before = &text[..range.start];
    let rest = behind_blank_lines(before, &text[line_end..]);
    let text = format!("{before}{rest}");
    (TestFile::parse(&text).ok()?.items.len() + 1 == file.items.len()).then_some(text)
}

/// The text behind a cut: without its first blank lines, if there is one, or nothing at all, before the cut.
pub(super) fn behind_blank_lines<'a>(before: &str, mut rest: &'a str) -> &'a str {
    let bare = before.trim_start_matches('\u{feff}');
    let last = bare.strip_suffix('\n').map(|text| text.rsplit('\n').next().unwrap_or_default());
    if !bare.is_empty() && last.is_none_or(|line| !line.trim().is_empty()) {
        return rest;
    }
    while let Some((line, next)) = rest.split_once('\n')
        && line.trim().is_empty()
    {
        rest = next;
    }
    rest
}

/// Counts a name in the code of a text; `None`, if the text is no Rust.
fn mentions(text: &str, name: &str) -> Option<usize> {
    let tokens: TokenStream = text.parse().ok()?;
    let mut open = vec![tokens.into_iter()];
    let mut number = 0;
    while let Some(last) = open.last_mut() {
        match last.next() {
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(TokenTree::Ident(ident)) => number += usize::from(ident == name),
            Some(_) => {}
            None => drop(open.pop()),
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_bare_if_nobody_has_written_into_it() {
        let bare = format!("//! {}\n\nuse spec_runtime::{{pending, spec}};\n", title("accounts"));
        assert!(is_bare(&bare) && is_bare(&bare.replace('\n', "\r\n")));
        for (from, to) in [
            ("//!", "// Mine.\n//!"),
            ("as tests.", "as tests.\n//! Mine."),
            ("use ", "use mine;\nuse "),
            ("spec};\n", "spec};\nfn mine() {}\n"),
            ("spec};\n", "spec}; // mine\n"),
            ("spec_runtime", "spec_runtime::{mine}; use spec_runtime"),
        ] {
            let touched = bare.replacen(from, to, 1);
            assert!(touched != bare && !is_bare(&touched), "{touched}");
        }
    }

    #[test]
    fn a_declaration_goes_only_if_it_is_as_generated() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(undeclare(text, "accounts").as_deref(), expected, "{text}");
        };
        check("//! T\n\nmod accounts;\n\ng!();\n", Some("//! T\n\ng!();\n"));
        check("//! T\r\n\r\nmod accounts;\r\n\r\ng!();\r\n", Some("//! T\r\n\r\ng!();\r\n"));
        check("mod a;\nmod accounts;\nmod b;\n", Some("mod a;\nmod b;\n"));
        check("mod accounts;", Some(""));
        for own in [
            "mod b;\n",
            "pub mod accounts;\n",
            "#[cfg(unix)]\nmod accounts;\n",
            "mod accounts; // mine\n",
            "// Mine.\nmod accounts;\n",
            "mod accounts {}\n",
            "mod accounts;\nuse accounts::*;\n",
            "mod accounts\n",
        ] {
            check(own, None);
        }
    }

    #[test]
    fn an_import_is_unused_if_the_last_use_went() {
        let import = "use spec_runtime::{pending, spec};\n";
        let stub = "#[spec(\"A\")]\nfn a() { pending!(\"A\"); }\n";
        let own = "#[spec(\"B\")]\nfn b() {} // pending!\n";
        let check = |before: &[&str], after: &[&str], expected: &[&str]| {
            assert_eq!(unused(&before.concat(), &after.concat()), expected);
        };
        check(&[import, stub, own], &[import, own], &["pending"]);
        check(&[import, stub, "fn b() {}"], &[import, "fn b() {}"], &["pending", "spec"]);
        check(&[import, stub, stub], &[import, stub], &[]);
        check(&[import, own], &[import, own], &[]);
        check(&[stub, "fn b() { pending(); }"], &["fn b() { pending(); }"], &[]);
    }
}
