//! Text, and what text becomes.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::{Spoil, Variant, Variants, has_equality};

/// Text: none, and some that nobody expects.
const TEXTS: [(&str, &str); 2] = [("\"\"", ""), ("\"xyzzy\"", "xyzzy")];

/// Types that text becomes.
macro_rules! text {
    ($as_text:ident: $($type:ty),+) => {
        $(
            impl Variants for $type {
                fn variant(number: usize) -> Option<Variant<Self>> {
                    let (label, text) = *TEXTS.get(number)?;
                    Some(Variant::new(format!("{label}.into()"), text.into()))
                }

                has_equality!();

                fn near(number: usize) -> Option<Cow<'static, str>> {
                    near(number)
                }

                fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
                    let other = $as_text(self).and_then(|text| other(text, number)).map(Self::from);
                    spoil.put(self, other)
                }
            }
        )+
    };
}

/// Writes the ways to spoil a text. Whoever looks for a part of it sees the second.
fn near(number: usize) -> Option<Cow<'static, str>> {
    ["it without its last character", "x for each character of it"].get(number).map(|&label| label.into())
}

/// The near text with a number, if it is another one.
fn other(text: &str, number: usize) -> Option<String> {
    let other = match number {
        0 => text[..text.char_indices().next_back()?.0].to_owned(),
        _ => "x".repeat(text.chars().count()),
    };
    (other != text).then_some(other)
}

text!(of_text: String, Box<str>, Rc<str>, Arc<str>, Cow<'_, str>);
text!(of_path: PathBuf, OsString);

fn of_text(text: &impl AsRef<str>) -> Option<&str> {
    Some(text.as_ref())
}

/// Its text, if it is any.
fn of_path(path: &impl AsRef<OsStr>) -> Option<&str> {
    path.as_ref().to_str()
}

impl Variants for &str {
    fn variant(number: usize) -> Option<Variant<Self>> {
        let (label, text) = *TEXTS.get(number)?;
        Some(Variant::new(label, text))
    }

    has_equality!();

    fn near(number: usize) -> Option<Cow<'static, str>> {
        near(number)
    }

    fn spoil(&mut self, number: usize, spoil: Spoil) -> bool {
        let other = match number {
            0 => self.char_indices().next_back().map(|(last, _)| &self[..last]),
            _ => OTHER.get(..self.chars().count()).or(Some(OTHER)).filter(|other| other != self),
        };
        spoil.put(self, other)
    }
}

/// Borrowed text can become a part of this, whatever its lifetime is.
const OTHER: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
