//! Splits a criterion into given, when and then.

use std::ops::Range;

use spec_engine::criterion::lexicon::{is_adverb, is_determiner, is_joined_verb};
use spec_model::grammar::{self, modality};
use spec_model::markdown::readable;
use spec_model::spec::{Clause, Part, PartKind, Pattern};

use super::lines::{is_item, one_line};
use super::words::{humps, third_person};

/// The three acts of a test. Behind the first line of an act are the items of its list, if it has one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scene {
    /// The preconditions: states, optional features, GIVEN steps.
    pub(super) given: Vec<String>,
    /// The events: triggers, unwanted conditions, WHEN steps.
    pub(super) when: Vec<String>,
    /// The results that must follow, as a statement in the present tense.
    pub(super) then: Vec<Statement>,
    /// The conditions are states or optional features: the name says `while` or `where`.
    pub(super) conjunction: &'static str,
}

/// `the system SHALL answer 409` as a statement: `the system` and `answers 409`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Statement {
    /// Who; empty if the text does not say.
    pub(super) subject: String,
    /// The act, in the third person.
    pub(super) predicate: String,
    /// The items of its list.
    pub(super) items: Vec<String>,
}

impl Statement {
    /// The whole sentence, and its items on lines of their own.
    pub(super) fn sentence(&self) -> String {
        let sentence = format!("{} {}", self.subject, self.predicate);
        with_items(inside_sentence(sentence.trim().trim_end_matches('.')), &self.items)
    }
}

/// Tells what a text says.
pub(super) fn scene(text: &str, clause: &Clause) -> Scene {
    let all = |kinds: &[PartKind]| -> Vec<Step> {
        let parts = clause.parts.iter().filter(|part| kinds.contains(&part.kind));
        parts.flat_map(|part| steps(text.get(part.range.clone()).unwrap_or_default())).collect()
    };
    let as_sentence = |kinds: &[PartKind]| all(kinds).iter().map(Step::as_sentence).collect::<Vec<_>>();
    let conditions = [PartKind::Trigger, PartKind::Condition, PartKind::When];
    let mut then: Vec<_> = all(&[PartKind::Then]).into_iter().map(Step::stated).collect();
    if clause.pattern == Pattern::Plain {
        let mut step = steps(text).into_iter().next().unwrap_or_default();
        step.words = first_sentence(&step.words);
        then.push(step.stated());
    } else if let Some(response) = clause.of_kind(PartKind::Response).next() {
        then.extend(responses(text, clause, response));
    }
    let when = as_sentence(&conditions);
    let conjunction = match () {
        () if !when.is_empty() => "when",
        () if clause.of_kind(PartKind::State).next().is_some() => "while",
        () if clause.of_kind(PartKind::Feature).next().is_some() => "where",
        () => "given",
    };
    Scene {
        given: as_sentence(&[PartKind::Feature, PartKind::State, PartKind::Given]),
        when,
        then,
        conjunction,
    }
}

/// The parts of a text that say when its response is asked for, each on one line.
pub(super) fn conditions(text: &str, clause: &Clause) -> Vec<String> {
    let is_condition = |part: &&Part| {
        use PartKind::{Condition, Feature, Given, State, Trigger, When};
        matches!(part.kind, Condition | Feature | Given | State | Trigger | When)
    };
    let parts = clause.parts.iter().filter(is_condition).filter_map(|part| text.get(part.range.clone()));
    parts.map(one_line).collect()
}

