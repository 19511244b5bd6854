//! The text around the verb of a response: before what, where, when and how it is done, and with which things.
//!
//! A response that loses such words asks for less, unless they say where it holds; a prohibition that gets more of them forbids less.

use super::hedge;
use super::hunk::{Hunk, hunks, is_in};
use super::softening::{Softening, SofteningKind, excerpt};
use crate::criterion::phrase::Phrases;
use crate::criterion::statement::Statement;
use crate::criterion::unit;

/// Words before a part of the world or of the time in which alone something is asked for.
const WHERE: [&str; 10] = ["in", "on", "at", "during", "for", "under", "from", "inside", "outside", "within"];

/// The words behind such words, where they limit what is asked for.
const SCOPES: [&str; 74] = [
    "build",
    "builds",
    "mode",
    "modes",
    "environment",
    "environments",
    "production",
    "staging",
    "development",
    "debug",
    "release",
    "test",
    "tests",
    "ci",
    "linux",
    "windows",
    "macos",
    "mac",
    "unix",
    "bsd",
    "android",
    "ios",
    "desktop",
    "mobile",
    "tablet",
    "tablets",
    "web",
    "browser",
    "browsers",
    "chrome",
    "firefox",
    "safari",
    "edge",
    "weekday",
    "weekdays",
    "weekend",
    "weekends",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mondays",
    "sundays",
    "saturdays",
    "holidays",
    "night",
    "nights",
    "daytime",
    "winter",
    "summer",
    "spring",
    "autumn",
    "january",
    "december",
    "hours",
    "europe",
    "eu",
    "germany",
    "france",
    "us",
    "usa",
    "uk",
    "region",
    "regions",
    "country",
    "countries",
    "platform",
    "platforms",
    "beta",
    "preview",
    "pilot",
];

/// People of whom only some are meant: `for guests`.
const GROUPS: [&str; 12] = [
    "users",
    "customers",
    "members",
    "admins",
    "administrators",
    "guests",
    "subscribers",
    "accounts",
    "tenants",
    "employees",
    "visitors",
    "readers",
];

/// The words that open further details of an action: without them less is asked for.
const MORE: [&str; 13] = [
    "before",
    "until",
    "till",
    "without",
    "within",
    "prior to",
    "ahead of",
    "by",
    "via",
    "using",
    "through",
    "throughout",
    "against",
];

/// Verbs that put something somewhere, or give it to somebody: what follows them says where, and limits nothing.
const GIVING: [&str; 44] = [
    "send",
    "sends",
    "show",
    "shows",
    "print",
    "prints",
    "write",
    "writes",
    "store",
    "stores",
    "save",
    "saves",
    "log",
    "logs",
    "put",
    "puts",
    "return",
    "returns",
    "display",
    "displays",
    "export",
    "exports",
    "publish",
    "publishes",
    "create",
    "creates",
    "make",
    "makes",
    "generate",
    "generates",
    "produce",
    "produces",
    "give",
    "gives",
    "provide",
    "provides",
    "offer",
    "offers",
    "render",
    "renders",
    "issue",
    "issues",
    "add",
    "adds",
];

/// Adjectives that say more of a thing, and leave no thing out.
const QUALITIES: [&str; 34] = [
    "detailed",
    "full",
    "complete",
    "exact",
    "precise",
    "clear",
    "readable",
    "structured",
    "signed",
    "encrypted",
    "compressed",
    "new",
    "further",
    "additional",
    "more",
    "other",
    "such",
    "extra",
    "separate",
    "own",
    "all",
    "both",
    "these",
    "those",
    "their",
    "its",
    "correct",
    "current",
    "every",
    "any",
    "the",
    "a",
    "an",
    "no",
];

/// Adverbs that do not say how something is done.
const NO_MANNERS: [&str; 28] = [
    "approximately",
    "roughly",
    "usually",
    "normally",
    "generally",
    "typically",
    "mostly",
    "rarely",
    "occasionally",
    "optionally",
    "possibly",
    "ideally",
    "preferably",
    "nearly",
    "partly",
    "partially",
    "mainly",
    "primarily",
    "only",
    "daily",
    "weekly",
    "hourly",
    "monthly",
    "yearly",
    "nightly",
    "reply",
    "exactly",
    "precisely",
];

