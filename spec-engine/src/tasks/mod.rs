//! Tasks beside what they touch and what is known of their criteria. Task lists in, plans and measured states out.
//!
//! 1. [`boundary`]: what a task may touch;
//! 2. [`order`]: which tasks wait for which, as a graph, `_Depends_`, `[P]` or the document says;
//! 3. [`waves`]: the tasks that can be done at the same time, without two of them in one file;
//! 4. [`measure`]: what a task has come to, whatever its box says.

pub mod boundary;
pub mod measure;
pub mod order;
pub mod waves;

pub use boundary::{Boundary, Place, Why};
pub use measure::{Measured, Standing};
pub use order::Order;
pub use waves::{Basis, Plan, Split, Wave};
