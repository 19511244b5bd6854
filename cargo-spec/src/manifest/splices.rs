//! The texts to insert into a manifest, and their places.

use std::ops::Range;

use toml_edit::{Item, Table, TableLike, Value};

use super::{GATE, ManifestError, RUNTIME};

/// The pieces of text to insert, in the order of the text.
pub(super) struct Splices<'a> {
    text: &'a str,
    /// The bytes before the TOML: a byte order mark.
    skipped: usize,
    line_end: &'static str,
    splices: Vec<(Range<usize>, String)>,
    appended: String,
}

impl<'a> Splices<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let skipped = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { text, skipped, line_end, splices: Vec::new(), appended: String::new() }
    }

    fn put(&mut self, range: Range<usize>, text: String) {
        self.splices.push((range.start + self.skipped..range.end + self.skipped, text));
    }

    /// A block of lines at the end of the file.
    pub(super) fn append(&mut self, block: &str) {
        self.appended.push('\n');
        self.appended.push_str(block);
    }

    /// A line of its own behind the line that holds the byte before `at`.
    fn put_line_after(&mut self, at: usize, line: &str) {
        let at = at + self.skipped;
        let (at, line) = match self.text[at..].find('\n') {
            Some(end) => (at + end + 1, format!("{line}\n")),
            None => (self.text.len(), format!("\n{line}")),
        };
        self.splices.push((at..at, line));
    }

    /// An entry in a table of dependencies: in its alphabetical place if the others are in theirs, else at the end.
    pub(super) fn add_entry(&mut self, root: &Table, name: &str, entry: &str) -> Result<(), ManifestError> {
        match root.get(name) {
            None => self.append(&format!("[{name}]\n{entry}\n")),
            Some(Item::Table(table)) if table.is_implicit() => self.append(&format!("[{name}]\n{entry}\n")),
            Some(Item::Table(table)) if table.is_dotted() => {
                let end = end_of(table).ok_or(ManifestError::Unusual)?;
                self.put_line_after(end, &format!("{name}.{entry}"));
            }
            Some(Item::Table(table)) => {
                let header = table.span().ok_or(ManifestError::Unusual)?.start;
                let own: Vec<_> = table.iter().filter(|(_, item)| is_on_lines_of_its_table(item)).collect();
                let sorted = own.is_sorted_by_key(|(key, _)| *key);
                let before = own.iter().rfind(|(key, _)| !sorted || *key < crate_name(entry));
                let after = before.and_then(|(_, item)| end_of_item(item)).unwrap_or(header);
                self.put_line_after(after, entry);
            }
            Some(Item::Value(Value::InlineTable(table))) if !table.is_empty() => {
                let end = end_of(table).ok_or(ManifestError::Unusual)?;
                self.put(end..end, format!(", {entry}"));
            }
            Some(_) => return Err(ManifestError::Unusual),
        }
        Ok(())
    }

    /// Lines at the end of a table that is written under its own header, or in one that is new.
    pub(super) fn add_lines(
        &mut self,
        table: Option<&Item>,
        name: &str,
        lines: &str,
    ) -> Result<(), ManifestError> {
        match table {
            None => self.append(&format!("[{name}]\n{lines}")),
            Some(Item::Table(table)) if table.is_implicit() => self.append(&format!("[{name}]\n{lines}")),
            Some(Item::Table(table)) if !table.is_dotted() => {
                let header = table.span().ok_or(ManifestError::Unusual)?.start;
                self.put_line_after(end_of(table).unwrap_or(header), lines.trim_end());
            }
            Some(_) => return Err(ManifestError::Unusual),
        }
        Ok(())
    }

    /// The gate's feature for a dependency that is there already.
    pub(super) fn add_gate(&mut self, item: &Item) -> Result<(), ManifestError> {
        let gate = format!("features = [\"{GATE}\"]");
        if let Some(features) = item.get("features") {
            let features = features.as_array().ok_or(ManifestError::Unusual)?;
            match features.iter().last() {
                Some(last) => {
                    let end = last.span().ok_or(ManifestError::Unusual)?.end;
                    self.put(end..end, format!(", \"{GATE}\""));
                }
                None => self.put(features.span().ok_or(ManifestError::Unusual)?, format!("[\"{GATE}\"]")),
            }
            return Ok(());
        }
        let end = end_of_item(item).ok_or(ManifestError::Unusual)?;
        match item {
            Item::Value(Value::String(version)) => {
                let span = version.span().ok_or(ManifestError::Unusual)?;
                let version = &self.text[span.start + self.skipped..span.end + self.skipped];
                let table = format!("{{ version = {version}, {gate} }}");
                self.put(span, table);
            }
            Item::Value(Value::InlineTable(_)) => self.put(end..end, format!(", {gate}")),
            Item::Table(table) if table.is_dotted() => self.put_line_after(end, &format!("{RUNTIME}.{gate}")),
            Item::Table(_) => self.put_line_after(end, &gate),
            _ => return Err(ManifestError::Unusual),
        }
        Ok(())
    }

    /// The text with everything put in; added lines end as the others do.
    pub(super) fn apply(mut self) -> String {
        let added = |text: &str| text.replace('\n', self.line_end);
        self.splices.sort_by_key(|(range, _)| range.start);
        let mut edited = String::with_capacity(self.text.len() + 256);
        let mut at = 0;
        for (range, text) in &self.splices {
            edited.push_str(&self.text[at..range.start]);
            edited.push_str(&added(text));
            at = range.end;
        }
        edited.push_str(&self.text[at..]);
        if !self.appended.is_empty() {
            if !edited.is_empty() && !edited.ends_with('\n') {
                edited.push_str(self.line_end);
            }
            edited.push_str(&added(&self.appended));
        }
        edited
    }
}

/// Does an entry stand in the lines under its table's header, and not under a header of its own?
fn is_on_lines_of_its_table(item: &Item) -> bool {
    match item {
        Item::Value(_) => true,
        Item::Table(table) => table.is_dotted(),
        _ => false,
    }
}

/// The offset behind the last value of a table that is written on the table's own lines.
fn end_of(table: &dyn TableLike) -> Option<usize> {
    table
        .iter()
        .filter(|(_, item)| is_on_lines_of_its_table(item))
        .filter_map(|(_, item)| end_of_item(item))
        .max()
}

fn end_of_item(item: &Item) -> Option<usize> {
    match item {
        // The span of the value itself: for a table in braces, behind the brace would be too late to add to it.
        Item::Value(Value::InlineTable(table)) => end_of(table),
        Item::Value(value) => value.span().map(|span| span.end),
        Item::Table(table) => end_of(table),
        _ => None,
    }
}

/// The crate of an entry.
fn crate_name(entry: &str) -> &str {
    entry.split([' ', '=', '.']).next().unwrap_or_default()
}
