//! One page for a browser, which loads nothing. It also reads well on a phone, on paper and without its script.
//!
//! 1. `escape`: text of documents, which becomes nothing but text;
//! 2. `overview`: the verdict, and the bars;
//! 3. `criteria`: the tables;
//! 4. `unaccepted`: the tests that nobody has accepted; `matrix`: the tasks, and what names each criterion;
//! 5. `style.css`, `script.js`: how it looks, and the filters. The page's own policy lets no other style or script in, by their hashes.

mod criteria;
mod escape;
mod matrix;
mod overview;
mod unaccepted;

use crate::report::Report;

use crate::render::markup::escaped as text;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The code that the browser may load and run: these two, by the SHA-256 of their text, and nothing else.
const POLICY: &str = "default-src 'none'; \
    style-src 'sha256-ZuKbGSegHOcMfUg1BvDlMGm6dpCwXoOnGu4wGCvJs68='; \
    script-src 'sha256-2YEePhFm081K0J5nrElg5bVPD5fVE6FXO9Tl4fFDRaw='; \
    base-uri 'none'; form-action 'none'";

/// The page.
pub fn render(report: &Report) -> String {
    let name = report.root.file_name().unwrap_or_default().to_string_lossy();
    let name = text(&name);
    let headline = text(&overview::headline(report));
    let mut main = overview::render(report, &name, &headline);
    main += &criteria::render(report);
    main += &unaccepted::render(report);
    main += &matrix::render(report);
    main += &overview::size(report);
    main += &overview::glossary(report);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"generator\" content=\"cargo spec {}\">\n\
         <title>{name}: {headline}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{main}<script>{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::render::sample;

    /// As [RFC 4648](https://www.rfc-editor.org/rfc/rfc4648#section-4) writes 32 bytes.
    fn base64(bytes: [u8; 32]) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bits: Vec<u8> =
            bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
        let letters = bits.chunks(6).map(|six| {
            let index = (0..6).fold(0, |index, bit| index << 1 | six.get(bit).copied().unwrap_or(0));
            char::from(LETTERS[usize::from(index)])
        });
        letters.chain(['=']).collect()
    }

    #[test]
    fn the_policy_lets_in_the_style_and_the_script_as_they_are() {
        for (kind, text) in [("style", STYLE), ("script", SCRIPT)] {
            let hash = base64(Sha256::digest(text).into());
            assert!(
                POLICY.contains(&format!("{kind}-src 'sha256-{hash}'")),
                "{kind}-src is to say 'sha256-{hash}'"
            );
        }
    }

    #[test]
    fn the_page_loads_nothing_and_styles_nothing_in_place() {
        let page = render(&sample::report());
        for word in ["src=", "style=", "url(", "@import", "http:", "https:", " on"] {
            let own =
                page.split("<body>").nth(1).and_then(|body| body.split("<script>").next()).expect("a body");
            let is_in_a_tag =
                own.split('<').any(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(word)));
            assert!(!is_in_a_tag && !STYLE.contains(word.trim_start()) | (word == " on"), "{word}");
        }
    }

    #[test]
    fn the_body_says_all_that_is_known() {
        let page = render(&sample::report());
        let body = page.split("<body>").nth(1).and_then(|body| body.split("<script>").next());
        insta::assert_snapshot!(body.expect("a body"));
    }
}
