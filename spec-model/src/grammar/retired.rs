//! Finds items of which only the number is left: `~~**FR-002**: …~~`, `*(removed)*`, `N/A`. They ask for nothing, and
//! no other item may take their number.

use super::{lead, likeness, odd, words};

/// Do the words behind an id, or behind the number of an item, say that it is gone?
///
/// They are struck through from the first to the last. Or beside them stands a tag in brackets, or nothing but a remark that begins with a
/// word for it: `[REMOVED] System MUST …`. A sentence that only has such a word in it is there.
pub(crate) fn is_retired(words: &str) -> bool {
    let text = bare(words);
    is_struck(text) || is_remark(text) || is_tagged(words.trim())
}

/// Is the name of a requirement or scenario struck through, or has it a remark in brackets? A word alone may be all of a name: `Obsolete`.
pub(crate) fn is_retired_name(name: &str) -> bool {
    let text = bare(name);
    let is_bracketed = || text.starts_with(['(', '[', '（', '【']) || text.ends_with([')', ']', '）', '】']);
    is_struck(text) || is_bracketed() && is_retired_title(name)
}

/// Is a heading struck through, or does a remark around it say that it is gone: `Old title (removed)`?
pub(crate) fn is_retired_title(title: &str) -> bool {
    let text = bare(title);
    let remark =
        text.strip_suffix([')', ']', '）', '】']).and_then(|inner| inner.rfind(['(', '[', '（', '【']));
    let first = text.starts_with(['(', '[', '（', '【']).then(|| text.find([')', ']', '）', '】'])).flatten();
    let begins = || first.is_some_and(|at| is_title_remark(&text[..at]));
    // `Old title — withdrawn`
    let last =
        [" — ", " – ", " - "].iter().filter_map(|dash| text.rfind(dash).map(|at| at + dash.len())).max();
    let is_last = |at: usize| words::word_at_start(&text[at..].to_lowercase(), words::RETIRED).is_some();
    is_struck(text)
        || is_title_remark(text)
        || begins()
        || last.is_some_and(|at| is_last(at) && is_title_remark(&text[at..]))
        || remark.is_some_and(|at| is_title_remark(&text[at..]))
}

/// Finds the words behind a tag that stands before an id: `[REMOVED] **FR-002**: …`.
pub(crate) fn behind_tag(text: &str) -> Option<usize> {
    let marks = text.len() - text.trim_start_matches(['*', '_', '~']).len();
    let tag = Tag::at_start(&text[marks..])?;
    let rest = &text[marks + tag.len..];
    Some(text.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-')).len())
}

/// Does a tag stand right behind an id: `(removed): …`?
pub(crate) fn begins_with_tag(text: &str) -> bool {
    Tag::at_start(text).is_some()
}

/// The title of what is gone, without the marks that say so: `Old title` of `Old title (removed)` and of `~~Old title~~`.
pub(crate) fn title(title: &str) -> String {
    let text = title.replace("~~", "");
    let text = bare(&text);
    let behind = text.strip_suffix([')', ']', '）', '】']).and_then(|inner| {
        let at = inner.rfind(['(', '[', '（', '【'])?;
        is_title_remark(&text[at..]).then(|| text[..at].trim_end())
    });
    let before = || {
        let end =
            text.starts_with(['(', '[', '（', '【']).then(|| text.find([')', ']', '）', '】'])).flatten()?;
        let rest = text[end..].trim_start_matches([')', ']', '）', '】']).trim_start();
        is_title_remark(&text[..end]).then_some(rest)
    };
    behind.filter(|rest| !rest.is_empty()).or_else(before).unwrap_or(text).to_owned()
}

/// Is all of a heading struck through, with or without the id? Or does a tag stand before the id: `~~Requirement 3: Title~~`, `[REMOVED]
/// Requirement 3: Title`?
pub(crate) fn is_retired_heading(heading: &str) -> bool {
    let text = heading.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace());
    let inner = text.strip_suffix("~~").and_then(|rest| Some((rest, rest.find("~~")?)));
    let is_struck = inner.is_some_and(|(rest, at)| {
        let (before, struck) =
            (rest[..at].trim_end_matches([':', '：', ' ', '-', '–', '—']), &rest[at + 2..]);
        !struck.trim().is_empty()
            && !struck.contains("~~")
            && (before.is_empty() || lead::whole(before).is_some())
    });
    is_struck || behind_tag(text).is_some()
}

