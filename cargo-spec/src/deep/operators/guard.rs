//! The guard of an arm is negated.

use super::condition::has_opposite;
use crate::deep::code::Code;
use crate::deep::mutation::Mutation;
use crate::deep::node::Node;

pub(super) fn mutate(node: Node<'_>, code: &Code<'_>, found: &mut Vec<Mutation>) {
    let Node::Guard(guard) = node else { return };
    if !has_opposite(guard) {
        found.extend(code.negated(guard, "if "));
    }
}
