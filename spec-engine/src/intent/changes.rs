//! Compares two intents.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use spec_model::diagnostic::Code;
use spec_model::waiver::Waiver;

use super::around::{self, Around};
use super::attribute_order::is_same;
use super::changed_helpers::helpers;
use super::matching::matched;
use super::pair::pairs;
use super::renamed::Renames;
use super::softened::{Softening, softened};
use super::weakened::{Weakening, weakened};
use super::{Before, BeforeIx, CriterionIntent, Intent, ItemState, Key, NowIx};
use crate::links::{Link, Role};

/// Something that is meant otherwise than before.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The criterion as it was.
    pub before: Option<BeforeIx>,
    /// The criterion as it is.
    pub now: Option<NowIx>,
    /// The kind of the difference.
    pub kind: ChangeKind,
}

/// The kind of a difference.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeKind {
    /// The criterion is new.
    New,
    /// It has another number, feature or root; the links that still name the old one.
    Moved(Vec<Relink>),
    /// It has other words; what makes it weaker.
    Reworded(Vec<Softening>),
    /// It is gone; the items whose links still mean it, also where another criterion has its number now.
    Removed(Vec<ItemState>),
    /// The text around it has changed: a note, a heading, the glossary.
    Context {
        /// The text that was not there before.
        new: Vec<Around>,
        /// The text that is not there any more.
        gone: Vec<Arc<str>>,
    },
    /// One of its tests says something else.
    TestChanged {
        /// The state before.
        before: ItemState,
        /// The state now.
        now: ItemState,
        /// The weakenings that make it weaker.
        weakenings: Vec<Weakening>,
    },
    /// Something that its tests use says something else; or it was not there before, or is gone, while they are as they were.
    HelperChanged {
        /// The state before.
        before: Option<ItemState>,
        /// The state now.
        now: Option<ItemState>,
        /// The weakenings that make the tests weaker.
        weakenings: Vec<Weakening>,
    },
    /// One of its tests was not there before.
    TestNew(ItemState),
    /// One of its tests is gone, or linked to it no more.
    TestRemoved(ItemState),
    /// A waiver is new, changed or gone.
    Waived {
        /// The waiver as it was.
        before: Option<Waiver>,
        /// The waiver as it is.
        now: Option<Waiver>,
    },
    /// An item that implements it says something else.
    CodeChanged {
        /// The item as it was.
        before: ItemState,
        /// The item as it is.
        now: ItemState,
    },
}

/// A link that should name another id.
#[derive(Clone, Debug, PartialEq)]
pub struct Relink {
    /// The link.
    pub link: Arc<Link>,
    /// The criterion that it means, as it was called.
    pub from: Key,
    /// As it is called.
    pub to: Key,
}

impl ChangeKind {
    /// The finding that it is.
    pub fn code(&self) -> Code {
        match self {
            Self::New => Code::CriterionNew,
            Self::Moved(_) => Code::CriterionMoved,
            Self::Reworded(softenings) if softenings.is_empty() => Code::CriterionChanged,
            Self::Reworded(_) => Code::CriterionSoftened,
            Self::Removed(_) => Code::CriterionRemoved,
            Self::Context { new, .. } if new.iter().any(|around| around.limit.is_some()) => {
                Code::CriterionLimited
            }
            Self::Context { .. } => Code::ContextChanged,
            Self::TestChanged { weakenings, .. } | Self::HelperChanged { weakenings, .. } => {
                if weakenings.is_empty() { Code::TestChanged } else { Code::TestWeakened }
            }
            Self::TestNew(_) => Code::TestNew,
            Self::TestRemoved(_) => Code::TestRemoved,
            Self::Waived { before: None, .. } => Code::WaiverNew,
            Self::Waived { now: None, .. } => Code::WaiverRemoved,
            Self::Waived { .. } => Code::WaiverChanged,
            Self::CodeChanged { .. } => Code::CodeChanged,
        }
    }
}

