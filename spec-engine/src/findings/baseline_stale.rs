//! `baseline-stale`: the baseline lists a finding that is fixed.

use std::path::Path;

use spec_model::diagnostic::{Code, Diagnostic};

use crate::lock::BaselineEntry;

/// Reports an entry of the baseline in `lock` of which nothing was found.
pub(crate) fn baseline_stale(lock: &Path, debt: &BaselineEntry, number: usize) -> Diagnostic {
    let (subject, code) = (debt.subject.escape_debug(), debt.code.escape_debug());
    let times = if number == 1 { String::new() } else { format!(" ({number} times)") };
    let message = format!("the baseline still lists `{code}` of {subject}{times}, which is fixed");
    Diagnostic::new(Code::BaselineStale, message)
        .about(lock)
        .help("`cargo spec check --fix` takes it out of `spec.lock`, so that it cannot come back")
}
