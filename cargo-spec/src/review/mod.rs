//! The conversation of a review: what differs from what was accepted, one criterion at a time.
//!
//! 1. `queue`: what there is to look at;
//! 2. `keys`: what somebody answers;
//! 3. `session`: what comes of an answer.

mod keys;
mod queue;
mod session;

pub use keys::{Answer, Keys};
pub use queue::{ChangedTest, Item, queue};
pub use session::{Insists, ReviewStep, Session};
