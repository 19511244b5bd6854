//! One of several branches returns another value: `None` for `Some`, or the default of its type. Knock-outs do that to whole functions.

use syn::{Expr, ExprLit, Lit};

use super::statement::{LEFT_ALONE, name};
use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Returned(value) = node else { return };
    if is_default(value) || never_returns(value) {
        return;
    }
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
    arguments.into_iter().all(is_default)
}

/// Is a value the default of its type, as far as it is known: nothing in the place of it would be another one?
fn is_default(value: &Expr) -> bool {
    match value {
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_default),
        Expr::Array(array) => array.elems.iter().all(is_default),
        Expr::Paren(inner) => is_default(&inner.expr),
        // Of other literals there is one more and one less.
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.segments.last().is_some_and(|name| name.ident == "None"),
        // `String::new()`, `Ok(None)`, `"".to_owned()`, `vec![]`.
        Expr::Call(call) => match &*call.func {
            Expr::Path(of) => {
                let name = of.path.segments.last().map(|name| name.ident.to_string()).unwrap_or_default();
                let is_made = call.args.is_empty() && matches!(&*name, "new" | "default");
                is_made || name == "Ok" && call.args.iter().all(is_default)
            }
            _ => false,
        },
        Expr::MethodCall(call) => {
            let is_empty = matches!(&*call.receiver, Expr::Lit(ExprLit { lit: Lit::Str(of), .. }) if of.value().is_empty());
            is_empty && matches!(&*call.method.to_string(), "to_owned" | "to_string" | "into")
        }
        Expr::Macro(of) => name(&of.mac) == "vec" && of.mac.tokens.is_empty(),
        _ => false,
    }
}

/// Is a value a macro that panics?
fn never_returns(value: &Expr) -> bool {
    matches!(value, Expr::Macro(of) if LEFT_ALONE.contains(&&*name(&of.mac)))
}
