//! Reads a lock from text: all of it, or what is wrong with it.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use spec_model::diagnostic::Diagnostic;
use spec_model::order::Order as _;
use spec_model::source::{Source, Span};
use spec_model::spec::Fingerprint;
use spec_model::waiver::{Method, Waiver};

use super::findings;
use super::line::{self, unescaped};
use super::{AcceptedCriterion, BaselineEntry, Lines, Lock, Seal, seal};
use crate::intent::{AcceptanceRecord, Around, CriterionIntent, ItemState, Key};

/// The first line.
pub(super) const HEAD: &str = "# What people have accepted. Kept by `cargo spec accept`, not by hand.";
/// The line that says which form the file has.
pub(super) const VERSION: &str = "version 1";
/// The last line.
pub(super) const END: &str = "# end";

/// The beginnings of the marks of a conflict, as git leaves them.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Reads the text of a lock. What `merge=union` leaves of two branches is understood: lines that are there twice, blocks that are
/// torn apart or out of order.
///
/// # Errors
/// Everything that keeps the file from being understood: nothing of it is then known.
pub fn read(source: &Source) -> Result<Lock, Vec<Diagnostic>> {
    let (lock, broken) = whole(source)?;
    if broken.is_empty() { Ok(lock) } else { Err(broken) }
}

/// As [`read`], but lines that somebody edited by hand are read too, if that is all that is wrong: [`Seal::Broken`] says which.
///
/// # Errors
/// As [`read`].
pub fn read_edited(source: &Source) -> Result<Lock, Vec<Diagnostic>> {
    whole(source).map(|(lock, _)| lock)
}

/// The lock, and the seals in it that are broken.
fn whole(source: &Source) -> Result<(Lock, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut reader = Reader {
        source,
        lock: Lock::default(),
        blocks: Vec::new(),
        last: 0,
        places: HashMap::new(),
        file: ("", Arc::default()),
        diagnostics: Vec::new(),
    };
    reader.run();
    if !reader.diagnostics.is_empty() {
        return Err(reader.diagnostics);
    }
    if !reader.blocks.is_sorted_by(|(one, _), (other, _)| one <= other) {
        reader.blocks.order_by(|(one, _), (other, _)| one.cmp(other));
    }
    for (key, mut block) in std::mem::take(&mut reader.blocks) {
        block.close();
        let (seal, place) = block.seal();
        match block.meaning {
            Some((meaning, span)) => {
                if let Some(place) = place.filter(|_| seal == Seal::Broken) {
                    reader.damaged(place, "the lines of this criterion are not as this command wrote them");
                }
                let lines = Some(Lines { words: span, seal });
                reader.lock.criteria.push(AcceptedCriterion { intent: meaning, lines });
            }
            None => {
                reader.lock.known.insert(key);
            }
        }
    }
    Ok((reader.lock, reader.diagnostics))
}

/// The part that an item has for its criterion.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Test,
    Helper,
    Code,
}

impl Part {
    fn of(self, meaning: &mut CriterionIntent) -> &mut Vec<ItemState> {
        match self {
            Self::Test => &mut meaning.tests,
            Self::Helper => &mut meaning.helpers,
            Self::Code => &mut meaning.code,
        }
    }
}

/// The facts about a criterion while the lines are read.
#[derive(Default)]
struct Block {
    meaning: Option<(CriterionIntent, Span)>,
    /// Items whose text has not come yet, with the line of the first.
    waiting: Vec<(ItemState, Part, Span)>,
    /// A waiver whose text has not come yet, with its line.
    waiver: Option<(Waiver, Span)>,
    /// The text around it, with the line that says so.
    context: Option<(Vec<Around>, Span)>,
    /// The reasons why its tests stayed as they were; of two branches, both.
    reasons: BTreeSet<String>,
    /// The lineages and the seals.
    seals: BTreeSet<(Fingerprint, Fingerprint)>,
    /// The line of the last of these.
    sealed_at: Option<Span>,
}

