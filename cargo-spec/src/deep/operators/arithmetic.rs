//! `+` becomes `-`, `*` becomes `/`, and so on. The compiler refuses what a type does not have.

use syn::{BinOp, Expr, UnOp};

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    match node {
        Node::Expression(whole @ Expr::Binary(binary)) => {
            let others: &[&str] = match binary.op {
                BinOp::Add(_) => &["-", "*"],
                BinOp::Sub(_) => &["+", "/"],
                BinOp::Mul(_) => &["/", "+"],
                BinOp::Div(_) => &["*", "%"],
                BinOp::Rem(_) => &["/", "*", "+"],
                BinOp::BitAnd(_) => &["|"],
                BinOp::BitOr(_) | BinOp::BitXor(_) => &["&"],
                BinOp::Shl(_) => &[">>"],
                BinOp::Shr(_) => &["<<"],
                _ => return,
            };
            found.extend(others.iter().filter_map(|other| code.other_operator(whole, binary, other)));
        }
        Node::Expression(whole @ Expr::Unary(unary))
            if matches!(unary.op, UnOp::Neg(_)) && !matches!(*unary.expr, Expr::Lit(_)) =>
        {
            if let Some(inner) = code.on_one_line(&unary.expr) {
                found.push(code.instead(whole, ("-", ""), format!("({inner})")));
            }
        }
        _ => {}
    }
}
