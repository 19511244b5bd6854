//! Links that name the number that a criterion had.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::intent::{Key, Relink};
use spec_engine::links::{Role, TestState};
use spec_engine::verdict::LockComparison;
use spec_model::catalog::WORKSPACE;
use spec_model::files::{Disk, FileKind, Overlay};

use crate::error::Error;
use crate::write::Writing;

/// A link that is to name another id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The file.
    pub path: PathBuf,
    /// The bytes of the literal, quotes included.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
    /// The line, from 1.
    pub line: usize,
    /// What it names.
    pub before: String,
    /// What it should name.
    pub after: String,
    /// The bytes of the item that bears it, from its first attribute on.
    item: (usize, usize),
    /// Is the item a test that nobody has written yet?
    is_stub: bool,
}

/// What has to be rewritten, in the order of the files, of criteria that had a name that `is_meant`. A literal that is to become two
/// different things stays.
pub(super) fn edits(comparison: &LockComparison, is_meant: impl Fn(&Key) -> bool) -> Vec<Edit> {
    let mut edits: BTreeMap<(PathBuf, usize), Option<Edit>> = BTreeMap::new();
    for relink in comparison.relinks().filter(|relink| is_meant(&relink.from)) {
        let location = &relink.link.location;
        let Some(after) = renamed(comparison, relink) else { continue };
        let edit = Edit {
            path: location.path.to_path_buf(),
            start: location.span.start,
            end: location.span.end,
            line: location.start.line,
            before: relink.link.id.clone(),
            after,
            item: (relink.link.item.span.start, relink.link.item.span.end),
            is_stub: relink.link.item.role == Role::Verifies(TestState::Stub),
        };
        let known = edits.entry((edit.path.clone(), edit.start)).or_insert_with(|| Some(edit.clone()));
        if known.as_ref() != Some(&edit) {
            *known = None;
        }
    }
    edits.into_values().flatten().collect()
}

/// What a link should name, written as it was written.
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

/// Rewrites the links, each file at once.
///
/// # Errors
/// A file that cannot be read or written, or that is not as it was when it was scanned: those before it are rewritten.
pub(super) fn apply(host: &Host, edits: &[Edit], root: &Path) -> Result<(), Error> {
    let mut writing = Writing::within(host, root);
    rewritten(host, edits, |path, before, after| writing.replace(path, Some(before), after))
}

/// Rewrites the links in memory.
///
/// # Errors
/// As [`apply`], but for those of writing.
pub(super) fn draft(host: &Host, edits: &[Edit], draft: &Overlay<Disk>) -> Result<(), Error> {
    rewritten(host, edits, |path, _, after| {
        draft.set(path, Some(&String::from_utf8_lossy(after)));
        Ok(())
    })
}

/// Hands on what each file holds and will hold.
fn rewritten(
    host: &Host,
    edits: &[Edit],
    mut write: impl FnMut(&Path, &[u8], &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    for edits in edits.chunk_by(|a, b| a.path == b.path) {
        let path = &edits[0].path;
        let in_the_way = |reason| Error::Read { path: path.clone(), reason };
        let before = host.files().read(path, FileKind::Source).map_err(in_the_way)?;
        let mut splices = Vec::new();
        for edit in edits {
            let is_literal = before
                .get(edit.start..edit.end)
                .is_some_and(|bytes| bytes.ends_with(b"\"") || bytes.ends_with(b"#"));
            if !is_literal {
                return Err(Error::ChangedMeanwhile { path: path.clone() });
            }
            splices.push((edit.start..edit.end, format!("{:?}", edit.after)));
            // The literal is in it, so that there is text; no splice is made of other bytes than UTF-8.
            let text = std::str::from_utf8(&before).unwrap_or_default();
            splices.extend(generated(text, edit).into_iter().map(|range| (range, edit.after.clone())));
        }
        splices.sort_by_key(|(range, _)| range.start);
        let mut after = Vec::with_capacity(before.len() + 16);
        let mut copied = 0;
        for (range, id) in splices {
            if range.start < copied {
                return Err(Error::ChangedMeanwhile { path: path.clone() });
            }
            after.extend_from_slice(&before[copied..range.start]);
            after.extend_from_slice(id.as_bytes());
            copied = range.end;
        }
        after.extend_from_slice(&before[copied..]);
        write(path, &before, &after)?;
    }
    Ok(())
}

/// Where else `gen` has written the id, as far as it still stands there as it was written: at the head of the documentation of the item,
/// and in `pending!` of a stub.
fn generated(text: &str, edit: &Edit) -> Vec<Range<usize>> {
    let (start, end) = edit.item;
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
        let rest = doc.strip_prefix(' ').and_then(|doc| doc.strip_prefix(&*edit.before));
        // Without a title it is told from other words by standing first.
        if rest.is_some_and(|rest| rest.starts_with(" · ") || rest.is_empty() && doc_above(from).is_none()) {
            found.push(doc_start + 1..doc_start + 1 + edit.before.len());
        }
        line_start = from;
    }
    if edit.is_stub {
        let literal = format!("{:?}", edit.before);
        let called = item.match_indices(&literal).filter(|(at, _)| {
            let before = item[..*at].trim_end().strip_suffix("pending!(");
            let is_comment = before
                .is_some_and(|before| before.lines().next_back().is_some_and(|line| line.contains("//")));
            before.is_some() && !is_comment && item[at + literal.len()..].trim_start().starts_with(')')
        });
        // Without the quotes.
        found.extend(called.map(|(at, _)| start + at + 1..start + at + literal.len() - 1));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(above: &str, item: &str, expect: &str) {
        let text = format!("{above}{item}");
        let start = text.find("\"A-1\"").expect("a link");
        let edit = Edit {
            path: PathBuf::new(),
            start,
            end: start + 5,
            line: 1,
            before: "A-1".to_owned(),
            after: "A-2".to_owned(),
            item: (above.len(), text.len()),
            is_stub: text.contains("pending"),
        };
        let mut renamed = text.clone();
        for range in generated(&text, &edit) {
            renamed.replace_range(range, "A-2");
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
