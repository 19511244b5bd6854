//! A whole number becomes one more or one less, and `true` becomes `false`.

use syn::{Expr, ExprLit, Lit, UnOp};

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Expression(whole) = node else { return };
    let (literal, sign) = match whole {
        Expr::Lit(ExprLit { lit, .. }) => (lit, 1),
        // `-1` is one number: without the sign `128_i8` would be too large.
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match &*unary.expr {
            Expr::Lit(ExprLit { lit, .. }) => (lit, -1),
            _ => return,
        },
        _ => return,
    };
    match literal {
        Lit::Bool(literal) if sign == 1 => {
            let (before, after) = if literal.value { ("true", "false") } else { ("false", "true") };
            found.push(code.instead(whole, (before, after), after.to_owned()));
        }
        Lit::Int(literal) => {
            let Some(number) = literal.base10_parse::<i128>().ok().map(|number| number * sign) else {
                return;
            };
            let before = code.shown(code.range_of(whole));
            for other in [number.checked_add(1), number.checked_sub(1)].into_iter().flatten() {
                let other = format!("{other}{}", literal.suffix());
                found.push(code.instead(whole, (&before, &other), other.clone()));
            }
        }
        _ => {}
    }
}
