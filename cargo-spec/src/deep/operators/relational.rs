//! `<` becomes `<=` or `>`, `==` becomes `!=`, and the other way round.

use syn::{BinOp, Expr};

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Expression(whole @ Expr::Binary(binary)) = node else { return };
    let others: &[&str] = match binary.op {
        BinOp::Lt(_) => &["<=", ">"],
        BinOp::Le(_) => &["<", ">="],
        BinOp::Gt(_) => &[">=", "<"],
        BinOp::Ge(_) => &[">", "<="],
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        _ => return,
    };
    found.extend(others.iter().filter_map(|other| code.other_operator(whole, binary, other)));
}

/// Does a change move a bound by one: `<` to `<=`?
pub(in crate::deep) fn is_boundary(before: &str, after: &str) -> bool {
    matches!((before, after), ("<", "<=") | ("<=", "<") | (">", ">=") | (">=", ">"))
}
