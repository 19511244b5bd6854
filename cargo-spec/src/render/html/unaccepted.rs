//! The tests that nobody has accepted, each beside what its criteria say.

use std::fmt::Write as _;

use crate::render::markup::escaped as text;
use crate::report::Report;
use crate::text::{count, one_line};

/// So many are shown. `cargo spec review` shows all.
const SHOWN: usize = 100;

/// The section; nothing where all tests are as accepted.
pub(super) fn render(report: &Report) -> String {
    let tests = &report.unaccepted;
    if tests.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<section aria-labelledby=\"unaccepted\">\n<h2 id=\"unaccepted\">Tests that nobody has accepted</h2>\n",
    );
    for test in tests.iter().take(SHOWN) {
        let state = if test.before.is_some() { "changed" } else { "new" };
        let _ = writeln!(
            out,
            "<details><summary>{state} <code>{}</code> <code>{}</code></summary>",
            text(&one_line(&test.name)),
            text(&one_line(&test.file))
        );
        for wording in &test.wordings {
            let _ = writeln!(out, "<p dir=\"auto\">{}</p>", text(&one_line(wording)));
        }
        for reason in &test.reasons {
            let _ = writeln!(out, "<p><strong>weaker:</strong> {}</p>", text(&one_line(reason)));
        }
        let lines: Vec<_> = test.lines().iter().map(|line| text(line)).collect();
        let _ = writeln!(out, "<pre>{}</pre>\n</details>", lines.join("\n"));
    }
    if tests.len() > SHOWN {
        let more = count(tests.len() - SHOWN, "more test", "more tests");
        let _ = writeln!(out, "<p>{more}: <code>cargo spec review</code> shows them</p>");
    }
    out.push_str("</section>\n");
    out
}
