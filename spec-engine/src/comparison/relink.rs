//! Finds links that use an earlier number of a criterion.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use spec_model::catalog::WORKSPACE;
use spec_model::diagnostic::{Edit, Location};
use spec_model::order::Order as _;
use spec_model::source::{Source, Span};

use super::LockComparison;
use crate::intent::{Key, Relink};
use crate::links::{Role, TestState};

/// A link that is to name another id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkEdit {
    /// The criterion that it means, as it was called.
    pub from: Key,
    /// The same, as it is called now.
    to: Key,
    /// The file.
    pub path: PathBuf,
    /// The bytes of the literal, quotes included.
    span: Span,
    /// The line, from 1.
    pub line: usize,
    /// The thing that it names.
    pub before: String,
    /// The thing that it should name.
    pub after: String,
    /// The bytes of the item that bears it, from its first attribute on.
    item: Span,
    /// Is the item a test that nobody has written yet?
    is_stub: bool,
}

/// The links to rewrite, in the order of the files, of criteria that had a name that `is_meant`. A literal that is to become two
/// different things stays.
pub fn link_edits(comparison: &LockComparison, is_meant: impl Fn(&Key) -> bool) -> Vec<LinkEdit> {
    let mut edits: BTreeMap<(PathBuf, usize), Option<LinkEdit>> = BTreeMap::new();
    for relink in comparison.relinks().filter(|relink| is_meant(&relink.from)) {
        let location = &relink.link.location;
        let Some(after) = renamed(comparison, relink) else { continue };
        let edit = LinkEdit {
            from: relink.from.clone(),
            to: relink.to.clone(),
            path: location.path.to_path_buf(),
            span: location.span,
            line: location.start.line,
            before: relink.link.id.clone(),
            after,
            item: relink.link.item.span,
            is_stub: relink.link.item.role == Role::Verifies(TestState::Stub),
        };
        let place = (edit.path.clone(), edit.span.start);
        let known = edits.entry(place).or_insert_with(|| Some(edit.clone()));
        if known.as_ref().is_some_and(|known| known.after != edit.after) {
            *known = None;
        }
    }
    edits.into_values().flatten().collect()
}

impl LinkEdit {
    /// The edits in the file: of the literal, and wherever else `gen` has written the id. `None`: the literal is not there any more.
    pub fn edits(&self, source: &Source) -> Option<Vec<Edit>> {
        let literal = source.text().get(self.span.range())?;
        if !literal.ends_with('"') && !literal.ends_with('#') {
            return None;
        }
        let edit = |span: Span, text: String| Edit::new(Location::new(source, span), text);
        let mut edits = vec![edit(self.span, format!("{:?}", self.after))];
        let generated = self.generated(source.text()).into_iter();
        edits.extend(generated.map(|(range, after)| edit(range.into(), after.to_owned())));
        edits.order_by_key(|edit| edit.location.span);
        Some(edits)
    }

    /// The id as the link has it, and as documents have it, each with the new one. `gen` writes the latter.
    fn names(&self) -> [(&str, &str); 3] {
        let (from, to) = (&self.from, &self.to);
        [(&self.before, &self.after), (from.id(), to.id()), (from.qualified(), to.qualified())]
    }

    /// The other places where `gen` has written the id, and the id that belongs there now. One is the head of the documentation of the
    /// item, the other `pending!` of a stub. A place that somebody has rewritten is none.
    fn generated(&self, text: &str) -> Vec<(Range<usize>, &str)> {
        let Span { start, end } = self.item;
        let (Some(above), Some(item)) = (text.get(..start), text.get(start..end)) else { return Vec::new() };
        let mut found = Vec::new();
        // Upwards from the line that the item begins on, line by line.
        let mut line_start = above.rfind('\n').map_or(0, |at| at + 1);
        let doc_above = |line_start: usize| {
            let line = above[..line_start].strip_suffix('\n')?;
            let from = line.rfind('\n').map_or(0, |at| at + 1);
            let doc = line[from..].trim_start().strip_prefix("///")?;
            Some((from, line.len() - doc.len(), doc.trim_end()))
        };
        while let Some((from, doc_start, doc)) = doc_above(line_start) {
            let words = doc.strip_prefix(' ').unwrap_or_default();
            // Without a title it is told from other words by standing first.
            let is_head = |before: &str| {
                words.strip_prefix(before).is_some_and(|rest| {
                    rest.starts_with(" · ") || rest.is_empty() && doc_above(from).is_none()
                })
            };
            if let Some((before, after)) = self.names().into_iter().find(|(before, _)| is_head(before)) {
                found.push((doc_start + 1..doc_start + 1 + before.len(), after));
            }
            line_start = from;
        }
        if self.is_stub {
            let is_new =
                |at: usize| self.names()[..at].iter().all(|(before, _)| *before != self.names()[at].0);
            for (_, (before, after)) in self.names().into_iter().enumerate().filter(|(at, _)| is_new(*at)) {
                let literal = format!("{before:?}");
                let called = item.match_indices(&literal).filter(|(at, _)| {
                    let before = item[..*at].trim_end().strip_suffix("pending!(");
                    let is_comment = before.is_some_and(|before| {
                        before.lines().next_back().is_some_and(|line| line.contains("//"))
                    });
                    before.is_some()
                        && !is_comment
                        && item[at + literal.len()..].trim_start().starts_with(')')
                });
                // Without the quotes.
                found.extend(called.map(|(at, _)| (start + at + 1..start + at + literal.len() - 1, after)));
            }
        }
        found
    }
}