/// Finds the criteria that now differ from before: in the order of the criteria as they are now, lost ones last.
pub fn changes(before: &Before<'_>, now: &Intent) -> Vec<Change> {
    let comparison = Comparison::new(before, now);
    let mut changes = Vec::new();
    let pairs = pairs(before, &now.criteria);
    // The criteria that have a number now, as they were.
    let mut owners: Option<HashMap<&Key, &CriterionIntent>> = None;
    for &(old, new) in &pairs {
        let mut say = |kind| changes.push(Change { before: old, now: new, kind });
        match (old.map(|at| before[at]), new.map(|at| &now.criteria[at].intent)) {
            (Some(old), Some(new)) => comparison.pair(old, new, &mut say),
            (Some(old), None) => {
                let owners = owners.get_or_insert_with(|| {
                    let stand = pairs.iter().filter_map(|(old, new)| old.zip(*new));
                    stand.map(|(old, new)| (&now.criteria[new].intent.key, before[old])).collect()
                });
                let left = comparison.left_of(old, owners.get(&old.key).copied());
                say(ChangeKind::Removed(left.into_iter().cloned().collect()));
            }
            (None, _) => say(ChangeKind::New),
        }
    }
    changes
}

/// Does a criterion say something else, while its tests say what they did? They may then still check the words of before. It is asked of
/// all changes of one criterion.
pub fn tests_stayed(changes: &[Change]) -> bool {
    let is_reworded = |change: &Change| matches!(change.kind, ChangeKind::Reworded(_));
    let is_tested_anew = |change: &Change| {
        matches!(
            change.kind,
            ChangeKind::TestChanged { .. } | ChangeKind::HelperChanged { .. } | ChangeKind::TestNew(_)
        )
    };
    changes.iter().any(is_reworded) && !changes.iter().any(is_tested_anew)
}

/// Is a criterion as nearly all are: under its number, with its words and its tests? It does not matter what its code says.
fn is_as_it_was(old: &CriterionIntent, new: &CriterionIntent) -> bool {
    let same = |(one, other): (&ItemState, &ItemState)| one.is_called_as(other) && one.tokens == other.tokens;
    old.key == new.key
        && old.wording == new.wording
        && old.waiver == new.waiver
        && (old.context.is_none() || old.context == new.context)
        && old.tests.len() == new.tests.len()
        && old.tests.iter().zip(&new.tests).all(same)
        && old.helpers.len() == new.helpers.len()
        && old.helpers.iter().zip(&new.helpers).all(same)
        && old.code.iter().all(|item| item.fingerprint.is_none())
}

/// A link that is new, or gone, while its criterion stands.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkChange {
    /// The criterion as it is.
    pub now: NowIx,
    /// The item.
    pub item: ItemState,
    /// Is it a test?
    pub is_test: bool,
    /// Is it new?
    pub is_added: bool,
}

/// The links that are new, and those of code that are gone. [`changes`] tells the tests that are gone.
pub fn links(before: &Before<'_>, now: &Intent) -> Vec<LinkChange> {
    let comparison = Comparison::new(before, now);
    let mut links = Vec::new();
    for (old, new) in pairs(before, &now.criteria) {
        let Some(at) = new else { continue };
        let new = &now.criteria[at].intent;
        let nothing =
            CriterionIntent { tests: Vec::new(), helpers: Vec::new(), code: Vec::new(), ..new.clone() };
        let old = old.map_or(&nothing, |at| before[at]);
        for is_test in [true, false] {
            let found = comparison.items(old, new, is_test);
            let mut say = |item: &ItemState, is_added| {
                links.push(LinkChange { now: at, item: item.clone(), is_test, is_added });
            };
            found.added.iter().for_each(|item| say(item, true));
            let items = if is_test { &[][..] } else { &old.code };
            let gone = items.iter().zip(&found.matched).filter(|(_, now)| now.is_none());
            gone.for_each(|(item, _)| say(item, false));
        }
    }
    links
}

struct Comparison<'a> {
    now: &'a Intent,
    by_key: HashMap<&'a Key, &'a CriterionIntent>,
    /// The items that were there before, by file and name, with what they said: no test of them is another one, renamed.
    known: OnceCell<HashMap<(&'a str, &'a str), HashSet<&'a str>>>,
    before: &'a Before<'a>,
    /// The criteria that had the numbers before.
    holders: OnceCell<HashMap<&'a Key, &'a CriterionIntent>>,
}

