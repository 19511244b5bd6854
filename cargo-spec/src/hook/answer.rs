//! Decides on an event: what keeps an agent from stopping, from a task, or from the use of a tool.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::host::{HookEvent, Moment};
use super::{HookAnswer, findings, protected, shell};
use crate::on_disk;

/// The packages that a verb is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedPackages {
    /// Those that the command line of the hook names.
    Named,
    /// All of the workspace in the folder.
    AllOfFolder,
}

/// Runs a verb of this program in a folder, and returns its JSON, or the reason why there is none.
pub type AskVerb<'a> = &'a dyn Fn(&[&str], Option<&Path>, AskedPackages) -> Result<Value, String>;

/// The answer to an event. What keeps the hook itself from its work blocks nobody.
pub fn answer(moment: Moment, event: &HookEvent, ask: AskVerb<'_>) -> HookAnswer {
    let answer = match moment {
        Moment::Stop if event.is_stop_active => return HookAnswer::Pass,
        Moment::Stop => checked(event, ask, findings::is_of_work),
        Moment::Task => checked(event, ask, |code| code == "task-done-unproven"),
        Moment::PreTool => looked_at(event, ask),
    };
    match answer {
        Ok(None) => HookAnswer::Pass,
        Ok(Some(why)) => HookAnswer::Block(why),
        Err(why) => HookAnswer::Broken(why),
    }
}

/// Returns the reason why the work is not done, as `cargo spec check` says.
fn checked(
    event: &HookEvent,
    ask: AskVerb<'_>,
    is_reported: impl Fn(&str) -> bool,
) -> Result<Option<String>, String> {
    let check = ask(
        &["check", "--format", "json", "--absolute-paths"],
        event.folder.as_deref(),
        AskedPackages::Named,
    )?;
    let here = std::env::current_dir().unwrap_or_default();
    Ok(findings::reason(&check, event.folder.as_deref().unwrap_or(&here), is_reported))
}

/// Returns the reason why a tool may not be used.
fn looked_at(event: &HookEvent, ask: AskVerb<'_>) -> Result<Option<String>, String> {
    let Some(tool) = &event.tool else { return Err("the event names no tool".to_owned()) };
    let here = std::env::current_dir().map_err(|error| error.to_string())?;
    let folder = event.folder.clone().unwrap_or(here);
    let mut written = tool.written();
    let mut whole = if tool.is_removing() { written.clone() } else { Vec::new() };
    for line in tool.commands() {
        let seen = shell::read(&line);
        if let Some(command) = seen.denied {
            return Ok(Some(format!("`{command}` is for people: ask a person to run it")));
        }
        written.extend(seen.written);
        let copied =
            seen.copied.into_iter().map(|(name, into)| (Path::new(&into).join(name), folder.join(into)));
        let copied = copied.filter(|(path, into)| on_disk::is_folder(into) && counts(&folder.join(path)));
        written.extend(copied.map(|(path, _)| path.to_string_lossy().into_owned()));
        whole.extend(seen.folders);
    }
    let documents = AcceptedDocuments { ask, known: RefCell::default(), why_not: RefCell::default() };
    let file = written.iter().find_map(|path| protected::find(path, &folder, |path| documents.holds(path)));
    if let Some(file) = file.or_else(|| whole.iter().find_map(|path| protected::find_within(path, &folder))) {
        return Ok(Some(format!("`{}` is not yours to change: {}", file.written, file.what.words())));
    }
    documents.why_not.into_inner().map_or(Ok(None), Err)
}

/// Does a copy have an effect? A lock, or rules, beside no manifest is a copy that is kept somewhere.
fn counts(path: &Path) -> bool {
    let is_of_root = path.file_name().is_some_and(|name| name == "spec.lock" || name == "spec.toml");
    !is_of_root || on_disk::exists(path) || on_disk::is_file(path.with_file_name("Cargo.toml"))
}

/// The documents whose criteria people may have accepted, by the folders of their locks.
struct AcceptedDocuments<'a> {
    ask: AskVerb<'a>,
    known: RefCell<BTreeMap<PathBuf, Vec<PathBuf>>>,
    /// The reason why some are not known.
    why_not: RefCell<Option<String>>,
}

impl AcceptedDocuments<'_> {
    /// Is a file one of them? Without a lock in a folder above it, none is.
    fn holds(&self, path: &Path) -> bool {
        let has_lock = |folder: &&Path| on_disk::is_file(folder.join("spec.lock"));
        let Some(folder) = path.ancestors().skip(1).find(has_lock) else { return false };
        let mut known = self.known.borrow_mut();
        let documents = known.entry(folder.to_path_buf()).or_insert_with(|| {
            self.below(folder).unwrap_or_else(|why| {
                *self.why_not.borrow_mut() = Some(why);
                Vec::new()
            })
        });
        documents.iter().any(|document| document == path)
    }

    fn below(&self, folder: &Path) -> Result<Vec<PathBuf>, String> {
        let list = (self.ask)(
            &["list", "--format", "json", "--absolute-paths"],
            Some(folder),
            AskedPackages::AllOfFolder,
        )?;
        let documents = list.get("documents").and_then(Value::as_array).into_iter().flatten();
        let path = |document: &Value| document.get("path").and_then(Value::as_str).map(PathBuf::from);
        Ok(documents.filter_map(path).collect())
    }
}
