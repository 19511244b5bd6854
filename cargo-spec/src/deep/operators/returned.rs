//! One of several branches returns another value: `None` for `Some`, or the default of its type. Knock-outs do that to whole functions.

use syn::Expr;

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Returned(value) = node else { return };
    match value {
        Expr::Call(call) => {
            let name = match &*call.func {
                Expr::Path(path) => path.path.get_ident().map(ToString::to_string).unwrap_or_default(),
                _ => String::new(),
            };
            match &*name {
                "Some" => found.push(code.instead(
                    value,
                    ("Some(…)", "None"),
                    "::core::option::Option::None".to_owned(),
                )),
                "Ok" if !is_plain(&call.args) => {
                    let other = "::core::result::Result::Ok(::core::default::Default::default())";
                    found.push(code.instead(value, ("Ok(…)", "Ok(Default::default())"), other.to_owned()));
                }
                // Another error needs another variant, which knock-outs try.
                "Err" | "Ok" => {}
                _ => found.push(default(value, code)),
            }
        }
        Expr::MethodCall(_)
        | Expr::Path(_)
        | Expr::Field(_)
        | Expr::Index(_)
        | Expr::Struct(_)
        | Expr::Macro(_) => {
            found.push(default(value, code));
        }
        _ => {}
    }
}

fn default(value: &Expr, code: &Code<'_>) -> Mutation {
    let shown = code.shown(code.range_of(value));
    code.instead(value, (&shown, "Default::default()"), "::core::default::Default::default()".to_owned())
}

/// Is there nothing in `Ok(…)` that could be another value?
fn is_plain<'a>(arguments: impl IntoIterator<Item = &'a Expr>) -> bool {
    arguments.into_iter().all(|argument| match argument {
        Expr::Tuple(tuple) => tuple.elems.is_empty(),
        Expr::Lit(_) => true,
        _ => false,
    })
}