/// The items of a criterion, found again.
struct Found<'a> {
    /// For each of those before, which it is now.
    matched: Vec<Option<&'a ItemState>>,
    /// The links that still name the number that the criterion had.
    relinks: Vec<Relink>,
    /// Those that were not there before.
    added: Vec<&'a ItemState>,
}

impl<'a> Comparison<'a> {
    fn new(before: &'a Before<'a>, now: &'a Intent) -> Self {
        let by_key = now.intents().map(|meaning| (&meaning.key, meaning)).collect();
        Self { by_key, known: OnceCell::new(), before, holders: OnceCell::new(), now }
    }

    /// Were there items of this name before, and is it so what they said?
    fn was_there(&self, item: &ItemState, is_so: impl FnOnce(&HashSet<&str>) -> bool) -> bool {
        let known = self.known.get_or_init(|| {
            let mut known: HashMap<_, HashSet<_>> = HashMap::new();
            let meanings = self.before.iter();
            for item in meanings.flat_map(|meaning| meaning.tests.iter().chain(&meaning.code)) {
                known.entry((&*item.file, &*item.name)).or_default().insert(&*item.tokens);
            }
            known
        });
        known.get(&(&*item.file, &*item.name)).is_some_and(is_so)
    }

    /// The criterion that had a number before.
    fn holder(&self, key: &Key) -> Option<&'a CriterionIntent> {
        let holders =
            self.holders.get_or_init(|| self.before.iter().map(|meaning| (&meaning.key, *meaning)).collect());
        holders.get(key).copied()
    }

    /// Was there no item of this name before?
    fn is_new(&self, item: &ItemState) -> bool {
        !self.was_there(item, |_| true)
    }

    /// Finds the tests, or the code, of a criterion again.
    fn items(&self, old: &CriterionIntent, new: &'a CriterionIntent, is_test: bool) -> Found<'a> {
        let of = |meaning: &'a CriterionIntent| -> &'a [ItemState] {
            if is_test { &meaning.tests } else { &meaning.code }
        };
        let before = if is_test { &old.tests } else { &old.code };
        let mut pool: Vec<&ItemState> = of(new).iter().collect();
        let mut own = pool.len();
        if old.key != new.key {
            // A test of several criteria names their old numbers: one of them may be the new number of another one.
            let of_old = self.by_key.get(&old.key).map_or(&[][..], |other| of(other));
            let holder = self
                .holder(&new.key)
                .map_or(&[][..], |other| if is_test { &*other.tests } else { &*other.code });
            let is_in =
                |items: &[ItemState], item: &ItemState| items.iter().any(|other| other.is_called_as(item));
            pool.retain(|item| !(is_in(of_old, item) && is_in(holder, item)));
            own = pool.len();
            pool.extend(self.by_key.get(&old.key).into_iter().flat_map(|other| of(other)));
            pool.extend(self.unresolved_links(&old.key, is_test));
        }
        let is_new = |item: &ItemState| self.is_new(item);
        let is_own = |at: &usize| *at < own;
        // Whoever has written the new number into a link may have written it into the name of the test too, which then is called as
        // that of a neighbour was.
        let is_renumbered = |at: usize| {
            let is_as_it_was = |item: &ItemState| self.was_there(item, |known| known.contains(&*item.tokens));
            old.key != new.key && is_own(&at) && !is_as_it_was(pool[at])
        };
        let matched = matched(before, &pool, is_renumbered, |item| is_test && is_new(item));
        let relinks = matched.iter().flatten().filter(|at| !is_own(at)).filter_map(|&at| {
            let link = Arc::clone(pool[at].link.as_ref()?);
            Some(Relink { link, from: old.key.clone(), to: new.key.clone() })
        });
        let relinks = relinks.collect();
        let is_matched = |at: &usize| matched.contains(&Some(*at));
        let added = (0..own).filter(|at| !is_matched(at)).map(|at| pool[at]);
        // With the number of another criterion a link may still mean that one.
        let added = added.filter(|item| old.key == new.key || is_new(item)).collect();
        Found { matched: matched.iter().map(|at| at.map(|at| pool[at])).collect(), relinks, added }
    }

    fn pair(&self, old: &CriterionIntent, new: &'a CriterionIntent, say: &mut impl FnMut(ChangeKind)) {
        if is_as_it_was(old, new) {
            return;
        }
        let (tests, code) = (self.items(old, new, true), self.items(old, new, false));
        if old.key != new.key {
            say(ChangeKind::Moved([tests.relinks, code.relinks].concat()));
        }
        if old.wording != new.wording {
            say(ChangeKind::Reworded(softened(&old.wording, &new.wording)));
        }
        if old.waiver != new.waiver {
            say(ChangeKind::Waived { before: old.waiver.clone(), now: new.waiver.clone() });
        }
        if let (Some(before), Some(now)) = (&old.context, &new.context)
            && let Some((new, gone)) = around::changes(before, now)
        {
            say(ChangeKind::Context { new, gone });
        }
        // Behind links that still name the number that it had stand the helpers of that one.
        let of_old_number = self.by_key.get(&old.key).filter(|_| old.key != new.key);
        let helpers: Vec<_> =
            new.helpers.iter().chain(of_old_number.iter().flat_map(|other| &other.helpers)).collect();
        let matched = matched(&old.helpers, &helpers, |_| false, |_| false);
        let renames = Renames::of(&old.helpers, &helpers, &matched);
        let mut are_as_they_were = tests.added.is_empty();
        for (before, now) in old.tests.iter().zip(tests.matched) {
            match now {
                None => say(ChangeKind::TestRemoved(before.clone())),
                Some(now) if !is_same(&now.tokens, &renames.apply(&before.tokens)) => {
                    let weakenings = weakened(&renames.apply(&before.tokens), &now.tokens);
                    say(ChangeKind::TestChanged { before: before.clone(), now: now.clone(), weakenings });
                }
                Some(_) => continue,
            }
            are_as_they_were = false;
        }
        for test in tests.added {
            say(ChangeKind::TestNew(test.clone()));
        }
        let is_as_it_was = are_as_they_were && old.key == new.key;
        self::helpers(&old.helpers, &helpers, &matched, &renames, is_as_it_was, say);
        for (before, now) in old.code.iter().zip(code.matched) {
            if let Some(now) = now
                && let (Some(old), Some(new)) = (before.fingerprint, now.fingerprint)
                && old != new
            {
                say(ChangeKind::CodeChanged { before: before.clone(), now: now.clone() });
            }
        }
    }

    /// The items whose links still mean a criterion that is gone: those that name nothing now, and those that were accepted for it and name
    /// the criterion that has its number. `owner` is that one, as it was: what was accepted for it too is its own.
    fn left_of(&self, old: &CriterionIntent, owner: Option<&CriterionIntent>) -> Vec<&'a ItemState> {
        let mut left = self.unresolved_links(&old.key, true);
        left.extend(self.unresolved_links(&old.key, false));
        let Some(now) = self.by_key.get(&old.key) else { return left };
        let is_one_of = |items: &[ItemState], item: &ItemState| {
            items.iter().any(|known| {
                known.is_called_as(item) || !known.tokens.is_empty() && known.tokens == item.tokens
            })
        };
        for (accepted, of_owner, found) in [
            (&old.tests, owner.map(|owner| &owner.tests), &now.tests),
            (&old.code, owner.map(|owner| &owner.code), &now.code),
        ] {
            left.extend(found.iter().filter(|item| {
                let names_it = item.link.as_ref().is_none_or(|link| old.key.is_meant_by(&link.id));
                names_it && is_one_of(accepted, item) && !of_owner.is_some_and(|own| is_one_of(own, item))
            }));
        }
        left
    }

    /// The tests, or the code, whose links name a criterion that is not there; code may name its whole requirement.
    fn unresolved_links(&self, key: &Key, is_test: bool) -> Vec<&'a ItemState> {
        let requirement =
            key.as_str().rsplit_once('.').filter(|_| !is_test).map(|(whole, _)| Key::written(whole));
        let names = |written: &str| {
            key.is_meant_by(written) || requirement.as_ref().is_some_and(|whole| whole.is_meant_by(written))
        };
        let is_it = |item: &ItemState| {
            let role = item.link.as_ref().map(|link| link.item.role);
            matches!(role, Some(Role::Verifies(_))) == is_test
        };
        let unresolved_links =
            self.now.unresolved_links.iter().filter(|(written, item)| is_it(item) && names(written));
        unresolved_links.map(|(_, item)| item).collect()
    }
}

