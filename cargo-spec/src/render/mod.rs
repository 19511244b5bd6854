//! From what the verbs found to text: one folder per form. Nothing here decides.

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sample;
    use crate::report::Report;

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

    fn said(report: &Report) -> [String; 6] {
        [
            super::html::render(report),
            super::markdown::render(report),
            super::json::to_text(&super::json::test::TestJson::new(report)),
            super::junit::render(report),
            super::sarif::render(report),
            super::github::render(report),
        ]
    }

    proptest! {
        #[test]
        fn no_text_of_a_document_is_markup_in_any_form(text in hostile()) {
            let [html, markdown, json, junit, sarif, github] = said(&sample::full_of(&text));
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
            for said in [html, markdown, json, junit, sarif, github] {
                let hidden = said.chars().find(|&c| c != '\n' && spec_model::visible::is_hidden(c));
                prop_assert_eq!(hidden, None, "{}", said);
                prop_assert!(!said.contains("##["), "{}", said);
            }
        }
    }
}
