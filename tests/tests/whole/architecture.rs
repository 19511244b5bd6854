//! Checks the invariants of ARCHITECTURE.md that the crate graph and the text of the sources can show.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use spec_model::Code;

use crate::REPOSITORY;

/// A file beyond this cannot be read in one sitting.
const MAX_LINES: usize = 600;

/// The crates that a package brings along when somebody builds it, its own name not among them.
fn brings(package: &str, depth: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges=normal,build", "--prefix=none", "--format={p}"])
        .args(["--package", package, "--depth", depth])
        .current_dir(&*REPOSITORY)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let names = tree.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != package).map(str::to_owned).collect()
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Every Rust file below some folders of the repository.
pub(super) fn sources(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let (mut sources, mut folders) =
        (Vec::new(), folders.iter().map(|folder| REPOSITORY.join(folder)).collect::<Vec<_>>());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("it is UTF-8");
                sources.push((path.strip_prefix(&*REPOSITORY).expect("it is below").to_path_buf(), text));
            }
        }
    }
    assert!(!sources.is_empty());
    sources
}

/// No file of some folders, but for the exceptions, holds one of these words.
#[track_caller]
fn never_says(folders: &[&str], exceptions: &[&str], words: &[&str]) {
    for (path, text) in sources(folders) {
        if exceptions.iter().any(|exception| path.starts_with(exception)) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for word in words {
                assert!(
                    !code.contains(word),
                    "{}:{}: `{word}` does not belong here",
                    path.display(),
                    number + 1
                );
            }
        }
    }
}

#[test]
fn the_model_needs_a_grammar_a_markdown_reader_and_nothing_else() {
    assert_eq!(brings("spec-model", "1"), names(&["memchr", "nom", "pulldown-cmark"]));
}

#[test]
fn the_engine_needs_the_model_and_nothing_that_the_model_does_not() {
    assert_eq!(brings("spec-engine", "1"), names(&["memchr", "spec-model"]));
}

#[test]
fn the_runtime_brings_ten_crates_at_most() {
    let brought = brings("spec-runtime", "99");
    assert!(brought.len() <= 10, "{brought:?}");
    assert_eq!(brings("spec-runtime", "1"), names(&["spec-macros"]));
}

#[test]
fn no_dependency_needs_a_newer_rust_than_is_promised() {
    // Not offline: what other systems need was not downloaded to build this.
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version=1"])
        .current_dir(&*REPOSITORY)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let version = |package: &serde_json::Value| -> Option<Vec<u32>> {
        package["rust_version"].as_str()?.split('.').map(|number| number.parse().ok()).collect()
    };
    let ours = packages.iter().find(|package| package["name"] == "spec-runtime").and_then(version);
    let ours = ours.expect("spec-runtime says which Rust it needs");
    for package in packages {
        let needs = version(package).unwrap_or_default();
        assert!(needs <= [&*ours, &[0]].concat(), "{} needs Rust {needs:?}", package["name"]);
    }
}

#[test]
fn the_model_and_the_engine_start_no_process_open_no_socket_and_print_nothing() {
    let words = [
        "std::process",
        "std::net",
        "println!",
        "print!(",
        "eprintln!",
        "std::env",
        "std::io::stdout",
        "std::io::stderr",
    ];
    never_says(&["spec-model/src", "spec-engine/src"], &[], &words);
}

#[test]
fn only_the_terminal_prints() {
    let words = ["println!", "print!(", "eprintln!", "eprint!(", "io::stdout()", "io::stderr()"];
    // The text that a stub prints is data here; clippy sees to it that it is nothing else.
    let exceptions = ["cargo-spec/src/terminal.rs", "cargo-spec/src/stubs"];
    never_says(&["cargo-spec/src"], &exceptions, &words);
}

#[test]
fn verbs_decide_and_renderings_show() {
    never_says(
        &["cargo-spec/src/render"],
        // The second is a test, which compares the schemas with their files.
        &["cargo-spec/src/render/human/sources.rs", "cargo-spec/src/render/json/tests/schemas.rs"],
        &["crate::exit", "std::fs"],
    );
    never_says(&["cargo-spec/src/verbs"], &[], &["pulldown_cmark", "annotate_snippets", "anstyle"]);
}

