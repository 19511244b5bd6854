//! `&&` becomes `||`, and the other way round. `!` is left out.

use syn::{BinOp, Expr, UnOp};

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    match node {
        Node::Expression(whole @ Expr::Binary(binary)) if !has_let(whole) => {
            let other = match binary.op {
                BinOp::And(_) => "||",
                BinOp::Or(_) => "&&",
                _ => return,
            };
            found.extend(code.other_operator(whole, binary, other));
        }
        Node::Expression(whole @ Expr::Unary(unary)) if matches!(unary.op, UnOp::Not(_)) => {
            if let Some(inner) = code.on_one_line(&unary.expr) {
                found.push(code.instead(whole, ("!", ""), format!("({inner})")));
            }
        }
        _ => {}
    }
}

/// Is an expression a chain with `let`, which can stand in a condition alone?
pub(in crate::deep) fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}
