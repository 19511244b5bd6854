//! Writes the cases of a criterion as loops, each with an assertion to fill in. Cases come from its table of examples,
//! from its bounds, and from `any`.

use proc_macro2::Literal;
use spec_model::grammar::modality;
use spec_model::spec::Examples;
use unicode_width::UnicodeWidthStr as _;

use super::bounds::{Bound, bounds};
use super::layout::CodeLayout;
use super::lines::{one_line, push_line};
use super::name::is_keyword;
use super::stub::push_call;
use super::words::words;
use crate::terminal::visible;

/// The cases of a criterion.
pub(super) struct Cases<'a> {
    /// The table of examples below it.
    pub(super) examples: Option<&'a Examples>,
    /// Its text, its points too, on one line.
    pub(super) text: &'a str,
    /// The parts of the text that say when it asks for something.
    pub(super) conditions: &'a [String],
}

/// The call of `pending!` in the stub of a criterion.
pub(super) struct Pending<'a> {
    /// `pending!(`
    pub(super) open: &'a str,
    /// The id as a literal.
    pub(super) id: &'a str,
}

impl Pending<'_> {
    fn push(&self, out: &mut String, layout: &CodeLayout, indent: usize) {
        push_call(out, layout, indent, self.open, self.id, ");");
    }
}

impl Cases<'_> {
    /// Appends the cases, or what fails until somebody has written the test. In a loop it stands in the assertion.
    pub(super) fn push(
        &self,
        out: &mut String,
        layout: &CodeLayout,
        pending: &Pending<'_>,
        has_proptest: bool,
    ) {
        let mut tables = Vec::new();
        tables.extend(self.examples.and_then(of_examples));
        tables.extend(of_bounds(self.text, self.conditions));
        let property = property(self.text);
        if let (Some(property), false) = (&property, has_proptest) {
            tables.push(Table {
                names: vec!["value".to_owned()],
                groups: vec![(property.clone(), ANY.map(|value| vec![string(value)]).into())],
                has_expected: false,
                wanted: "Write here whether it holds for `value`.",
            });
        }
        tables.iter().for_each(|table| table.push(out, layout, pending));
        if let Some(property) = property.filter(|_| has_proptest) {
            push_line(out, 4, "", "proptest::proptest!(|(value in proptest::prelude::any::<String>())| {");
            push_line(out, 8, "// ", &property);
            push_holds(out, layout, pending, 8, "Write here whether it holds for `value`.");
            push_line(out, 8, "", "proptest::prop_assert!(holds(), \"{value}\");");
            push_line(out, 4, "", "});");
        } else if tables.is_empty() {
            pending.push(out, layout, 4);
        }
    }
}

/// The loop over a table of examples.
fn of_examples(examples: &Examples) -> Option<Table> {
    let names = variables(&examples.columns);
    let header: Vec<_> = examples.columns.iter().map(|column| one_line(column)).collect();
    let rows = examples.rows.iter().map(|row| {
        let mut cells: Vec<_> = row.iter().map(|cell| string(cell)).collect();
        cells.resize(names.len(), string(""));
        cells
    });
    let rows: Vec<_> = rows.collect();
    let wanted = "Write here whether the code does what this row says.";
    let is_empty = names.is_empty() || rows.is_empty();
    let groups = vec![(header.join(" | "), rows)];
    (!is_empty).then_some(Table { names, groups, has_expected: false, wanted })
}

/// A loop for each bound of a text, over the values below, at and above it. Those of its conditions have none: they are no assertions.
fn of_bounds(text: &str, conditions: &[String]) -> Vec<Table> {
    let rows = |rows: &[(String, bool)]| -> Vec<Vec<String>> {
        rows.iter().map(|(value, allowed)| vec![string(value), allowed.to_string()]).collect()
    };
    let table = |bound: &Bound| Table {
        names: ["value", EXPECTED].map(str::to_owned).into(),
        groups: vec![(bound.text.clone(), rows(&bound.rows))],
        has_expected: true,
        wanted: "Write here what the code makes of `value`: true if it meets the bound.",
    };
    bounds(text, conditions).iter().map(table).collect()
}

