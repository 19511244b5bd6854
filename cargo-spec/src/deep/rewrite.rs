//! Writes switches around what can be changed. Lines stay where they are: the text of a switch has no line break.

use std::ops::Range;

use super::mutation::{Change, Mutation};

/// A change with the number that switches it on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Switched<'a> {
    /// The number.
    pub(super) number: u64,
    /// The change.
    pub(super) mutation: &'a Mutation,
}

/// The place of a switch in the new text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// The number of the change.
    pub(super) number: u64,
    /// The bytes of the text that is evaluated when the change is on.
    pub(super) arm: Range<usize>,
    /// The bytes of the whole, also of what is evaluated otherwise.
    pub(super) whole: Range<usize>,
}

/// The new text.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// It.
    pub(super) text: String,
    /// The switches in it.
    pub(super) placed: Vec<Placed>,
}

/// Writes switches into a text. `runtime` is the name of the crate `spec-runtime` there. Spans are nested in each other, or apart.
pub(super) fn rewrite(text: &str, runtime: &str, switched: &[Switched<'_>]) -> Rewritten {
    let mut groups: Vec<(Range<usize>, Vec<Switched<'_>>)> = Vec::new();
    let mut all = switched.to_vec();
    let is_left = |one: &Switched<'_>| one.mutation.change == Change::Left;
    all.sort_by_key(|one| {
        let span = &one.mutation.span;
        // What is inserted comes before what begins there; the outer one of two that begin at one place comes first.
        (span.start, !is_left(one), usize::MAX - span.end, one.mutation.change == Change::Skipped, one.number)
    });
    for one in all {
        match groups.last_mut() {
            Some((span, group)) if *span == one.mutation.span => group.push(one),
            _ => groups.push((one.mutation.span.clone(), vec![one])),
        }
    }
    let mut writer = Writer { text, runtime, groups: &groups, out: Rewritten::default() };
    writer.write(0..text.len());
    writer.out
}

struct Writer<'a> {
    text: &'a str,
    runtime: &'a str,
    /// The rest of the groups, in the order of the text.
    groups: &'a [(Range<usize>, Vec<Switched<'a>>)],
    out: Rewritten,
}

impl Writer<'_> {
    /// Writes a part of the text, with the switches in it.
    fn write(&mut self, range: Range<usize>) {
        let mut from = range.start;
        while let Some((span, group)) = self.groups.first().filter(|(span, _)| span.end <= range.end) {
            self.groups = &self.groups[1..];
            self.out.text.push_str(&self.text[from..span.start]);
            self.group(span.clone(), group);
            from = span.end;
        }
        self.out.text.push_str(&self.text[from..range.end]);
    }

    fn group(&mut self, span: Range<usize>, group: &[Switched<'_>]) {
        let start = self.out.text.len();
        let mut arms = Vec::new();
        match group.first().map(|one| &one.mutation.change) {
            Some(Change::Instead(_)) => {
                self.out.text.push('(');
                for one in group {
                    let Change::Instead(other) = &one.mutation.change else { continue };
                    self.switch("if ", one.number);
                    let arm = self.out.text.len();
                    self.out.text.push_str(other);
                    arms.push((one.number, arm..self.out.text.len()));
                    self.out.text.push_str(" } else ");
                }
                self.out.text.push_str("{ ");
                self.write(span);
                self.out.text.push_str(" })");
            }
            Some(Change::Skipped) => {
                for one in group {
                    self.switch("if !", one.number);
                    arms.push((one.number, start..start));
                }
                self.write(span);
                self.out.text.push_str(&" }".repeat(group.len()));
            }
            Some(Change::Left) => {
                for one in group {
                    self.out.text.push(' ');
                    let arm = self.out.text.len();
                    self.switch("if ", one.number);
                    self.out.text.push_str("break; }");
                    arms.push((one.number, arm..self.out.text.len()));
                }
            }
            None => {}
        }
        let whole = start..self.out.text.len();
        let placed = arms.into_iter().map(|(number, arm)| Placed { number, arm, whole: whole.clone() });
        self.out.placed.extend(placed);
    }

    fn switch(&mut self, word: &str, number: u64) {
        self.out.text.push_str(&format!("{word}::{}::__private::on({number:#x}) {{ ", self.runtime));
    }
}
