//! The ways to write the item of a criterion.

use super::Target;

/// Every way to write the item of a criterion in its place, with the ids that it may have then; none where its place is its id.
pub(super) fn written(target: &Target) -> Vec<(String, Vec<String>)> {
    let (lead, rest) = (&target.lead, &target.rest);
    let bare = target.written_id();
    let same = || if bare.is_empty() { Vec::new() } else { vec![bare.to_owned()] };
    let mut ways: Vec<(String, Vec<String>)> = Vec::new();
    let markers = [
        "- ",
        "* ",
        "+ ",
        "1. ",
        "7) ",
        "12. ",
        "",
        "\u{2022} ",
        "\u{b7} ",
        "\u{2013} ",
        "\u{2014} ",
        "\u{25aa} ",
        "> ",
        "> - ",
        "> > ",
        "- [ ] ",
        "- [x] ",
        "-\u{a0}",
        "\u{200b}- ",
        "- \u{200b}",
        "\u{feff}- ",
        "- \0",
        "- \u{2705} ",
        "- <!-- new --> ",
        "<!-- new --> ",
        "- <a id=\"x\"></a>",
        "<a name=x></a> ",
        "- - ",
        "1. - ",
        "[^1]: ",
        "| ",
        "# ",
        "#### ",
        "###### ",
        "<p>",
        "<li>",
        "\\- ",
        "a) ",
        "(1) ",
        "-",
        "1.",
        "**Note:** ",
        "1\u{3001}",
        "\u{2460}",
        "ii. ",
        "1: ",
        "1\\. ",
        "b. ",
        "\u{ff11}\u{ff0e}",
        "1 - ",
        "1\u{ff09}",
        "[1] ",
    ];
    for marker in markers {
        ways.push((format!("{marker}{lead}{rest}"), same()));
    }
    for indent in ["  ", "   ", "    ", "      ", "        ", "\t", "\t\t", " \t "] {
        for marker in ["- ", "1. ", "", "* "] {
            ways.push((format!("{indent}{marker}{lead}{rest}"), same()));
        }
    }
    let around = [
        ("<details>\n", "\n</details>"),
        ("<div>\n\n", "\n\n</div>"),
        ("<details><summary>x</summary>\n\n", "\n</details>"),
        ("\n\n", ""),
        ("\n", ""),
        ("", "\n---"),
        ("---\n", ""),
        ("\nMore:\n\n", ""),
        ("**More:**\n", ""),
        ("\n**More**\n\n", ""),
        ("**More**:\n", ""),
        ("#### More\n\n", ""),
        ("> **Note**\n> ", ""),
        ("| a | b |\n|---|---|\n| x | ", " |"),
    ];
    for (before, after) in around {
        for marker in ["- ", "1. ", ""] {
            ways.push((format!("{before}{marker}{lead}{rest}{after}"), same()));
        }
    }
    if !bare.is_empty() {
        let dresses = [
            "**#**: ",
            "**#:** ",
            "#: ",
            "# ",
            "[#] ",
            "`#`: ",
            "__#__: ",
            "*#*: ",
            "(#) ",
            "# - ",
            "# \u{2013} ",
            "# \u{2014} ",
            "#. ",
            "**[#]** ",
            "**#** ",
            "#\u{ff1a}",
            "\u{2705} **#**: ",
            "<a id=\"a\"></a>**#**: ",
            "\u{200b}#: ",
            "<b>#</b>: ",
            "**# **: ",
            "#:",
            "** #**: ",
            "#) ",
            "#\u{a0}: ",
            "**#**",
            "**#** \u{2192} ",
        ];
        for dress in dresses {
            for marker in ["- ", "", "1. "] {
                ways.push((format!("{marker}{}{rest}", dress.replace('#', bare)), same()));
            }
        }
        let small = bare.to_lowercase();
        for written in [format!("**{small}**:"), format!("{small}:"), format!("{small} \u{2014}"), small] {
            for marker in ["- ", "", "1. "] {
                ways.push((format!("{marker}{written} {rest}"), vec![bare.to_owned()]));
            }
        }
        for hyphen in [
            "\u{2010}",
            "\u{2011}",
            "\u{2012}",
            "\u{2013}",
            "\u{2014}",
            "\u{2015}",
            "\u{2212}",
            "_",
            " ",
            "",
            "\u{ad}-",
            "-\u{200b}",
        ] {
            let written = bare.replace('-', hyphen);
            ways.push((format!("- **{written}**: {rest}"), vec![bare.to_owned(), written]));
        }
        for other in ["77", "077", "7.7", "1.77", "77a"] {
            let prefix = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            ways.push((format!("- **{prefix}{other}**: {rest}"), vec![format!("{prefix}{other}")]));
        }
    }
    ways
}
