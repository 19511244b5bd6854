//! Finds the items that a change can reach: those that use it by name, and those that use these.

use std::collections::{HashMap, HashSet, VecDeque};

use super::compare::{ChangeIx, ItemChange, ItemIx, Items};
use spec_model::index::IndexVec;
use spec_model::order::Order as _;

use crate::links::{ItemPart, ItemPartKind, Mention, MentionForm, Name};

/// The origin of a change, one step back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The item itself has changed, or it uses what is gone.
    Change(ChangeIx),
    /// It uses an item that the change has reached.
    Through(ItemIx),
}

/// The items that changes reach.
#[derive(Debug, Default)]
pub struct Reach(HashMap<ItemIx, Origin>);

impl Reach {
    /// Follows changes through the items that there are now.
    ///
    /// An item is reached once, on one of the shortest ways. `data` are the names of other files that have changed, each with the index
    /// that stands for it: an item whose strings name one has changed with it.
    pub fn of(
        items: &Items,
        changes: &IndexVec<ChangeIx, ItemChange>,
        data: &HashMap<Name, ChangeIx>,
    ) -> Self {
        let mut reach = Self::default();
        let uses = Uses::of(items);
        let mut waiting = VecDeque::new();
        for (number, change) in changes.enumerated() {
            match change {
                ItemChange::Now { item, .. } => {
                    if reach.0.insert(*item, Origin::Change(number)).is_none() {
                        waiting.push_back(*item);
                    }
                }
                ItemChange::Gone { file, part } => {
                    for item in uses.users(items, file, part) {
                        reach.0.entry(item).or_insert_with(|| {
                            waiting.push_back(item);
                            Origin::Change(number)
                        });
                    }
                }
            }
        }
        for (item, (_, part)) in items.all.enumerated().filter(|_| !data.is_empty()) {
            if let Some(number) = part.files.iter().find_map(|file| data.get(file)) {
                reach.0.entry(item).or_insert_with(|| {
                    waiting.push_back(item);
                    Origin::Change(*number)
                });
            }
        }
        while let Some(item) = waiting.pop_front() {
            let (file, part) = &items.all[item];
            for user in uses.users(items, file, part) {
                reach.0.entry(user).or_insert_with(|| {
                    waiting.push_back(user);
                    Origin::Through(item)
                });
            }
        }
        reach
    }

    /// Returns the origin of the change of an item, if one reaches it.
    pub fn origin(&self, item: ItemIx) -> Option<Origin> {
        self.0.get(&item).copied()
    }

    /// The change that reaches an item, and the items on the way: the item itself first, the one that has changed or uses what is gone last.
    pub fn way(&self, item: ItemIx) -> Option<(ChangeIx, Vec<ItemIx>)> {
        let mut way = vec![item];
        let mut origin = self.origin(item)?;
        loop {
            match origin {
                Origin::Change(number) => return Some((number, way)),
                Origin::Through(next) => {
                    way.push(next);
                    origin = self.origin(next)?;
                }
            }
        }
    }
}

/// The names that items use.
struct Uses {
    by_name: HashMap<Name, Vec<(ItemIx, Mention)>>,
    /// The names of types and traits that have functions.
    types: HashSet<Name>,
    /// Other names of something.
    aliases: HashSet<Name>,
    /// The traits of these packages: their functions are called by name.
    traits: HashSet<Name>,
}

impl Uses {
    fn of(items: &Items) -> Self {
        let mut by_name: HashMap<Name, Vec<_>> = HashMap::new();
        let (mut types, mut aliases, mut traits) = (HashSet::new(), HashSet::new(), HashSet::new());
        for (at, (_, part)) in items.all.enumerated() {
            for mention in &part.mentions {
                by_name.entry(mention.name).or_default().push((at, *mention));
            }
            if part.kind == ItemPartKind::Header {
                types.extend(part.defines.iter().copied());
            }
            if part.is_alias {
                aliases.extend(part.defines.iter().copied());
            }
            // An item in a trait bears its name twice.
            if part.owner == part.of_trait {
                traits.insert(part.of_trait);
            }
        }
        Self { by_name, types, aliases, traits }
    }

    /// The items that use one.
    fn users(&self, items: &Items, file: &str, part: &ItemPart) -> Vec<ItemIx> {
        if part.kind == ItemPartKind::Scope {
            let prefix = format!("{}::", part.path);
            let is_in = |other: &ItemPart| part.path.is_empty() || other.path.starts_with(&prefix);
            return items.of_file(file).filter(|(_, other)| is_in(other)).map(|(item, _)| item).collect();
        }
        let mut users = Vec::new();
        if part.kind == ItemPartKind::Header {
            // An item in an impl is about its type.
            let is_in =
                |other: &ItemPart| part.span.start < other.span.start && other.span.end <= part.span.end;
            users.extend(items.of_file(file).filter(|(_, other)| is_in(other)).map(|(item, _)| item));
        }
        let is_in_file = |at: ItemIx| part.kind != ItemPartKind::Import || &*items.all[at].0 == file;
        for name in &part.defines {
            let mentions = self.by_name.get(name).into_iter().flatten();
            let meant = mentions.filter(|(at, mention)| is_in_file(*at) && self.means(mention, part));
            users.extend(meant.map(|(at, _)| *at));
        }
        // A method that a foreign trait demands is called without its name: `{shop}`, `a == b`, `?`, the end of a block.
        let is_of_foreign_trait = part.of_trait != Name::default() && !self.traits.contains(&part.of_trait);
        if is_of_foreign_trait && part.kind != ItemPartKind::Header {
            let mentions = self.by_name.get(&part.owner).into_iter().flatten();
            let named = mentions.filter(|(_, mention)| mention.form != MentionForm::Member);
            users.extend(named.map(|(at, _)| *at));
        }
        users.order();
        users.dedup();
        users
    }

    /// May a use of a name mean an item that bears it?
    fn means(&self, mention: &Mention, part: &ItemPart) -> bool {
        let none = Name::default();
        if part.owner == none || part.kind == ItemPartKind::Header {
            return matches!(mention.form, MentionForm::Bare | MentionForm::Path);
        }
        let (owner, is_of_trait) = (mention.owner, part.of_trait != none);
        match mention.form {
            MentionForm::Member => true,
            // Of a trait by the trait, by whatever implements it, or by a generic argument.
            MentionForm::Path if is_of_trait => {
                owner == part.owner
                    || owner == part.of_trait
                    || part.owner == part.of_trait
                    || !self.types.contains(&owner)
            }
            MentionForm::Path => owner == part.owner || owner == none || self.aliases.contains(&owner),
            MentionForm::Key | MentionForm::Bare => false,
        }
    }
}