/// The name for a link, written as the old one was.
fn renamed(comparison: &LockComparison, relink: &Relink) -> Option<String> {
    let (from, to) = (&relink.from, &relink.to);
    let written = relink.link.id.trim();
    let of_workspace = written.strip_prefix(WORKSPACE).filter(|_| from.root().is_empty());
    let written = of_workspace.unwrap_or(written);
    let (id, qualified) = if from.is_meant_by(written) {
        (to.id().to_owned(), to.qualified().to_owned())
    } else {
        // A whole requirement, which code may name.
        let whole = |key: &Key| {
            Some((key.id().rsplit_once('.')?.0.to_owned(), key.qualified().rsplit_once('.')?.0.to_owned()))
        };
        let (_, requirement) = whole(from)?;
        Key::written(&requirement).is_meant_by(written).then(|| whole(to))??
    };
    let is_bare = !written.contains('/') && comparison.name(to) == to.id();
    let is_number = written.starts_with(|c: char| c.is_ascii_digit());
    let is_elsewhere = to.root().is_empty() && comparison.is_of_several_roots(to);
    let prefix = if of_workspace.is_some() || is_elsewhere { WORKSPACE } else { "" };
    let name = match id.strip_prefix("REQ-") {
        Some(number) if is_bare && is_number => number.to_owned(),
        _ if is_bare => id,
        _ => qualified,
    };
    Some(format!("{prefix}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(above: &str, item: &str, expect: &str) {
        let text = format!("{above}{item}");
        let start = text.find("spec(\"").expect("a link") + "spec(".len();
        let before = text[start + 1..].split('"').next().expect("a literal").to_owned();
        let edit = LinkEdit {
            from: Key::written("f/A-1"),
            to: Key::written("f/A-2"),
            path: PathBuf::new(),
            span: Span::new(start, start + before.len() + 2),
            line: 1,
            after: before.replace('1', "2"),
            before,
            item: Span::new(above.len(), text.len()),
            is_stub: text.contains("pending"),
        };
        let mut renamed = text.clone();
        for (range, after) in edit.generated(&text) {
            renamed.replace_range(range, after);
        }
        assert_eq!(renamed, expect);
    }

    #[test]
    fn what_gen_has_written_about_a_criterion_bears_its_new_number() {
        let item = "#[test]\n#[spec(\"A-1\")]\nfn a() {\n    // Then: …\n    pending!(\"A-1\");\n}\n";
        let renamed = item.replace("pending!(\"A-1\")", "pending!(\"A-2\")");
        for docs in [
            "/// A-1 · Title A-1\n///\n/// It SHALL A-1\n",
            "/// A-1\n///\n/// It SHALL\n",
            "\n\t/// A-1 · T\r\n\t",
        ] {
            check(docs, item, &format!("{}{renamed}", docs.replacen("A-1", "A-2", 1)));
        }
    }

    #[test]
    fn the_head_has_the_id_of_the_document_where_the_link_has_a_shorter_one() {
        let item = "#[test]\n#[spec(\"1\")]\nfn a() {\n    pending!(\"A-1\");\n}\n";
        let renamed = item.replace("A-1", "A-2");
        for docs in ["/// A-1 · Title\n", "/// f/A-1 · Title\n", "/// 1 · Title\n"] {
            check(docs, item, &format!("{}{renamed}", docs.replacen('1', "2", 1)));
        }
    }

    #[test]
    fn what_people_have_written_stays() {
        let item = "#[test]\n#[spec(\"A-1\")]\nfn a() {\n    b(\"A-1\");\n}\n";
        for docs in [
            "/// A-10 · Title\n",
            "/// See A-1 · Title\n",
            "/// A-1: Title\n",
            "/// Mine.\n/// A-1\n",
            "// A-1 · Title\n",
            "/// A-1 · Of another.\nfn b() {}\n\n",
            "//! A-1 · Title\n\n",
        ] {
            check(docs, item, &format!("{docs}{item}"));
        }
        let item = "#[spec(\"A-1\")]\n#[test]\nfn a() {\n    // pending!(\"A-1\");\n    pending!(\"A-1\".b());\n    pending!(\n        \"A-3\"\n    );\n}\n";
        check("", item, item);
    }
}
