//! Writes the skeletons of correctness properties: the words behind `For any …` become the inputs of a `proptest`.

use spec_model::markdown::readable;

use super::cases::{Pending, push_holds};
use super::layout::CodeLayout;
use super::lines::{comment, one_line, push_line};
use super::name::is_keyword;
use super::words::words;

/// An input of a property: how it is called, what makes its values, and the words that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    name: String,
    /// `a list of texts`
    guess: String,
    strategy: String,
    quoted: String,
}

/// More inputs than that are no help.
const MAX_INPUTS: usize = 6;

/// Finds the inputs that a statement speaks about all values of; one text if it does not say.
pub(super) fn inputs(statement: &str) -> Vec<Input> {
    let mut inputs: Vec<Input> = Vec::new();
    let mut before: Option<Input> = None;
    for phrase in phrases(&one_line(&readable(statement))).into_iter().take(MAX_INPUTS) {
        // `two amounts a and b`: both are amounts.
        let is_letter = phrase.len() == 1 && phrase.bytes().all(|byte| byte.is_ascii_lowercase());
        let found = match &before {
            Some(before) if is_letter => vec![Input { name: phrase, ..before.clone() }],
            _ => of_phrase(&phrase),
        };
        before = found.last().cloned();
        for input in found {
            if !inputs.iter().any(|known| known.name == input.name) {
                inputs.push(input);
            }
        }
    }
    if inputs.is_empty() {
        let (name, guess) = ("value".to_owned(), "a text".to_owned());
        inputs.push(Input { name, guess, strategy: TEXT.to_owned(), quoted: String::new() });
    }
    inputs
}

/// Appends the body of a skeleton. Without what is to be written in place of `pending!` it does not compile.
pub(super) fn push_body(out: &mut String, layout: &CodeLayout, inputs: &[Input], pending: &Pending<'_>) {
    push_line(out, 4, "// ", "The inputs are guessed from the words:");
    for Input { name, guess, quoted, .. } in inputs {
        let quoted =
            if quoted.is_empty() { "nothing says what it is".to_owned() } else { format!("“{quoted}”") };
        comment(out, layout, 4, ["// - ", "//   "], &format!("`{name}`, {guess}: {quoted}"));
    }
    push_line(out, 4, "", "proptest::proptest!(|(");
    for Input { name, strategy, .. } in inputs {
        push_line(out, 8, "", &format!("{name} in {strategy},"));
    }
    push_line(out, 4, "", ")| {");
    push_holds(out, layout, pending, 8, "Write here whether it holds for these values.");
    let names: Vec<_> = inputs.iter().map(|input| format!("{{{}:?}}", input.name)).collect();
    push_line(out, 8, "", &format!("proptest::prop_assert!(holds(), \"{}\");", names.join(", ")));
    push_line(out, 4, "", "});");
}

/// The noun phrases behind `for any`, up to the end of the clause.
fn phrases(statement: &str) -> Vec<String> {
    let lower = statement.to_ascii_lowercase();
    let quantifiers = ["for any ", "for all ", "for every ", "for each ", "given any "];
    let starts =
        quantifiers.iter().filter_map(|quantifier| Some((lower.find(quantifier)?, quantifier.len())));
    let Some((at, length)) = starts.min() else { return Vec::new() };
    let rest = &statement[at + length..];
    let mut clause = String::new();
    for (number, part) in rest.split(", ").enumerate() {
        let goes_on =
            ["and any ", "and all ", "and every ", "any "].iter().any(|start| part.starts_with(start));
        if number > 0 && !goes_on {
            break;
        }
        clause.push_str(if number > 0 { " and " } else { "" });
        clause.push_str(part.trim_start_matches("and "));
    }
    let ends = |word: &str| {
        let bare = word.trim_end_matches(['.', ':', ';', ',']);
        bare.len() < word.len() && !bare.contains('(')
    };
    let mut phrases: Vec<String> = vec![String::new()];
    for word in clause.split(' ') {
        let bare = word.trim_matches(['.', ':', ';', ',', '(', ')', '*', '_']);
        let is_end = MODALS.contains(&bare.to_ascii_lowercase().as_str())
            || matches!(word, "—" | "–" | "-" | "∈")
            || word.starts_with(['(', '{', '[']);
        // The statement about it begins here: `for any page size the list fits`.
        let is_other = bare == "the" && phrases.last().is_some_and(|last| !last.is_empty());
        if is_end || is_other {
            break;
        }
        match phrases.last_mut() {
            Some(last) if bare == "and" || bare == "plus" => match last.is_empty() {
                true => {}
                false => phrases.push(String::new()),
            },
            Some(last) => {
                last.push_str(if last.is_empty() { "" } else { " " });
                last.push_str(bare);
            }
            None => {}
        }
        if ends(word) {
            break;
        }
    }
    phrases.retain(|phrase| !phrase.is_empty());
    phrases
}

const MODALS: [&str; 8] = ["shall", "must", "should", "will", "is", "are", "has", "have"];

/// The strategy that makes texts.
const TEXT: &str = "proptest::prelude::any::<String>()";
const WHOLE: &str = "proptest::prelude::any::<i64>()";
const COUNT: &str = "0_u64..1_000";
const FRACTION: &str = "proptest::prelude::any::<f64>()";
const YES_OR_NO: &str = "proptest::prelude::any::<bool>()";

