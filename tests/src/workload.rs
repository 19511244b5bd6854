//! Makes a workspace of a realistic size for benchmarks, from a few numbers, the same every time.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// The amount of everything in a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Documents, each a feature of its own in the way that Kiro writes them.
    pub documents: usize,
    /// Criteria, evenly among the documents.
    pub criteria: usize,
    /// Tasks, in a list beside each document.
    pub tasks: usize,
    /// Packages, each with a library and its tests.
    pub packages: usize,
    /// Rust files, evenly among the packages.
    pub files: usize,
    /// Lines of Rust, evenly among the files.
    pub lines: usize,
    /// Links on functions that are no tests.
    pub implementing: usize,
    /// Links on tests, each to another criterion.
    pub verifying: usize,
}

/// The input that `cargo spec check` is measured with.
pub const FULL: Workload = Workload {
    documents: 40,
    criteria: 2_000,
    tasks: 0,
    packages: 20,
    files: 5_000,
    lines: 358_000,
    implementing: 9_000,
    verifying: 1_400,
};

/// The criteria of one requirement.
const CRITERIA_EACH: usize = 5;
/// The tasks of one group, with that of the group.
const TASKS_EACH: usize = 10;
/// The verifying links of one test file.
const TESTS_EACH: usize = 5;

impl Workload {
    /// Writes the workspace into a folder.
    ///
    /// # Errors
    /// The answer of the file system.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let members = (0..self.packages).map(|package| format!("    \"{}\",\n", name(package)));
        let members: String = members.collect();
        write(
            &folder.join("Cargo.toml"),
            &format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n"),
        )?;
        // The root of specs is found by the repository's root.
        fs::create_dir_all(folder.join(".git"))?;
        for document in 0..self.documents {
            let place = format!(".kiro/specs/{}/requirements.md", feature(document));
            write(&folder.join(place), &self.document(document))?;
            if self.tasks > 0 {
                let place = format!(".kiro/specs/{}/tasks.md", feature(document));
                write(&folder.join(place), &self.task_list(document))?;
            }
        }
        (0..self.packages).try_for_each(|package| self.package(package, &folder.join(name(package))))
    }

    /// The text of a document.
    pub fn document(&self, document: usize) -> String {
        let mut text = format!(
            "# Requirements: {}\n\n## Introduction\n\nWhat the service owes to whoever calls it.\n",
            feature(document)
        );
        for number in 0..self.criteria / self.documents {
            let requirement = number / CRITERIA_EACH + 1;
            if number % CRITERIA_EACH == 0 {
                let _ = write!(
                    text,
                    "\n### Requirement {requirement}: {} of orders\n\n**User Story:** As a visitor, I want to {} my order, so \
                     that it arrives.\n\n#### Acceptance Criteria\n\n",
                    noun(number),
                    verb(number),
                );
            }
            let _ = writeln!(
                text,
                "{}. WHEN a visitor {}s the `{}` of order {number} THEN the system SHALL answer `{}` within {} ms",
                number % CRITERIA_EACH + 1,
                verb(number + document),
                noun(number / 2),
                200 + number % 300,
                100 + 10 * number,
            );
        }
        text
    }

    /// The text of a task list. A task is ticked if its criterion has a test.
    pub fn task_list(&self, document: usize) -> String {
        let (criteria, tasks) = (self.criteria / self.documents, self.tasks / self.documents);
        let mut text = format!("# Implementation Plan: {}\n\n", feature(document));
        for number in 0..tasks {
            let (group, part) = (number / TASKS_EACH + 1, number % TASKS_EACH);
            let (verb, noun) = (verb(number + document), noun(number / 2));
            if part == 0 {
                let _ = writeln!(text, "- [ ] {group}. {verb} each {noun}");
                continue;
            }
            // Every criterion has one, though groups have none.
            let criterion = (number - group) % criteria;
            let is_tested = criterion * self.documents + document < self.verifying;
            let _ = write!(
                text,
                "  - [{}] {group}.{part} Have the service {verb} the `{noun}` of order {number}\n    \
                 - Write the function in `src/part_{number}.rs`, and its test\n    \
                 - Say what is wrong where there is no `{noun}`\n    \
                 - _Requirements: {}.{}_\n",
                if is_tested { 'x' } else { ' ' },
                criterion / CRITERIA_EACH + 1,
                criterion % CRITERIA_EACH + 1,
            );
        }
        text
    }

    fn package(&self, package: usize, folder: &Path) -> io::Result<()> {
        let (first_test, tests) = share(self.verifying, self.packages, package);
        let (first_link, links) = share(self.implementing, self.packages, package);
        let (_, files) = share(self.files, self.packages, package);
        let (_, lines) = share(self.lines, self.packages, package);
        let test_files = tests.div_ceil(TESTS_EACH);
        let modules = files - test_files - 1;
        write(
            &folder.join("Cargo.toml"),
            &format!("[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n", name(package)),
        )?;
        let mut root = format!("//! The `{}` of orders.\n\n", noun(package));
        for module in 0..modules {
            let _ = writeln!(root, "pub mod part_{module};");
        }
        let root_lines = root.lines().count();
        write(&folder.join("src/lib.rs"), &root)?;
        let lines_of = |file: usize| share(lines - root_lines, files - 1, file).1;
        for module in 0..modules {
            let (first, count) = share(links, modules, module);
            let text = self.file(first_link + first..first_link + first + count, false, lines_of(module));
            write(&folder.join(format!("src/part_{module}.rs")), &text)?;
        }
        for file in 0..test_files {
            let (first, count) = share(tests, test_files, file);
            let text =
                self.file(first_test + first..first_test + first + count, true, lines_of(modules + file));
            write(&folder.join(format!("tests/checks_{file}.rs")), &text)?;
        }
        Ok(())
    }

    /// The text of a Rust file of so many lines, with a link for each number.
    pub fn file(&self, links: std::ops::Range<usize>, is_test: bool, lines: usize) -> String {
        let mut text = String::from("use spec_runtime::spec;\n\n");
        let mut written = 2;
        for link in links {
            text.push_str(&self.item(link, is_test));
            written += ITEM_LINES;
        }
        let mut number = lines;
        while written + FILLER_LINES <= lines {
            text.push_str(&filler(number));
            (written, number) = (written + FILLER_LINES, number + 7);
        }
        for line in written..lines {
            let _ = writeln!(text, "// {} {line}: the {} is in order.", verb(line), noun(line));
        }
        text
    }

    /// A function with a link.
    fn item(&self, link: usize, is_test: bool) -> String {
        // Tests name one criterion after the other, code those that are most asked for.
        let criterion = if is_test { link } else { link * 7 } % self.criteria;
        let (document, number) = (criterion % self.documents, criterion / self.documents);
        let id = format!(
            "{}/REQ-{}.{}",
            feature(document),
            number / CRITERIA_EACH + 1,
            number % CRITERIA_EACH + 1
        );
        let (verb, noun) = (verb(link), noun(link / 3));
        if is_test {
            format!(
                "#[test]\n#[spec(\"{id}\")]\nfn {verb}s_{noun}_{link}() {{\n    assert_eq!(answer(\"{}\", {number}), ({}, {}));\n}}\n\n",
                self::noun(number / 2),
                200 + number % 300,
                100 + 10 * number,
            )
        } else {
            format!(
                "/// Every `{noun}` is {verb}ed.\n#[spec(\"{id}\")]\npub fn {verb}_{noun}_{link}(value: u64) -> u64 {{\n    value % {}\n}}\n\n",
                link + 2
            )
        }
    }
}