/// So many of the first ones do not stand for another word: without them less is asked for.
const CONTENTS: usize = 11;

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    if !found.is_empty()
        || before.is_negative() != now.is_negative()
        || before.asked().count() != now.asked().count()
    {
        return;
    }
    let known: Vec<_> = now.conditions.iter().chain(&now.lead).collect();
    let known_before: Vec<_> = before.conditions.iter().chain(&before.lead).collect();
    for (old, new) in before.asked().zip(now.asked()) {
        let all = hunks(old, new);
        let [hunk] = &*all else { continue };
        let softening = if hunk.is_gone() && !before.is_negative() {
            cut(old, hunk).filter(|gone| !is_in(&Phrases::of(gone), &known)).map(|gone| {
                let message = format!("`{}` is not asked for any more", excerpt(gone));
                Softening { kind: SofteningKind::Response, message }
            })
        } else if hunk.is_added() && hunk.now.start >= new.behind_modal().max(1) {
            let added = new.slice(hunk.now.start, hunk.now.end);
            let is_known = is_in(&Phrases::of(added), &known_before);
            let kind = if before.is_negative() { forbids_less(new, hunk) } else { limits(old, new, hunk) };
            kind.filter(|_| !is_known).map(|kind| {
                let message = match (kind, before.is_negative()) {
                    (_, true) => format!("it is forbidden only with `{}`", excerpt(added)),
                    (SofteningKind::Quantifier, _) => {
                        format!(
                            "it is asked only of `{}`",
                            excerpt(new.slice(hunk.now.start, hunk.now.end + 1))
                        )
                    }
                    _ => format!("it is asked only `{}`", excerpt(added)),
                };
                Softening { kind, message }
            })
        } else {
            None
        };
        found.extend(softening);
    }
}

/// The words that are gone, if they said how, until when, or before what.
fn cut<'a>(before: &Phrases<'a>, hunk: &Hunk) -> Option<&'a str> {
    let (start, end) = (hunk.before.start, hunk.before.end);
    let verb = before.behind_modal();
    // `in a format such as` names an example.
    let is_example = before.word(end - 1) == "such";
    if is_example || start < verb.max(1) || hedge::begins(before, start) || has_number(before, start..end) {
        return None;
    }
    let first = before.word(start);
    let opens = |phrase: &str| before.is_at(start, phrase);
    let is_more = end - start > 1 && MORE.iter().any(|phrase| opens(phrase));
    let is_order = before.is_before(end, "order") || before.is_at(start, "in the order");
    let is_place = matches!(first, "to" | "in" | "on" | "with" | "as" | "at");
    let is_given =
        end - start > 1 && is_place && GIVING.contains(&before.word(verb)) && !is_scope(before, start..end);
    let is_manner =
        end - start == 1 && first.len() > 5 && first.ends_with("ly") && !NO_MANNERS.contains(&first);
    // `send signed receipts`
    let is_quality = end - start == 1 && QUALITIES[..CONTENTS].contains(&first);
    (is_more || is_order || is_given || is_manner || is_quality).then(|| before.slice(start, end))
}

/// Do words that have come take something out of what is forbidden?
fn forbids_less(now: &Phrases<'_>, hunk: &Hunk) -> Option<SofteningKind> {
    const JOINTS: [&str; 17] = [
        "and",
        "or",
        "nor",
        ",",
        ";",
        "also",
        "even",
        "ever",
        "the",
        "a",
        "an",
        "its",
        "their",
        "any",
        "under",
        "at",
        "including",
    ];
    let is_joint = JOINTS.contains(&now.word(hunk.now.start));
    let joins = |at: usize| matches!(now.word(at), "or" | "nor" | "even" | "including" | "whatsoever");
    let is_more = is_joint || hunk.now.clone().any(joins) || has_number(now, hunk.now.clone());
    (!is_more).then_some(SofteningKind::Condition)
}

/// Do words that have come leave something out of what is asked for?
fn limits(before: &Phrases<'_>, now: &Phrases<'_>, hunk: &Hunk) -> Option<SofteningKind> {
    const UNIVERSAL: [&str; 4] = ["all", "every", "each", "any"];
    let (start, end) = (hunk.now.start, hunk.now.end);
    let verb = now.behind_modal();
    let first = now.word(start);
    if end - start > 1 && WHERE.contains(&first) && !has_number(now, start..end) {
        let is_universal = before.words.iter().any(|(word, _)| UNIVERSAL.contains(&&**word));
        let is_group = first == "for" && GROUPS.contains(&now.word(end - 1));
        let is_limit =
            is_scope(now, start..end) || is_group || is_universal && !GIVING.contains(&now.word(verb));
        return is_limit.then_some(SofteningKind::Condition);
    }
    // `record alarms`, `record critical alarms`
    let noun = now.word(end);
    let is_plural = noun.ends_with('s') && noun.len() > 3 && !noun.ends_with("ss") && !noun.ends_with("us");
    let is_word =
        first.chars().all(char::is_alphabetic) && !first.ends_with("ly") && unit::number(first).is_none();
    let is_kind = end - start == 1 && start > verb && is_plural && is_word && !QUALITIES.contains(&first);
    // Who gets it may be fewer: `send letters to adult readers`.
    let is_object = start == verb + 1 && !GIVING.contains(&now.word(verb));
    let is_target = start > 0 && matches!(now.word(start - 1), "to" | "for" | "from" | "of");
    (is_kind && verb > 0 && (is_object || is_target)).then_some(SofteningKind::Quantifier)
}

fn is_scope(text: &Phrases<'_>, range: std::ops::Range<usize>) -> bool {
    range.into_iter().any(|at| SCOPES.contains(&text.word(at)))
}

fn has_number(text: &Phrases<'_>, range: std::ops::Range<usize>) -> bool {
    range.into_iter().any(|at| unit::number(text.word(at)).is_some())
}
