//! The verdict in a sentence, and how many criteria stand on each rung: in all, and in each feature.

use std::fmt::Write as _;

use spec_engine::verdict::Rung;
use spec_model::Severity;

use crate::evidence::Standing;
use crate::render::markup::escaped as text;
use crate::render::{size, tally};
use crate::report::{Feature, Report};
use crate::text::{count, one_line};

/// The summary for a person who reads one line.
pub(super) fn headline(report: &Report) -> String {
    tally::headline(report)
}

pub(super) fn render(report: &Report, name: &str, headline: &str) -> String {
    let mut out = String::new();
    let state = if report.fails() { "bad" } else { "good" };
    let _ = write!(
        out,
        "<header>\n<p class=\"eyebrow\">Spec report · <bdi>{name}</bdi></p>\n<h1 class=\"{state}\">{headline}</h1>\n"
    );
    out += &bar(report.ladder.standings.iter(), "All criteria");
    out += &legend(report);
    if let Some(next) = report.next() {
        let _ = writeln!(out, "<p class=\"next\"><strong>Next:</strong> {}</p>", with_code(&next));
    }
    out.push_str("</header>\n<main>\n");
    out += &findings(report);
    let features = report.headings.features(&report.ladder);
    if features.len() > 1 {
        out.push_str("<section aria-labelledby=\"features\">\n<h2 id=\"features\">Features</h2>\n<ul class=\"features\">\n");
        for (at, feature) in features.iter().enumerate() {
            out += &card(at, feature);
        }
        out.push_str("</ul>\n</section>\n");
    }
    out
}

/// A feature with its bar, which leads to its criteria.
fn card(at: usize, feature: &Feature<'_>) -> String {
    let name = text(&one_line(feature.name));
    let total = feature.standings().count();
    let below = feature.standings().filter(|standing| standing.is_below()).count();
    let tally = if below == 0 {
        format!("<span class=\"tally good\">{total} of {total}</span>")
    } else {
        format!("<span class=\"tally bad\">{} of {total}</span>", total - below)
    };
    format!(
        "<li><a href=\"#feature-{at}\"><bdi>{name}</bdi></a>{tally}{}</li>\n",
        bar(feature.standings(), &one_line(feature.name))
    )
}

/// One bar, the best first, as an image with words. A piece grows with its number: the style knows whole per cents.
pub(super) fn bar<'a>(standings: impl Iterator<Item = &'a Standing>, of: &str) -> String {
    let mut numbers = [0_usize; Rung::ALL.len()];
    for standing in standings {
        let of_rungs = Rung::ALL.iter().zip(&mut numbers);
        of_rungs.filter(|(rung, _)| **rung == standing.rung).for_each(|(_, number)| *number += 1);
    }
    let total: usize = numbers.iter().sum();
    let number = |rung: Rung| numbers[Rung::ALL.iter().position(|other| *other == rung).unwrap_or_default()];
    let of_rungs = || Rung::best_first().map(|rung| (rung, number(rung))).filter(|(_, number)| *number > 0);
    let words: Vec<_> = of_rungs().map(|(rung, number)| format!("{number} {rung}")).collect();
    let label = text(&format!("{of}: {}", words.join(", ")));
    // An image needs no style of its own, which the policy would not let in.
    let mut out = format!(
        "<svg class=\"bar\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {total} 1\" preserveAspectRatio=\"none\"><title>{label}</title>"
    );
    let mut from = 0;
    for (rung, number) in of_rungs() {
        let _ = write!(out, "<rect class=\"{rung}\" x=\"{from}\" y=\"0\" width=\"{number}\" height=\"1\"/>");
        from += number;
    }
    out.push_str("</svg>\n");
    out
}

fn legend(report: &Report) -> String {
    let mut out = String::from("<ul class=\"legend\">\n");
    for rung in Rung::best_first().filter(|rung| report.ladder.number(*rung) > 0) {
        let number = report.ladder.number(rung);
        let _ = writeln!(out, "<li><span class=\"dot {rung}\"></span><strong>{number}</strong> {rung}</li>");
    }
    let suspect = report.number_suspect();
    if suspect > 0 {
        let _ =
            writeln!(out, "<li><span class=\"dot suspect\"></span><strong>{suspect}</strong> suspect</li>");
    }
    out.push_str("</ul>\n");
    out
}

/// The problems beside the rungs of criteria.
fn findings(report: &Report) -> String {
    let mut items = String::new();
    for finding in report.general() {
        let place = match (&finding.location, &finding.path) {
            (Some(location), _) => format!("{}:{}", report.shown(&location.path), location.start.line),
            (None, Some(path)) => report.shown(path),
            (None, None) => String::new(),
        };
        let place = if place.is_empty() { place } else { format!(" <code>{}</code>", text(&place)) };
        let class = if finding.severity == Severity::Error { "failing" } else { "ignored" };
        let help = finding.advice_text().map(|help| format!("<br><small>{}</small>", with_code(&help)));
        let _ = writeln!(
            items,
            "<li><span class=\"chip {class}\">{}</span> {}{place}{}</li>",
            finding.severity,
            with_code(&finding.message),
            help.unwrap_or_default()
        );
    }
    if let Some(others) = report.other_failures() {
        let others = with_code(&others);
        let _ = writeln!(items, "<li><span class=\"chip failing\">error</span> {others}</li>");
    }
    if items.is_empty() {
        return items;
    }
    format!(
        "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n<ul class=\"findings\">\n{items}</ul>\n</section>\n"
    )
}

fn with_code(words: &str) -> String {
    super::escape::statement(words)
}

/// Renders the size of the documents.
pub(super) fn size(report: &Report) -> String {
    let notes = size::notes(report);
    if notes.is_empty() {
        return String::new();
    }
    let items = notes.iter().map(|note| format!("<li>{}</li>\n", with_code(note))).collect::<String>();
    format!(
        "<section aria-labelledby=\"size\">\n<h2 id=\"size\">Size</h2>\n<ul class=\"findings\">\n{items}</ul>\n</section>\n"
    )
}

/// The meaning of the words, for those who read them for the first time.
pub(super) fn glossary(report: &Report) -> String {
    let mut out =
        String::from("</main>\n<footer>\n<details>\n<summary>What the words mean</summary>\n<dl>\n");
    for rung in Rung::best_first() {
        let _ = writeln!(
            out,
            "<dt><span class=\"chip {rung}\">{rung}</span></dt><dd>{}</dd>",
            text(tally::meaning(rung))
        );
    }
    let _ = writeln!(
        out,
        "<dt><span class=\"chip suspect\">suspect</span></dt><dd>{}</dd>",
        text(tally::SUSPECT)
    );
    let _ = write!(
        out,
        "</dl>\n</details>\n<p>Each criterion must be {}. Evidence of {}. Made by cargo spec {}.</p>\n</footer>\n",
        report.required().map_or_else(
            || "as far as <code>spec.toml</code> requires".to_owned(),
            |rung| format!("at least <strong>{rung}</strong>")
        ),
        count(report.processes, "test process", "test processes"),
        env!("CARGO_PKG_VERSION")
    );
    out
}