impl Block {
    /// Joins what is known of it with its words, and says how it is sealed, and where.
    fn close(&mut self) {
        let Some((meaning, _)) = &mut self.meaning else { return };
        meaning.record.lineage = Some(match self.seals.first() {
            Some((lineage, _)) => *lineage,
            None => meaning.lineage(),
        });
        meaning.context = self.context.take().map(|(context, _)| context);
        let reasons: Vec<_> = std::mem::take(&mut self.reasons).into_iter().collect();
        meaning.record.tests_unchanged = (!reasons.is_empty()).then(|| reasons.join("; "));
    }

    /// Returns the state of its seal, and the place of the seal.
    fn seal(&self) -> (Seal, Option<Span>) {
        let seal = match (&self.meaning, self.seals.first(), self.seals.len()) {
            (Some((meaning, _)), Some((_, written)), 1) if seal::of(meaning) == *written => Seal::Whole,
            (_, Some(_), 1) => Seal::Broken,
            (_, Some(_), _) => Seal::Merged,
            (_, None, _) => Seal::Missing,
        };
        (seal, self.sealed_at)
    }

    /// The first line that belongs to a text, if the text is not there.
    fn without_text(&self) -> Option<Span> {
        let waiver = self.waiver.as_ref().map(|(_, span)| *span);
        let sealed = self.sealed_at.filter(|_| self.meaning.is_none());
        let near = self.context.as_ref().filter(|_| self.meaning.is_none()).map(|(_, span)| *span);
        self.waiting.first().map(|(_, _, span)| *span).or(waiver).or(near).or(sealed)
    }
}

/// The fields of a line, and how many there are. No line has more than six: another one would make the last of these none that is known.
fn fields(line: &str) -> ([&str; 6], usize) {
    let (mut fields, mut number, mut start) = ([""; 6], 0, 0);
    for tab in memchr::memchr_iter(b'\t', line.as_bytes()).take(fields.len() - 1) {
        fields[number] = &line[start..tab];
        (number, start) = (number + 1, tab + 1);
    }
    fields[number] = &line[start..];
    (fields, number + 1)
}

