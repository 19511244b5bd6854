//! Checks the texts that people read: no message, help or label shows how its source is laid out.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_spec::verbs::Arguments;
use clap::CommandFactory as _;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The crates whose texts people read.
const CRATES: [&str; 5] = ["spec-model", "spec-engine", "spec-macros", "spec-runtime", "cargo-spec"];

/// The calls whose texts are sentences, in which two blanks are never meant.
const SENTENCES: [&str; 7] = ["help", "label", "related", "new", "error", "run", "after"];

/// A string literal, where it stands, and whether it is part of a sentence.
struct Literal {
    place: String,
    value: String,
    is_sentence: bool,
}

/// The Rust sources of the crates, without tests.
fn sources() -> Vec<PathBuf> {
    let (mut files, top) = (Vec::new(), Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let mut folders: Vec<_> = CRATES.iter().map(|name| top.join(name).join("src")).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if name.ends_with(".rs") && name != "tests.rs" {
                files.push(path);
            }
        }
    }
    files
}

fn collect(stream: TokenStream, path: &Path, is_sentence: bool, found: &mut Vec<Literal>) {
    let (mut name, mut is_test) = (String::new(), false);
    for token in stream {
        match token {
            TokenTree::Ident(ident) => name = ident.to_string(),
            TokenTree::Punct(punct) => is_test &= punct.as_char() != ';',
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    let place = format!("{}:{}", path.display(), literal.span().start().line);
                    found.push(Literal { place, value: text.value(), is_sentence });
                }
            }
            TokenTree::Group(group) => {
                is_test |= is_for_tests(&group);
                if group.delimiter() == Delimiter::Brace && is_test {
                    is_test = false;
                    continue;
                }
                if is_doc(&group) {
                    continue;
                }
                let is_call = group.delimiter() == Delimiter::Parenthesis && SENTENCES.contains(&&*name);
                let is_block = group.delimiter() == Delimiter::Brace;
                collect(group.stream(), path, is_call || is_sentence && !is_block, found);
            }
        }
    }
}

/// `[cfg(test)]`
fn is_for_tests(group: &Group) -> bool {
    group.delimiter() == Delimiter::Bracket && group.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// `[doc = "…"]`: a comment, of which `--help` shows the ones that count.
fn is_doc(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && first.is_some_and(|first| first.to_string() == "doc")
}

/// Shows a text how its source is laid out?
fn is_laid_out(text: &str, is_sentence: bool) -> bool {
    if !text.contains(char::is_alphabetic) {
        return false;
    }
    let blanks = if is_sentence { "  " } else { "     " };
    text.lines()
        .map(|line| line.trim_end_matches(' '))
        .any(|line| line.ends_with('\\') || line.contains("\\ ") || line.trim_start().contains(blanks))
}

#[test]
fn no_text_in_the_sources_shows_their_line_breaks_and_indentation() {
    let mut found = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).expect("a source");
        collect(text.parse().expect("it is Rust"), &path, false, &mut found);
    }
    let sentences = found.iter().filter(|literal| literal.is_sentence).count();
    assert!(found.len() > 1_000 && sentences > 100, "{} literals, {sentences} in sentences", found.len());
    let bad: Vec<_> = found
        .iter()
        .filter(|literal| is_laid_out(&literal.value, literal.is_sentence))
        .map(|literal| format!("{}: {:?}", literal.place, literal.value))
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn what_shows_its_layout_is_recognised() {
    assert!(is_laid_out("writes a \\\n             first document", false));
    assert!(is_laid_out("writes a \\", false));
    assert!(is_laid_out("one place  and another", true));
    assert!(!is_laid_out("{}{gap}  {}", false));
    assert!(!is_laid_out("the first line\n    an example below it", true));
    assert!(!is_laid_out("`\\u{1b}` is shown so", true));
}

#[test]
fn the_help_of_every_verb_is_plain_sentences() {
    let mut command = Arguments::command();
    command.build();
    for verb in std::iter::once(&command).chain(command.get_subcommands()) {
        let own = [verb.get_about(), verb.get_long_about()].into_iter().flatten();
        let of_arguments =
            verb.get_arguments().flat_map(|argument| [argument.get_help(), argument.get_long_help()]);
        for text in own.chain(of_arguments.flatten()).map(ToString::to_string) {
            assert!(!is_laid_out(&text, true) && !text.contains('\\'), "{}: {text:?}", verb.get_name());
            assert!(!text.trim().is_empty(), "{}", verb.get_name());
        }
        for argument in verb.get_arguments() {
            assert!(argument.get_help().is_some(), "{} {} has no help", verb.get_name(), argument.get_id());
        }
    }
}

/// Each file that a pull request can bring to stand in front of the command needs a second pair of eyes, in whichever folder it lies.
#[test]
fn what_the_book_warns_of_has_an_owner_in_all_folders() {
    let page = include_str!("../../../docs/ci.md");
    let (_, behind) = page.split_once("| file | what it can do |").expect("the table");
    let (table, behind) = behind.split_once("In `CODEOWNERS`:").expect("the list");
    let (list, _) = behind.trim_start().trim_start_matches("```text").split_once("```").expect("its end");
    let patterns: Vec<_> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let owns = |pattern: &str, file: &str| {
        // A file that is read in the root alone is owned there.
        let file = if file.starts_with(".github/") { format!("/{file}") } else { file.to_owned() };
        let pattern = pattern.trim_start_matches("**/");
        match pattern.strip_suffix('*') {
            Some(start) => file.starts_with(start),
            None => file == pattern || (pattern.ends_with('/') && file.starts_with(pattern)),
        }
    };
    let rows = table.lines().filter(|row| row.starts_with("| `"));
    let cells = rows.filter_map(|row| row.split('|').nth(1));
    let files: Vec<_> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(files.len() > 10, "{files:?}");
    for file in files.into_iter().filter(|file| !file.starts_with('[')) {
        assert!(patterns.iter().any(|pattern| owns(pattern, file)), "nobody owns {file}: {patterns:?}");
    }
}
