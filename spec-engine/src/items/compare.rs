//! Finds the items of some files that changed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use spec_model::index::{Index as _, IndexVec};
use spec_model::order::Order as _;

use crate::links::{ItemPart, ItemPartKind, Name};

/// The items of a file.
#[derive(Clone, Debug)]
pub struct FileParts {
    /// The file, from the root of the workspace, with `/` between names.
    pub file: Arc<str>,
    /// Its items, in order.
    pub parts: Vec<ItemPart>,
}

spec_model::index_type! {
    /// An item among all that there are now.
    pub struct ItemIx;
    /// An item that differs.
    pub struct ChangeIx;
}

/// All items that there are now.
#[derive(Debug, Default)]
pub struct Items {
    pub(super) all: IndexVec<ItemIx, (Arc<str>, ItemPart)>,
    /// The first item of each file, and the one behind its last.
    files: HashMap<Arc<str>, (usize, usize)>,
}

impl Items {
    /// Puts the items of some files together.
    pub fn new(files: impl IntoIterator<Item = FileParts>) -> Self {
        let mut items = Self::default();
        for FileParts { file, parts } in files {
            let start = items.all.len();
            for part in parts {
                items.all.push((Arc::clone(&file), part));
            }
            items.files.insert(file, (start, items.all.len()));
        }
        items
    }

    /// The items, file by file.
    pub fn iter(&self) -> impl Iterator<Item = &ItemPart> {
        self.all.iter().map(|(_, part)| part)
    }

    /// The items of a file.
    pub fn of_file(&self, file: &str) -> impl Iterator<Item = (ItemIx, &ItemPart)> {
        let (start, end) = self.files.get(file).copied().unwrap_or_default();
        (start..end).map(ItemIx::new).map(|item| (item, &self.all[item].1))
    }

    /// The file of an item.
    pub fn file(&self, item: ItemIx) -> &str {
        &self.all[item].0
    }

    /// An item.
    pub fn part(&self, item: ItemIx) -> &ItemPart {
        &self.all[item].1
    }
}

/// An item that differs.
#[derive(Clone, Debug)]
pub enum ItemChange {
    /// It is new, or says something else.
    Now {
        /// The item.
        item: ItemIx,
        /// Was there none of its name before?
        is_new: bool,
    },
    /// It is gone.
    Gone {
        /// The file that it was in.
        file: Arc<str>,
        /// The part as it was.
        part: Box<ItemPart>,
    },
}

/// Returns the parts of an item that have to be the same where it was moved.
fn essence(part: &ItemPart) -> (ItemPartKind, Name, Name, Vec<Name>, &str) {
    (part.kind, part.owner, part.of_trait, part.defines.clone(), &part.tokens)
}

/// The items that differ. `before` are the files that differ, as they were; `is_compared` says of a file of now whether it is one of these.
///
/// An item is the same if one of its name says the same in its file. One that is gone while another one came that says the same under the
/// same name was moved.
pub fn changed(
    before: Vec<FileParts>,
    now: &Items,
    is_compared: impl Fn(&str) -> bool,
) -> IndexVec<ChangeIx, ItemChange> {
    let mut known: HashMap<(Arc<str>, String), Vec<ItemPart>> = HashMap::new();
    for FileParts { file, parts } in before {
        for part in parts {
            known.entry((Arc::clone(&file), part.path.clone())).or_default().push(part);
        }
    }
    let names: HashSet<(Arc<str>, String)> = known.keys().cloned().collect();
    let mut new = Vec::new();
    for (item, (file, part)) in now.all.enumerated().filter(|(_, (file, _))| is_compared(file)) {
        let old = known.get_mut(&(Arc::clone(file), part.path.clone()));
        let same = old.and_then(|old| {
            let at = old.iter().position(|old| essence(old) == essence(part))?;
            Some(old.swap_remove(at))
        });
        if same.is_none() {
            new.push(item);
        }
    }
    // An item that is left on both sides and says the same was moved.
    let mut gone: Vec<_> = known
        .into_iter()
        .flat_map(|((file, _), parts)| parts.into_iter().map(move |part| (Arc::clone(&file), part)))
        .collect();
    gone.order_by(|(file, part), (other_file, other)| (file, part.span).cmp(&(other_file, other.span)));
    let mut moved: HashMap<_, usize> = HashMap::new();
    for (_, part) in &gone {
        *moved.entry(essence(part)).or_default() += 1;
    }
    let mut taken: HashMap<_, usize> = HashMap::new();
    new.retain(|item| {
        let essence = essence(now.part(*item));
        let is_moved =
            moved.get_mut(&essence).filter(|number| **number > 0).map(|number| *number -= 1).is_some();
        if is_moved {
            *taken.entry(essence).or_default() += 1;
        }
        !is_moved
    });
    let mut is_gone = Vec::with_capacity(gone.len());
    for (_, part) in &gone {
        let number = taken.get_mut(&essence(part)).filter(|number| **number > 0);
        is_gone.push(number.map(|number| *number -= 1).is_none());
    }
    let changed: HashSet<(&str, &str)> =
        new.iter().map(|item| (now.file(*item), &*now.part(*item).path)).collect();
    // An item whose place another one of its name has taken has changed, and is told there.
    let is_reported = |file: &str, part: &ItemPart| changed.contains(&(file, &*part.path));
    let come = new.iter().map(|&item| {
        let (file, part) = &now.all[item];
        ItemChange::Now { item, is_new: !names.contains(&(Arc::clone(file), part.path.clone())) }
    });
    let gone =
        gone.iter().zip(is_gone).filter(|((file, part), is_gone)| *is_gone && !is_reported(file, part));
    let gone = gone
        .map(|((file, part), _)| ItemChange::Gone { file: Arc::clone(file), part: Box::new(part.clone()) });
    come.chain(gone).collect()
}