/// Returns the statements of a response and the steps behind it.
fn responses(text: &str, clause: &Clause, response: &Part) -> Vec<Statement> {
    let range = |kind| clause.of_kind(kind).next().map(|part| part.range.clone());
    let words = |range: Option<Range<usize>>| {
        trimmed(&one_line(&readable(range.and_then(|range| text.get(range)).unwrap_or_default())))
    };
    let modal = range(PartKind::Modal);
    let subject = range(PartKind::Subject);
    let mut steps = steps(text.get(response.range.clone()).unwrap_or_default()).into_iter();
    let Some(first) = steps.next() else { return Vec::new() };
    let start = subject.as_ref().map_or(response.range.start, |subject| subject.start);
    let mut statement = match modal {
        // A modal that stands behind what must be done ends its sentence: the words stay in their order.
        Some(modal) if modal.start >= response.range.end => {
            Statement { predicate: words(Some(start..modal.end)), ..Statement::default() }
        }
        // So they do in scripts without spaces.
        Some(modal) if text[modal.clone()].chars().all(is_unspaced) => {
            let before = one_line(&readable(text.get(start..response.range.start).unwrap_or_default()));
            Statement { predicate: format!("{before}{}", first.words), ..Statement::default() }
        }
        modal => in_third_person(&words(subject), &words(modal), &first.words),
    };
    statement.items = first.items;
    [statement].into_iter().chain(steps.map(Step::stated)).collect()
}

/// Is it a letter of a script whose words stand side by side?
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// One step of a text, without the marks of Markdown but those of code.
#[derive(Default)]
struct Step {
    words: String,
    /// The items of its list, each with its mark.
    items: Vec<String>,
}

impl Step {
    /// As it is told of what holds or happens.
    fn as_sentence(&self) -> String {
        let sentence = self.words.strip_suffix('.').filter(|sentence| !sentence.ends_with('.'));
        with_items(inside_sentence(sentence.unwrap_or(&self.words)), &self.items)
    }

    fn stated(self) -> Statement {
        Statement { items: self.items, ..statement(&self.words) }
    }
}

/// The steps of a part: AND and BUT in emphasis, or at the beginning of a line, begin another.
fn steps(text: &str) -> Vec<Step> {
    let joints = grammar::clause::joints(text);
    let starts = [0].into_iter().chain(joints.iter().map(|joint| joint.end));
    let ends = joints.iter().map(|joint| joint.start).chain([text.len()]);
    let step = |(start, end): (usize, usize)| {
        let text = text.get(start..end)?.trim_start();
        // The end of the emphasis of two keywords: `**AND THEN** it stops`.
        let text = readable(text.strip_prefix("** ").unwrap_or(text));
        let mut lines = text.lines();
        let words = lines.by_ref().next().map(|line| trimmed(&one_line(line))).unwrap_or_default();
        let mut step = Step { words, items: Vec::new() };
        for line in lines.map(one_line) {
            let last = if is_item(&line) { None } else { step.items.last_mut() };
            match last {
                _ if is_item(&line) => step.items.push(line),
                Some(last) => *last = format!("{last} {line}"),
                None => step.words = format!("{} {line}", step.words),
            }
        }
        step.words = trimmed(&step.words);
        (!step.words.is_empty()).then_some(step)
    };
    starts.zip(ends).filter_map(step).collect()
}

/// A sentence, and the items of its list on lines of their own.
fn with_items(mut sentence: String, items: &[String]) -> String {
    if !items.is_empty() && !sentence.ends_with(':') {
        sentence.push(':');
    }
    for item in items {
        sentence.push('\n');
        sentence.push_str(item);
    }
    sentence
}

/// A sentence as it stands behind a colon: its first article is a small one.
fn inside_sentence(sentence: &str) -> String {
    match sentence.split_once(' ') {
        Some((first @ ("The" | "A" | "An" | "THE" | "AN"), rest)) => {
            format!("{} {rest}", first.to_lowercase())
        }
        _ => sentence.to_owned(),
    }
}

/// The offsets at which a clause is best broken into lines: before each of its parts but the modal and the response.
pub(super) fn breaks(text: &str, clause: &Clause) -> Vec<usize> {
    let mut at = Vec::new();
    let mut end = 0;
    for part in &clause.parts {
        let Range { start, end: behind } = part.range.clone();
        let joint = matches!(part.kind, PartKind::Modal | PartKind::Response);
        if end > 0
            && !joint
            && let Some(gap) = text.get(end..start)
        {
            // The comma stays with what it ends, the keyword goes with what it begins.
            at.extend(gap.find(char::is_whitespace).map(|space| end + space));
        }
        end = behind.max(end);
    }
    at
}