/// The text without pictures and emphasis around it. A tilde alone is none.
fn bare(text: &str) -> &str {
    let is_sign = |c: char| {
        c.is_whitespace()
            || odd::is_invisible(c)
            || matches!(c, '*' | '_' | ':' | '：' | '-')
            || odd::is_bullet(c)
    };
    let is_picture =
        |c: char| is_sign(c) || !c.is_ascii() && !c.is_alphanumeric() && !matches!(c, '（' | '【');
    text.trim_start_matches(is_picture).trim_end_matches(is_sign)
}

/// All of it stands between `~~`, but for a remark that promises nothing.
fn is_struck(text: &str) -> bool {
    let Some(inner) = text.strip_prefix("~~") else { return false };
    let mut rest = String::new();
    let mut is_open = true;
    for piece in inner.split("~~") {
        if !is_open {
            rest.push_str(piece);
        }
        is_open = !is_open;
    }
    // Every `~~` that opens has to close: after an even number of pieces nothing is open.
    is_open && !likeness::has_modal(&rest)
}

/// `(removed in v2)` in a title, which may also say what happens to something: `Control (cancelled)`.
fn is_title_remark(text: &str) -> bool {
    let inner = words::lower_start(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    is_remark(text) && words::word_at_start(&inner, words::STATES).is_none()
}

/// Does a tag stand before the words or behind them?
fn is_tagged(words: &str) -> bool {
    let text =
        words.trim_matches(|c: char| c.is_whitespace() || odd::is_invisible(c) || matches!(c, '*' | '_'));
    Tag::at_start(text).is_some_and(|tag| tag.parts_from(&text[tag.len..]))
        || Tag::at_end(text).is_some_and(|(tag, before)| !tag.is_state() && is_apart(before))
}

/// A word in brackets for what is gone: `[REMOVED]`, `(superseded by FR-9)`.
struct Tag<'a> {
    inner: &'a str,
    /// The bytes of it, brackets included.
    len: usize,
}

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')];

impl<'a> Tag<'a> {
    fn at_start(text: &'a str) -> Option<Self> {
        let (open, close) = BRACKETS.into_iter().find(|&(open, _)| text.starts_with(open))?;
        let inner = &text[open.len_utf8()..];
        let inner = &inner[..inner.find(close)?];
        let len = open.len_utf8() + inner.len() + close.len_utf8();
        // `[Removed](a.md)` is a link.
        let is_link = open == '[' && text[len..].starts_with(['(', '[']);
        let tag = Self { inner, len };
        (!is_link && tag.is_one()).then_some(tag)
    }

    /// The tag that a text ends in, and what stands before it.
    fn at_end(text: &'a str) -> Option<(Self, &'a str)> {
        let text = text.strip_suffix('.').unwrap_or(text).trim_end_matches(['*', '_']);
        let (open, close) = BRACKETS.into_iter().find(|&(_, close)| text.ends_with(close))?;
        let at = text.rfind(open)?;
        let inner = &text[at + open.len_utf8()..text.len() - close.len_utf8()];
        let tag = Self { inner, len: text.len() - at };
        tag.is_one().then(|| (tag, &text[..at]))
    }

    /// Is it a word for what is gone, with a reason behind it at most?
    fn is_one(&self) -> bool {
        let inner = self.inner.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
        !self.inner.contains('\n') && is_remark(inner)
    }

