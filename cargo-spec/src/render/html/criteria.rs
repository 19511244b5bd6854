//! The table of criteria of each feature, with the filters above.

use std::fmt::Write as _;

use spec_engine::links::{Link, Role};
use spec_engine::verdict::Rung;

use super::escape::{Anchors, statement};
use super::overview::bar;
use crate::evidence::{Missed, Standing, TestResult};
use crate::render::markup::escaped as text;
use crate::render::tally;
use crate::report::{Feature, Report, RequirementSection, SAME_TESTS};
use crate::text::one_line;

/// So many tests, or items, are shown at once; the others unfold.
const AT_ONCE: usize = 4;

pub(super) fn render(report: &Report) -> String {
    let features = report.headings.features(&report.ladder);
    let mut out = String::from("<section aria-labelledby=\"criteria\">\n<h2 id=\"criteria\">Criteria</h2>\n");
    out += &controls(report, &features);
    let mut anchors = Anchors::default();
    for (at, feature) in features.iter().enumerate() {
        out += &table(report, at, feature, &mut anchors);
    }
    out.push_str("<p id=\"none\" hidden>No criterion is like that.</p>\n</section>\n");
    out
}

/// Hidden until the script shows them: without it they would do nothing.
fn controls(report: &Report, features: &[Feature<'_>]) -> String {
    let mut out = String::from(
        "<form id=\"controls\" role=\"search\" hidden>\n\
         <label class=\"search\">Search <input id=\"search\" type=\"search\" placeholder=\"id, words, test, file\" autocomplete=\"off\"></label>\n\
         <label>Show <select id=\"rung\">\n",
    );
    let _ = writeln!(out, "<option value=\"\">all rungs</option>");
    let below = report.number_below();
    if below > 0 {
        let _ = writeln!(out, "<option value=\"below\">below {} ({below})</option>", report.demand());
    }
    let suspect = report.number_suspect();
    if suspect > 0 {
        let _ = writeln!(out, "<option value=\"suspect\">suspect ({suspect})</option>");
    }
    let flaky = report.number_flaky();
    if flaky > 0 {
        let _ = writeln!(out, "<option value=\"flaky\">flaky ({flaky})</option>");
    }
    for rung in Rung::ALL.into_iter().filter(|rung| report.ladder.number(*rung) > 0) {
        let _ = writeln!(out, "<option value=\"{rung}\">{rung} ({})</option>", report.ladder.number(rung));
    }
    out.push_str("</select></label>\n");
    if features.len() > 1 {
        out.push_str("<label>in <select id=\"feature\">\n<option value=\"\">all features</option>\n");
        for (at, feature) in features.iter().enumerate() {
            let _ = writeln!(out, "<option value=\"{at}\">{}</option>", text(&one_line(feature.name)));
        }
        out.push_str("</select></label>\n");
    }
    out.push_str("<output id=\"shown\" for=\"search rung\"></output>\n</form>\n");
    out
}

fn table(report: &Report, at: usize, feature: &Feature<'_>, anchors: &mut Anchors) -> String {
    let name = text(&one_line(feature.name));
    let title =
        feature.title.map(|title| format!(" <small><bdi>{}</bdi></small>", statement(&one_line(title))));
    let title = title.unwrap_or_default();
    let mut out = format!(
        "<section class=\"feature\" data-feature=\"{at}\" aria-labelledby=\"feature-{at}\">\n\
         <h3 id=\"feature-{at}\"><bdi>{name}</bdi>{title}</h3>\n\
         <p class=\"source\"><code>{}</code></p>\n{}\
         <table>\n<thead><tr><th scope=\"col\">Rung</th><th scope=\"col\">Criterion</th><th scope=\"col\">Tests</th>\
         <th scope=\"col\">Code</th></tr></thead>\n",
        text(&report.shown(feature.path)),
        bar(feature.standings(), &one_line(feature.name)),
    );
    for requirement in &feature.requirements {
        out += &group(report, feature, requirement, anchors);
    }
    out.push_str("</table>\n</section>\n");
    out
}

fn group(
    report: &Report,
    feature: &Feature<'_>,
    requirement: &RequirementSection<'_>,
    anchors: &mut Anchors,
) -> String {
    let mut out = String::from("<tbody>\n");
    if !requirement.id.is_empty() || !requirement.title.is_empty() {
        let _ = writeln!(
            out,
            "<tr class=\"group\"><th colspan=\"4\" scope=\"rowgroup\"><code>{}</code> <bdi>{}</bdi></th></tr>",
            text(&one_line(requirement.id)),
            statement(&one_line(requirement.title))
        );
    }
    for standing in &requirement.standings {
        out += &row(report, standing, &anchors.of(feature.name, standing.verdict.id.as_str()));
    }
    out.push_str("</tbody>\n");
    out
}

fn row(report: &Report, standing: &Standing, anchor: &str) -> String {
    let verdict = &standing.verdict;
    let (rung, id) = (standing.rung, verdict.id.as_str());
    let below = if standing.is_below() { " data-below" } else { "" };
    let suspect = if verdict.is_suspect() { " data-suspect" } else { "" };
    let mark = verdict.acceptance.mark(rung);
    let flag = mark.map(|mark| format!(" <span class=\"chip suspect\">{mark}</span>")).unwrap_or_default();
    let (flaky, second) = match standing.is_flaky() {
        true => (" data-flaky", " <span class=\"chip flaky\">flaky</span>"),
        false => ("", ""),
    };
    let reason = report.tests_unchanged(standing);
    let same_tests = reason.map(|reason| format!("; {SAME_TESTS}: {reason}")).unwrap_or_default();
    format!(
        "<tr id=\"{anchor}\" data-rung=\"{rung}\"{below}{suspect}{flaky}>\n\
         <td class=\"rung\"><span class=\"chip {rung}\">{rung}</span>{flag}{second}</td>\n\
         <th scope=\"row\"><a class=\"id\" href=\"#{anchor}\">{}</a>\n<span class=\"statement\" dir=\"auto\">{}</span>\n\
         <span class=\"place\">line {}{}</span></th>\n\
         <td class=\"tests\">{}</td>\n<td class=\"code\">{}</td>\n</tr>\n",
        text(&one_line(id)),
        statement(&verdict.text),
        verdict.location.start.line,
        text(&one_line(&same_tests)),
        tests(report, standing),
        code(report, standing)
    )
}

fn tests(report: &Report, standing: &Standing) -> String {
    if let Some(waiver) = standing.verdict.waiver.as_ref().filter(|_| standing.rung == Rung::Waived) {
        return format!(
            "<span class=\"nothing\">verified by {}</span>",
            text(&one_line(&waiver.to_string()))
        );
    }
    if standing.tests.is_empty() {
        let links = standing.verdict.links.iter().filter(|link| link.item.role != Role::Implements);
        let items = links.map(|link| item(report, link, link.item.role.as_str(), "no"));
        return list(&items.collect::<Vec<_>>(), "no test");
    }
    let items = standing.tests.iter().map(|test| {
        let class = match test.state {
            TestResult::Passed => "yes",
            TestResult::NotRun => "no",
            TestResult::Failed | TestResult::NeverEnded => "bad",
        };
        item(report, &test.link, test.state.as_str(), class)
    });
    list(&items.collect::<Vec<_>>(), "no test")
}

fn code(report: &Report, standing: &Standing) -> String {
    let items = standing
        .implementations
        .iter()
        .map(|(link, ran)| item(report, link, &tally::ran(link, *ran), if *ran { "yes" } else { "no" }));
    let code = list(&items.collect::<Vec<_>>(), "no code is linked");
    if standing.missed.is_empty() {
        return code;
    }
    let ways: Vec<_> = standing.missed.iter().map(|missed| way(report, missed)).collect();
    format!("{code}<div class=\"missed\"><strong>Missed by the tests</strong>{}</div>", list(&ways, ""))
}

/// A way to break the code that no test notices.
fn way(report: &Report, missed: &Missed) -> String {
    let place = |link: &Link| format!("{}:{}", report.shown(&link.location.path), link.location.start.line);
    let tests: Vec<_> =
        missed.tests.iter().map(|test| format!("<code>{}</code>", text(&place(test)))).collect();
    let code = tally::place(report, &missed.code);
    format!(
        "<li><code class=\"item\">{}</code><br><span class=\"place\"><code>{}</code> by {}</span></li>\n",
        breakable(&text(&tally::missed(missed))),
        text(&code),
        tests.join(", ")
    )
}

fn item(report: &Report, link: &Link, state: &str, class: &str) -> String {
    let place = format!("{}:{}", report.shown(&link.location.path), link.location.start.line);
    format!(
        "<li><code class=\"item\">{}</code> <span class=\"state {class}\">{state}</span><br><code class=\"place\">{}</code></li>\n",
        breakable(&text(&one_line(&link.item.path))),
        text(&place)
    )
}

/// A long name may be broken between its words.
fn breakable(name: &str) -> String {
    name.replace('_', "_<wbr>").replace("::", "::<wbr>")
}

fn list(items: &[String], nothing: &str) -> String {
    let total = items.len();
    if total == 0 {
        return format!("<span class=\"nothing\">{nothing}</span>");
    }
    let (first, rest) = items.split_at(if total > AT_ONCE + 1 { AT_ONCE } else { total });
    let mut out = format!("<ul>\n{}</ul>", first.concat());
    if !rest.is_empty() {
        let _ = write!(
            out,
            "<details><summary>{} more</summary><ul>\n{}</ul></details>",
            rest.len(),
            rest.concat()
        );
    }
    out
}
