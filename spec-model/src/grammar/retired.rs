//! Items of which only the number is left: `~~**FR-002**: …~~`, `*(removed)*`, `N/A`. They ask for nothing, and no other item
//! may take their number.

use super::{likeness, odd, words};

/// Do the words behind an id, or behind the number of an item, say that it is gone?
///
/// They are struck through from the first to the last, or they are no more than a remark that begins with a word for it. What still
/// promises something is there.
pub(crate) fn is_retired(words: &str) -> bool {
    let text = bare(words);
    is_struck(text) || is_remark(text)
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
    is_struck(text)
        || is_title_remark(text)
        || begins()
        || remark.is_some_and(|at| is_title_remark(&text[at..]))
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

/// Is all of a heading struck through, the id in it too: `~~Requirement 3: Title~~`?
pub(crate) fn is_struck_heading(heading: &str) -> bool {
    let heading = heading.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace());
    heading.len() > 4 && heading.starts_with("~~") && heading.ends_with("~~")
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

/// `(removed in v2)` in a title, which may also say what happens to something: `Orders (cancelled)`.
fn is_title_remark(text: &str) -> bool {
    let inner = words::lower_start(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    is_remark(text) && words::word_at_start(&inner, words::STATES).is_none()
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
        || ["in ", "by ", "see ", "since ", "as of ", "from ", "into ", "on ", "with "]
            .iter()
            .any(|word| goes_on.starts_with(word));
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
            "(removed) System MUST sing",
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
        ] {
            assert_eq!(is_retired_title(title), expect, "{title}");
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
