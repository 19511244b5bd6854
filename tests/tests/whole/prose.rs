//! Documentation is written for readers whose first language is not English: no sentence has more than 20 words, and
//! a comment begins with what the item is or does.

use super::architecture::sources;

/// More words are no sentence for a quick reader.
const MAX_WORDS: usize = 20;

/// A sentence that begins so says nothing by itself.
const CLAUSES: [&str; 5] = ["What", "How", "Whether", "Which", "Why"];

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
    let crates =
        ["spec-model/src", "spec-engine/src", "spec-macros/src", "spec-runtime/src", "cargo-spec/src"];
    let (mut long, mut count) = (Vec::new(), 0);
    for (path, source) in sources(&crates) {
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
    assert!(count > 1000, "{count} sentences");
    assert!(long.is_empty(), "{} sentences are too long:\n{}", long.len(), long.join("\n"));
}

/// The paragraphs of a source that begin like a question: each leaves the reader to find the sentence.
fn clauses(source: &str) -> Vec<(usize, String)> {
    let is_clause = |paragraph: &str| CLAUSES.contains(&paragraph.split(' ').next().unwrap_or_default());
    paragraphs(source).into_iter().filter(|(_, paragraph)| is_clause(paragraph)).collect()
}

#[test]
fn a_doc_comment_says_what_the_item_is_or_does() {
    let folders = [
        "spec-model/src",
        "spec-engine/src",
        "spec-macros/src",
        "spec-runtime",
        "cargo-spec",
        "tests/benches",
        "tests/fixtures",
        "tests/src",
        "tests/tests",
        "fuzz/fuzz_targets",
    ];
    let found: Vec<_> = sources(&folders)
        .iter()
        .flat_map(|(path, source)| {
            let clauses = clauses(source).into_iter();
            clauses.map(|(line, paragraph)| format!("{}:{line}: {paragraph}", path.display()))
        })
        .collect();
    assert!(
        found.is_empty(),
        "begin with a noun (`The name of …`) or a verb (`Returns …`):\n{}",
        found.join("\n")
    );
}

#[test]
fn a_clause_is_no_doc_comment_and_a_sentence_is_one() {
    let source = "/// What it is.\nlet a = 1;\n/// The name.\n/// Which one.\n///\n/// Whether.\n// How it is.\nfn a() {}\n";
    let found: Vec<_> = clauses(source).into_iter().map(|(line, _)| line).collect();
    assert_eq!(found, [1]);
    assert_eq!(clauses("/// Whatever it is.\n///\n/// Why it is.\n"), [(3, "Why it is.".to_owned())]);
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
