//! Reads the reports of other tools for mutation testing, and finds the criteria whose code a survivor is in: `prove --import`.
//!
//! `report`: the survivors of a report, in whichever form it is; `place`: the linked code that each is in.

mod place;
mod report;

pub use place::{CriterionSurvivors, attributed};
pub use report::{MutationReport, ReportedMutant, read_report};
