//! Lists in words the places where no document was found.

use std::path::PathBuf;

use super::STANDARD_PLACES;
use crate::config::Config;
use crate::visible::visible;

/// Says where documents were looked for, and what to do: with the globs of `spec.toml` if it names any, else with the standard
/// places.
pub fn looked_for(config: &Config, folders: &[PathBuf]) -> String {
    let quoted = |text: &str| format!("`{}`", visible(text));
    let folders: Vec<_> = folders.iter().map(|folder| quoted(&folder.display().to_string())).collect();
    let configured: Vec<_> = config.documents.iter().map(|pattern| quoted(&pattern.glob)).collect();
    let (places, advice) = if configured.is_empty() {
        let standard = STANDARD_PLACES.map(quoted).to_vec();
        (standard, "`cargo spec init` writes a first document, `documents` in `spec.toml` names other places")
    } else {
        (configured, "these are the `documents` of `spec.toml`: correct them, or write a document there")
    };
    format!("looked in {} for {}; {advice}", folders.join(", "), places.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    fn check(config: &str, named: &[&str], others: &[&str]) {
        let (config, problems) = Config::read(&Source::new("/repo/spec.toml", config));
        assert_eq!(problems, []);
        let text = looked_for(&config, &["/repo".into(), "/repo/a\u{1b}b".into()]);
        assert!(text.starts_with("looked in `/repo`, `/repo/a"), "{text}");
        assert!(!text.contains(['\n', '\u{1b}']) && !text.contains("\\ ") && !text.contains("  "), "{text}");
        assert!(named.iter().all(|place| text.contains(&format!("`{place}`"))), "{text}");
        assert!(others.iter().all(|place| !text.contains(&format!("`{place}`"))), "{text}");
    }

    #[test]
    fn the_places_that_were_looked_at_are_named_and_no_others() {
        check("", &STANDARD_PLACES, &[]);
        check(
            "documents = [\"needs/**/*.md\", \"more.md\"]\n",
            &["needs/**/*.md", "more.md"],
            &STANDARD_PLACES,
        );
    }
}
