//! Shows people the survivors that another tool reports, by criterion.

use std::fmt::Write as _;

use super::style::{BAD, ID, paint};
use crate::layout::Layout;
use crate::outcome::ImportOutcome;
use crate::text::{count, one_line, without_strong};

/// Renders the criteria with survivors, and the tally.
pub fn render(outcome: &ImportOutcome, layout: &Layout) -> String {
    let mut out = String::new();
    for criterion in &outcome.criteria {
        let verdict = &criterion.verdict;
        let (id, text) = (one_line(&verdict.name()), without_strong(&one_line(&verdict.text)));
        let _ = writeln!(out, "{}  {text}", paint(ID, &id));
        for (path, mutant) in &criterion.survivors {
            let place = format!("{}:{}:{}", layout.shown(path), mutant.line, mutant.column);
            let replacement = one_line(&mutant.replacement);
            let arrow = if replacement.is_empty() { String::new() } else { format!(" → {replacement}") };
            let _ = writeln!(out, "    {place}  {}{arrow}  {}", one_line(&mutant.name), paint(BAD, "missed"));
        }
    }
    if !outcome.criteria.is_empty() {
        out.push('\n');
    }
    let of = count(outcome.tried, "mutant", "mutants");
    let _ = writeln!(
        out,
        "{of}: {} missed, {} of them in code of no criterion",
        outcome.survived, outcome.elsewhere
    );
    out
}
