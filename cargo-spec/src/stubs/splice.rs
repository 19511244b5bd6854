//! Inserts stubs into a test file, in the order of the document. It changes no other byte.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use super::layout::CodeLayout;
use super::name::MAX_NAME;
use super::stub::{Stub, Style};
use super::test_file::{TestFile, TestItem};
use crate::rust_file::NotRust;
use crate::terminal::visible;

/// The place of a criterion among those of its feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentPlace {
    /// The number of its requirement.
    pub requirement: usize,
    /// Its number within the feature.
    pub criterion: usize,
}

/// A stub and where it belongs.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its place.
    pub place: DocumentPlace,
    /// The stub.
    pub stub: Stub,
}

/// The order of a file's tests, by the documents.
pub struct TestOrder<'a> {
    /// The heading of each requirement, such as `REQ-3 · Register`.
    pub headings: Vec<String>,
    /// The place of the criterion that an id names, if it is one of the feature.
    pub place_of: &'a dyn Fn(&str) -> Option<DocumentPlace>,
}

/// The settings that depend on the package that the file is in.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The name that the package has for `spec-runtime`.
    pub runtime: String,
    /// The attribute of async tests; `None`: tests are not async.
    pub async_test: Option<String>,
    /// Is `proptest` among the dependencies?
    pub has_proptest: bool,
    /// The first line of a file that is new.
    pub header: String,
    /// The way in which the project lays out its code.
    pub layout: CodeLayout,
}

/// A file with its new stubs.
#[derive(Debug, PartialEq, Eq)]
pub struct Spliced {
    /// The whole text.
    pub text: String,
    /// The ids of the stubs and the names that their tests got, in document order.
    pub added: Vec<(String, String)>,
}

/// The place where stubs are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Anchor {
    /// Before an item and the comments that belong to it.
    Before(usize),
    /// Before an item and the heading above it.
    BeforeHeading(usize),
    After(usize),
    End,
}

/// Adds stubs to the text of a file; an empty text is a file that is new.
///
/// Every byte of the text stays, in its order. The stubs come in document order relative to their neighbours. What a test of the file
/// verifies already gets none. That holds where nothing declares the file, too.
///
/// # Errors
/// [`NotRust`], if the text does not parse, or would not any more.
pub fn splice(
    existing: &str,
    stubs: &[Placed],
    order: &TestOrder<'_>,
    setting: &Setting,
) -> Result<Spliced, NotRust> {
    if stubs.is_empty() {
        return Ok(Spliced { text: existing.to_owned(), added: Vec::new() });
    }
    let file = TestFile::parse(existing)?;
    let is_new = existing.trim_start_matches('\u{feff}').trim().is_empty();
    let names = if is_new {
        ["spec", "pending"].map(str::to_owned)
    } else {
        ["spec", "pending"].map(|thing| file.name_of(&setting.runtime, thing))
    };
    let [spec, pending] = names;
    let style = Style {
        spec,
        pending,
        async_test: setting.async_test.clone(),
        has_proptest: setting.has_proptest,
        layout: setting.layout,
    };
    let places: Vec<Option<DocumentPlace>> =
        file.items.iter().map(|item| item.ids.iter().filter_map(|id| (order.place_of)(id)).min()).collect();
    let mut writer = Writer {
        style,
        taken: file.names.clone(),
        numbers: HashMap::new(),
        headed: HashSet::new(),
        added: Vec::new(),
        texts: Vec::new(),
    };
    let tests = Tests::of(&places);
    let mut stubs: Vec<_> = stubs.iter().filter(|placed| !tests.0.contains_key(&placed.place)).collect();
    stubs.sort_by_key(|placed| placed.place);
    let mut insertions: BTreeMap<(usize, Anchor), String> = BTreeMap::new();
    // Stubs that belong to the same place follow one another.
    let mut last: Option<(Anchor, usize)> = None;
    for placed in stubs {
        let anchor = tests.anchor(placed.place);
        let is_alone = !tests.has_neighbours(placed.place);
        writer.write(placed, is_alone.then_some(&order.headings));
        let offset = match last {
            Some((same, offset)) if same == anchor => offset,
            _ => offset(existing, &file.items, anchor, order, &places),
        };
        last = Some((anchor, offset));
        let texts = insertions.entry((offset, anchor)).or_default();
        if !texts.is_empty() {
            texts.push('\n');
        }
        texts.push_str(writer.texts.last().map_or("", |text| text));
    }
    if insertions.is_empty() {
        return Ok(Spliced { text: existing.to_owned(), added: Vec::new() });
    }
    let mut text = if is_new { format!("{existing}{}", header(setting)) } else { String::new() };
    let line_end = if is_new { "\n" } else { line_end(existing) };
    let mut from = if is_new { existing.len() } else { 0 };
    for ((offset, _), inserted) in &insertions {
        text.push_str(&existing[from.min(*offset)..*offset]);
        from = (*offset).max(from);
        let rest = &existing[from..];
        let framed = frame(&text, inserted, rest, is_new);
        text.push_str(&if line_end == "\n" { framed } else { framed.replace('\n', line_end) });
    }
    text.push_str(&existing[from..]);
    if is_new && existing.is_empty() {
        text = setting.layout.of_new_file(text);
    }
    let added = &writer.added;
    let is_safe = if is_new {
        // A few at a time: all of them at once, as a tree, would take much room.
        let mut parts = added.chunks(PART).zip(writer.texts.chunks(PART));
        parts.try_fold(true, |so_far, (added, texts)| {
            Ok::<_, NotRust>(so_far && has_all(&TestFile::parse(&texts.concat())?, 0, added))
        })?
    } else {
        has_all(&TestFile::parse(&text)?, file.items.len(), added)
    };
    if !is_safe {
        let message = "there is no safe place for a stub in it".to_owned();
        return Err(NotRust { message, range: 0..existing.len() });
    }
    Ok(Spliced { text, added: writer.added })
}