    /// Is its word one that sentences say of other things too, and not in capitals: `(deleted)`?
    fn is_state(&self) -> bool {
        let inner = self.inner.trim_start_matches(['*', '_', ' ']);
        words::word_at_start(&words::lower_start(inner), words::STATES).is_some() && !self.is_loud()
    }

    fn is_loud(&self) -> bool {
        !self.inner.contains(char::is_lowercase) && self.inner.contains(char::is_uppercase)
    }

    /// Do the words behind it begin anew? In `(removed) users are hidden` they go on.
    fn parts_from(&self, behind: &str) -> bool {
        let rest = behind.trim_start_matches(['*', '_', '~']);
        let words = rest.trim_start();
        let is_parted = words.starts_with([':', '：', '-', '–', '—', '.', '|']);
        let begins = || rest.len() > words.len() && !words.starts_with(char::is_lowercase);
        words.is_empty() || self.is_loud() || !self.is_state() && (is_parted || begins())
    }
}

/// Does a sentence end before its tag? What is shown `as (removed)`, or stands between quotes or backticks, belongs to it.
fn is_apart(before: &str) -> bool {
    let words = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let is_even = |mark: char| words.matches(mark).count() % 2 == 0;
    let last = words.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let is_named = words::BEFORE_NAME.contains(&last.to_lowercase().as_str());
    let is_spaced = words.len() < before.len() || !words.ends_with(|c: char| c.is_ascii());
    is_spaced && !last.is_empty() && is_even('`') && is_even('"') && !is_named
}

