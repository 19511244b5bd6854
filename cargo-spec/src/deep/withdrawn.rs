//! Keeps which mutants do not compile, so that the next run does not try to build them. What has changed is tried again.

use std::collections::HashMap;
use std::path::Path;

use spec_model::files::{self, FileKind};

use super::sources::Sources;
use crate::write::own;

/// The name of the file.
const NAME: &str = "withdrawn.json";

/// The messages of the compiler, by the keys of mutants. A file that is not there, or is damaged, has none.
pub(super) fn read(folder: &Path) -> HashMap<String, String> {
    let text = files::read(&folder.join(NAME), FileKind::Evidence).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Keeps those of now, with the earlier ones of functions that nobody asked for now.
pub(super) fn keep(folder: &Path, sources: &Sources, earlier: HashMap<String, String>) {
    let mut known = earlier;
    for mutant in sources.mutants() {
        if let Some(message) = &mutant.withdrawn {
            known.insert(mutant.key.clone(), message.clone());
        }
    }
    if let Ok(text) = serde_json::to_vec(&known) {
        // If it cannot be kept, the next run finds it out again.
        let _ = own::replace(&folder.join(NAME), &text);
    }
}
