//! A new or changed test beside the words of its criteria, folded away.

use super::escape::in_html;
use crate::test_beside::TestBeside;

/// One block of HTML on one line, since a blank line would end it.
pub(super) fn folded(summary: &str, beside: &TestBeside) -> String {
    let (wordings, body) = (beside.wordings.join("\n"), beside.lines().join("\n"));
    format!(
        "<details><summary>{summary}</summary><pre>{}</pre><pre>{}</pre></details>",
        in_html(&wordings),
        in_html(&body)
    )
}
