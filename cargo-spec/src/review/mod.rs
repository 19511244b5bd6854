//! The conversation of a review: what differs from what was accepted, one criterion at a time.
//!
//! 1. `queue`: what there is to look at;
//!    `rests_on`: what the tests use, and what their comments say;
//! 2. `keys`: what somebody answers;
//! 3. `session`: what comes of an answer.

mod keys;
mod queue;
mod rests_on;
mod session;

pub use keys::{Answer, Keys};
pub use queue::{ChangedTest, Item, queue};
pub use rests_on::{RestsOn, Used, rest};
pub use session::{Insists, ReviewStep, Session};
