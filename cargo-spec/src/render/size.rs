//! Describes the size of documents in words, which every form of a report shows.

use crate::report::{DocumentSize, Report};
use crate::text::{count, one_line};

/// So many documents, criteria or sections are named.
const NAMED: usize = 3;

/// The notes; none, if nothing was measured.
pub(super) fn notes(report: &Report) -> Vec<String> {
    let Some(size) = &report.size else { return Vec::new() };
    let mut notes = Vec::new();
    let mut largest: Vec<&DocumentSize> = size.documents.iter().collect();
    largest.sort_by_key(|document| std::cmp::Reverse(document.per_criterion()));
    notes.extend(largest.iter().take(NAMED).map(|document| of_document(document)));
    if largest.len() > NAMED {
        notes.push(format!(
            "{} more have fewer lines for each criterion",
            count(largest.len() - NAMED, "document", "documents")
        ));
    }
    let untouched = size.untouched.as_deref().unwrap_or_default();
    if !untouched.is_empty() {
        let ids = untouched.iter().take(NAMED).map(|(id, _)| one_line(id)).collect::<Vec<_>>().join(", ");
        let criteria = count(untouched.len(), "criterion", "criteria");
        notes.push(format!("not changed in a year: {criteria}: {ids}{}", more(untouched.len())));
    }
    if !size.silent.is_empty() {
        let sections = size.silent.iter().take(NAMED).map(|section| {
            let place = format!("{}:{}", report.shown(&section.path), section.line);
            format!("`{}` ({} at {place})", one_line(&section.title), count(section.lines, "line", "lines"))
        });
        let sections = sections.collect::<Vec<_>>().join(", ");
        let number = count(size.silent.len(), "section says", "sections say");
        notes.push(format!("{number} nothing that can be checked: {sections}{}", more(size.silent.len())));
    }
    notes
}

fn more(number: usize) -> String {
    match number.saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    }
}

/// `pay: 42 lines for 11 criteria, 3.8 each (half of public kiro specs: 13.5 to 23.0); 0.25 for each line that changed in the linked files since`.
fn of_document(document: &DocumentSize) -> String {
    let lines = count(document.lines, "line", "lines");
    let files = if document.files > 1 { format!(" in {} documents", document.files) } else { String::new() };
    let criteria = count(document.criteria, "criterion", "criteria");
    let [first, _, third] = document.quartiles();
    let ratios = [
        (document.per_changed_line(), "for each line that changed in the linked files since"),
        (document.per_line(), "for each line of linked code and tests"),
    ];
    let code = ratios.into_iter().find_map(|(ratio, what)| Some((ratio?, what)));
    let code = code.map(|(ratio, what)| format!("; {}.{:02} {what}", ratio / 100, ratio % 100));
    format!(
        "{}: {lines}{files} for {criteria}, {} each (half of public {} specs: {} to {}){}",
        one_line(&document.feature),
        tenths(document.per_criterion()),
        document.dialect.as_str(),
        tenths(first),
        tenths(third),
        code.unwrap_or_default(),
    )
}

fn tenths(number: usize) -> String {
    format!("{}.{}", number / 10, number % 10)
}