/// A statement from a sentence of prose: what stands before `shall`, `must`, `should` or `will` is its subject.
fn statement(sentence: &str) -> Statement {
    let words: Vec<_> = sentence.split(' ').collect();
    let modal = words.iter().position(|word| is_modal(word));
    let Some(modal) = modal else {
        return Statement { predicate: trimmed(sentence), ..Statement::default() };
    };
    in_third_person(&words[..modal].join(" "), words[modal], &words[modal + 1..].join(" "))
}

/// `the system`, `SHALL NOT`, `answer` → `the system` and `does not answer`. In other languages than English, the words
/// stay as they are.
fn in_third_person(subject: &str, modal: &str, response: &str) -> Statement {
    let subject = without_capitals(subject);
    let response = adverbial_last(&trimmed(response));
    let mut words: Vec<_> = response.split(' ').map(str::to_owned).collect();
    if let "may" | "can" | "could" | "might" = &*bare(modal) {
        let words = joined_verbs(&words, 1, FirstVerb { is_negated: true, is_plural: is_plural(&subject) });
        return Statement {
            predicate: format!("{} {}", bare(modal), words.join(" ")),
            subject,
            ..Statement::default()
        };
    }
    let is_english = modal.split(' ').any(is_modal);
    if !is_english || response.is_empty() {
        return Statement {
            predicate: trimmed(&format!("{modal} {response}")),
            subject,
            ..Statement::default()
        };
    }
    let plural = is_plural(&subject);
    let says = |word: &str| modal.split(' ').any(|other| bare(other) == word);
    let negated = says("not") || bare(&words[0]) == "not" && !words.remove(0).is_empty();
    let verb = words.iter().position(|word| !is_adverb(&bare(word))).unwrap_or(0);
    if let Some(word) = words.get(verb).cloned() {
        let end = word.trim_end_matches([':', ',', ';']).len();
        let (base, mark) = (bare(&word[..end]), &word[end..]);
        let is_word = base.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') && !base.is_empty();
        match (negated, &*base) {
            (true, "be") => words[verb] = format!("{} not", conjugated(&base, plural)),
            (true, _) => words.insert(0, if plural { "do not" } else { "does not" }.to_owned()),
            (false, _) if is_word => words[verb] = format!("{}{mark}", conjugated(&base, plural)),
            (false, _) => {}
        }
    }
    if says("never") {
        words.insert(0, "never".to_owned());
    }
    let words = joined_verbs(&words, verb + 1, FirstVerb { is_negated: negated, is_plural: plural });
    Statement { subject, predicate: set_off_bound(&words.join(" ")), ..Statement::default() }
}

/// The form of the first verb of a response; the joined verbs follow it.
#[derive(Clone, Copy)]
struct FirstVerb {
    is_negated: bool,
    is_plural: bool,
}

