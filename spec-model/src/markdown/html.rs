//! Finds the ends of raw HTML blocks (CommonMark 0.31, §4.6).

/// The kind of a block of HTML, where it does not end at the next empty line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawHtml {
    /// Its name in a message.
    pub(crate) name: &'static str,
    /// The text that ends it.
    pub(crate) end: &'static str,
    /// Its text is text of the document all the same: `<!A … >` and `<? … ?>` only hide it.
    pub(crate) is_text: bool,
}

const fn raw(name: &'static str, end: &'static str, is_text: bool) -> RawHtml {
    RawHtml { name, end, is_text }
}

/// The kinds, by what they begin with.
const TAGS: [(&str, RawHtml); 4] = [
    ("pre", raw("`<pre>`", "</pre>", false)),
    ("script", raw("`<script>`", "</script>", false)),
    ("style", raw("`<style>`", "</style>", false)),
    ("textarea", raw("`<textarea>`", "</textarea>", false)),
];

/// The kind of a block of HTML; none where an empty line ends it, as with `<details>`.
pub(crate) fn raw_html(block: &str) -> Option<RawHtml> {
    let inner = block.trim_start().strip_prefix('<')?;
    if inner.starts_with("!--") {
        return Some(raw("comment", "-->", false));
    }
    if inner.starts_with("![CDATA[") {
        return Some(raw("`<![CDATA[`", "]]>", true));
    }
    if inner.starts_with('?') {
        return Some(raw("`<?`", "?>", true));
    }
    if inner.starts_with('!') {
        return Some(raw("`<!`", ">", true));
    }
    let kind = TAGS.into_iter().find(|(name, _)| {
        let behind = inner
            .get(..name.len())
            .filter(|tag| tag.eq_ignore_ascii_case(name))
            .map(|_| &inner[name.len()..]);
        behind.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n', '>']))
    });
    kind.map(|(_, kind)| kind)
}

impl RawHtml {
    /// Is a block of this kind never ended? It then holds everything up to the end of what it stands in.
    pub(crate) fn is_unclosed(self, block: &str) -> bool {
        let ends = |end: &str| contains(block, end);
        // Any of the four tags ends a block of any of them.
        if self.end.starts_with("</") {
            !TAGS.iter().any(|(_, kind)| ends(kind.end))
        } else {
            !ends(self.end)
        }
    }
}

fn contains(text: &str, part: &str) -> bool {
    let part = part.as_bytes();
    memchr::memchr_iter(part[0], text.as_bytes()).any(|at| {
        text.as_bytes().get(at..at + part.len()).is_some_and(|found| found.eq_ignore_ascii_case(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_says_by_its_begin_what_ends_it() {
        let check = |block: &str, expect: Option<(&str, bool)>| {
            let found = raw_html(block).map(|kind| (kind.end, kind.is_unclosed(block)));
            assert_eq!(found, expect, "{block}");
        };
        check("<!-- a", Some(("-->", true)));
        check("<!-- a\n-->", Some(("-->", false)));
        check("<PRE>\na", Some(("</pre>", true)));
        check("<pre>\na</Pre>", Some(("</pre>", false)));
        check("<pre\nclass=\"x\">\na</style>", Some(("</pre>", false)));
        check("<script type=\"a\">", Some(("</script>", true)));
        check("<textarea>", Some(("</textarea>", true)));
        check("<style", Some(("</style>", true)));
        check("<?php\n", Some(("?>", true)));
        check("<!DRAFT\n", Some((">", true)));
        check("<!a>", Some((">", false)));
        check("<![CDATA[\n>", Some(("]]>", true)));
        check("<details>\na", None);
        check("<prefix>", None);
        check("<div>", None);
        check("</pre>", None);
    }
}
