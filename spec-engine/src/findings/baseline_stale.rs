//! `baseline-stale`: the baseline lists a finding that is fixed.

use std::collections::{HashMap, HashSet};

use spec_model::diagnostic::{Advice, Code, Diagnostic, Edit, Fix, Location};
use spec_model::source::{Source, Span};

use crate::comparison::{Baseline, LockComparison};
use crate::lock::{BaselineEntry, baseline_line};

/// Reports each entry of the baseline of which nothing was found.
pub(crate) fn baseline_stale(comparison: &LockComparison, baseline: &Baseline) -> Vec<Diagnostic> {
    if baseline.fixed.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(comparison);
    let mut raised = HashSet::new();
    let stale = baseline.fixed.iter().map(|(entry, &number)| {
        let mut edits = lines.take_out(entry, baseline.still_known.get(entry).copied());
        // A criterion that has risen is listed there from now on; once for each criterion.
        if let Some(edit) = edits.first_mut().filter(|_| raised.insert(&*entry.subject)) {
            let higher = lines.missing(&entry.subject, baseline);
            higher.for_each(|(higher, number)| edit.replacement += &baseline_line(higher, number));
        }
        let (subject, code) = (entry.subject.escape_debug(), entry.code.escape_debug());
        let times = if number == 1 { String::new() } else { format!(" ({number} times)") };
        let message = format!("the baseline still lists `{code}` of {subject}{times}, which is fixed");
        let finding = Diagnostic::new(Code::BaselineStale, message).about(&comparison.path).help(
            Advice::run("cargo spec check --fix", "removes it from `spec.lock`, so that it cannot come back"),
        );
        match edits.is_empty() {
            true => finding,
            false => finding
                .fix(Fix::safe(format!("take `{code}` of {subject}{times} out of the baseline"), edits)),
        }
    });
    stale.collect()
}

/// The lines of the baseline in `spec.lock`.
struct Lines<'a> {
    comparison: &'a LockComparison,
    /// By their text without the number.
    spans: HashMap<&'a str, Vec<Span>>,
}

impl<'a> Lines<'a> {
    fn new(comparison: &'a LockComparison) -> Self {
        let mut spans: HashMap<&str, Vec<Span>> = HashMap::new();
        let mut start = 0;
        let text = comparison.source.as_deref().map_or("", Source::text);
        for line in text.split_inclusive('\n') {
            if line.starts_with("known\t")
                && let Some((entry, _)) = line.rsplit_once('\t')
            {
                spans.entry(entry).or_default().push(Span::new(start, start + line.len()));
            }
            start += line.len();
        }
        Self { comparison, spans }
    }

    /// The edits that leave an entry as often as it is still found. A merge may have left several lines of it: one stays.
    fn take_out(&self, entry: &BaselineEntry, left: Option<usize>) -> Vec<Edit> {
        let written = baseline_line(entry, 0);
        let name = written.rsplit_once('\t').map_or("", |(name, _)| name);
        let Some(source) = &self.comparison.source else { return Vec::new() };
        let spans = self.spans.get(name).into_iter().flatten();
        let edits = spans.enumerate().map(|(at, span)| {
            let line = left.filter(|_| at == 0).map(|number| baseline_line(entry, number));
            Edit::new(Location::new(source, *span), line.unwrap_or_default())
        });
        edits.collect()
    }

    /// The findings that the baseline should list of a subject and does not.
    fn missing<'b>(
        &'b self,
        subject: &'b str,
        baseline: &'b Baseline,
    ) -> impl Iterator<Item = (&'b BaselineEntry, usize)> {
        let first = BaselineEntry { subject: subject.to_owned(), code: String::new() };
        let still_known =
            baseline.still_known.range(first..).take_while(move |(entry, _)| entry.subject == subject);
        let lock = self.comparison.lock.as_ref();
        let is_listed =
            move |entry: &BaselineEntry| lock.is_some_and(|lock| lock.known_findings.contains_key(entry));
        still_known.filter(move |(entry, _)| !is_listed(entry)).map(|(entry, &number)| (entry, number))
    }
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    /// A lock with some entries in its baseline.
    fn check_entries(entries: &str, expect: &str) {
        let lock = format!("# x\nversion 1\n\n[]\n{entries}\n# end\n");
        check(&[TEST, ("spec.lock", lock.as_bytes())], expect);
    }

    #[test]
    fn an_entry_of_which_nothing_is_found_is_stale() {
        check_entries("known\trequirements/REQ-1.1\tuntested\t1\n", "baseline-stale spec.lock");
    }

    #[test]
    fn a_baseline_without_entries_is_none() {
        check_entries("", "");
    }
}
