//! Tasks beside what they touch and what is known of their criteria. Task lists in, plans and measured states out.
//!
//! 1. [`criteria`]: the verdicts on the criteria that each task names;
//! 2. [`measure`]: what a task has come to, whatever its box says;
//! 3. [`boundary`]: what a task may touch. `spelling` gives each file one name, `mention` leaves out what is only looked at;
//! 4. [`order`]: which tasks wait for which, as a graph, `_Depends_`, `[P]` or the document says;
//! 5. [`waves`]: the tasks that can be done at the same time, without two of them in one file, which `taken` finds.

pub mod boundary;
pub mod criteria;
pub mod measure;
mod mention;
pub mod order;
mod spelling;
mod taken;
pub mod waves;

pub use boundary::{Boundaries, Boundary, Place, Why};
pub use criteria::VerdictPlaces;
pub use measure::Measured;
pub use order::UnitOrder;
pub use taken::Taken;
pub use waves::{Basis, Plan, PlannedWave, Split};
