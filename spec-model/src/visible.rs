//! Makes text safe to show: what a terminal would obey, and what is invisible, is written out.

use std::borrow::Cow;
use std::fmt::Write;

/// Text of a document, a path or a source as it may be shown: control characters, terminal escapes among them, are written as `\u{1b}`. So
/// is what changes the direction or the width of text unseen. Line breaks and tabs are control characters too: text of several lines is
/// shown line by line.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_hidden(c) || is_joiner(c)) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_visible(&mut visible, c);
    }
    Cow::Owned(visible)
}

/// Appends a character as [`visible`] shows it behind what the text holds already.
pub fn push_visible(text: &mut String, c: char) {
    match c {
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        '[' if opens_command(text) => push_escape(text, c),
        c if is_hidden(c) => push_escape(text, c),
        // Nothing of these languages, and no emoji, is written in ASCII: there they only hide.
        c if is_joiner(c) && text.chars().next_back().is_none_or(|before| before.is_ascii()) => {
            push_escape(text, c);
        }
        c => text.push(c),
    }
}

fn push_escape(text: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
}

/// Must a character not reach a terminal as it is?
///
/// Control characters (C0, DEL, C1), the bidirectional controls of UAX #9, line and paragraph separators, and tag characters. So is what
/// has no ink and is not needed to write any language: soft hyphens, fillers, blanks of other scripts.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
            | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Does a character without ink of its own change the one before it, as some languages and emoji need it? The joiners, and
/// the selectors of a variation.
fn is_joiner(c: char) -> bool {
    matches!(c,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Would a `[` behind this text make it a command of a CI runner? `##[group]` of GitHub and Azure, `##vso[` of Azure and
/// `##teamcity[` count anywhere in a line.
pub fn opens_command(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##")
}

/// Output in which no line is a command to the runner of a CI job. A line that begins like one (`::error::`) begins with `colon` instead of
/// `:`. Blanks and colours before it do not matter: runners may take them away.
pub fn without_commands<'t>(output: &'t str, colon: &str) -> Cow<'t, str> {
    if !output.contains("::") && !output.contains("##") {
        return Cow::Borrowed(output);
    }
    let mut safe = String::with_capacity(output.len() + 16);
    for line in output.split_inclusive(['\n', '\r']) {
        let start = line.len() - behind_blanks(line).len();
        let (blanks, rest) = line.split_at(start);
        safe.push_str(blanks);
        let rest = match rest.strip_prefix("::") {
            Some(_) => {
                safe.push_str(colon);
                &rest[1..]
            }
            None => rest,
        };
        let mut parts = rest.split('[');
        safe.push_str(parts.next().unwrap_or_default());
        for part in parts {
            // The characters of the line before this one are shown already.
            if opens_command(&safe) {
                push_escape(&mut safe, '[');
            } else {
                safe.push('[');
            }
            safe.push_str(part);
        }
    }
    Cow::Owned(safe)
}

/// A line from its first character that is neither blank nor a part of a terminal's escape sequence.
fn behind_blanks(line: &str) -> &str {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_hidden(c) && c != '\u{1b}');
        match rest.strip_prefix("\u{1b}[") {
            Some(sequence) => {
                let parameters = sequence.trim_start_matches(|c: char| matches!(c, ' '..='?'));
                let mut behind = parameters.chars();
                behind.next();
                rest = behind.as_str();
            }
            None => match rest.strip_prefix('\u{1b}') {
                Some(behind) => rest = behind,
                None => return rest,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected);
        check("a\u{1b}[31mred", "a\\u{1b}[31mred");
        check("nul\0 del\u{7f} csi\u{9b}2J", "nul\\u{0} del\\u{7f} csi\\u{9b}2J");
        check("a\r\nb\tc", "a\\r\\nb\\tc");
        check("\u{202e}desrever\u{2066}", "\\u{202e}desrever\\u{2066}");
        check("zero\u{200b}width", "zero\\u{200b}width");
        check("注册 – ünï 👩\u{200d}🚀", "注册 – ünï 👩\u{200d}🚀");
    }

    #[test]
    fn what_has_no_ink_is_shown_and_what_a_language_needs_stays() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected);
        for c in
            "\u{ad}\u{34f}\u{115f}\u{1160}\u{180e}\u{2064}\u{2800}\u{3164}\u{ffa0}\u{feff}\u{e0041}\u{1d173}"
                .chars()
        {
            check(&format!("SH{c}ALL"), &format!("SH\\u{{{:x}}}ALL", u32::from(c)));
        }
        check("pay\u{200d}ment 1\u{fe0f} \u{fe0e}", "pay\\u{200d}ment 1\\u{fe0f} \\u{fe0e}");
        check("❤\u{fe0f} می\u{200c}خواهم 葛\u{e0100}", "❤\u{fe0f} می\u{200c}خواهم 葛\u{e0100}");
    }

    #[test]
    fn no_line_of_an_output_is_a_command_of_a_runner() {
        let check = |text: &str, expected: &str| assert_eq!(without_commands(text, "\\u{3a}"), expected);
        check("a::b\n  ::warning::hot\n", "a::b\n  \\u{3a}:warning::hot\n");
        check("\u{1b}[1m\t::stop-commands::x", "\u{1b}[1m\t\\u{3a}:stop-commands::x");
        check("a\r::add-mask::b\u{a0}", "a\r\\u{3a}:add-mask::b\u{a0}");
        check("\u{3000}\u{85}::error::", "\u{3000}\u{85}\\u{3a}:error::");
        check("x ##[group]y ##vso[task.setvariable]", "x ##\\u{5b}group]y ##vso\\u{5b}task.setvariable]");
        check("## [a] #[b] ###[c]", "## [a] #[b] ###\\u{5b}c]");
        assert_eq!(visible("###[error]"), "###\\u{5b}error]");
    }
}
