//! Ids and slugs.

use std::fmt;

/// The canonical id of a requirement or a criterion, without its feature: `REQ-3.2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// An id that is canonical already.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A name as part of an id: Unicode letters and digits, lower-cased; every other run becomes one hyphen.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            // The lower case of `İ` has a combining dot, which is no letter.
            slug.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.ends_with('-') {
        slug.pop();
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expect: &str) {
        assert_eq!(slug(name), expect, "{name:?}");
    }

    #[test]
    fn letters_and_digits_of_every_script_stay() {
        check("Two-Factor Authentication", "two-factor-authentication");
        check("  `Mutex` (trait)!  ", "mutex-trait");
        check("減色「最近」と 2 番", "減色-最近-と-2-番");
        check("Ünïcode İstanbul", "ünïcode-istanbul");
        check("../../etc/passwd", "etc-passwd");
        check("«»", "");
    }

    proptest::proptest! {
        #[test]
        fn a_slug_is_its_own_slug_and_holds_nothing_but_letters_digits_and_hyphens(name in "\\PC{0,24}") {
            let slug_of_name = slug(&name);
            assert_eq!(slug(&slug_of_name), slug_of_name);
            assert!(slug_of_name.chars().all(|c| c.is_alphanumeric() || c == '-'));
            assert!(!slug_of_name.starts_with('-') && !slug_of_name.ends_with('-') && !slug_of_name.contains("--"));
        }
    }
}
