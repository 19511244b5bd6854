//! The explanation of each finding: `CODE.md` beside the rule that makes the finding.
//!
//! `cargo spec explain` prints these texts, and `docs/diagnostics.md` is made of them and of `page.md`. A code without a file does not
//! compile.

use std::fmt::Write as _;

use spec_model::Code;

/// Reads the file of a code of the command.
macro_rules! file {
    (command $folder:tt $name:literal) => {
        Some(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/", $folder, "/", $name, ".md")))
    };
    ($crate_name:ident $folder:tt $name:literal) => {
        None
    };
}

/// The explanations whose home is in the command.
mod own {
    spec_model::table_of_codes!(spec_model::explanations_of_codes);
}

/// The explanation of a code, as Markdown.
pub const fn explanation(code: Code) -> &'static str {
    match (
        own::explanation(code),
        spec_engine::explanations::explanation(code),
        spec_model::explanations::explanation(code),
    ) {
        (Some(text), _, _) | (_, Some(text), _) | (_, _, Some(text)) => text,
        (None, None, None) => panic!("the table of codes names a home that does not exist"),
    }
}

// A code without an explanation does not compile.
const _: () = {
    let mut at = 0;
    while at < Code::ALL.len() {
        explanation(Code::ALL[at]);
        at += 1;
    }
};

/// The text around the explanations on their page. `{from CODE}` stands for the codes from this one up to the next that is named so.
const PAGE: &str = include_str!("page.md");

/// The width of the lists of codes on the page.
const COLUMNS: usize = 130;

/// The page of all explanations, which is `docs/diagnostics.md`.
pub fn page() -> String {
    let starts: Vec<_> = PAGE.lines().filter_map(section).collect();
    let mut page = String::new();
    for line in PAGE.lines() {
        match line {
            "{hides content}" => push_list(&mut page, Code::hides_content),
            "{not in the baseline}" => push_list(&mut page, |code| !code.is_baselinable()),
            _ => match section(line) {
                Some(first) => push_section(&mut page, first, &starts),
                None => page.push_str(line),
            },
        }
        page.push('\n');
    }
    page
}

/// The first code of a section, if the line stands for one.
fn section(line: &str) -> Option<&str> {
    line.strip_prefix("{from ")?.strip_suffix('}')
}

fn push_section(page: &mut String, first: &str, starts: &[&str]) {
    let codes = Code::ALL.iter().skip_while(|code| code.as_str() != first);
    let is_of_next = |code: &&Code| code.as_str() != first && starts.contains(&code.as_str());
    let texts = codes.take_while(|code| !is_of_next(code)).map(|&code| {
        format!("## `{code}` ({})\n\n{}", code.default_severity(), explanation(code).trim_end())
    });
    page.push_str(&texts.collect::<Vec<_>>().join("\n\n"));
}

/// The codes of which something is true, as a sentence of several lines.
fn push_list(page: &mut String, is_meant: impl Fn(Code) -> bool) {
    let mut codes = Code::ALL.iter().copied().filter(|&code| is_meant(code)).peekable();
    let mut used = 0;
    while let Some(code) = codes.next() {
        let end = if codes.peek().is_some() { "," } else { "." };
        let word = format!("`{code}`{end}");
        let gap = match used {
            0 => "",
            _ if used + 1 + word.len() > COLUMNS => "\n",
            _ => " ",
        };
        used = if gap == "\n" { word.len() } else { used + gap.len() + word.len() };
        let _ = write!(page, "{gap}{word}");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_page_of_the_book_is_made_of_the_explanations() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics.md");
        if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
            std::fs::write(&path, page()).expect("the page is written");
        }
        let written = std::fs::read_to_string(&path).expect("the page is there");
        assert!(
            written == page(),
            "docs/diagnostics.md is out of date: `INSTA_UPDATE=always cargo test -p cargo-spec-cli explanations` writes it anew"
        );
    }

    #[test]
    fn every_code_is_explained_once_on_the_page() {
        let page = page();
        let headings: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let expected = Code::ALL.iter().map(|code| format!("`{code}` ({})", code.default_severity()));
        assert_eq!(headings, expected.collect::<Vec<_>>());
        assert!(!page.contains("{from") && !page.contains("{hides") && !page.contains("{not"), "{page}");
    }

    #[test]
    fn every_explanation_says_something_and_shows_an_example() {
        for &code in Code::ALL {
            let text = explanation(code);
            assert!(text.contains("\n\n"), "{code}: one paragraph says what it means, another shows it");
            assert!(text.contains("Example: ") || text.contains("Example:\n\n    "), "{code}");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{code}: it ends in one line end");
        }
    }
}
