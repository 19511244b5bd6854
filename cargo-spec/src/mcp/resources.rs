//! Criteria and tasks as resources: `spec://criterion/checkout/REQ-1.2`, `spec://task/checkout/2.3`.

use serde_json::{Map, Value, json};

use crate::json_rpc::RpcError;
use crate::percent;

/// So many are named at once.
const PAGE: usize = 200;

/// The verbs whose JSON names all resources.
pub const LISTS: [(ResourceKind, &[&str]); 2] =
    [(ResourceKind::Criterion, &["list"]), (ResourceKind::Task, &["tasks"])];

/// The kind of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// A criterion or a requirement.
    Criterion,
    /// A task.
    Task,
}

impl ResourceKind {
    fn word(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Task => "task",
        }
    }

    /// The type of its text.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Criterion => "application/json",
            Self::Task => "text/markdown",
        }
    }

    /// The verb that prints it.
    pub fn command(self, name: &str) -> Vec<String> {
        let words: &[&str] = match self {
            Self::Criterion => &["show", "--format", "json", "--"],
            Self::Task => &["tasks", "brief", "--"],
        };
        words.iter().map(|&word| word.to_owned()).chain([name.to_owned()]).collect()
    }
}

/// The forms of the addresses.
pub fn templates() -> Map<String, Value> {
    let template = |kind: ResourceKind, title: &str| {
        let word = kind.word();
        json!({ "uriTemplate": format!("spec://{word}/{{+id}}"), "name": word, "title": title, "mimeType": kind.media_type() })
    };
    let templates = [
        template(ResourceKind::Criterion, "A criterion or requirement, by its id"),
        template(ResourceKind::Task, "What a task needs, by its number"),
    ];
    Map::from_iter([("resourceTemplates".to_owned(), json!(templates))])
}

/// The resources that the JSON of a list names.
pub fn named(kind: ResourceKind, lists: &Value) -> Vec<Value> {
    let in_document = list(lists, "documents").flat_map(|document| {
        let feature = text(document, "feature");
        items(kind, document).into_iter().map(move |item| resource(kind, feature, item))
    });
    in_document.collect()
}

/// The criteria, or the tasks, of a document.
fn items(kind: ResourceKind, document: &Value) -> Vec<&Value> {
    match kind {
        ResourceKind::Criterion => {
            list(document, "requirements").flat_map(|it| list(it, "criteria")).collect()
        }
        ResourceKind::Task => {
            list(document, "tasks").filter(|task| task.get("id").is_some_and(Value::is_string)).collect()
        }
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn resource(kind: ResourceKind, feature: &str, item: &Value) -> Value {
    let id = text(item, "id");
    let name = if feature.is_empty() { id.to_owned() } else { format!("{feature}/{id}") };
    let description = match kind {
        ResourceKind::Criterion => text(item, "text"),
        ResourceKind::Task => text(item, "title"),
    };
    json!({
        "uri": address(kind, &name), "name": name, "description": description, "mimeType": kind.media_type()
    })
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A page of the resources, from a cursor on.
///
/// # Errors
/// A cursor that nobody was given.
pub fn page(resources: &[Value], cursor: Option<&Value>) -> Result<Map<String, Value>, RpcError> {
    let from = match cursor {
        None | Some(Value::Null) => Some(0),
        Some(Value::String(cursor)) => cursor.parse().ok().filter(|from| *from <= resources.len()),
        Some(_) => None,
    };
    let from = from
        .ok_or_else(|| RpcError::params("the cursor is not one of this list: ask without one".to_owned()))?;
    let to = resources.len().min(from + PAGE);
    let mut page = Map::from_iter([("resources".to_owned(), json!(resources[from..to]))]);
    if to < resources.len() {
        page.insert("nextCursor".to_owned(), to.to_string().into());
    }
    Ok(page)
}

/// The address of a name.
fn address(kind: ResourceKind, name: &str) -> String {
    format!("spec://{}/{}", kind.word(), percent::encoded(name))
}

/// The kind and the name that an address leads to.
///
/// # Errors
/// An address of another form.
pub fn at(address: &str) -> Result<(ResourceKind, String), RpcError> {
    let unknown = || {
        let message =
            format!("`{address}` is no resource: they begin with `spec://criterion/` or `spec://task/`");
        RpcError::params(message)
    };
    let rest = address.strip_prefix("spec://").ok_or_else(unknown)?;
    let (kind, name) = rest.split_once('/').ok_or_else(unknown)?;
    let kind = [ResourceKind::Criterion, ResourceKind::Task]
        .into_iter()
        .find(|it| it.word() == kind)
        .ok_or_else(unknown)?;
    let name = percent::decoded(name).filter(|name| !name.trim().is_empty()).ok_or_else(unknown)?;
    Ok((kind, name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn criteria_and_tasks_are_named_with_their_features() {
        let list = json!({ "documents": [
            { "feature": "shop", "requirements": [{ "criteria": [{ "id": "REQ-1.1", "text": "It SHALL sell." }] }] },
        ] });
        let tasks = json!({ "documents": [{ "feature": "", "tasks": [{ "id": "2.3", "title": "Sell" }, { "id": null }] }] });
        let names = |kind, list: &Value| -> Vec<String> {
            named(kind, list)
                .iter()
                .map(|it| format!("{} {}", text(it, "uri"), text(it, "description")))
                .collect()
        };
        assert_eq!(names(ResourceKind::Criterion, &list), ["spec://criterion/shop/REQ-1.1 It SHALL sell."]);
        assert_eq!(names(ResourceKind::Task, &tasks), ["spec://task/2.3 Sell"]);
    }

    #[test]
    fn pages_lead_through_all_resources_once() {
        let all: Vec<_> = (0..2 * PAGE + 1).map(|number| json!(number)).collect();
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = page(&all, cursor.as_ref()).expect("a page");
            seen.extend(page["resources"].as_array().expect("a list").clone());
            cursor = page.get("nextCursor").cloned();
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
        for wrong in [json!("x"), json!("-1"), json!("4000"), json!(7)] {
            assert!(page(&all, Some(&wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in [
            "",
            "spec://",
            "spec://criterion",
            "spec://criterion/",
            "spec://lock/a",
            "file:///a",
            "spec://task/%ff",
            "spec://task/%zz",
        ] {
            assert!(at(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_name_comes_back_from_its_address(name in "\\PC*[a-z]\\PC*") {
            for kind in [ResourceKind::Criterion, ResourceKind::Task] {
                let found = at(&address(kind, &name)).map_err(|refusal| refusal.message);
                prop_assert_eq!(found, Ok((kind, name.clone())));
            }
        }
    }
}
