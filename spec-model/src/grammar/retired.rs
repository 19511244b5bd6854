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

/// Is a heading struck through, or does a remark around it say that it is gone: `Old title (removed)`?
pub(crate) fn is_retired_title(title: &str) -> bool {
    let text = bare(title);
    let remark =
        text.strip_suffix([')', ']', '）', '】']).and_then(|inner| inner.rfind(['(', '[', '（', '【']));
    let first = text.starts_with(['(', '[', '（', '【']).then(|| text.find([')', ']', '）', '】'])).flatten();
    let begins = || first.is_some_and(|at| is_remark(&text[..at]));
    is_struck(text) || is_remark(text) || begins() || remark.is_some_and(|at| is_remark(&text[at..]))
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
        ] {
            assert_eq!(is_retired_title(title), expect, "{title}");
        }
    }
}