#[test]
fn nothing_is_distinguished_by_its_address() {
    let words =
        ["ptr::eq(", "ptr_eq(", "ptr::from_ref(", "ptr::addr_of", "Map<*const", "Set<*const", "as *const"];
    never_says(&["spec-model/src", "spec-engine/src", "cargo-spec/src"], &[], &words);
    // A parser asks where a part of a text begins in it; nobody else asks for an address.
    never_says(&["spec-engine/src", "cargo-spec/src"], &[], &["as_ptr("]);
}

#[test]
fn markdown_is_read_in_one_place() {
    let everywhere =
        ["spec-model/src", "spec-engine/src", "spec-macros/src", "spec-runtime/src", "cargo-spec/src"];
    // One reads documents, the other asks what rustdoc would make of a documentation.
    let allowed = ["spec-model/src/markdown", "spec-macros/src/prose/tests.rs"];
    never_says(&everywhere, &allowed, &["pulldown_cmark"]);
}

#[test]
fn rust_files_are_parsed_in_one_place() {
    // The tests of stubs parse what was made.
    let allowed = ["cargo-spec/src/rust_file.rs", "cargo-spec/src/stubs/splice/tests.rs"];
    never_says(&["spec-engine/src", "cargo-spec/src"], &allowed, &["syn::parse_file(", "syn::parse2("]);
}

#[test]
fn the_files_of_a_user_are_opened_in_one_place() {
    let words = ["fs::read(", "fs::read_to_string(", "File::open(", "fs::copy("];
    // These are no files of a user: folders that are locked, the system's own files; and copies, which are asked before.
    let exceptions = [
        "spec-model/src/files/disk.rs",
        "cargo-spec/src/write/made.rs",
        "cargo-spec/src/write/file_lock.rs",
        "cargo-spec/src/write/scratch.rs",
    ];
    for (path, text) in sources(&[
        "spec-model/src",
        "spec-engine/src",
        "spec-macros/src",
        "spec-runtime/src",
        "cargo-spec/src",
    ]) {
        let is_test = path.ends_with("tests.rs") || path.iter().any(|folder| folder == "tests");
        if is_test || exceptions.iter().any(|exception| path == Path::new(exception)) {
            continue;
        }
        let code = ["#[cfg(test)]", "#[cfg(all(test"]
            .iter()
            .fold(&*text, |code, test| code.split(test).next().unwrap_or_default());
        for word in words {
            assert!(!code.contains(word), "{}: `{word}`: `spec_model::files` reads files", path.display());
        }
    }
}

#[test]
fn the_model_and_the_engine_ask_the_disk_nothing() {
    let words = [
        "std::fs",
        "fs::",
        "read_dir",
        "metadata",
        ".canonicalize()",
        ".is_dir()",
        ".exists()",
        ".read_link()",
        ".try_exists()",
    ];
    for (path, text) in sources(&["spec-model/src", "spec-engine/src"]) {
        let is_test = path.ends_with("tests.rs") || path.iter().any(|folder| folder == "tests");
        if is_test || path == Path::new("spec-model/src/files/disk.rs") {
            continue;
        }
        let code = ["#[cfg(test)]", "#[cfg(all(test"]
            .iter()
            .fold(&*text, |code, test| code.split(test).next().unwrap_or_default());
        for line in code.lines().map(|line| line.split("//").next().unwrap_or_default()) {
            for word in words {
                assert!(!line.contains(word), "{}: `{word}` does not go through `Files`", path.display());
            }
        }
    }
}

