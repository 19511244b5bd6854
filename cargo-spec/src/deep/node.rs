//! A part of a body, as the families of operators look at it.

use syn::{Block, Expr, Stmt};

/// A part of a body, and the part that it plays there.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    /// An expression that is evaluated for its value.
    Expression(&'a Expr),
    /// The condition of an `if`, without `let`.
    Condition(&'a Expr),
    /// The guard of an arm.
    Guard(&'a Expr),
    /// A statement with a semicolon.
    Statement(&'a Stmt),
    /// The body of a loop, and the expression with its head.
    Loop(&'a Block, &'a Expr),
    /// A value that one of several branches returns.
    Returned(&'a Expr),
}
