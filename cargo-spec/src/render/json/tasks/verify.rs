//! `tasks verify` for programs.

use serde::Serialize;

use crate::render::json::VERSION;
use crate::render::json::shown_path;
use crate::verify::Verified;
use crate::verify::branches::{Branches, Collision};

/// The output of `tasks verify` of a task.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerifyJson<'a> {
    version: u32,
    task: TaskJson<'a>,
    base: Option<&'a str>,
    is_done: bool,
    criteria: Vec<CriterionJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    widening: Option<&'a str>,
    not_looked_at: &'a [String],
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TaskJson<'a> {
    id: &'a str,
    path: String,
    line: usize,
    title: &'a str,
    ticked: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CriterionJson<'a> {
    id: &'a str,
    rung: &'a str,
    required: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProblemJson<'a> {
    what: &'a str,
    subject: &'a str,
    message: &'a str,
}

impl<'a> VerifyJson<'a> {
    /// The findings about the task.
    pub fn new(verified: &'a Verified) -> Self {
        let criteria = verified.criteria.iter().map(|criterion| CriterionJson {
            id: &criterion.id,
            rung: criterion.rung.as_str(),
            required: criterion.required.as_str(),
        });
        let problems = verified.problems.iter().map(|problem| ProblemJson {
            what: problem.what.as_str(),
            subject: &problem.subject,
            message: &problem.message,
        });
        Self {
            version: VERSION,
            task: TaskJson {
                id: &verified.task,
                path: shown_path(&verified.path),
                line: verified.line,
                title: &verified.title,
                ticked: verified.is_ticked,
            },
            base: verified.base.as_deref(),
            is_done: !verified.fails() && !verified.criteria.is_empty(),
            criteria: criteria.collect(),
            problems: problems.collect(),
            widening: verified.widening.as_deref(),
            not_looked_at: &verified.unseen,
        }
    }
}

/// The output of `tasks verify --branches`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BranchesJson<'a> {
    version: u32,
    branches: &'a [String],
    collisions: Vec<CollisionJson<'a>>,
    contended: Vec<CollisionJson<'a>>,
    gaps: &'a [String],
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CollisionJson<'a> {
    one: &'a str,
    other: &'a str,
    what: &'a str,
    subject: &'a str,
    tasks: &'a [String],
}

impl<'a> BranchesJson<'a> {
    /// Lists the places where branches collide.
    pub fn new(found: &'a Branches) -> Self {
        let collision = |collision: &'a Collision| CollisionJson {
            one: &collision.one,
            other: &collision.other,
            what: collision.what.as_str(),
            subject: &collision.subject,
            tasks: &collision.tasks,
        };
        Self {
            version: VERSION,
            branches: &found.names,
            collisions: found.collisions.iter().map(collision).collect(),
            contended: found.contended.iter().map(collision).collect(),
            gaps: &found.gaps,
        }
    }
}
