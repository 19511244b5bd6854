//! The operators that are changed: one file for each family.
//!
//! A family looks at a node of a function's body, and says how it could be wrong. It does not know types: the compiler refuses what they do
//! not allow, and `build` withdraws it.

mod arithmetic;
mod assignment;
mod condition;
mod guard;
mod literal;
mod logical;
mod looping;
mod relational;
mod returned;
mod statement;

pub(super) use logical::has_let;
pub(super) use looping::body;
pub(super) use relational::is_boundary;

use super::code::Code;
use super::mutation::Mutation;
use super::node::Node;

/// A family: it adds the mutations of a node.
type Family = fn(Node<'_>, &Code<'_>, &mut Vec<Mutation>);

/// All families. Boundaries come first: they are tried first.
const FAMILIES: [Family; 10] = [
    relational::mutate,
    logical::mutate,
    condition::mutate,
    guard::mutate,
    arithmetic::mutate,
    assignment::mutate,
    looping::mutate,
    statement::mutate,
    returned::mutate,
    literal::mutate,
];

/// Adds the mutations of a node, of all families.
pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    FAMILIES.iter().for_each(|family| family(node, code, found));
}