struct Reader<'a> {
    source: &'a Source,
    lock: Lock,
    blocks: Vec<(Key, Block)>,
    /// The block of the line before: it is that of most lines.
    last: usize,
    places: HashMap<Key, usize>,
    /// The file of the line before, as it is written and as it is.
    file: (&'a str, Arc<str>),
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn run(&mut self) {
        let text = self.source.text();
        let (mut start, mut number, mut has_version, mut is_whole) =
            (self.source.body_start(), 0, false, false);
        while start < text.len() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map(|length| start + length);
            let line = text[start..end.unwrap_or(text.len())].trim_end();
            let span = Span::new(start, start + line.len());
            start = end.map_or(text.len(), |end| end + 1);
            number += 1;
            // An editor may leave empty lines behind the last one.
            is_whole = line == END && end.is_some() || is_whole && line.is_empty();
            if MARKS.iter().any(|mark| line.starts_with(mark)) {
                self.conflict(span);
                return;
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if !has_version {
                if line != VERSION {
                    self.version(span, line);
                    return;
                }
                has_version = true;
                continue;
            }
            if line != VERSION && self.line(line, span).is_none() {
                self.damaged(span, "this line does not belong to this file");
            }
        }
        if self.diagnostics.is_empty() && !(is_whole && has_version) {
            let end = text.trim_end().len();
            let message =
                if number == 0 { "there is nothing in this file" } else { "the end of this file is missing" };
            self.damaged(Span::new(end, end), message);
        }
        self.without_text();
    }

    /// Reads a line; `None`: it is none.
    fn line(&mut self, line: &'a str, span: Span) -> Option<()> {
        if let Some(name) = line.strip_prefix('[') {
            let name = unescaped(name.strip_suffix(']')?)?;
            if name.is_empty() {
                self.lock.has_baseline = true;
            } else {
                self.block(&name);
            }
            return Some(());
        }
        let (fields, number) = fields(line);
        // Most lines have nothing that is written in another way.
        let is_plain = memchr::memchr(b'\\', line.as_bytes()).is_none();
        let unescaped = |field: &'a str| if is_plain { Some(Cow::Borrowed(field)) } else { unescaped(field) };
        match &fields[..number] {
            ["strict", feature] => {
                self.lock.has_baseline = true;
                self.lock.strict.insert(unescaped(feature)?.into_owned());
            }
            ["known", subject, code, number] => {
                let entry = BaselineEntry {
                    subject: unescaped(subject)?.into_owned(),
                    code: unescaped(code)?.into_owned(),
                };
                let number: usize = number.parse().ok().filter(|number| *number > 0)?;
                self.lock.has_baseline = true;
                // Of two branches that both repaired something, the one that repaired more counts.
                self.lock
                    .known_findings
                    .entry(entry)
                    .and_modify(|known| *known = number.min(*known))
                    .or_insert(number);
            }
            [key, "text", fingerprint, wording] => {
                let wording = unescaped(wording)?.into_owned();
                self.confirm(span, fingerprint, Fingerprint::as_written(&wording))?;
                let words = Span::new(span.end - line.len() + line.rfind('\t')? + 1, span.end);
                self.text(&unescaped(key)?, wording, words);
            }
            [key, "waive", method, reason] => {
                let waiver =
                    Waiver { method: Method::named(method)?, reason: unescaped(reason)?.into_owned() };
                self.waiver(&unescaped(key)?, &waiver, span);
            }
            [key, "near", "-"] => self.context(&unescaped(key)?, &[], span),
            [key, "near", fingerprint, texts] => {
                let texts = unescaped(texts)?;
                self.confirm(span, fingerprint, Fingerprint::as_written(&texts))?;
                let around: Vec<_> = texts.lines().map(Around::accepted).collect();
                self.context(&unescaped(key)?, &around, span);
            }
            [key, part @ ("test" | "help"), fingerprint, file, name, tokens] => {
                let part = if *part == "test" { Part::Test } else { Part::Helper };
                let tokens = unescaped(tokens)?;
                self.confirm(span, fingerprint, Fingerprint::of_tokens(&tokens))?;
                let item = self.linked(file, name, &tokens, fingerprint.parse().ok())?;
                self.item(&unescaped(key)?, item, part, span);
            }
            [key, "code", fingerprint, file, name] => {
                let fingerprint = match *fingerprint {
                    "-" => None,
                    fingerprint => Some(fingerprint.parse().ok()?),
                };
                let item = self.linked(file, name, "", fingerprint)?;
                self.item(&unescaped(key)?, item, Part::Code, span);
            }
            [key, "same", reason] => {
                let reason = unescaped(reason)?.into_owned();
                let (_, block) = self.block(&unescaped(key)?);
                block.reasons.insert(reason);
                block.sealed_at.get_or_insert(span);
            }
            [key, "seal", lineage, hash] => {
                let (lineage, hash) = (lineage.parse().ok()?, hash.parse().ok()?);
                let (_, block) = self.block(&unescaped(key)?);
                block.seals.insert((lineage, hash));
                block.sealed_at = Some(span);
            }
            [key, "gone", lineage, hash] => {
                let (lineage, hash): (Fingerprint, Fingerprint) = (lineage.parse().ok()?, hash.parse().ok()?);
                let (key, _) = self.block(&unescaped(key)?);
                let key = key.clone();
                if seal::of_gone(&key, lineage) != hash {
                    self.damaged(span, "this line is not as this command wrote it");
                }
                self.lock.gone.entry(key).or_default().insert(lineage);
            }
            _ => return None,
        }
        Some(())
    }

    fn linked(
        &mut self,
        file: &'a str,
        name: &str,
        tokens: &str,
        fingerprint: Option<Fingerprint>,
    ) -> Option<ItemState> {
        // Many lines name the file of the line before.
        if self.file.0 != file {
            self.file = (file, unescaped(file)?.into());
        }
        let (file, name) = (Arc::clone(&self.file.1), line::name(name)?.into());
        let tokens = if tokens.is_empty() { Arc::default() } else { tokens.into() };
        Some(ItemState { file, name, tokens, fingerprint, link: None, helper: None })
    }

    /// Is a fingerprint that of the text beside it?
    fn confirm(&mut self, span: Span, written: &str, fingerprint: Fingerprint) -> Option<()> {
        let written: Fingerprint = written.parse().ok()?;
        if written != fingerprint {
            self.damaged(span, "the fingerprint is not that of the text beside it");
        }
        Some(())
    }

    /// The block of a criterion, which may be new.
    fn block(&mut self, name: &str) -> &mut (Key, Block) {
        if self.blocks.get(self.last).is_none_or(|(key, _)| key.as_str() != name) {
            let key = Key::written(name);
            self.last = *self.places.entry(key.clone()).or_insert(self.blocks.len());
            if self.last == self.blocks.len() {
                self.blocks.push((key, Block::default()));
            }
        }
        &mut self.blocks[self.last]
    }

    fn text(&mut self, name: &str, wording: String, span: Span) {
        let (key, block) = self.block(name);
        match &block.meaning {
            None => {
                let meaning = CriterionIntent {
                    key: key.clone(),
                    wording,
                    tests: Vec::new(),
                    helpers: Vec::new(),
                    code: Vec::new(),
                    waiver: block.waiver.take().map(|(waiver, _)| waiver),
                    context: None,
                    record: AcceptanceRecord::default(),
                };
                let waiting = std::mem::take(&mut block.waiting);
                block.meaning = Some((meaning, span));
                for (item, part, span) in waiting {
                    self.item(name, item, part, span);
                }
            }
            Some((known, _)) if known.wording == wording => {}
            Some((_, first)) => {
                let first = *first;
                self.twice(span, first, "two texts are accepted for one criterion");
            }
        }
    }

    fn item(&mut self, name: &str, item: ItemState, part: Part, span: Span) {
        let (_, block) = self.block(name);
        let (known, first) = match &mut block.meaning {
            None => {
                block.waiting.push((item, part, span));
                return;
            }
            Some((meaning, first)) => (part.of(meaning), *first),
        };
        match known.iter().find(|known| known.is_called_as(&item)) {
            None => known.push(item),
            Some(known) if *known == item || part == Part::Code => {}
            Some(_) if part == Part::Helper => {
                self.twice(span, first, "two versions of what one test uses are accepted");
            }
            Some(_) => self.twice(span, first, "two versions of one test are accepted"),
        }
    }

    fn context(&mut self, name: &str, context: &[Around], span: Span) {
        let (_, block) = self.block(name);
        let (known, first) = block.context.get_or_insert_with(|| (context.to_vec(), span));
        if *known != context {
            let first = *first;
            self.twice(span, first, "two versions of what stands around one criterion are accepted");
        }
    }

    fn waiver(&mut self, name: &str, waiver: &Waiver, span: Span) {
        let (_, block) = self.block(name);
        let known = match &mut block.meaning {
            Some((meaning, _)) => meaning.waiver.get_or_insert_with(|| waiver.clone()),
            None => &mut block.waiver.get_or_insert_with(|| (waiver.clone(), span)).0,
        };
        if known != waiver {
            let first = block.meaning.as_ref().map_or(span, |(_, first)| *first);
            self.twice(span, first, "two waivers are accepted for one criterion");
        }
    }

    /// Items of a criterion whose text is not there.
    fn without_text(&mut self) {
        let waiting: Vec<_> = self.blocks.iter().filter_map(|(_, block)| block.without_text()).collect();
        for span in waiting {
            self.damaged(span, "the text of this criterion is missing");
        }
    }

    fn conflict(&mut self, span: Span) {
        self.diagnostics.push(findings::marks(self.source, span));
    }

    fn twice(&mut self, span: Span, first: Span, message: &str) {
        self.diagnostics.push(findings::twice(self.source, span, first, message));
    }

    fn version(&mut self, span: Span, line: &str) {
        self.diagnostics.push(findings::version(self.source, span, line));
    }

    fn damaged(&mut self, span: Span, label: &str) {
        self.diagnostics.push(findings::damaged(self.source, span, label));
    }
}