/// `(removed in v2)`, `Removed: see FR-3`, `N/A`.
fn is_remark(text: &str) -> bool {
    let inner = text.trim_start_matches(['(', '[', '（', '【', '*', '_', '~', ' ']);
    let is_bracketed = inner.len() < text.len() && text.starts_with(['(', '[', '（', '【']);
    let lower = inner.to_lowercase();
    let Some(word) = words::word_at_start(&lower, words::RETIRED) else { return false };
    let rest = lower[word.len()..].trim_start_matches(['*', '_', '~']);
    let ends = rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
    if ends {
        return true;
    }
    if is_bracketed {
        // All of it stands in the brackets.
        let closes = rest.find([')', ']', '）', '】']);
        return closes.is_none_or(|at| !rest[at..].contains(char::is_alphanumeric));
    }
    let goes_on = rest.trim_start();
    let is_reason = goes_on.starts_with(|c: char| !c.is_alphanumeric())
        || goes_on.starts_with(|c: char| c.is_ascii_digit())
        || words::BEFORE_REASON
            .iter()
            .any(|word| goes_on.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')));
    is_reason && !likeness::has_modal(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_says_so() {
        for text in [
            "*(removed)*",
            "(Removed)",
            "[REMOVED]",
            "**Removed**",
            "_removed in v2_",
            "(removed: see FR-003)",
            "Removed.",
            "Removed — merged into FR-001",
            "Deprecated, see FR-9",
            "N/A",
            "n/a.",
            "~~System MUST sing~~",
            "~~System MUST sing~~ (removed)",
            "~~System MUST sing~~ → replaced by FR-003",
            "~~System MUST~~ ~~sing~~",
            "❌ Removed",
            "*已删除*",
            "（已移除）",
            "Withdrawn (was: the oven)",
            "Superseded by FR-010",
            "[REMOVED]: System MUST sing",
            "[REMOVED] System MUST sing",
            "(deprecated): System MUST sing",
            "(removed) System MUST sing",
            "**(removed)** — System MUST sing",
            "*(deprecated)*: it MUST sing",
            "[OBSOLETE] system must sing",
            "[DELETED] users MUST sing",
            "(superseded by FR-009) System MUST sing",
            "(superseded by FR-009): system MUST sing",
            "(N/A) System MUST sing",
            "System MUST sing (removed)",
            "System MUST sing. [REMOVED in v2]",
            "System MUST sing **(withdrawn)**",
            "System MUST sing [OBSOLETE].",
            "System MUST sing (superseded by FR-009)",
            "System MUST sing (deprecated since 2.0)",
            "System MUST sing (removed 2026-01-02)",
            "System MUST sing [DELETED]",
            "系统必须唱歌（已移除）",
        ] {
            assert!(is_retired(text), "{text}");
        }
    }

    #[test]
    fn what_is_still_asked_for_is_not_gone() {
        for text in [
            "",
            "System MUST sing",
            "Removed items MUST be listed",
            "Deleted users are hidden",
            "~~System MUST sing~~ System MUST hum",
            "System MUST ~~sing~~ hum",
            "~~System MUST sing",
            "(removed) users MUST be hidden",
            "(removed users) System MUST sing",
            "(deleted) Users MUST be hidden",
            "System MUST list removed users",
            "System MUST show it as (removed)",
            "System MUST mark old items with [REMOVED]",
            "System MUST show `x [removed]`",
            "System MUST show \"x (removed)\"",
            "System MUST print \"the name (removed)",
            "System MUST list users (deleted)",
            "System MUST hide what is not there (removed users)",
            "System MUST sing (removed) and hum",
            "System MUST sing (removed). It MUST hum",
            "Deprecated: System MUST sing",
            "System MUST sing — removed",
            "Deleted: the system MUST ask again",
            "Not a number is refused",
            "Reserved seats are shown",
            "[Removed](a.md) seats are shown",
        ] {
            assert!(!is_retired(text), "{text}");
        }
    }

    #[test]
    fn a_title_may_end_in_the_remark() {
        for (title, expect) in [
            ("Old gate (removed)", true),
            ("~~Old gate~~", true),
            ("[REMOVED] Old gate", true),
            ("Old gate", false),
            ("Remove a gate", false),
            ("Removed gates", false),
            ("Old gate [Deprecated in v2]", true),
            ("Gate (removable)", false),
            ("Orders (cancelled)", false),
            ("Rejected", false),
            ("Old gate — withdrawn", true),
            ("Old gate - deprecated in v2", true),
            ("Orders — cancelled", false),
            ("Gates — removed ones", false),
        ] {
            assert_eq!(is_retired_title(title), expect, "{title}");
        }
    }

    #[test]
    fn a_heading_is_struck_with_its_id_or_behind_it() {
        for (heading, expect) in [
            ("~~REQ-2: Old gate~~", true),
            ("REQ-2: ~~Old gate~~", true),
            ("Requirement 2: ~~Old gate~~", true),
            ("~~REQ-2~~: ~~Old gate~~", false),
            ("REQ-2: New ~~old~~", false),
            ("[OBSOLETE] REQ-2: Old gate", true),
            ("(removed) Requirement 2", true),
            ("[Removed](a.md)", false),
            ("~~~~", false),
        ] {
            assert_eq!(is_retired_heading(heading), expect, "{heading}");
        }
    }

    #[test]
    fn a_word_alone_is_a_name_like_others() {
        for (name, expect) in [
            ("Obsolete", false),
            ("Removed: an item", false),
            ("(removed)", true),
            ("Old gate (removed)", true),
            ("~~Old gate~~", true),
            ("User (deleted)", false),
            ("Order [deprecated]", true),
        ] {
            assert_eq!(is_retired_name(name), expect, "{name}");
        }
    }

    #[test]
    fn the_title_of_what_is_gone_is_without_the_remark() {
        for marked in [
            "Old gate (removed)",
            "~~Old gate~~",
            "Old gate~~",
            "[REMOVED] Old gate",
            "Old gate [Deprecated in v2]",
            "~~Old gate~~ (removed)",
            "**~~Old gate~~**",
            "(removed in v2) Old gate",
            "Old gate（已移除）",
        ] {
            assert_eq!(title(marked), "Old gate", "{marked}");
        }
    }
}
