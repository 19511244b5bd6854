//! Walks over the body of a function, and finds what can be changed in it. It says what is left alone.

use std::collections::HashSet;

use syn::visit::{self, Visit};
use syn::{Block, Expr, Lit, Local, Macro, Pat, Stmt};

use super::code::Code;
use super::mutation::Mutation;
use super::node::Node;
use super::operators::{body, has_let, mutate};

/// A part of a function that is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeftAlone {
    /// The byte where it begins.
    pub(super) at: usize,
    /// The reason.
    pub(super) reason: &'static str,
}

/// The findings in a function.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The changes.
    pub(super) mutations: Vec<Mutation>,
    /// The parts without changes.
    pub(super) left_alone: Vec<LeftAlone>,
}

/// Walks over a body. `returns`: does the function return a value?
pub(super) fn walk(block: &Block, returns: bool, text: &str, offset: usize) -> Walked {
    let mut late = Late::default();
    late.visit_block(block);
    let code = Code { text, offset, set_late: late.0 };
    let mut walker = Walker { code, found: Walked::default() };
    walker.visit_block(block);
    if returns && let Some(value) = tail(block) {
        walker.branches(value, false);
    }
    walker.found
}

/// The variables that get their first value after their declaration.
#[derive(Default)]
struct Late(HashSet<String>);

impl<'ast> Visit<'ast> for Late {
    fn visit_local(&mut self, local: &'ast Local) {
        let pattern = if let Pat::Type(typed) = &local.pat { &*typed.pat } else { &local.pat };
        if let (None, Pat::Ident(name)) = (&local.init, pattern) {
            self.0.insert(name.ident.to_string());
        }
        visit::visit_local(self, local);
    }
}

/// Is an expression a number, with signs and parentheses around it?
fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(of) => matches!(of.lit, Lit::Int(_) | Lit::Float(_)),
        Expr::Unary(of) => is_number(&of.expr),
        Expr::Paren(of) => is_number(&of.expr),
        Expr::Group(of) => is_number(&of.expr),
        _ => false,
    }
}

/// The value of a block.
fn tail(block: &Block) -> Option<&Expr> {
    match block.stmts.last()? {
        Stmt::Expr(value, None) => Some(value),
        _ => None,
    }
}

struct Walker<'a> {
    code: Code<'a>,
    found: Walked,
}

impl Walker<'_> {
    fn mutate(&mut self, node: Node<'_>) {
        mutate(node, &self.code, &mut self.found.mutations);
    }

    /// Finds the values that the branches of an expression return. That of the whole body is a matter of knock-outs.
    fn branches(&mut self, value: &Expr, is_branch: bool) {
        match value {
            Expr::If(of) => {
                tail(&of.then_branch).into_iter().for_each(|value| self.branches(value, true));
                of.else_branch.iter().for_each(|(_, value)| self.branches(value, true));
            }
            Expr::Match(of) => of.arms.iter().for_each(|arm| self.branches(&arm.body, true)),
            Expr::Block(of) => tail(&of.block).into_iter().for_each(|value| self.branches(value, is_branch)),
            Expr::Unsafe(_) => {}
            value if is_branch => self.mutate(Node::Returned(value)),
            _ => {}
        }
    }

    fn leave_alone(&mut self, part: &impl syn::spanned::Spanned, reason: &'static str) {
        let at = self.code.range_of(part).start;
        self.found.left_alone.push(LeftAlone { at, reason });
    }
}

impl<'ast> Visit<'ast> for Walker<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Unsafe(_) => return self.leave_alone(expr, "it is in an `unsafe` block"),
            Expr::Const(_) => return self.leave_alone(expr, "it is evaluated by the compiler"),
            Expr::Closure(of) if of.constness.is_some() => return,
            // The type that a cast gives a literal does not go through `if`: its value would be another one.
            Expr::Cast(of) if is_number(&of.expr) => return,
            // Its length is a constant.
            Expr::Repeat(of) => return self.visit_expr(&of.expr),
            Expr::If(of) if !has_let(&of.cond) => self.mutate(Node::Condition(&of.cond)),
            Expr::Return(of) => {
                of.expr.iter().for_each(|value| self.branches(value, true));
            }
            _ => {}
        }
        if let Some(block) = body(expr) {
            self.mutate(Node::Loop(block, expr));
        }
        self.mutate(Node::Expression(expr));
        match expr {
            // `-1` is one number.
            Expr::Unary(of) if matches!((&of.op, &*of.expr), (syn::UnOp::Neg(_), Expr::Lit(_))) => {}
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        match statement {
            // An item in a body is no part of what runs.
            Stmt::Item(_) => return,
            Stmt::Macro(of) if of.semi_token.is_some() => self.mutate(Node::Statement(statement)),
            Stmt::Expr(_, Some(_)) => self.mutate(Node::Statement(statement)),
            _ => {}
        }
        visit::visit_stmt(self, statement);
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        if let Pat::Guard(of) = pattern {
            if !has_let(&of.guard) {
                self.mutate(Node::Guard(&of.guard));
            }
            self.visit_expr(&of.guard);
        }
    }

    fn visit_macro(&mut self, of: &'ast Macro) {
        if !of.tokens.is_empty() {
            self.leave_alone(of, "it is in the input of a macro");
        }
    }

    fn visit_type(&mut self, _: &'ast syn::Type) {}

    fn visit_generic_argument(&mut self, _: &'ast syn::GenericArgument) {}

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
}
