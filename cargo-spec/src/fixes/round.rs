//! Selects the fixes that can be applied together.

use std::collections::BTreeMap;
use std::path::Path;

use spec_model::diagnostic::{Code, Diagnostic, Edit, Fix, Label, Location};
use spec_model::source::Span;

use crate::outcome::{AppliedEdit, AppliedFix};
use crate::write::unfinished::Replacement;

/// Fixes whose edits do not touch each other.
#[derive(Debug, Default)]
pub(super) struct FixesTogether<'a> {
    fixes: Vec<(Code, &'a Fix)>,
    /// The labels that the fixes leave to a person.
    doubtful: Vec<&'a Label>,
    /// The edits of each file, by where they begin and end.
    files: BTreeMap<&'a Path, BTreeMap<Span, &'a Edit>>,
}

impl<'a> FixesTogether<'a> {
    /// Adds a fix, unless one of its edits touches an edit of another fix: then it waits for the next round. An edit that another fix
    /// makes as well is made once.
    pub(super) fn add(&mut self, finding: &'a Diagnostic, fix: &'a Fix) {
        if fix.edits.is_empty() || fix.edits.iter().any(|edit| self.is_taken(edit)) {
            return;
        }
        for edit in &fix.edits {
            self.files.entry(&edit.location.path).or_default().insert(edit.location.span, edit);
        }
        self.fixes.push((finding.code, fix));
        // The other effects of a renumbering are known as long as the old numbers are.
        if finding.code == Code::CriterionMoved {
            self.doubtful.extend(&finding.labels);
        }
    }

    /// Returns the labels that are left to a person, behind those of earlier rounds, each once.
    pub(super) fn doubtful(&self, mut known: Vec<Label>) -> Vec<Label> {
        let is_it =
            |one: &Label, other: &Label| one.location.path == other.location.path && one.text == other.text;
        for label in &self.doubtful {
            if !known.iter().any(|known| is_it(known, label)) {
                known.push((*label).clone());
            }
        }
        known
    }

    /// Does another edit touch the place of this one?
    fn is_taken(&self, edit: &Edit) -> bool {
        let Some(edits) = self.files.get(&*edit.location.path) else { return false };
        let span = edit.location.span;
        // Those that are there do not touch each other: the neighbours decide.
        let before = edits.range(..=span).next_back().filter(|(other, _)| other.end >= span.start);
        let behind = edits.range(span..).next().filter(|(other, _)| other.start <= span.end);
        before.into_iter().chain(behind).any(|(_, other)| *other != edit)
    }

    /// Is there nothing to do?
    pub(super) fn is_empty(&self) -> bool {
        self.fixes.is_empty()
    }

    /// The files with their edits, in the order of the places.
    pub(super) fn files(&self) -> impl Iterator<Item = (&'a Path, Vec<&'a Edit>)> {
        self.files.iter().map(|(path, edits)| (*path, edits.values().copied().collect()))
    }

    /// Returns the applied fixes, for people. `files` are the files of the round.
    pub(super) fn applied(&self, files: &[Replacement]) -> Vec<AppliedFix> {
        let edit = |edit: &Edit| {
            let Location { path, span, start, .. } = &edit.location;
            let file = files.iter().find(|file| *file.path == **path);
            let before = file.and_then(|file| file.before.get(span.range())).unwrap_or_default();
            AppliedEdit {
                path: path.to_path_buf(),
                line: start.line,
                before: String::from_utf8_lossy(before).into_owned(),
                after: edit.replacement.clone(),
            }
        };
        let fixes = self.fixes.iter().map(|(code, fix)| AppliedFix {
            code: *code,
            title: fix.title.clone(),
            edits: fix.edits.iter().map(edit).collect(),
        });
        fixes.collect()
    }
}

#[cfg(test)]
mod tests {
    use spec_model::Source;
    use spec_model::diagnostic::Location;

    use super::*;
    use crate::write::spliced;

    fn edit(text: &str, start: usize, end: usize, replacement: &str) -> Edit {
        Edit::new(Location::new(&Source::new("a", text), Span::new(start, end)), replacement)
    }

    /// Applies what of the fixes fits into one round, and says how many did.
    fn check(text: &str, fixes: &[Fix], expect: (&str, usize)) {
        let mut round = FixesTogether::default();
        let finding = Diagnostic::new(Code::Orphan, "");
        fixes.iter().for_each(|fix| round.add(&finding, fix));
        let edits: Vec<_> = round.files().flat_map(|(_, edits)| edits).collect();
        let after = spliced(Path::new("a"), text.as_bytes(), &edits).expect("they fit");
        assert_eq!((&*String::from_utf8_lossy(&after), round.fixes.len()), expect);
    }

    #[test]
    fn edits_that_do_not_touch_are_made_together() {
        let text = "one two three";
        let fixes = [
            Fix::safe("", vec![edit(text, 8, 13, "3"), edit(text, 0, 3, "1")]),
            Fix::safe("", vec![edit(text, 4, 7, "2")]),
        ];
        check(text, &fixes, ("1 2 3", 2));
    }

    #[test]
    fn a_fix_that_touches_another_waits_as_a_whole() {
        let text = "one two three";
        for (start, end) in [(0, 3), (2, 5), (3, 3), (0, 13), (0, 0), (1, 2)] {
            let fixes = [
                Fix::safe("", vec![edit(text, 0, 3, "1")]),
                Fix::safe("", vec![edit(text, start, end, "x"), edit(text, 8, 13, "3")]),
            ];
            check(text, &fixes, ("1 two three", 1));
        }
    }

    #[test]
    fn what_two_fixes_ask_for_alike_is_done_once() {
        let text = "one";
        let fix = Fix::safe("", vec![edit(text, 0, 3, "1")]);
        check(text, &[fix.clone(), fix], ("1", 2));
    }
}
