//! The values that verbs hand to renderings, one file per verb. They know neither verbs nor renderings.

pub mod check;
pub mod fix;
pub mod r#gen;
pub mod import;
pub mod init;
pub mod new;
pub mod prove;
pub mod tasks;
pub mod tick;
pub mod waiting;
pub mod watch;

pub use self::check::CheckOutcome;
pub use self::fix::{AppliedEdit, AppliedFix, FileDraft, FixOutcome};
pub use self::r#gen::{FileChange, GenOutcome, GenPlan, GeneratedTest, Leftover};
pub use self::import::ImportOutcome;
pub use self::init::{FileAction, InitPlan, InitStep};
pub use self::new::NewOutcome;
pub use self::prove::ProveOutcome;
pub use self::tasks::{ListedTasks, TasksOutcome};
pub use self::tick::{TickOutcome, TickReason, TickedBox};
pub use self::waiting::Waiting;
pub use self::watch::{MovedCriterion, RoundEnd, WatchRound};
