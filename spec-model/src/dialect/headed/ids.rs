//! Gives ids to the criteria of a requirement.

use crate::grammar::id::{Form, WrittenId};
use crate::grammar::lead::{self, Lead};
use crate::grammar::likeness;
use crate::spec::{Id, Requirement};

/// The id of a criterion: what is written in front of it, or the number of its marker.
pub(super) fn criterion_id(requirement: &Requirement, written: Option<&WrittenId>, number: u64) -> Id {
    let Some(written) = written else { return Id::new(format!("{}.{number}", requirement.id)) };
    let written_id = written.id.as_str();
    let number = match written.form {
        Form::Number => written_id,
        // `AC1`, `AC-1.2`: the criterion's number, with or without the requirement's.
        _ if lead::prefix(written_id) == "AC" => written_id.trim_start_matches(|c: char| !c.is_ascii_digit()),
        _ => return written.id.clone(),
    };
    let (prefix, own) = split(requirement.id.as_str());
    Id::new(if number.strip_prefix(own).is_some_and(|rest| rest.starts_with('.')) {
        format!("{prefix}{number}")
    } else if number.contains('.') {
        format!("REQ-{number}")
    } else {
        format!("{}.{number}", requirement.id)
    })
}

/// A written id that begins with the requirement's: `1.2`, `R1.2` under requirement 1.
pub(super) fn is_below(requirement: &Requirement, written: &WrittenId) -> bool {
    let own = requirement.id.as_str();
    let own = if written.form == Form::Number { split(own).1 } else { own };
    !own.is_empty() && written.id.as_str().strip_prefix(own).is_some_and(|rest| rest.starts_with('.'))
}

/// A line of prose that begins with a full id below the requirement's: `REQ-1.2: …`.
pub(super) fn is_own(requirement: &Requirement, text: &str) -> bool {
    lead::lead(text).is_some_and(|lead| lead.is_closed && is_own_lead(requirement, &lead))
}

/// An item that begins with such an id needs no colon: `- REQ-1.2 The system shall …`. One that only speaks of a criterion
/// which is there already is none.
pub(super) fn is_own_item(requirement: &Requirement, text: &str) -> bool {
    let is_new = |lead: &Lead<'_>| requirement.criteria.iter().all(|criterion| criterion.id != lead.id.id);
    lead::lead(text).is_some_and(|lead| {
        is_own_lead(requirement, &lead)
            && (lead.is_closed || likeness::has_modal(&text[lead.len..]) || is_new(&lead))
    })
}

fn is_own_lead(requirement: &Requirement, lead: &Lead<'_>) -> bool {
    lead.id.form != Form::Number && is_below(requirement, &lead.id)
}

/// A paragraph that begins with an id below the requirement's, or with that of a criterion: `1.2 WHEN …`, `**AC 1**: …`.
pub(super) fn is_numbered(requirement: &Requirement, text: &str) -> bool {
    lead::lead(text).is_some_and(|lead| {
        is_below(requirement, &lead.id) || lead.is_closed && lead::prefix(lead.id.id.as_str()) == "AC"
    })
}

/// The prefix and the number of an id: `REQ-` and `1.2` of `REQ-1.2`.
fn split(id: &str) -> (&str, &str) {
    id.split_at(id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len())
}
