//! The words that several forms of a report have in common.

use spec_model::verdict::Rung;

use super::human::text::count;
use crate::report::Report;

/// `11 criteria: 9 exercised, 2 failing; 2 below passing`.
pub fn line(report: &Report) -> String {
    let mut line = count(report.ladder.standings.len(), "criterion", "criteria");
    let on = |rung: Rung| (report.ladder.number(rung), rung);
    let rungs = Rung::ALL.into_iter().rev().map(on).filter(|(number, _)| *number > 0);
    let rungs: Vec<_> = rungs.map(|(number, rung)| format!("{number} {rung}")).collect();
    if !rungs.is_empty() {
        line += &format!(": {}", rungs.join(", "));
    }
    match report.number_below() {
        0 => line,
        below => format!("{line}; {below} below {}", report.required()),
    }
}