/// The number of stubs of a new file that are parsed at a time.
const PART: usize = 256;

/// Does a file hold as many items as it did, and the new tests?
fn has_all(file: &TestFile, before: usize, added: &[(String, String)]) -> bool {
    let functions: HashSet<_> = file.items.iter().filter_map(|item| item.function.as_deref()).collect();
    file.items.len() == before + added.len() && added.iter().all(|(_, name)| functions.contains(&**name))
}

/// The first lines of a file that is new.
fn header(setting: &Setting) -> String {
    format!("//! {}\n\nuse {}::{{pending, spec}};\n", visible(&setting.header), setting.runtime)
}

/// The tests of a file by the places of their criteria: of each the first and the last item.
struct Tests(BTreeMap<DocumentPlace, (usize, usize)>);

impl Tests {
    fn of(places: &[Option<DocumentPlace>]) -> Self {
        let mut tests = BTreeMap::new();
        for (item, place) in places.iter().enumerate() {
            if let Some(place) = place {
                tests.entry(*place).or_insert((item, item)).1 = item;
            }
        }
        Self(tests)
    }

    /// Does a test verify anything of the requirement that a place belongs to?
    fn has_neighbours(&self, place: DocumentPlace) -> bool {
        self.0.range(requirement(place)).next().is_some()
    }

    /// The item that a stub is put beside: the nearest of its requirement, before any other.
    fn anchor(&self, place: DocumentPlace) -> Anchor {
        let own = requirement(place);
        let before =
            |start| self.0.range(start..place).next_back().map(|(_, (_, last))| Anchor::After(*last));
        let behind = |end| self.0.range(place..end).next().map(|(_, (first, _))| *first);
        before(own.start)
            .or_else(|| behind(own.end).map(Anchor::Before))
            .or_else(|| before(FIRST))
            .or_else(|| behind(BEYOND).map(Anchor::BeforeHeading))
            .unwrap_or(Anchor::End)
    }
}

const FIRST: DocumentPlace = DocumentPlace { requirement: 0, criterion: 0 };
const BEYOND: DocumentPlace = DocumentPlace { requirement: usize::MAX, criterion: usize::MAX };

/// The places of a requirement.
fn requirement(place: DocumentPlace) -> Range<DocumentPlace> {
    let begin = |requirement| DocumentPlace { requirement, criterion: 0 };
    begin(place.requirement)..begin(place.requirement + 1)
}

struct Writer {
    style: Style,
    taken: HashSet<String>,
    /// Of each name that was taken, the last number that was put behind it: those below are taken too.
    numbers: HashMap<String, usize>,
    /// The requirements that have a heading among the new stubs.
    headed: HashSet<usize>,
    added: Vec<(String, String)>,
    /// Their texts.
    texts: Vec<String>,
}

impl Writer {
    /// Adds the text of a stub under a name that is free. The first of a requirement has its heading above it.
    fn write(&mut self, placed: &Placed, headings: Option<&Vec<String>>) {
        let Placed { place, stub } = placed;
        let mut text = String::new();
        if let Some(heading) = headings.and_then(|headings| headings.get(place.requirement))
            && !heading.is_empty()
            && self.headed.insert(place.requirement)
        {
            let _ = writeln!(text, "{}\n", heading_line(heading));
        }
        let name = self.unique(&stub.name);
        text.push_str(&stub.text(&name, &self.style));
        self.taken.insert(name.clone());
        self.added.push((stub.wanted.id.clone(), name));
        self.texts.push(text);
    }