/// Finds the things in a text that it speaks about all values of, as they are written: `For any basket`, and at its beginning or in
/// capitals also `for all`, `for every`, `for each`, `Every basket SHALL`, `Each`, `All`, `Any`.
pub(super) fn property(text: &str) -> Option<String> {
    let words: Vec<_> = text.split(' ').collect();
    let is = |word: &str, expected: &[&str]| expected.iter().any(|other| word.eq_ignore_ascii_case(other));
    let is_modal = |word: &&str| modality::asks(word);
    let begins = words.first().is_some_and(|word| is(word, &["every", "each", "all", "any"]))
        && words.iter().take(7).any(is_modal);
    let for_any = || {
        let is_for = |(at, pair): (usize, &[&str])| {
            is(pair[0], &["for"])
                && is(pair[1], &["any", "all", "every", "each"])
                && (at == 0 || pair[0] == "FOR" || is(pair[1], &["any"]))
        };
        words.windows(2).enumerate().position(is_for)
    };
    let (at, length) = if begins { (0, 6) } else { (for_any()?, 6) };
    let rest = &words[at..];
    let ends = |word: &&str| is_modal(word) || word.starts_with(['(', '[', '"', '“', '—', '–']);
    let end = rest.iter().position(ends).unwrap_or(rest.len());
    let end =
        rest[..end].iter().position(|word| word.ends_with([',', '.', ';', ':'])).map_or(end, |at| at + 1);
    let named = super::name::up_to_phrase(&rest[..end], length);
    Some(named.join(" ").trim_end_matches([',', '.', ';', ':']).to_owned())
}

/// The stand-ins for any value: two, since one would be no loop.
pub(super) const ANY: [&str; 2] = ["one …", "another …"];

/// The variable that says what is expected of the value of a bound.
const EXPECTED: &str = "meets_bound";
/// The variable that says whether the code does it.
const HOLDS: &str = "holds";

/// A loop over rows of literals, in groups with a comment each. The comments keep every row on a line of its own.
struct Table {
    names: Vec<String>,
    groups: Vec<(String, Vec<Vec<String>>)>,
    /// Does the last column say whether it holds for the row? Else it does for all.
    has_expected: bool,
    /// The advice on what to write in place of `pending!`.
    wanted: &'static str,
}

impl Table {
    fn push(&self, out: &mut String, layout: &CodeLayout, pending: &Pending<'_>) {
        let Self { names, groups, .. } = self;
        // Of a loop over one row clippy complains.
        if let [(comment, rows)] = groups.as_slice()
            && let [row] = rows.as_slice()
        {
            push_line(out, 4, "// ", &one_line(comment));
            push_let(out, layout, names, row);
            self.push_assertion(out, layout, pending, 4);
            return;
        }
        push_lines(out, 4, &pattern(layout, "for ", names, " in ["));
        for (comment, rows) in groups {
            push_line(out, 8, "// ", &one_line(comment));
            let rows: Vec<_> = rows.iter().map(|row| format!("{},", parenthesised(layout, row))).collect();
            if names.len() == 1 && rows.iter().all(|row| layout.is_short_item(row.len() - ",".len())) {
                filled(layout, &rows).iter().for_each(|line| push_line(out, 8, "", line));
            } else {
                rows.iter().for_each(|row| push_lines(out, 8, row));
            }
        }
        push_line(out, 4, "", "] {");
        self.push_assertion(out, layout, pending, 8);
        push_line(out, 4, "", "}");
    }

    /// The assertion about a row. The comment keeps the block before it on lines of its own.
    fn push_assertion(&self, out: &mut String, layout: &CodeLayout, pending: &Pending<'_>, indent: usize) {
        push_holds(out, layout, pending, indent, self.wanted);
        let call = format!("{HOLDS}()");
        match (self.has_expected, self.names.as_slice()) {
            (true, [value, ..]) => {
                let arguments = [call, EXPECTED.to_owned(), string(&format!("{{{value}}}"))];
                push_arguments(out, layout, indent, "assert_eq!(", &arguments);
            }
            (_, names) => {
                let shown =
                    names.iter().map(|name| format!("{name}: {{{name}}}")).collect::<Vec<_>>().join(", ");
                push_arguments(out, layout, indent, "assert!(", &[call, string(&shown)]);
            }
        }
    }
}

