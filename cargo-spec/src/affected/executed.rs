//! The linked functions that each test executed in the last run.
//!
//! A record names a function by the place of its link when it was compiled. Where the sources have changed since, places say nothing: then a
//! function is each one of its file that is linked to one of the same criteria.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use spec_engine::links::Link;
use spec_engine::verdict::Verdict;

use crate::evidence::{Evidence, ItemPlaces, LinkPlace, LinkedFunction};

/// A linked item, by its file and its first byte.
type Key = (PathBuf, usize);

/// The items that the tests executed.
#[derive(Debug, Default)]
pub(super) struct Executed {
    /// Of each linked test that ran, the functions.
    of: HashMap<Key, Vec<Ran>>,
    /// Those that ran on threads of which nobody knows for which test.
    pub(super) unattributed: Vec<Ran>,
}

/// A linked function that ran.
#[derive(Clone, Debug)]
pub(super) struct Ran {
    /// The linked items that it may be; none: it is gone.
    pub(super) links: Vec<Arc<Link>>,
    /// Its name, if the link is that of what it is in.
    pub(super) member: Option<String>,
    /// The file that it was in.
    pub(super) file: PathBuf,
    /// The criteria that it named.
    pub(super) criteria: String,
}

impl Executed {
    /// The content of the evidence. `is_current`: were the tests built of the sources as they are now?
    pub(super) fn of(evidence: &Evidence, verdicts: &[Verdict], is_current: bool) -> Self {
        let index = Index::of(verdicts, is_current);
        let sites: Vec<Ran> = evidence.sites.iter().map(|site| index.ran(site)).collect();
        let mut executed = Self::default();
        for run in &evidence.runs {
            for test in &sites[run.site].links {
                let ran = run.ran.iter().map(|&site| sites[site].clone());
                executed.of.entry(key(test)).or_default().extend(ran);
            }
        }
        executed.unattributed = evidence.unattributed.iter().map(|&site| sites[site].clone()).collect();
        executed
    }

    /// The items that a test executed; `None`: it did not run.
    pub(super) fn by(&self, test: &Link) -> Option<&[Ran]> {
        self.of.get(&key(test)).map(Vec::as_slice)
    }
}

fn key(link: &Link) -> Key {
    (link.location.path.to_path_buf(), link.item.span.start)
}

/// The linked items, by what records know.
struct Index<'a> {
    by_place: HashMap<LinkPlace, Vec<&'a Arc<Link>>>,
    by_criterion: HashMap<(PathBuf, String), Vec<&'a Arc<Link>>>,
    is_current: bool,
}

impl<'a> Index<'a> {
    fn of(verdicts: &'a [Verdict], is_current: bool) -> Self {
        let items = ItemPlaces::of(verdicts);
        let (mut by_place, mut by_criterion): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        for verdict in verdicts {
            let id = format!("{}/{}", verdict.feature, verdict.id);
            for link in &verdict.links {
                for place in items.places(link) {
                    by_place.entry(place.clone()).or_default().push(link);
                }
                by_criterion.entry((link.location.path.to_path_buf(), id.clone())).or_default().push(link);
            }
        }
        Self { by_place, by_criterion, is_current }
    }

    fn ran(&self, site: &LinkedFunction) -> Ran {
        let file = &site.place.file;
        let mut links: Vec<_> = match self.by_place.get(&site.place).filter(|_| self.is_current) {
            Some(links) => links.clone(),
            None => {
                let keys = site.criteria.iter().map(|(id, _)| (file.clone(), id.clone()));
                keys.filter_map(|key| self.by_criterion.get(&key)).flatten().copied().collect()
            }
        };
        links.sort_by_key(|link| link.item.span.start);
        links.dedup_by_key(|link| link.item.span.start);
        let criteria: Vec<_> = site.criteria.iter().map(|(id, _)| id.as_str()).collect();
        Ran {
            links: links.into_iter().map(Arc::clone).collect(),
            member: site.member.as_ref().map(|member| member.name.clone()),
            file: file.clone(),
            criteria: criteria.join(", "),
        }
    }
}