    /// A name that is free: the wanted one, else with the first number behind it that makes it so.
    fn unique(&mut self, name: &str) -> String {
        if !self.taken.contains(name) {
            return name.to_owned();
        }
        let number = self.numbers.entry(name.to_owned()).or_insert(2);
        loop {
            let suffix = format!("_{number}");
            let stem = &name[..name.len().min(MAX_NAME - suffix.len())];
            let numbered = format!("{}{suffix}", stem.trim_end_matches('_'));
            if !self.taken.contains(&numbered) {
                return numbered;
            }
            *number += 1;
        }
    }
}

/// The comment above the tests of a requirement.
pub(super) fn heading_line(heading: &str) -> String {
    format!("// {}", super::lines::one_line(heading)).trim_end().to_owned()
}

/// The line end of a file, as its first line has it.
pub(super) fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The offset of an anchor.
fn offset(
    text: &str,
    items: &[TestItem],
    anchor: Anchor,
    order: &TestOrder<'_>,
    places: &[Option<DocumentPlace>],
) -> usize {
    let floor = |item: usize| item.checked_sub(1).map_or(0, |before| items[before].range.end);
    match anchor {
        Anchor::End => text.len(),
        Anchor::After(item) => behind_item(text, items[item].range.end),
        Anchor::Before(item) => with_comments(text, floor(item), items[item].range.start, None),
        Anchor::BeforeHeading(item) => {
            let heading = places[item].and_then(|place| order.headings.get(place.requirement));
            with_comments(
                text,
                floor(item),
                items[item].range.start,
                heading.map(|heading| heading_line(heading)).as_deref(),
            )
        }
    }
}

/// The end of the line that an item ends on, if nothing but a comment follows on it; else the end of the item. Documentation that
/// follows is of the next item.
pub(super) fn behind_item(text: &str, end: usize) -> usize {
    let line = text[end..].split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    let rest = line.trim_start();
    let is_comment = rest.starts_with("//") && !is_documentation(rest);
    if rest.is_empty() || is_comment { end + line.len() } else { end }
}

/// Is a line comment documentation? <https://doc.rust-lang.org/reference/comments.html#doc-comments>
fn is_documentation(comment: &str) -> bool {
    (comment.starts_with("///") && !comment.starts_with("////")) || comment.starts_with("//!")
}

/// The start of the comment lines that stand directly above an item, or of the heading above those.
///
/// `floor` is the end of the item before.
pub(super) fn with_comments(text: &str, floor: usize, start: usize, heading: Option<&str>) -> usize {
    let start_of_line = |end: usize| text[..end].rfind('\n').map_or(0, |at| at + 1);
    let mut first = start_of_line(start);
    if first < floor || first == 0 || !text[first..start].trim().is_empty() {
        return start;
    }
    // A line of a block comment may look like a comment of its own.
    if text[floor..start].contains("/*") {
        return first;
    }
    let mut above = first;
    while above > 0 {
        let begin = start_of_line(above - 1);
        if begin < floor || text[begin..].starts_with(['\u{feff}', '#']) {
            break;
        }
        let line = text[begin..above].trim();
        if heading == Some(line) {
            return begin;
        }
        if above == first && line.starts_with("//") && !line.starts_with("//!") {
            first = begin;
        } else if heading.is_none() || !line.is_empty() {
            break;
        }
        above = begin;
    }
    first
}

/// Stubs with the blank lines around them that set them off. All line ends are `\n` here.
fn frame(before: &str, stubs: &str, rest: &str, is_new: bool) -> String {
    let mut framed = String::new();
    let is_blank_line = |line: &str| line.trim().is_empty();
    let bare = before.trim_end_matches('\u{feff}');
    let starts_line = bare.is_empty() || bare.ends_with('\n');
    if !starts_line {
        framed.push('\n');
    }
    let last_line = bare.strip_suffix('\n').and_then(|text| text.rsplit('\n').next());
    if !starts_line || last_line.is_some_and(|line| !is_blank_line(line)) {
        framed.push('\n');
    }
    framed.push_str(stubs);
    let follows_line_end = rest.starts_with('\n') || rest.starts_with("\r\n");
    if follows_line_end {
        // The line end of what stood here before ends the stub.
        framed.pop();
        let next = rest.split('\n').nth(1);
        if next.is_some_and(|line| !is_blank_line(line)) {
            framed.push('\n');
        }
    } else if !rest.is_empty() {
        framed.push('\n');
    } else if !starts_line && !is_new {
        // A file without a final line end stays one.
        framed.pop();
    }
    framed
}

#[cfg(test)]
pub(super) mod tests;
