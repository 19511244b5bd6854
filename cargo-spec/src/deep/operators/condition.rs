//! The condition of an `if` is negated, unless that is the change of an operator in it.

use syn::{BinOp, Expr, UnOp};

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Condition(condition) = node else { return };
    if !has_opposite(condition) {
        found.extend(code.negated(condition, "if "));
    }
}

/// Does another family change it to its opposite?
pub(super) fn has_opposite(condition: &Expr) -> bool {
    match condition {
        Expr::Binary(binary) => matches!(binary.op, BinOp::Eq(_) | BinOp::Ne(_)),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)),
        Expr::Paren(inner) => has_opposite(&inner.expr),
        _ => false,
    }
}