#[cfg(test)]
mod tests {
    use spec_model::source::{Source, Span};

    use super::super::{AcceptanceRecord, Stated};
    use spec_model::diagnostic::Location;

    use super::*;

    /// `REQ-1 words | test: tokens | ~helper: tokens` on each line.
    fn intent(text: &str) -> Intent {
        let item = |text: &str| {
            let (name, tokens) = text.split_once(": ").expect("a test");
            ItemState {
                file: "tests/a.rs".into(),
                name: name.trim().into(),
                tokens: tokens.trim().into(),
                fingerprint: None,
                link: None,
                helper: None,
            }
        };
        let place = Location::new(&Source::new("shop.md", ""), Span::default());
        let stated = |line: &str| {
            let mut parts = line.trim().split(" | ");
            let (id, wording) = parts.next().expect("an id").split_once(' ').expect("words");
            let (helpers, tests): (Vec<&str>, Vec<&str>) = parts.partition(|part| part.starts_with('~'));
            let helpers = helpers.iter().map(|helper| item(&helper[1..])).collect();
            let tests = tests.into_iter().map(item).collect();
            let intent = CriterionIntent {
                key: Key::new("", "shop", id),
                wording: wording.trim().to_owned(),
                tests,
                helpers,
                code: Vec::new(),
                waiver: None,
                context: None,
                record: AcceptanceRecord::default(),
            };
            Stated { intent, place: place.clone(), verdict: None }
        };
        Intent {
            criteria: text.lines().filter(|line| !line.trim().is_empty()).map(stated).collect(),
            unresolved_links: Vec::new(),
        }
    }

