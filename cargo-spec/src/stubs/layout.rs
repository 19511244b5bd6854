//! Lays out generated code as the project's `rustfmt.toml` says (rustfmt, *Configuration*). Only options of stable
//! rustfmt count.

use spec_model::config::toml::{self, Value, ValueKind};

/// The layout of generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeLayout {
    /// Is it indented by tabs?
    hard_tabs: bool,
    /// The number of columns in one level of indentation.
    tab_spaces: usize,
    /// Lines that are wider are broken.
    max_width: usize,
    /// The width up to which the text in parentheses stands on one line.
    call_width: usize,
    /// Items of an array stand side by side if none has more bytes.
    short: usize,
    /// Do lines of a new file end as on Windows?
    has_windows_ends: bool,
}

impl Default for CodeLayout {
    fn default() -> Self {
        Self {
            hard_tabs: false,
            tab_spaces: 4,
            max_width: 100,
            call_width: 60,
            short: 10,
            has_windows_ends: false,
        }
    }
}

/// Code is generated with so many blanks for each level.
const BLANKS: usize = 4;
/// Lines of comments are folded here, if lines of code may be as wide.
const COMMENT: usize = 90;
/// So many columns of a comment are for words, however narrow lines are.
const MIN_WORDS: usize = 20;

impl CodeLayout {
    /// Reads the text of a `rustfmt.toml`. What is wrong in it is rustfmt's business.
    pub fn read(text: &str) -> Self {
        let (settings, _) = toml::read(text);
        let number = |key: &str| match settings.get(key)?.kind {
            ValueKind::Integer(number) => usize::try_from(number).ok(),
            _ => None,
        };
        let word = |key: &str| settings.get(key).and_then(Value::as_str).unwrap_or_default();
        let own = Self::default();
        let max_width = number("max_width").unwrap_or(own.max_width);
        let call_width = match word("use_small_heuristics") {
            // Without heuristics, only the end of the line breaks calls.
            "Max" | "Off" => max_width,
            // The width grows with that of the line, in steps of a tenth, and does not shrink.
            _ => own.call_width * ((max_width + 5) / 10).max(10) / 10,
        };
        Self {
            hard_tabs: settings.get("hard_tabs").and_then(Value::as_bool).unwrap_or(own.hard_tabs),
            tab_spaces: number("tab_spaces").unwrap_or(own.tab_spaces),
            max_width,
            call_width: number("fn_call_width").unwrap_or(call_width).min(max_width),
            short: number("short_array_element_width_threshold").unwrap_or(own.short),
            has_windows_ends: match word("newline_style") {
                "Windows" => true,
                "Native" => cfg!(windows),
                _ => false,
            },
        }
    }

    /// Does a line of so many columns fit behind an indentation, which is given in blanks as they are generated?
    pub(super) fn fits(&self, indent: usize, columns: usize) -> bool {
        indent / BLANKS * self.tab_spaces + columns <= self.max_width
    }

    /// The columns that a line of a comment has for words, behind an indentation and a mark.
    pub(super) fn comment_columns(&self, indent: usize, mark: usize) -> usize {
        let room = self.max_width.min(COMMENT);
        room.saturating_sub(indent / BLANKS * self.tab_spaces + mark).max(MIN_WORDS)
    }

    /// May so many columns stand in parentheses on one line?
    pub(super) fn is_short_call(&self, columns: usize) -> bool {
        columns <= self.call_width
    }

    /// May an item of an array stand beside others?
    pub(super) fn is_short_item(&self, bytes: usize) -> bool {
        bytes <= self.short
    }

    /// Generated code with the indentation of the project.
    pub(super) fn indented(&self, code: String) -> String {
        if !self.hard_tabs && self.tab_spaces == BLANKS {
            return code;
        }
        let level = if self.hard_tabs { "\t".to_owned() } else { " ".repeat(self.tab_spaces) };
        let mut text = String::with_capacity(code.len());
        for line in code.split_inclusive('\n') {
            let rest = line.trim_start_matches(' ');
            let blanks = line.len() - rest.len();
            text.push_str(&level.repeat(blanks / BLANKS));
            text.push_str(&line[blanks - blanks % BLANKS..]);
        }
        text
    }

    /// Returns the line end of a new file.
    pub fn line_end(&self) -> &'static str {
        if self.has_windows_ends { "\r\n" } else { "\n" }
    }

    /// The text of a new file, whose lines end in `\n`.
    pub fn of_new_file(&self, text: String) -> String {
        if self.has_windows_ends { text.replace('\n', "\r\n") } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_what_is_no_setting_is_passed_over() {
        assert_eq!(CodeLayout::read(""), CodeLayout::default());
        assert_eq!(CodeLayout::read("hard_tabs = \"yes\"\nmax_width = -1\n= ?"), CodeLayout::default());
        let others =
            "edition = \"2021\"\nignore = [\n  \"a\", # b\n]\nversion = { a = 1.5 }\nwhen = 2026-01-01\n\n";
        let narrow = CodeLayout::read(&format!(
            "{others}max_width = 60\nunstable_features = true\n[more]\nmax_width = 7\n"
        ));
        assert_eq!(narrow, CodeLayout { max_width: 60, ..CodeLayout::default() });
        let read =
            CodeLayout::read("hard_tabs = true\ntab_spaces = 2\nmax_width = 90\nnewline_style = \"Windows\"");
        assert_eq!((read.hard_tabs, read.tab_spaces, read.max_width, read.line_end()), (true, 2, 90, "\r\n"));
        for (text, width) in [
            ("", 60),
            ("max_width = 80", 60),
            ("max_width = 120", 72),
            ("max_width = 110\nuse_small_heuristics = \"Max\"", 110),
            ("fn_call_width = 33", 33),
            ("use_small_heuristics = \"Off\"", 100),
        ] {
            assert_eq!(CodeLayout::read(text).call_width, width, "{text}");
        }
    }

    #[test]
    fn comments_are_as_wide_as_lines_may_be() {
        let columns = |text: &str| CodeLayout::read(text).comment_columns(4, 3);
        assert_eq!(columns(""), 83);
        assert_eq!(columns("max_width = 60"), 53);
        assert_eq!(columns("max_width = 200\nhard_tabs = true\ntab_spaces = 8"), 79);
        assert_eq!(columns("max_width = 9"), MIN_WORDS);
    }

    #[test]
    fn code_is_indented_as_the_project_is() {
        let code = "fn a() {\n    b(\n        c,\n    );\n    // d\n}\n".to_owned();
        assert_eq!(CodeLayout::default().indented(code.clone()), code);
        let tabs = CodeLayout::read("hard_tabs = true");
        assert_eq!(tabs.indented(code.clone()), "fn a() {\n\tb(\n\t\tc,\n\t);\n\t// d\n}\n");
        let two = CodeLayout::read("tab_spaces = 2");
        assert_eq!(two.indented(code), "fn a() {\n  b(\n    c,\n  );\n  // d\n}\n");
    }
}
