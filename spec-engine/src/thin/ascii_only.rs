//! The criterion is about text of people, and every input is ASCII.

use super::reason::ThinReason;
use super::values::Values;
use super::wording::{Topic, Wording};

pub(super) fn ascii_only(wording: &Wording<'_>, values: &Values<'_>) -> Option<ThinReason> {
    let is_meant = wording.asks_for(Topic::AnyText) && !wording.asks_for(Topic::PlainText);
    let is_thin = is_meant && values.has_text && values.is_ascii && !values.is_open;
    is_thin.then(|| {
        ThinReason::new(
            "the criterion is about any text, and every text in its tests is ASCII".to_owned(),
            "add a text such as `naïve`, `日本` or `👍🏽`: its bytes, characters and width differ",
        )
    })
}
