//! Writes a lock as text.

use std::fmt::{self, Display};

use spec_model::order::Order as _;
use spec_model::spec::Fingerprint;
use spec_model::waiver::Waiver;

use super::line::{escaped, named};
use super::read::{END, HEAD, VERSION};
use super::{BaselineEntry, Lock, seal};
use crate::intent::{Around, CriterionIntent, Key};

impl Display for Lock {
    /// The file: a block for each criterion, in the order of the keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}\n{VERSION}\n")?;
        let mut criteria: Vec<(&Key, Option<&CriterionIntent>)> =
            self.intents().map(|meaning| (&meaning.key, Some(meaning))).collect();
        criteria.extend(self.known.iter().chain(self.gone.keys()).map(|key| (key, None)));
        // An accepted criterion comes before one that is only known, which it then stands for.
        criteria.order_by(|a, b| a.0.cmp(b.0).then(a.1.is_none().cmp(&b.1.is_none())));
        criteria.dedup_by(|a, b| a.0 == b.0);
        for (key, meaning) in criteria {
            let name = escaped(key.as_str());
            writeln!(f, "[{name}]")?;
            if let Some(meaning) = meaning {
                block(f, &name, meaning)?;
            }
            for lineage in self.gone.get(key).into_iter().flatten() {
                writeln!(f, "{name}\tgone\t{lineage}\t{}", seal::of_gone(key, *lineage))?;
            }
            writeln!(f)?;
        }
        if self.has_baseline || !self.known_findings.is_empty() || !self.strict.is_empty() {
            writeln!(f, "[]")?;
            for feature in &self.strict {
                writeln!(f, "strict\t{}", escaped(feature))?;
            }
            for (entry, number) in &self.known_findings {
                f.write_str(&baseline_line(entry, *number))?;
            }
            writeln!(f)?;
        }
        writeln!(f, "{END}")
    }
}

/// The line of an entry of the baseline, with its end.
pub fn baseline_line(entry: &BaselineEntry, number: usize) -> String {
    format!("known\t{}\t{}\t{number}\n", escaped(&entry.subject), escaped(&entry.code))
}

/// The lines of a criterion as they are written, without its heading.
pub fn lines_of(meaning: &CriterionIntent) -> String {
    let mut lines = String::new();
    // Writing to a string cannot fail.
    let _ = block(&mut lines, &escaped(meaning.key.as_str()), meaning);
    lines
}

fn block(f: &mut dyn fmt::Write, name: &str, meaning: &CriterionIntent) -> fmt::Result {
    let wording = &meaning.wording;
    writeln!(f, "{name}\ttext\t{}\t{}", Fingerprint::as_written(wording), escaped(wording))?;
    if let Some(Waiver { method, reason }) = &meaning.waiver {
        writeln!(f, "{name}\twaive\t{method}\t{}", escaped(reason))?;
    }
    match meaning.context.as_deref().map(Around::texts) {
        None => {}
        Some(texts) if texts.is_empty() => writeln!(f, "{name}\tnear\t-")?,
        Some(texts) => writeln!(f, "{name}\tnear\t{}\t{}", Fingerprint::as_written(&texts), escaped(&texts))?,
    }
    for (kind, items) in [("test", &meaning.tests), ("help", &meaning.helpers)] {
        for item in seal::sorted(items, false) {
            let fingerprint = Fingerprint::of_tokens(&item.tokens);
            let (file, item_name, tokens) = (escaped(&item.file), named(&item.name), escaped(&item.tokens));
            writeln!(f, "{name}\t{kind}\t{fingerprint}\t{file}\t{item_name}\t{tokens}")?;
        }
    }
    for code in seal::sorted(&meaning.code, true) {
        let (file, code_name) = (escaped(&code.file), named(&code.name));
        match code.fingerprint {
            Some(fingerprint) => writeln!(f, "{name}\tcode\t{fingerprint}\t{file}\t{code_name}")?,
            None => writeln!(f, "{name}\tcode\t-\t{file}\t{code_name}")?,
        }
    }
    if let Some(reason) = &meaning.record.tests_unchanged {
        writeln!(f, "{name}\tsame\t{}", escaped(reason))?;
    }
    writeln!(f, "{name}\tseal\t{}\t{}", meaning.lineage(), seal::of(meaning))
}