/// The inputs that a noun phrase stands for: two of `two amounts` and `a pair of amounts`.
fn of_phrase(phrase: &str) -> Vec<Input> {
    /// Words that say more about what is named before them.
    const CLAUSES: &str = "across after at before between by containing during existing for from in into longer on returned \
        returns shorter stored that through to under using when where which while whose with within without";
    /// Words that say nothing about the type.
    const ADJECTIVES: &str =
        "a all an any arbitrary given new non-empty possible random some supported the valid invalid";
    let is_among = |list: &str, word: &str| list.split_whitespace().any(|other| other == word);
    let lower: Vec<String> = phrase.split(' ').map(str::to_ascii_lowercase).collect();
    let end =
        lower.iter().position(|word| is_among(CLAUSES, word)).filter(|&end| end > 0).unwrap_or(lower.len());
    let quoted = phrase.split(' ').take(end).collect::<Vec<_>>().join(" ");
    // `two amounts a`: the letter is the name.
    let letter = lower[..end]
        .last()
        .filter(|last| end > 1 && last.len() == 1 && last.bytes().all(|b| b.is_ascii_lowercase()));
    let nouns: Vec<&str> =
        lower[..end].iter().map(String::as_str).filter(|word| !is_among(ADJECTIVES, word)).collect();
    let (nouns, is_optional) = match nouns.as_slice() {
        ["optional", rest @ ..] => (rest, true),
        nouns => (nouns, false),
    };
    let (nouns, number) = match nouns {
        ["two" | "pair", "of", rest @ ..] | ["two" | "pair" | "pairs", rest @ ..] if !rest.is_empty() => {
            (rest, 2)
        }
        ["three", rest @ ..] if !rest.is_empty() => (rest, 3),
        nouns => (nouns, 1),
    };
    let (nouns, is_list) = match nouns {
        [
            "list" | "lists" | "set" | "sets" | "array" | "arrays" | "collection" | "sequence" | "series"
            | "vector" | "batch",
            "of",
            rest @ ..,
        ] if !rest.is_empty() => (rest, true),
        nouns => (nouns, false),
    };
    let head = nouns.iter().rev().find(|noun| noun.len() > 1).copied().unwrap_or_default();
    let (mut guess, mut strategy) = of_noun(head, nouns);
    if is_list {
        (guess, strategy) =
            (format!("a list of {guess}s"), format!("proptest::collection::vec({strategy}, 0..8)"));
        guess = guess.replace("a list of a ", "a list of ");
    }
    if is_optional {
        (guess, strategy) = (format!("{guess} or none"), format!("proptest::option::of({strategy})"));
    }
    let name = match letter {
        Some(letter) => letter.clone(),
        None => {
            let found = words(&nouns.join(" ")).words;
            let from = found.len().saturating_sub(3);
            found[from..].join("_")
        }
    };
    let usable = |name: &str| {
        !name.is_empty()
            && name.len() <= 40
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && !is_keyword(name)
            && name != "holds"
    };
    if !usable(&name) {
        return Vec::new();
    }
    let prefixes = ["", "other_", "third_"];
    let one = |prefix: &str| Input {
        name: format!("{prefix}{name}"),
        guess: guess.clone(),
        strategy: strategy.clone(),
        quoted: quoted.clone(),
    };
    prefixes.iter().take(if letter.is_some() { 1 } else { number }).map(|prefix| one(prefix)).collect()
}

/// Guesses the type of a noun, and the strategy that makes its values.
fn of_noun(head: &str, nouns: &[&str]) -> (String, String) {
    const WHOLES: &str =
        "amount balance id_number integer number offset price score temperature timestamp total";
    const COUNTS: &str = "age count day duration height hour index length level limit minute page percentage port position \
        quantity rank second size timeout width year";
    const FRACTIONS: &str = "average decimal float fraction probability ratio";
    const BOOLS: &str = "bool boolean flag switch toggle";
    let singular =
        head.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(head);
    let is_among = |list: &str| list.split_whitespace().any(|other| other == singular || other == head);
    let is_positive =
        nouns.iter().any(|noun| matches!(*noun, "positive" | "non-negative" | "nonnegative" | "natural"));
    let (guess, strategy) = match () {
        () if is_among(BOOLS) => ("a yes or no", YES_OR_NO),
        () if is_among(FRACTIONS) => ("a fraction", FRACTION),
        () if is_among(COUNTS) || is_among(WHOLES) && is_positive => ("a count", COUNT),
        () if is_among(WHOLES) => ("a number", WHOLE),
        () => ("a text", TEXT),
    };
    (guess.to_owned(), strategy.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(statement: &str, expected: &str) {
        let shown = inputs(statement)
            .iter()
            .map(|input| format!("{}: {}", input.name, input.guess))
            .collect::<Vec<_>>();
        assert_eq!(shown.join("; "), expected, "{statement}");
    }

    #[test]
    fn inputs_are_what_the_words_speak_about() {
        check("For any loaf, it is warm.", "loaf: a text");
        check(
            "*For any* list of loaves with several weights, sorting SHALL keep all",
            "loaves: a list of texts",
        );
        check("For any two amounts a and b, a + b is b + a", "a: a number; b: a number");
        check(
            "For any valid email and password combination, signing in works",
            "email: a text; password_combination: a text",
        );
        check("for all non-negative numbers, the root exists", "non_negative_numbers: a count");
        check("For any optional page size the list must fit", "page_size: a count or none");
        check("For any pair of baskets, the totals add up", "baskets: a text; other_baskets: a text");
        check("For every flag, and any ratio, it holds", "flag: a yes or no; ratio: a fraction");
        check("The total is the sum", "value: a text");
        check("For any 2 things, it holds", "value: a text");
        check("For any `*/ \"x\" {y}`, it holds", "x: a text");
    }
}
