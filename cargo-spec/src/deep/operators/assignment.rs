//! `+=` becomes `-=`, and so on. Statements without the assignment are a matter of `statement`.

use syn::{BinOp, Expr, Stmt};

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Statement(Stmt::Expr(whole @ Expr::Binary(binary), Some(_))) = node else { return };
    let others: &[&str] = match binary.op {
        BinOp::AddAssign(_) => &["-=", "*="],
        BinOp::SubAssign(_) => &["+="],
        BinOp::MulAssign(_) | BinOp::RemAssign(_) => &["/="],
        BinOp::DivAssign(_) => &["*="],
        BinOp::BitAndAssign(_) => &["|="],
        BinOp::BitOrAssign(_) | BinOp::BitXorAssign(_) => &["&="],
        BinOp::ShlAssign(_) => &[">>="],
        BinOp::ShrAssign(_) => &["<<="],
        _ => return,
    };
    found.extend(others.iter().filter_map(|other| code.other_operator(whole, binary, other)));
}
