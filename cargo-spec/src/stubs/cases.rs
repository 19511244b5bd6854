//! The cases of a criterion as loops: its table of examples, the values around its bounds, and what stands for `any`.

use proc_macro2::Literal;
use spec_model::grammar::modality;
use spec_model::spec::Examples;
use unicode_width::UnicodeWidthStr as _;

use super::bounds::bounds;
use super::layout::Layout;
use super::lines::{one_line, push_line};
use super::name::is_keyword;
use super::stub::push_call;
use super::words::words;
use crate::terminal::visible;

/// Appends the loop over a table of examples.
pub(super) fn push_examples(out: &mut String, layout: &Layout, examples: &Examples) {
    let names = variables(&examples.columns);
    let header: Vec<_> = examples.columns.iter().map(|column| one_line(column)).collect();
    let rows = examples.rows.iter().map(|row| {
        let mut cells: Vec<_> = row.iter().map(|cell| string(cell)).collect();
        cells.resize(names.len(), string(""));
        cells
    });
    if !names.is_empty() && !examples.rows.is_empty() {
        push_loop(out, layout, &names, &[(header.join(" | "), rows.collect())]);
    }
}

/// Appends the loop over the values below, at and above each bound of the text.
pub(super) fn push_bounds(out: &mut String, layout: &Layout, text: &str) {
    let bounds = bounds(text);
    let group = |rows: &[(String, bool)]| -> Vec<Vec<String>> {
        rows.iter().map(|(value, allowed)| vec![string(value), allowed.to_string()]).collect()
    };
    let groups: Vec<_> = bounds.iter().map(|bound| (bound.text.clone(), group(&bound.rows))).collect();
    if !groups.is_empty() {
        push_loop(out, layout, &["value".to_owned(), "meets_bound".to_owned()], &groups);
    }
}

/// What the text speaks about all values of, as it is written: `For any basket`, `for all`, `for every`; at its beginning also
/// `Every basket SHALL`, `Each`, `All`, `Any`.
pub(super) fn property(text: &str) -> Option<String> {
    let words: Vec<_> = text.split(' ').collect();
    let is = |word: &str, expected: &[&str]| expected.iter().any(|other| word.eq_ignore_ascii_case(other));
    let is_modal = |word: &&str| modality::asks(word);
    let begins = words.first().is_some_and(|word| is(word, &["every", "each", "all", "any"]))
        && words.iter().take(7).any(is_modal);
    let for_any = || {
        words
            .windows(2)
            .position(|pair| is(pair[0], &["for"]) && is(pair[1], &["any", "all", "every", "each"]))
    };
    let (at, length) = if begins { (0, 6) } else { (for_any()?, 5) };
    let rest = &words[at..words.len().min(at + length)];
    let rest: Vec<_> = rest.iter().take_while(|word| !is_modal(word)).copied().collect();
    let end =
        rest.iter().position(|word| word.ends_with([',', '.', ';', ':'])).map_or(rest.len(), |end| end + 1);
    Some(rest[..end].join(" ").trim_end_matches([',', '.', ';', ':']).to_owned())
}

/// What stands for any value: two, since one would be no loop.
pub(super) const ANY: [&str; 2] = ["one …", "another …"];

/// Appends the skeleton of a property: a `proptest` where the package has that, else a loop.
pub(super) fn push_property(out: &mut String, layout: &Layout, property: &str, has_proptest: bool) {
    if has_proptest {
        push_line(out, 4, "", "proptest::proptest!(|(value in proptest::prelude::any::<String>())| {");
        push_line(out, 8, "// ", property);
        push_line(out, 8, "", "drop(value);");
        push_line(out, 4, "", "});");
    } else {
        let values = ANY.map(|value| vec![string(value)]);
        push_loop(out, layout, &["value".to_owned()], &[(property.to_owned(), values.into())]);
    }
}

/// A loop over rows of literals, in groups with a comment each. The comments keep every row on a line of its own.
fn push_loop(out: &mut String, layout: &Layout, names: &[String], groups: &[(String, Vec<Vec<String>>)]) {
    let shown = names.iter().map(|name| format!("{name}: {{{name}}}")).collect::<Vec<_>>().join(", ");
    let show = |out: &mut String, indent| push_call(out, layout, indent, "println!(", &string(&shown), ");");
    // Of a loop over one row clippy complains.
    if let [(comment, rows)] = groups
        && let [row] = rows.as_slice()
    {
        push_line(out, 4, "// ", &one_line(comment));
        push_let(out, layout, names, row);
        show(out, 4);
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
    show(out, 8);
    push_line(out, 4, "", "}");
}

/// The only row of a table as variables.
fn push_let(out: &mut String, layout: &Layout, names: &[String], row: &[String]) {
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
fn pattern(layout: &Layout, before: &str, names: &[String], behind: &str) -> String {
    let one_line = match names {
        [name] => format!("{before}{name}{behind}"),
        names => format!("{before}({}){behind}", names.join(", ")),
    };
    let fits = layout.fits(4, one_line.width());
    if fits { one_line } else { format!("{before}{}{behind}", one_a_line(names)) }
}

/// A tuple as rustfmt writes it; a single item without parentheses.
fn parenthesised(layout: &Layout, items: &[String]) -> String {
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
fn filled(layout: &Layout, items: &[String]) -> Vec<String> {
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
        let unusable = name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || is_keyword(name);
        let taken = names.iter().any(|other| other == name);
        names.push(if unusable || taken { format!("column_{}", at + 1) } else { name.to_owned() });
    }
    names
}
