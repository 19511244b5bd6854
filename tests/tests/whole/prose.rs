//! Documentation is written for readers whose first language is not English: no sentence has more than 20 words.

use std::fs;

use super::REPOSITORY;

/// More words are no sentence for a quick reader.
const MAX_WORDS: usize = 20;

/// The paragraphs of the documentation in a source, each with its first line. Tables, headings and code are left out.
fn paragraphs(source: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let (mut is_open, mut is_code) = (false, false);
    for (at, line) in source.lines().enumerate() {
        let line = line.trim_start();
        let text = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        let Some(text) = text.map(str::trim) else {
            (is_open, is_code) = (false, false);
            continue;
        };
        let is_fence = text.starts_with("```");
        is_code ^= is_fence;
        if is_fence || is_code || text.is_empty() || text.starts_with(['|', '#']) {
            is_open = false;
        } else if is_open && !begins_item(text) {
            let (_, paragraph) = found.last_mut().expect("it is open");
            paragraph.push(' ');
            paragraph.push_str(text);
        } else {
            found.push((at + 1, text.to_owned()));
            is_open = true;
        }
    }
    found
}

fn begins_item(text: &str) -> bool {
    let number = text.split_once(". ").map(|(number, _)| number);
    ["- ", "* ", "> "].iter().any(|mark| text.starts_with(mark))
        || number.is_some_and(|number| number.parse::<u8>().is_ok())
}

/// The sentences of a paragraph, and the parts of a sentence that stand by themselves. Code is one word.
fn sentences(paragraph: &str) -> Vec<String> {
    let pieces = paragraph.split('`').enumerate();
    let text: String = pieces.map(|(at, piece)| if at % 2 == 0 { piece } else { "x" }).collect();
    let mut sentences = vec![String::new()];
    for word in text.split_whitespace() {
        let last = sentences.last_mut().expect("there is one");
        last.push_str(word);
        last.push(' ');
        if word.ends_with(['.', '?', '!', ':', ';']) {
            sentences.push(String::new());
        }
    }
    sentences
}

#[test]
fn no_sentence_of_the_documentation_has_more_than_twenty_words() {
    let crates = ["spec-model", "spec-engine", "spec-macros", "spec-runtime", "cargo-spec"];
    let mut folders: Vec<_> = crates.iter().map(|name| REPOSITORY.join(name).join("src")).collect();
    let (mut long, mut count) = (Vec::new(), 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Some("rs") = path.extension().and_then(|extension| extension.to_str()) else { continue };
            let source = fs::read_to_string(&path).expect("it is UTF-8");
            for (line, paragraph) in paragraphs(&source) {
                for sentence in sentences(&paragraph) {
                    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
                    let words = sentence.split_whitespace().filter(is_word).count();
                    count += usize::from(words > 0);
                    if words > MAX_WORDS {
                        long.push(format!("{}:{line}: {words} words: {sentence}", path.display()));
                    }
                }
            }
        }
    }
    assert!(count > 1000, "{count} sentences");
    assert!(long.is_empty(), "{} sentences are too long:\n{}", long.len(), long.join("\n"));
}

#[test]
fn code_is_one_word_and_a_table_is_none() {
    let source = "/// One `a b c` two. Three\n/// four:\n///\n/// | a | b |\n/// - five\nfn a() {}\n";
    let found: Vec<_> =
        paragraphs(source).into_iter().flat_map(|(_, paragraph)| sentences(&paragraph)).collect();
    let found: Vec<_> =
        found.iter().map(|sentence| sentence.trim()).filter(|sentence| !sentence.is_empty()).collect();
    assert_eq!(found, ["One x two.", "Three four:", "- five"]);
}