    fn check(before: &str, now: &str, expect: &[&str]) {
        let (before, now) = (intent(before), intent(now));
        let before = before.as_before();
        let listed = changes(&before, &now).into_iter().map(|change| {
            let id = |intent: Option<&CriterionIntent>| {
                intent.map_or("-".to_owned(), |intent| intent.key.id().to_owned())
            };
            let old = change.before.map(|at| before[at]);
            let new = change.now.map(|at| &now.criteria[at].intent);
            let item = match &change.kind {
                ChangeKind::TestChanged { before, now, .. } => format!(" {} {}", before.name, now.name),
                ChangeKind::TestNew(test) | ChangeKind::TestRemoved(test) => format!(" {}", test.name),
                ChangeKind::HelperChanged { before, now, .. } => {
                    let name = |item: &Option<ItemState>| {
                        item.as_ref().map_or("-".to_owned(), |item| format!("~{}", item.name))
                    };
                    format!(" {} {}", name(before), name(now))
                }
                _ => String::new(),
            };
            format!("{} {} {}{item}", change.kind.code(), id(old), id(new))
        });
        assert_eq!(listed.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn what_is_the_same_is_no_change() {
        check("1 a b | t: x", "1 a b | t: x", &[]);
        check("1 a b | t: x | u: y", "1 a b | u: y | t: x", &[]);
        check("1 a b | t: x y", "1 a b | renamed: x y", &[]);
        check("1 a b", "1 a b | new: x", &["test-new 1 1 new"]);
    }

    #[test]
    fn what_is_new_changed_or_gone_is_reported() {
        check("", "1 a b", &["criterion-new - 1"]);
        check("1 a b", "", &["criterion-removed 1 -"]);
        check("1 a b", "1 a c", &["criterion-changed 1 1"]);
        check("1 a b", "1 x y", &["criterion-changed 1 1"]);
        check("1 a b | t: x y", "1 a b", &["test-removed 1 1 t"]);
        check("1 a b | t: x y", "1 a b | t: x z", &["test-changed 1 1 t t"]);
        check("1 a b | t: w x y", "1 a b | v: w x z", &["test-changed 1 1 t v"]);
    }

    #[test]
    fn what_tests_use_is_a_part_of_them() {
        check("1 a b | t: x | ~h: v", "1 a b | t: x | ~h: v", &[]);
        check("1 a b | t: x | ~h: v", "1 a b | t: x | ~h: w", &["test-changed 1 1 ~h ~h"]);
        check(
            "1 a b | t: x | ~h: v",
            "1 a b | t: y | ~h: w",
            &["test-changed 1 1 t t", "test-changed 1 1 ~h ~h"],
        );
        let (before, now) = ("assert_eq ! ( a , 1 ) ; return ;", "return ; return ;");
        check(
            &format!("1 a b | t: x | ~h: {before}"),
            &format!("1 a b | t: x | ~h: {now}"),
            &["test-weakened 1 1 ~h ~h"],
        );
        check(
            "1 a b | t: x | ~h: a ( ) ;",
            "1 a b | t: x | ~h: return ; a ( ) ;",
            &["test-changed 1 1 ~h ~h"],
        );
        // The tokens of the tests show what they do not use any more, or use since; unless something took its name.
        check("1 a b | t: x | ~h: v", "1 a b | t: y | ~i: w", &["test-changed 1 1 t t"]);
        check("1 a b | t: x | ~h: v", "1 a b | t: x", &["test-changed 1 1 ~h -"]);
        check("1 a b | t: x", "1 a b | t: x | ~h: v", &["test-changed 1 1 - ~h"]);
        check("1 a b | t: x | ~h: v", "1 a b | t: x | ~renamed: v", &[]);
        check("1 a b | t: x ( h ) | ~h: v | ~i: h", "1 a b | t: x ( j ) | ~i: j | ~j: v", &[]);
        check("1 a b | t: x ( h ) | ~h: v", "1 a b | t: x ( j , k ) | ~j: v", &["test-changed 1 1 t t"]);
        check(
            "1 a b | t: x ( h ) | ~h: v",
            "1 a b | t: x ( j ) | ~h: w | ~j: v",
            &["test-changed 1 1 t t", "test-changed 1 1 ~h ~h"],
        );
        check(
            "1 a b | t: x y | ~h: v\n2 c d | u: v w",
            "1 new q | t: x y | ~h: v\n2 a b | u: v w\n3 c d",
            &["criterion-new - 1", "criterion-moved 1 2", "criterion-moved 2 3"],
        );
    }

    #[test]
    fn what_has_another_number_is_moved() {
        check(
            "1 a b\n2 c d",
            "1 new x\n2 a b\n3 c d",
            &["criterion-new - 1", "criterion-moved 1 2", "criterion-moved 2 3"],
        );
        check("1 a b\n2 c d", "1 c d\n2 a b", &["criterion-moved 2 1", "criterion-moved 1 2"]);
        check("1 a b\n2 c d", "1 c d", &["criterion-moved 2 1", "criterion-removed 1 -"]);
        check(
            "1 a b c d\n2 x y",
            "1 new z\n2 a b c e\n3 x y",
            &["criterion-new - 1", "criterion-moved 1 2", "criterion-changed 1 2", "criterion-moved 2 3"],
        );
    }

    #[test]
    fn tests_follow_a_criterion_whose_links_still_name_the_old_number() {
        check(
            "1 a b | t: x y\n2 c d | u: v w",
            "1 new q | t: x y\n2 a b | u: v w\n3 c d",
            &["criterion-new - 1", "criterion-moved 1 2", "criterion-moved 2 3"],
        );
        check(
            "1 a b | t: x y",
            "1 new q | t: x z\n2 a b",
            &["criterion-new - 1", "criterion-moved 1 2", "test-changed 1 2 t t"],
        );
        check(
            "1 a b | t: x y",
            "1 new q\n2 a b",
            &["criterion-new - 1", "criterion-moved 1 2", "test-removed 1 2 t"],
        );
    }
    #[test]
    fn tests_that_were_renumbered_by_hand_are_those_that_they_were_whatever_they_are_called_now() {
        check(
            "1 a b | t_1: x\n2 c d | t_2: y\n3 e f | t_3: z",
            "1 a b | t_1: x\n2 new q | t_2: w\n3 c d | t_3: y\n4 e f | t_4: z",
            &["criterion-new - 2", "criterion-moved 2 3", "criterion-moved 3 4"],
        );
        // Two tests that say the same stay with their criteria, also where one of them is changed.
        check(
            "1 a b | t: x\n2 c d | u: x",
            "1 new q | t: y\n2 a b | u: x\n3 c d",
            &["criterion-new - 1", "criterion-moved 1 2", "test-changed 1 2 t t", "criterion-moved 2 3"],
        );
    }
}
