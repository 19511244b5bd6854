//! Turns the results of verbs into text: one folder per form. Nothing here decides.

pub mod error;
pub mod github;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
mod markup;
#[cfg(test)]
mod sample;
pub mod sarif;
mod size;
pub mod tally;

use crate::args::{Form, table_of_forms};
use crate::layout::Layout;
use crate::report::Report;

/// Makes what writes a report of the table of forms.
macro_rules! reports {
    ($($variant:ident [$($ending:literal),*] => $module:ident, $description:literal;)*) => {
        /// A report, in a form.
        pub fn report(form: Form, report: &Report, layout: &Layout) -> String {
            match form {
                Form::Human => human::test::render(report, layout),
                $(Form::$variant => $module::render(report),)*
            }
        }
    };
}

table_of_forms!(reports);

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;
    use proptest::prelude::*;

    use super::{Form, Layout, sample};

    /// Text with what is markup in one of the forms, what no form can hold, and what hides.
    fn hostile() -> impl Strategy<Value = String> {
        let pieces = [
            "a",
            " ",
            "<",
            ">",
            "</",
            "<b>",
            "&",
            "&lt;",
            "\"",
            "'",
            "`",
            "|",
            "\n",
            "\r",
            "\t",
            "\0",
            "\u{1b}[2J",
            "]]>",
            "<!--",
            "-->",
            "\u{202e}",
            "\u{feff}",
            "\u{fffe}",
            "\u{ffff}",
            "::error::",
            "##[group]",
            "%",
            ",",
            ":",
            "%0A",
            "@all",
            "#1",
            "\\",
            "*",
            "_",
            "[x](y)",
            "http://",
            "注",
            "\u{7f}",
            "\u{9b}",
            "\u{10ffff}",
            "$",
            "~",
        ];
        prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..20).prop_map(|pieces| pieces.concat())
    }

    /// The names of the tags of a page, but for those that break lines and mark code.
    fn tags(page: &str) -> Vec<String> {
        let body =
            page.split("<body>").nth(1).and_then(|body| body.split("<script>").next()).expect("a body");
        let tags = body.split('<').skip(1).map(|tag| {
            let tag = tag.split(['>', ' ']).next().unwrap_or_default();
            tag.to_owned()
        });
        tags.filter(|tag| !["br", "wbr", "code", "/code"].contains(&tag.as_str())).collect()
    }

    proptest! {
        #[test]
        fn no_text_of_a_document_is_markup_in_any_form(text in hostile()) {
            let report = sample::full_of(&text);
            let [html, markdown, json, junit, sarif, github] = [Form::Html, Form::Markdown, Form::Json, Form::Junit, Form::Sarif, Form::Github]
                .map(|form| super::report(form, &report, &Layout::default()));
            prop_assert_eq!(tags(&html), tags(&super::html::render(&sample::full_of("a"))));
            let read: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
            prop_assert_eq!(read["criteria"][0]["text"].as_str(), Some(&*text));
            serde_json::from_str::<serde_json::Value>(&sarif).expect("it is JSON");
            let xml = roxmltree::Document::parse(&junit);
            prop_assert!(xml.is_ok(), "{:?}\n{}", xml.err(), junit);
            // Each line of annotations is a command of ours, and holds one.
            let is_command = |line: &str| ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command));
            prop_assert!(github.lines().all(is_command), "{}", github);
            prop_assert_eq!(github.lines().count(), super::github::render(&sample::full_of("a")).lines().count());
            let rows = |markdown: &str| markdown.lines().filter(|line| line.starts_with("| ")).count();
            prop_assert_eq!(rows(&markdown), rows(&super::markdown::render(&sample::full_of("a"))));
            // The terminal makes harmless the text that people read.
            for form in Form::value_variants().iter().filter(|&&form| form != Form::Human) {
                let printed = super::report(*form, &report, &Layout::default());
                let hidden = printed.chars().find(|&c| c != '\n' && spec_model::visible::is_hidden(c));
                prop_assert_eq!(hidden, None, "{}", printed);
                prop_assert!(!printed.contains("##["), "{}", printed);
            }
        }
    }
}
