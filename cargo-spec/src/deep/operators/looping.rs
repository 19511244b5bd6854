//! The body of a loop is skipped: the loop is left as it begins.

use syn::{Block, Expr};

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Loop(Block { stmts, brace_token }, whole) = node else { return };
    if !stmts.is_empty() {
        let head = code.range_between(whole, brace_token.span.open());
        found.push(code.left(code.range(brace_token.span.open()).end, &code.shown(head)));
    }
}

/// Is an expression a loop whose body may never run?
pub(in crate::deep) fn body(expr: &Expr) -> Option<&Block> {
    match expr {
        Expr::ForLoop(of) => Some(&of.body),
        Expr::While(of) => Some(&of.body),
        _ => None,
    }
}
