//! A statement is left out whose value nobody uses: a call, an assignment, a `write!`.

use syn::{BinOp, Expr, Macro, Stmt};

use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

/// Macros whose statements may be left out. One that is not known may declare something for the statements behind it: `defer!`, `pin!`.
const KNOWN: [&str; 2] = ["write", "writeln"];

/// Macros that say something, check something or never return. To leave one out is no mistake that a test must see, or none that compiles.
pub(super) const LEFT_ALONE: [&str; 22] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "dbg",
    "debug",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "error",
    "event",
    "info",
    "log",
    "panic",
    "print",
    "println",
    "todo",
    "trace",
    "unimplemented",
    "unreachable",
    "warn",
];

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Statement(statement) = node else { return };
    // `#[cfg(…)]` may remove it, and leave a switch around nothing.
    if code.has_attribute(statement) {
        return;
    }
    let can_be_left_out = match statement {
        Stmt::Macro(of) => KNOWN.contains(&&*name(&of.mac)),
        Stmt::Expr(Expr::Assign(assign), _) if code.is_set_late(&assign.left) => false,
        Stmt::Expr(expr, _) => can_be_left_out(expr),
        Stmt::Local(_) | Stmt::Item(_) => false,
    };
    if can_be_left_out {
        found.push(code.skipped(statement));
    }
}

/// The last name of a macro.
pub(super) fn name(of: &Macro) -> String {
    of.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn can_be_left_out(expr: &Expr) -> bool {
    match expr {
        Expr::Call(_) | Expr::MethodCall(_) | Expr::Assign(_) | Expr::Await(_) => true,
        Expr::Try(inner) => can_be_left_out(&inner.expr),
        Expr::Macro(of) => !LEFT_ALONE.contains(&&*name(&of.mac)),
        Expr::Binary(binary) => is_assignment(&binary.op),
        _ => false,
    }
}

const fn is_assignment(operator: &BinOp) -> bool {
    matches!(
        operator,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}
