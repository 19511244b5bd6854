//! `mod checkout;` in `tests/spec/main.rs`.

use super::splice::{behind_item, line_end, with_comments};
use super::test_file::{NotRust, TestFile};

/// The text of a test target's first file when it is new.
pub fn new_main(runtime: &str, modules: &[String]) -> String {
    let mut modules = modules.to_vec();
    modules.sort();
    let modules: Vec<_> = modules.iter().map(|module| format!("mod {module};\n")).collect();
    let text = crate::gate_file::TEXT.replace("spec_runtime::", &format!("{runtime}::"));
    // The modules stand between what the file says of itself and the gate.
    match text.split_once("\n\n") {
        Some((docs, gate)) if !modules.is_empty() => format!("{docs}\n\n{}\n{gate}", modules.concat()),
        _ => text,
    }
}

/// Declares modules that the text does not declare yet. Every byte of it stays.
///
/// # Errors
/// [`NotRust`], if the text does not parse, or would not any more.
pub fn declare(existing: &str, modules: &[String]) -> Result<String, NotRust> {
    let mut text = existing.to_owned();
    for module in modules {
        text = declare_one(text, module)?;
    }
    Ok(text)
}

fn declare_one(text: String, module: &str) -> Result<String, NotRust> {
    let file = TestFile::parse(&text)?;
    let is_declared = file.items.iter().any(|item| {
        let by_name = item.module.as_ref().is_some_and(|(name, _)| name == module);
        by_name
            || item.path.as_ref().is_some_and(|path| path.trim_start_matches("./") == format!("{module}.rs"))
    });
    if is_declared {
        return Ok(text);
    }
    let line_end = line_end(&text);
    let line = format!("mod {module};");
    // The last group of declarations; rustfmt wants those that stand together in alphabetical order.
    let declared =
        || file.items.iter().enumerate().filter(|(_, item)| matches!(item.module, Some((_, true))));
    let group_start =
        declared().map(|(at, _)| at).fold(None, |group: Option<(usize, usize)>, at| match group {
            Some((first, last)) if last + 1 == at && !has_blank_line(&text, &file, at) => Some((first, at)),
            _ => Some((at, at)),
        });
    let floor = |item: usize| item.checked_sub(1).map_or(0, |before: usize| file.items[before].range.end);
    let before = |item: usize| with_comments(&text, floor(item), file.items[item].range.start, None);
    let (at, inserted) = if let Some((first, last)) = group_start {
        let name = |at: usize| file.items[at].module.as_ref().map(|(name, _)| name.as_str());
        match (first..=last).find(|&at| name(at).is_some_and(|name| name > module)) {
            Some(next) => (before(next), format!("{line}{line_end}")),
            None => (behind_item(&text, file.items[last].range.end), format!("{line_end}{line}")),
        }
    } else if let Some(item) = file.items.iter().position(|item| !item.is_import) {
        (before(item), format!("{line}{line_end}{line_end}"))
    } else {
        let start = if text.is_empty() || text.ends_with('\n') { "" } else { line_end };
        let blank = if text.trim().is_empty() { "" } else { line_end };
        (text.len(), format!("{start}{blank}{line}{line_end}"))
    };
    let text = format!("{}{inserted}{}", &text[..at], &text[at..]);
    let again = TestFile::parse(&text)?;
    if again.items.len() != file.items.len() + 1 {
        return Err(NotRust {
            message: format!("there is no safe place for `{line}` in it"),
            range: 0..text.len(),
        });
    }
    Ok(text)
}

/// Is there a blank line between an item and the one before?
fn has_blank_line(text: &str, file: &TestFile, item: usize) -> bool {
    let gap = &text[file.items[item - 1].range.end..file.items[item].range.start];
    gap.lines().skip(1).any(|line| line.trim().is_empty()) && gap.matches('\n').count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(existing: &str, modules: &[&str], expected: &str) {
        let modules: Vec<_> = modules.iter().map(|&module| module.to_owned()).collect();
        let text = declare(existing, &modules).expect("it is Rust");
        assert_eq!(text, expected);
        assert_eq!(declare(&text, &modules).expect("it is Rust"), text, "a second time changes nothing");
    }

    #[test]
    fn modules_come_in_alphabetical_order_and_before_the_gate() {
        check(
            "mod b;\nmod d;\n\ngate!();\n",
            &["c", "a", "e"],
            "mod a;\nmod b;\nmod c;\nmod d;\nmod e;\n\ngate!();\n",
        );
        check("mod b;\r\n\r\ngate!();\r\n", &["c"], "mod b;\r\nmod c;\r\n\r\ngate!();\r\n");
        check(
            "//! Docs.\n\n// The gate.\ngate!();\n",
            &["a"],
            "//! Docs.\n\nmod a;\n\n// The gate.\ngate!();\n",
        );
        check("use x::y;\n\nfn main() {}", &["a"], "use x::y;\n\nmod a;\n\nfn main() {}");
        check("", &["a"], "mod a;\n");
        check("// nothing", &["a"], "// nothing\n\nmod a;\n");
    }

    #[test]
    fn what_is_declared_already_is_not_declared_again() {
        check("mod a { fn b() {} }\n", &["a"], "mod a { fn b() {} }\n");
        check("#[path = \"a.rs\"]\nmod other;\n", &["a"], "#[path = \"a.rs\"]\nmod other;\n");
        check("mod r#a;", &["a"], "mod r#a;");
    }

    #[test]
    fn a_new_file_declares_its_modules_and_holds_the_gate() {
        let text = new_main("spec_runtime", &["b".to_owned(), "a1".to_owned(), "a".to_owned()]);
        insta::assert_snapshot!(text, @"
        //! The acceptance criteria of this package as tests: `cargo spec gen` adds a module for each feature.

        mod a;
        mod a1;
        mod b;

        // Fails until a test verifies every criterion, and says which are missing.
        spec_runtime::gate!();
        ");
        assert!(crate::gate_file::has_gate(&text));
    }
}
