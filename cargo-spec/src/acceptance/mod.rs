//! Acceptance: records in `spec.lock` what people agreed to.
//!
//! 1. `guard`: whoever writes `spec.lock` of a workspace is alone;
//! 2. `relink`: rewrites the links to criteria that were renumbered;
//! 3. `plan`: what is accepted, what is refused, and the lock that comes of it;
//! 4. `write`: both to `destination`, the disk or buffers over it; `snapshot`: how it was before, for who wants it back;
//! 5. `baseline`: what is not right yet, and how the same file comes to say so.
//! 6. `asked`: the criteria that somebody names, and those whose tests failed.

mod asked;
mod baseline;
mod destination;
mod guard;
mod plan;
mod relink;
mod snapshot;
mod write;

pub use asked::{asked, failing};
pub use baseline::{BaselineRequest, Recorded, record};
pub use destination::{Destination, Round};
pub use guard::Guard;
pub use plan::{AcceptPlan, AcceptRequest, Accepted, Addition, Refused, waiting};
pub use snapshot::LockSnapshot;
pub use write::{Mode, WrittenLock, accept, read, teach_git};