/// The closure that says whether it holds, with what is to be written in place of `pending!`.
pub(super) fn push_holds(
    out: &mut String,
    layout: &CodeLayout,
    pending: &Pending<'_>,
    indent: usize,
    wanted: &'static str,
) {
    push_line(out, indent, "", &format!("let {HOLDS} = || -> bool {{"));
    push_line(out, indent + 4, "// ", wanted);
    pending.push(out, layout, indent + 4);
    push_line(out, indent, "", "};");
}

/// A call of a macro with arguments, broken as rustfmt does where they are too wide.
fn push_arguments(out: &mut String, layout: &CodeLayout, indent: usize, open: &str, arguments: &[String]) {
    let inside = arguments.join(", ");
    if layout.is_short_call(inside.width()) && layout.fits(indent, open.len() + inside.width() + ");".len()) {
        push_line(out, indent, "", &format!("{open}{inside});"));
        return;
    }
    push_line(out, indent, "", open);
    let last = arguments.len().saturating_sub(1);
    for (at, argument) in arguments.iter().enumerate() {
        push_line(out, indent + 4, "", &format!("{argument}{}", if at < last { "," } else { "" }));
    }
    push_line(out, indent, "", ");");
}

/// The only row of a table as variables.
fn push_let(out: &mut String, layout: &CodeLayout, names: &[String], row: &[String]) {
    let (head, value) = (pattern(layout, "let ", names, " ="), parenthesised(layout, row));
    let is_wide = !layout.fits(4, head.width() + 1 + value.width() + 1);
    // A single literal that is too wide for its line stands on the next, unless it is too wide for that too.
    if is_wide && names.len() == 1 && layout.fits(8, value.width() + 1) {
        push_line(out, 4, "", &head);
        push_line(out, 8, "", &format!("{value};"));
    } else {
        push_lines(out, 4, &format!("{head} {value};"));
    }
}

/// Names between two words, as rustfmt writes a pattern.
fn pattern(layout: &CodeLayout, before: &str, names: &[String], behind: &str) -> String {
    let one_line = match names {
        [name] => format!("{before}{name}{behind}"),
        names => format!("{before}({}){behind}", names.join(", ")),
    };
    let fits = layout.fits(4, one_line.width());
    if fits { one_line } else { format!("{before}{}{behind}", one_a_line(names)) }
}

/// A tuple as rustfmt writes it; a single item without parentheses.
fn parenthesised(layout: &CodeLayout, items: &[String]) -> String {
    if let [item] = items {
        return item.clone();
    }
    let inside = items.join(", ");
    if layout.is_short_call(inside.width()) && layout.fits(8, inside.width() + "(),".len()) {
        return format!("({inside})");
    }
    one_a_line(items)
}

fn one_a_line(items: &[String]) -> String {
    format!("(\n{}\n)", items.iter().map(|item| format!("    {item},")).collect::<Vec<_>>().join("\n"))
}

/// Short items on as few lines as will do.
fn filled(layout: &CodeLayout, items: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(line) if layout.fits(8, line.len() + 1 + item.len()) => {
                line.push(' ');
                line.push_str(item);
            }
            _ => lines.push(item.clone()),
        }
    }
    lines
}

fn push_lines(out: &mut String, indent: usize, lines: &str) {
    lines.lines().for_each(|line| push_line(out, indent, "", line));
}

/// A string literal of a document's text.
fn string(text: &str) -> String {
    Literal::string(&visible(text)).to_string()
}

/// The columns of a table as names of variables.
fn variables(columns: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let mut name = words(column).words.join("_");
        name.truncate(30);
        let name = name.trim_end_matches('_');
        let unusable = name.is_empty()
            || name == HOLDS
            || name.starts_with(|c: char| c.is_ascii_digit())
            || is_keyword(name);
        let taken = names.iter().any(|other| other == name);
        names.push(if unusable || taken { format!("column_{}", at + 1) } else { name.to_owned() });
    }
    names
}
