//! Adds `mod checkout;` to `tests/spec/main.rs`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use super::splice::{behind_item, line_end, with_comments};
use super::test_file::TestFile;
use crate::rust_file::NotRust;

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
    let file = TestFile::parse(existing)?;
    let modules = undeclared(&file, modules);
    if modules.is_empty() {
        return Ok(existing.to_owned());
    }
    let mut text = String::new();
    let mut from = 0;
    for (at, inserted) in insertions(existing, &file, &modules) {
        text.push_str(&existing[from..at]);
        text.push_str(&inserted);
        from = at;
    }
    text.push_str(&existing[from..]);
    if TestFile::parse(&text)?.items.len() != file.items.len() + modules.len() {
        let lines: Vec<_> = modules.iter().map(|module| format!("mod {module};")).collect();
        let message = format!("there is no safe place for `{}` in it", lines.join(" "));
        return Err(NotRust { message, range: 0..existing.len() });
    }
    Ok(text)
}

/// Those of the modules that a file does not declare, by name or by path, in alphabetical order.
fn undeclared<'a>(file: &TestFile, modules: &'a [String]) -> BTreeSet<&'a str> {
    let names = file.items.iter().filter_map(|item| item.module.as_ref());
    let names: HashSet<_> = names.map(|(name, _)| name.as_str()).collect();
    let paths = file.items.iter().filter_map(|item| item.path.as_deref());
    let paths: HashSet<_> = paths.map(|path| path.trim_start_matches("./")).collect();
    let is_declared = |module: &str| names.contains(module) || paths.contains(&*format!("{module}.rs"));
    modules.iter().map(String::as_str).filter(|module| !is_declared(module)).collect()
}

/// The pieces of text to insert, in the order of the text.
fn insertions(text: &str, file: &TestFile, modules: &BTreeSet<&str>) -> BTreeMap<usize, String> {
    let line_end = line_end(text);
    let lines = || modules.iter().map(|module| format!("mod {module};{line_end}"));
    let floor = |item: usize| item.checked_sub(1).map_or(0, |before: usize| file.items[before].range.end);
    let before = |item: usize| with_comments(text, floor(item), file.items[item].range.start, None);
    let Some(group) = last_group(text, file) else {
        if let Some(item) = file.items.iter().position(|item| !item.is_import) {
            return BTreeMap::from([(before(item), lines().chain([line_end.to_owned()]).collect())]);
        }
        let start = if text.is_empty() || text.ends_with('\n') { "" } else { line_end };
        let blank = if text.trim().is_empty() { "" } else { line_end };
        let frame = [start, blank].map(str::to_owned);
        return BTreeMap::from([(text.len(), frame.into_iter().chain(lines()).collect())]);
    };
    // Of each declaration of the group, the greatest name so far: a person need not have sorted them.
    let mut greatest = "";
    let so_far: Vec<_> = group
        .clone()
        .map(|at| {
            greatest = file.items[at].module.as_ref().map_or(greatest, |(name, _)| greatest.max(name));
            greatest
        })
        .collect();
    let mut insertions: BTreeMap<usize, String> = BTreeMap::new();
    for module in modules {
        let next = group.start + so_far.partition_point(|name| name <= module);
        let (at, inserted) = if next < group.end {
            (before(next), format!("mod {module};{line_end}"))
        } else {
            (behind_item(text, file.items[group.end - 1].range.end), format!("{line_end}mod {module};"))
        };
        insertions.entry(at).or_default().push_str(&inserted);
    }
    insertions
}

/// The items that are the last group of declarations; rustfmt wants those that stand together in alphabetical order.
fn last_group(text: &str, file: &TestFile) -> Option<Range<usize>> {
    let declared = file.items.iter().enumerate().filter(|(_, item)| matches!(item.module, Some((_, true))));
    declared.map(|(at, _)| at).fold(None, |group: Option<Range<usize>>, at| match group {
        Some(group) if group.end == at && !has_blank_line(text, file, at) => Some(group.start..at + 1),
        _ => Some(at..at + 1),
    })
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

    /// Declarations as people may have left them: `|` ends a line.
    #[track_caller]
    fn check_together(existing: &str, modules: &[&str]) {
        let existing = existing.replace('|', "\n");
        let modules: Vec<_> = modules.iter().map(|&module| module.to_owned()).collect();
        let together = declare(&existing, &modules).expect("it is Rust");
        let one_by_one = modules.iter().fold(existing.clone(), |text, module| {
            declare(&text, std::slice::from_ref(module)).expect("it is Rust")
        });
        assert_eq!(together, one_by_one, "{existing:?}");
    }

    #[test]
    fn several_modules_are_declared_as_if_they_came_one_after_another() {
        let several = ["d", "a", "f", "c", "a", "ca"];
        check_together("", &several);
        check_together("   ", &several);
        check_together("use x::y;", &several);
        check_together("use x::y; fn main() {}", &several);
        check_together("use x::y;|#[test]|fn main() {}|", &several);
        check_together("mod e;|mod b;|mod d;|fn main() {}|", &several);
        check_together("mod b;||mod e;|#[cfg(unix)]|mod c; fn main() {}", &several);
        check_together("mod b {}|mod e; mod d;|use x::y;|mod c; /* said */ fn main() {}", &several);
        check_together("/* said */ mod b; /* and */ |mod d;", &several);
        check_together("#[path = \"d.rs\"] mod z;|mod b;", &several);
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
