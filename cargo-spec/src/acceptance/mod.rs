//! Acceptance: what people agreed to, and how `spec.lock` comes to say so.
//!
//! 1. `guard`: whoever writes `spec.lock` of a workspace is alone;
//! 2. `relink`: links that name the number that a criterion had;
//! 3. `plan`: what is accepted, what is refused, and the lock that comes of it;
//! 4. `write`: both to disk; `snapshot`: how it was before, for who wants it back;
//! 5. `baseline`: what is not right yet, and how the same file comes to say so.
//! 6. `asked`: the criteria that somebody names, and those whose tests failed.

mod asked;
mod baseline;
mod draft;
mod guard;
mod plan;
mod relink;
mod snapshot;
mod write;

pub use asked::{failing, named};
pub use baseline::{Order, Recorded, record, shrink};
pub use draft::draft;
pub use guard::Guard;
pub use plan::{AcceptRequest, Accepted, Plan, Refused, Waiting};
pub use relink::Edit;
pub use snapshot::Snapshot;
pub use write::{Mode, Written, accept, read, repair};