/// Returns the words that are joined to the first verb, from `at` on: `and SHALL log it` becomes `and logs it`.
fn joined_verbs(words: &[String], at: usize, first: FirstVerb) -> Vec<String> {
    let plural = first.is_plural;
    let mut joined: Vec<String> = words.iter().take(at).cloned().collect();
    let mut rest = words.iter().skip(at).peekable();
    while let Some(word) = rest.next() {
        let last = joined.last().map(String::as_str).unwrap_or_default();
        let is_joint = matches!(&*bare(last), "and" | "or" | "then" | "but");
        let next = rest.peek().map(|next| bare(next)).unwrap_or_default();
        // `show a toast` in a list of verbs; but `list` or `report` may be a noun.
        let is_listed = last.ends_with(',') && matches!(&*next, "a" | "an" | "the");
        // Behind `and`, the subject is the one before; another one stands before a modal in capitals.
        let is_loud = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_modal(word) && (is_joint || is_loud) && !next.is_empty() && !is_determiner(&next) {
            let plural = if is_joint { plural } else { is_plural(last) };
            while let Some(adverb) = rest.next_if(|next| is_adverb(&bare(next))) {
                joined.push(adverb.clone());
            }
            let verb = rest.next().map(|verb| bare(verb)).unwrap_or_default();
            let be = if plural { "are" } else { "is" };
            joined.push(match &*verb {
                "not" if rest.next_if(|next| bare(next) == "be").is_some() => format!("{be} not"),
                "not" if plural => "do not".to_owned(),
                "not" => "does not".to_owned(),
                verb => conjugated(verb, plural),
            });
        } else if (is_joint || is_listed) && !first.is_negated && is_joined_verb(word, &next) {
            joined.push(conjugated(word, plural));
        } else {
            joined.push(word.clone());
        }
    }
    joined
}

/// A verb in the third person; the mark behind it stays.
fn conjugated(verb: &str, plural: bool) -> String {
    let end = verb.trim_end_matches([':', ',', ';', '.']).len();
    let (verb, mark) = verb.split_at(end);
    match (verb, plural) {
        ("be", true) => format!("are{mark}"),
        (_, true) => format!("{verb}{mark}"),
        _ => format!("{}{mark}", third_person(verb)),
    }
}

/// A word without emphasis, in lower case.
fn bare(word: &str) -> String {
    word.trim_matches(['*', '_']).to_ascii_lowercase()
}

fn is_modal(word: &str) -> bool {
    modality::asks(&bare(word))
}

/// `THE SYSTEM` as it stands in the middle of a sentence: `the system`.
fn without_capitals(subject: &str) -> String {
    let lowered = |word: &str| match word {
        "THE" | "The" | "A" | "AN" | "An" | "SYSTEM" | "System" | "APPLICATION" | "EVERY" | "Every"
        | "EACH" | "Each" | "ALL" | "All" | "ANY" | "Any" | "NO" | "No" => word.to_ascii_lowercase(),
        _ => word.to_owned(),
    };
    subject.split(' ').map(lowered).collect::<Vec<_>>().join(" ")
}

/// `within 5 seconds, acknowledge it` with the verb first: `acknowledge it within 5 seconds`.
fn adverbial_last(response: &str) -> String {
    const PREPOSITIONS: &[&str] =
        &["after", "at", "before", "by", "during", "for", "in", "on", "upon", "when", "within"];
    let first = response.split(' ').next().unwrap_or_default();
    match response.split_once(", ") {
        Some((adverbial, rest)) if PREPOSITIONS.contains(&&*bare(first)) => format!("{rest} {adverbial}"),
        _ => response.to_owned(),
    }
}

/// `answers within 200 ms` keeps its bound behind a comma where something stands before it.
fn set_off_bound(predicate: &str) -> String {
    match predicate.find(" within ") {
        Some(at)
            if predicate[..at].contains(' ')
                && !predicate[..at].ends_with([',', ';'])
                && predicate[at + 8..].starts_with(|c: char| c.is_ascii_digit()) =>
        {
            format!("{},{}", &predicate[..at], &predicate[at..])
        }
        _ => predicate.to_owned(),
    }
}

/// Do several do it? `Users`, `API keys`, `Log_Files`, `IDs`; but not `the bus`, `AWS`.
fn is_plural(subject: &str) -> bool {
    if ["i", "they", "we", "you"]
        .iter()
        .any(|one| subject.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(one)))
    {
        return true;
    }
    let last = subject.split([' ', '_', '/']).next_back().unwrap_or_default().trim_matches(['*', '`']);
    let last = humps(last).pop().unwrap_or_default();
    let stem = last.trim_end_matches('s');
    let is_acronym =
        stem.len() > 1 && stem.len() + 1 == last.len() && stem.bytes().all(|b| b.is_ascii_uppercase());
    is_acronym
        || last.len() > 3
            && last.bytes().skip(1).all(|b| b.is_ascii_lowercase())
            && last.ends_with('s')
            && !["ss", "us", "is", "ics"].iter().any(|end| last.ends_with(end))
}

