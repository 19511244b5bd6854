//! The name of a criterion in a workspace.

use std::cmp::Ordering;
use std::fmt;

use spec_model::catalog::WORKSPACE;
use spec_model::grammar::id::Form;
use spec_model::grammar::reference;

/// The name of a criterion: `checkout/REQ-1.2`; where its spec root is not the root of the workspace, that comes first:
/// `crates/shop#checkout/REQ-1.2`.
///
/// Keys are in the order that people expect: `REQ-1.9` comes before `REQ-1.10`.
///
/// ```
/// use spec_engine::intent::Key;
///
/// let (nine, ten) = (Key::new("", "checkout", "REQ-1.9"), Key::new("", "checkout", "REQ-1.10"));
/// assert_eq!(nine.to_string(), "checkout/REQ-1.9");
/// assert!(nine < ten);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// The name of a criterion. `root` is the spec root from the root of the workspace, with `/` between names.
    pub fn new(root: &str, feature: &str, id: &str) -> Self {
        let mark = if root.is_empty() { "" } else { "#" };
        Self(format!("{root}{mark}{feature}/{id}"))
    }

    /// The text that was written as a key.
    pub fn written(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The spec root, from the root of the workspace.
    pub fn root(&self) -> &str {
        self.0.split_once('#').map_or("", |(root, _)| root)
    }

    /// The feature and the id.
    pub fn qualified(&self) -> &str {
        self.0.split_once('#').map_or(&*self.0, |(_, rest)| rest)
    }

    /// The feature.
    pub fn feature(&self) -> &str {
        let rest = self.0.split_once('#').map_or(&*self.0, |(_, rest)| rest);
        rest.rsplit_once('/').map_or("", |(feature, _)| feature)
    }

    /// The id.
    pub fn id(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, id)| id)
    }

    /// Does a link that is written so mean it, as far as its text tells?
    pub fn is_meant_by(&self, written: &str) -> bool {
        let written = written.trim();
        let of_workspace = written.strip_prefix(WORKSPACE).filter(|_| self.root().is_empty());
        if of_workspace.is_some_and(|rest| self.is_meant_by(rest)) {
            return true;
        }
        let (feature, id) = match written.rsplit_once('/') {
            Some((feature, id)) => (Some(feature), id),
            None => (None, written),
        };
        if feature.is_none_or(|feature| feature == self.feature()) && id == self.id() {
            return true;
        }
        reference::reference(written).is_ok_and(|reference| {
            let id = reference.id.as_str();
            let is_id = match reference.form {
                Form::Number => self.id().strip_prefix("REQ-") == Some(id),
                _ => self.id() == id,
            };
            is_id && reference.feature.as_deref().is_none_or(|feature| feature == self.feature())
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut one, mut two) = (self.0.as_bytes(), other.0.as_bytes());
        while let (Some(a), Some(b)) = (one.first(), two.first()) {
            let order = if a.is_ascii_digit() && b.is_ascii_digit() {
                let (number, rest) = number(one);
                let (other, other_rest) = self::number(two);
                (one, two) = (rest, other_rest);
                number.len().cmp(&other.len()).then_with(|| number.cmp(other))
            } else {
                (one, two) = (&one[1..], &two[1..]);
                a.cmp(b)
            };
            if order.is_ne() {
                return order;
            }
        }
        one.len().cmp(&two.len()).then_with(|| self.0.cmp(&other.0))
    }
}

/// The digits at the beginning, without zeros before them, and the rest.
fn number(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let zeros = digits.iter().position(|&byte| byte != b'0').unwrap_or(digits.len());
    (&digits[zeros..], rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_their_numbers() {
        let mut keys =
            ["b/REQ-1", "a/REQ-10.1", "a/REQ-2.10", "a/REQ-2.9", "a/REQ-02.9", "a/REQ-2"].map(Key::written);
        keys.sort();
        let keys = keys.each_ref().map(Key::as_str);
        assert_eq!(keys, ["a/REQ-2", "a/REQ-02.9", "a/REQ-2.9", "a/REQ-2.10", "a/REQ-10.1", "b/REQ-1"]);
    }

    #[test]
    fn a_key_has_its_parts() {
        let key = Key::new("crates/shop", "checkout", "REQ-1.2");
        assert_eq!((key.root(), key.feature(), key.id()), ("crates/shop", "checkout", "REQ-1.2"));
        let key = Key::new("", "checkout", "REQ-1.2");
        assert_eq!((key.root(), key.feature(), key.id()), ("", "checkout", "REQ-1.2"));
    }

    #[test]
    fn what_links_write_is_understood() {
        let check = |written: &str, expect: bool| {
            assert_eq!(Key::new("", "checkout", "REQ-1.2").is_meant_by(written), expect, "{written}");
        };
        ["REQ-1.2", "1.2", "checkout/REQ-1.2", "Requirement 1.2"]
            .iter()
            .for_each(|written| check(written, true));
        ["REQ-1.20", "1.1", "cart/REQ-1.2", ""].iter().for_each(|written| check(written, false));
    }

    proptest::proptest! {
        #[test]
        fn the_order_is_one(keys in proptest::collection::vec("[ab]{0,2}/(REQ-)?[0-9]{0,3}(\\.[0-9]{1,2})?", 3)) {
            let keys: Vec<_> = keys.iter().map(|key| Key::written(key)).collect();
            let (a, b, c) = (&keys[0], &keys[1], &keys[2]);
            assert_eq!(a.cmp(b), b.cmp(a).reverse());
            assert_eq!(a == b, a.cmp(b).is_eq());
            assert!(!(a <= b && b <= c) || a <= c);
        }
    }
}
