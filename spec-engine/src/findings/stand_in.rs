//! `stand-in`, and `conditional-link` where only a macro knows what a link stands on.

use spec_model::diagnostic::{Code, Diagnostic};

use crate::links::{Link, OF_A_MACRO};

/// Reports an item of the tests that is linked as if it implemented a criterion.
pub(crate) fn stand_in(link: &Link) -> Diagnostic {
    if link.item.unseen == Some(OF_A_MACRO) {
        return Diagnostic::new(
            Code::ConditionalLink,
            "only the macro around this link knows whether it stands on a test",
        )
        .located(link.location.clone())
        .label("it is not counted")
        .help("define the macro in this package, in one file only, or give it the whole test: `#[test] #[spec(…)] fn …`");
    }
    let id = link.id.escape_debug();
    Diagnostic::new(Code::StandIn, format!("only tests have this item: it does not implement `{id}`"))
        .located(link.location.clone())
        .help("put `#[spec(…)]` on the code that users get, or take it away here")
}
