//! Checks documentation as rustdoc reads it, with any text of a document.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;

#[test]
fn documentation_stays_text() {
    let check = |markdown: &str, expect: &str| assert_eq!(shown(&literal(markdown)), expect);
    check("see [Foo] at http://x.y", "see [Foo] at http://x.y");
    check("a <script> in `<code> [x]`", "a <script> in `<code> [x]`");
    check("# no heading\n- no list", "# no heading - no list");
    check("an `open mark", "an `open mark");
    check("esc \u{1b}[31m\ttab", "esc \\u{1b}[31m tab");
    check("a\n        1.     std::process::exit(1)", "a 1. std::process::exit(1)");
    check(r"\<u class=a>b</u> \` <i> `", "<u class=a>b</u> ` <i> `");
    check("&lt;b&gt; \"--flag\" ...", "&lt;b&gt; \"--flag\" ...");
    check("**must** `a * b * c` 2 * 3", "must `a * b * c` 2 * 3");
    check("* * *", "* * *");
    check(r"`a\_b` \_c_ \", r"`a\_b` _c_ \");
}

#[test]
fn emphasis_stays() {
    assert_eq!(literal("**must** _not_"), "**must** _not_");
    assert_eq!(paragraphs("REQ_1_2", "*a*", "b"), "\n\n**REQ\\_1\\_2** · *a*\n\nb\n");
}

/// Returns the events that rustdoc reads in a documentation.
fn events(documentation: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    Parser::new_ext(documentation, options).collect()
}

fn shown(documentation: &str) -> String {
    let text = events(documentation).into_iter().filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    text.collect()
}

/// Text with whatever is markup somewhere.
fn hostile() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a",
        "b",
        " ",
        "    ",
        "        ",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "\t",
        "\u{85}",
        "\u{2028}",
        "\u{a0}",
        "\u{b}",
        "\0",
        "1. ",
        "1)",
        "* ",
        "*",
        "**",
        "_",
        "__",
        "+ ",
        "- ",
        "-",
        "---",
        "===",
        "\n===\n",
        "\n---\n",
        "`",
        "``",
        "```",
        "\n```\n",
        "~~~",
        "~",
        "~~",
        "\\",
        "\\\\",
        "\\`",
        "\\*",
        "<",
        ">",
        "<u class",
        "</u>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?",
        "<script>",
        "<http://a.b>",
        "<a@b.c>",
        "&lt;",
        "&#60;",
        "&",
        ";",
        "[",
        "]",
        "[x]",
        "[x]: y",
        "[^1]",
        "[^1]: z",
        "![",
        "](",
        ")",
        "(",
        "|",
        "\n|-|\n",
        "| a |",
        "$",
        "$$",
        "# ",
        "#",
        "[ ] ",
        "http://x.y",
        "www.x.y",
        "\"",
        "'",
        "...",
        ":",
        "{",
        "}",
        "=",
        "!",
        "注",
        "é",
        "\u{200b}",
        "\u{202e}",
        "std::process::exit(1)",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn no_text_is_more_than_text_and_emphasis_in_documentation(
        name in hostile().prop_map(|name| format!("R{name}")), title in hostile(), words in prop_oneof![hostile(), any::<String>()]
    ) {
        let documentation = paragraphs(&name, title.trim(), &words);
        for event in events(&documentation) {
            let is_harmless = matches!(
                &event,
                Event::Text(_)
                    | Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Strong)
                    | Event::End(TagEnd::Paragraph | TagEnd::Emphasis | TagEnd::Strong)
            );
            prop_assert!(is_harmless, "{event:?} in {documentation:?}");
        }
    }

    #[test]
    fn no_letter_is_lost_in_documentation(words in hostile()) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        // One by one: what would be a command in the output of CI is none here.
        let characters = words.chars().filter(|c| !c.is_whitespace());
        let visible: String = characters.map(|c| visible(&c.to_string()).into_owned()).collect();
        prop_assert_eq!(letters(&shown(&literal(&words))), letters(&visible));
    }
}

#[test]
fn words_are_folded_and_escapes_are_shown() {
    assert_eq!(folded("one two three", 8), "    one two\n    three");
    assert_eq!(folded("a\n\u{1b}[31mb \u{202e}c", 80), "    a\n    \\u{1b}[31mb \\u{202e}c");
    assert_eq!(folded("a ::error::b\n##[group]c", 4), "    a\n    \\u{3a}:error::b\n    ##\\u{5b}group]c");
}