#[test]
fn the_command_asks_the_disk_in_one_module_beside_the_one_that_writes() {
    let words = [
        ".canonicalize()",
        ".is_dir()",
        ".is_file()",
        ".exists()",
        ".read_dir()",
        ".read_link()",
        ".symlink_metadata()",
        ".try_exists()",
    ];
    for (path, text) in sources(&["cargo-spec/src"]) {
        let is_test = path.ends_with("tests.rs") || path.iter().any(|folder| folder == "tests");
        if is_test || path.starts_with("cargo-spec/src/write") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().map(|line| line.split("//").next().unwrap_or_default()) {
            for word in words {
                assert!(
                    !line.contains(word),
                    "{}: `{word}`: `on_disk` or a host answers that",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    let crates = ["spec-model", "spec-engine", "spec-macros", "spec-runtime", "cargo-spec", "tests"];
    for (path, text) in sources(&crates) {
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn every_finding_is_documented_in_the_order_of_the_code() {
    let page = fs::read_to_string(REPOSITORY.join("docs/diagnostics.md")).expect("the page");
    let headings: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let codes = Code::ALL.iter().map(|code| format!("`{code}` ({})", code.default_severity()));
    assert_eq!(headings, codes.collect::<Vec<_>>());
}

#[test]
fn the_properties_of_findings_are_documented_in_the_order_of_the_code() {
    let page = fs::read_to_string(REPOSITORY.join("docs/diagnostics.md")).expect("the page");
    let above = page.split("\n# ").next().unwrap_or_default().trim_end();
    let lists: Vec<Vec<_>> = above
        .split("\n\n")
        .filter(|paragraph| paragraph.starts_with('`') && paragraph.ends_with("`."))
        .map(|paragraph| paragraph.split('`').skip(1).step_by(2).collect())
        .collect();
    let codes = |is_meant: fn(&Code) -> bool| -> Vec<_> {
        Code::ALL.iter().filter(|code| is_meant(code)).map(|code| code.as_str()).collect()
    };
    assert_eq!(lists, [codes(|code| code.hides_content()), codes(|code| !code.is_baselinable())]);
}

/// The name that a line declares for the whole crate, if it declares a type.
fn declared_type(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) "))?;
    let (kind, rest) = rest.split_once(' ')?;
    let is_type = matches!(kind, "struct" | "enum" | "union" | "trait" | "type");
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    is_type.then(|| &rest[..end])
}

#[test]
fn no_name_stands_for_two_types() {
    let crates = ["spec-model", "spec-engine", "spec-macros", "spec-runtime", "cargo-spec"];
    let folders = crates.map(|name| format!("{name}/src"));
    let mut known: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (path, text) in sources(&folders.each_ref().map(String::as_str)) {
        // It stands in for the recorder where there is no `std`: the names have to be the same.
        if path.ends_with("disabled.rs") {
            continue;
        }
        for name in text.lines().filter_map(declared_type) {
            if let Some(other) = known.insert(name.to_owned(), path.clone()) {
                panic!("`{name}` is a type of {} and of {}", other.display(), path.display());
            }
        }
    }
    assert!(known.contains_key("Diagnostic") && known.contains_key("Snapshot"), "{known:?}");
}

#[test]
fn no_function_takes_two_booleans() {
    let folders = [
        "spec-model/src",
        "spec-engine/src",
        "spec-macros/src",
        "spec-runtime/src",
        "cargo-spec/src",
        "tests",
    ];
    for (path, text) in sources(&folders) {
        for (at, _) in text.match_indices("fn ") {
            let head = &text[at..at + text[at..].find(['{', ';']).unwrap_or(text.len() - at)];
            let parameters = head.split("->").next().unwrap_or_default();
            let count = parameters.matches(": bool").count() + 2 * parameters.matches("(bool, bool").count();
            assert!(count < 2, "{}: `{}`", path.display(), parameters.trim());
        }
    }
}

#[test]
fn every_finding_is_made_somewhere() {
    let sources = sources(&["spec-model/src", "spec-engine/src", "spec-macros/src", "cargo-spec/src"]);
    for code in Code::ALL {
        let name = format!("Code::{code:?}");
        let is_made = |(path, text): &(PathBuf, String)| {
            let is_test = path.ends_with("tests.rs") || path.iter().any(|folder| folder == "tests");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let is_word = |at: usize| !code[at + name.len()..].starts_with(char::is_alphanumeric);
            !is_test
                && path != Path::new("spec-model/src/diagnostic.rs")
                && code.match_indices(&name).any(|(at, _)| is_word(at))
        };
        assert!(sources.iter().any(is_made), "nothing reports `{code}`");
    }
}