/// A part without the punctuation around it.
fn trimmed(text: &str) -> String {
    text.trim_matches([' ', ',', ';', ':']).to_owned()
}

/// The text up to its first full stop that ends a sentence.
fn first_sentence(text: &str) -> String {
    match text.find(". ") {
        Some(end) if end > 10 => text[..end].to_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The acts of a text, one a line.
    fn acts(text: &str, clause: &Clause) -> String {
        let scene = scene(text, clause);
        let then: Vec<_> = scene.then.iter().map(Statement::sentence).collect();
        let acts = [("given", &scene.given), ("when", &scene.when), ("then", &then)];
        let lines =
            acts.iter().flat_map(|(act, sentences)| sentences.iter().map(move |one| format!("{act}: {one}")));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(acts(text, &grammar::clause::parse(text)), expected, "{text}");
    }

    #[track_caller]
    fn check_scenario(text: &str, expected: &str) {
        assert_eq!(acts(text, &grammar::clause::scenario(text)), expected, "{text}");
    }

    #[test]
    fn every_step_is_a_line_and_no_mark_of_markdown_is_left() {
        check_scenario(
            "**WHEN** a guest rings **AND** nobody answers\n**THEN** the door stays *closed* **AND** a **note** is left",
            "when: a guest rings\nwhen: nobody answers\nthen: the door stays closed\nthen: a note is left",
        );
        check_scenario(
            "**Given** the shop is [open](https://example.org).\n**When** it rains\n**Then** `a **b**` is printed\n**And then** it ends.",
            "given: the shop is open\nwhen: it rains\nthen: `a **b**` is printed\nthen: it ends",
        );
        check(
            "WHEN it rains THEN the **roof** SHALL __close__ and \\*ring\\*",
            "when: it rains\nthen: the roof closes and *ring*",
        );
        check("**Constraint**: the tool SHALL refuse", "then: the tool refuses");
        check("[!NOTE] The rules may change", "then: the rules may change");
    }

    #[test]
    fn the_list_of_a_step_stays_a_list() {
        check("THE baker SHALL sell:\n- bread\n- rolls", "then: the baker sells:\n- bread\n- rolls");
        check_scenario(
            "WHEN it is Monday\nTHEN the baker sells\n- bread\n  of rye\nAND nothing else",
            "when: it is Monday\nthen: the baker sells:\n- bread of rye\nthen: nothing else",
        );
    }

    #[test]
    fn verbs_agree_with_those_who_do_it() {
        check(
            "Users MUST log in, and MUST NOT be asked twice",
            "then: Users log in, and are not asked twice",
        );
        check("THE page SHALL be short and work on trains", "then: the page is short and works on trains");
        check(
            "THE log SHALL close and the file SHALL become small",
            "then: the log closes and the file becomes small",
        );
        check(
            "THE tool SHALL check it. If it is wrong, it MUST fail.",
            "then: the tool checks it. If it is wrong, it fails",
        );
        check("THE IDs SHALL be kept and SHALL also expire", "then: the IDs are kept and also expire");
        check(
            "THE notice MAY stay, but it MUST NOT be a password",
            "then: the notice may stay, but it is not a password",
        );
        check(
            "Given a form, when I send it, then I should see it",
            "given: a form\nwhen: I send it\nthen: I see it",
        );
        check(
            "THE shop SHALL ask whether it should each be wrapped",
            "then: the shop asks whether it should each be wrapped",
        );
    }

    #[test]
    fn what_is_not_english_stays_in_its_order() {
        check("システムは必ず記録しなければならない", "then: システムは必ず記録しなければならない");
        check("系统必须保存草稿", "then: 系统必须保存草稿");
    }
}
