//! Selects criteria by the ids and features on the command line.

use std::collections::HashSet;

use spec_model::catalog::{Catalog, ResolveError, Target};

use super::{answers, names, nearest};
use crate::error::Error;

/// The criteria that the arguments select.
#[derive(Debug)]
pub struct Selection<'a> {
    /// `None`: everything.
    only: Option<Vec<Selector<'a>>>,
}

#[derive(Debug)]
enum Selector<'a> {
    Feature(&'a str),
    Named(Target<'a>),
}

impl<'a> Selection<'a> {
    /// Finds what the arguments name.
    ///
    /// # Errors
    /// [`Error::Id`], if one names nothing or several things.
    pub fn new(only: &'a [String], catalogs: &'a [Catalog]) -> Result<Self, Error> {
        if only.is_empty() {
            return Ok(Self { only: None });
        }
        let selectors = only.iter().map(|written| selector(written, catalogs));
        Ok(Self { only: Some(selectors.collect::<Result<_, _>>()?) })
    }

    /// The criteria that are asked for, by feature and id; `None`: all of them.
    pub fn criteria(&self, catalogs: &'a [Catalog]) -> Option<HashSet<(&'a str, &'a str)>> {
        self.only.as_ref()?;
        let targets = catalogs.iter().flat_map(Catalog::criteria);
        let wanted = targets.filter(|target| self.wants(target));
        Some(wanted.map(|target| (&*target.document.feature, target.id().as_str())).collect())
    }

    /// Is this criterion asked for?
    pub fn wants(&self, target: &Target<'_>) -> bool {
        let Some(only) = &self.only else { return true };
        only.iter().any(|selector| match selector {
            Selector::Feature(feature) => target.document.feature == *feature,
            Selector::Named(named) => named.includes(target),
        })
    }
}

fn selector<'a>(written: &'a str, catalogs: &'a [Catalog]) -> Result<Selector<'a>, Error> {
    let features =
        || catalogs.iter().flat_map(|catalog| &catalog.documents).map(|document| &*document.feature);
    if features().any(|feature| feature == written) {
        return Ok(Selector::Feature(written));
    }
    let (mut found, mut candidates) = (Vec::new(), Vec::new());
    for (catalog, answer) in answers(catalogs, written) {
        match answer {
            Ok(target) => found.push((catalog, target)),
            Err(ResolveError::Ambiguous { candidates: several }) => {
                return Err(Error::Id {
                    problem: format!("`{written}` is defined by several features"),
                    candidates: several,
                });
            }
            Err(ResolveError::Unknown { similar }) => candidates.extend(similar),
            Err(ResolveError::Retired { place }) => {
                return Err(Error::Id {
                    problem: format!("`{written}` was retired: see {place}"),
                    candidates: Vec::new(),
                });
            }
            Err(ResolveError::Malformed { .. }) => {}
        }
    }
    nearest(&mut found, written);
    match &*found {
        [(_, target)] => Ok(Selector::Named(*target)),
        [] => {
            candidates.extend(features().filter(|feature| feature.contains(written)).map(str::to_owned));
            Err(Error::Id {
                problem: format!("no document defines `{written}`, and no feature is called so"),
                candidates,
            })
        }
        _ => Err(Error::Id {
            problem: format!("`{written}` is defined by several features"),
            candidates: names(&found),
        }),
    }
}