const ITEM_LINES: usize = 6;
const FILLER_LINES: usize = 15;

/// The text between the links: comments, strings, characters, lifetimes and braces, as in any source.
fn filler(number: usize) -> String {
    let (verb, noun) = (verb(number), noun(number));
    format!(
        "/// Tells how each {noun} is to be {verb}ed.
///
/// It doesn't look at what is in it; \"{noun}\" is but a name.
pub fn {verb}_all_{noun}_{number}<'a>(values: &'a [&'a str]) -> Option<&'a str> {{
    let mut best: Option<&'a str> = None;
    for value in values.iter().filter(|value| !value.is_empty()) {{
        // The longest one wins, the first of them.
        match best {{
            Some(known) if known.len() >= value.len() || value.starts_with('\"') => {{}}
            _ => best = Some(value),
        }}
    }}
    best.or(Some(\"no {noun} to {verb}\\n\"))
}}

"
    )
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// The first and the number of those of `all` things that are the share of one of `parts`.
fn share(all: usize, parts: usize, part: usize) -> (usize, usize) {
    let first = all * part / parts;
    (first, all * (part + 1) / parts - first)
}

/// The name of a package, which is its folder.
pub fn name(package: usize) -> String {
    format!("{}-{package}", noun(package))
}

/// The feature of a document, which is its folder.
pub fn feature(document: usize) -> String {
    format!("{}-{document}", noun(document))
}

fn noun(number: usize) -> &'static str {
    const NOUNS: [&str; 9] =
        ["basket", "invoice", "voucher", "address", "parcel", "receipt", "shelf", "ledger", "label"];
    NOUNS[number % NOUNS.len()]
}

fn verb(number: usize) -> &'static str {
    const VERBS: [&str; 7] = ["check", "sort", "load", "mark", "count", "seal", "print"];
    VERBS[number % VERBS.len()]
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use spec_engine::Host;
    use spec_engine::verdict::Rung;

    use super::*;

    /// A hundredth of [`FULL`].
    const SMALL: Workload = Workload {
        documents: 4,
        criteria: 40,
        tasks: 48,
        packages: 2,
        files: 50,
        lines: 3_580,
        implementing: 90,
        verifying: 28,
    };

    #[test]
    fn there_is_as_much_of_everything_as_was_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        SMALL.write(folder.path()).expect("it can be written");
        let (mut files, mut lines) = (0, 0);
        let mut folders: Vec<PathBuf> = vec![folder.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    files += 1;
                    lines += fs::read_to_string(path).expect("a file").lines().count();
                }
            }
        }
        assert_eq!((files, lines), (SMALL.files, SMALL.lines));
        let findings = Host::default().check(folder.path());
        let tested = findings.verdicts.iter().filter(|verdict| verdict.rung == Rung::Tested).count();
        let links: usize = findings.verdicts.iter().map(|verdict| verdict.links.len()).sum();
        assert_eq!(findings.verdicts.len(), SMALL.criteria);
        assert_eq!((tested, links), (SMALL.verifying, SMALL.verifying + SMALL.implementing));
        assert_eq!(findings.diagnostics.len(), SMALL.criteria - SMALL.verifying);
        let boxes = (0..SMALL.documents).map(|document| SMALL.task_list(document).matches("- [").count());
        assert_eq!(boxes.sum::<usize>(), SMALL.tasks);
    }
}
