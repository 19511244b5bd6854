//! Decides whether the tests of a file run, by the conditions of file, module and test.

use std::sync::Arc;

use spec_model::diagnostic::Diagnostic;
use spec_model::source::Span;

use crate::findings::not_running;
use crate::links::{self, Link, Role, TestState};
use crate::snapshot::fate::{Ask, Fate, fate};
use crate::workspace::features::Features;
use crate::workspace::targets::{RunsTests, Way};

/// The tests of a file that do not simply run.
pub(super) struct Running<'a> {
    features: &'a Features,
    way: Way,
    /// In the order of the file: what becomes of them, the first link, and how many more tests share its fate.
    found: Vec<(Fate, Arc<Link>, usize)>,
    /// The test that was looked at last: one may have several links.
    last: Option<Span>,
}

impl<'a> Running<'a> {
    /// For a file that gets into the builds of a package with these features on this way.
    pub(super) fn new(features: &'a Features, way: Way) -> Self {
        Self { features, way, found: Vec::new(), last: None }
    }

    /// Takes a link of the file into account: a test that never runs is worth as much as an ignored one. The conditions of its file are its
    /// own.
    pub(super) fn look_at(&mut self, link: &mut Arc<Link>) {
        let Role::Verifies(state) = link.item.role else { return };
        let fate = self.fate(&link.item);
        if !self.way.under.conditions.is_empty() {
            let item = &mut Arc::make_mut(link).item;
            item.tokens = format!("{}{}", self.way.under.conditions, item.tokens).into();
        }
        if let Fate::Never(why) = &fate {
            let item = &mut Arc::make_mut(link).item;
            item.role = Role::Verifies(TestState::Ignored);
            let known = item.runs.as_deref().cloned().unwrap_or_default();
            item.runs = Some(Arc::new(links::Runs { never: Some(why.clone()), ..known }));
        }
        let is_elsewhere = matches!(&fate, Fate::Asks(asks) if asks.iter().any(Ask::is_of_a_system));
        if is_elsewhere && state == TestState::Live {
            Arc::make_mut(link).item.role = Role::Verifies(TestState::Elsewhere);
        }
        let is_reported = match &fate {
            Fate::Runs => false,
            // An ignored test is told as such, but nobody guesses which other command runs it.
            Fate::Asks(_) if is_elsewhere => state == TestState::Live,
            Fate::Asks(asks) => {
                state != TestState::Ignored || asks.iter().any(|ask| matches!(ask, Ask::Tool(_)))
            }
            Fate::Never(_) => true,
        };
        let is_known = self.last.replace(link.item.span) == Some(link.item.span);
        if !is_reported || is_known {
            return;
        }
        match self.found.iter_mut().find(|(known, ..)| *known == fate) {
            Some((.., more)) => *more += 1,
            None => self.found.push((fate, Arc::clone(link), 0)),
        }
    }

    fn fate(&self, item: &links::LinkedItem) -> Fate {
        let Some(runs) = item.runs.as_deref() else { return Fate::Runs };
        if let Some(why) = &runs.never {
            return Fate::Never(why.clone());
        }
        match &self.way.runs {
            RunsTests::Never(why) if runs.tool.is_none() => return Fate::Never((*why).to_owned()),
            RunsTests::WithoutHarness if runs.needs_harness && runs.tool.is_none() => {
                return Fate::Never("its target has `harness = false`, so nothing calls it".to_owned());
            }
            _ => {}
        }
        fate(self.features, self.way.under.cfgs.iter().chain(&runs.under), runs.tool)
    }

    /// The findings about them.
    pub(super) fn findings(&mut self) -> impl Iterator<Item = Diagnostic> {
        std::mem::take(&mut self.found).into_iter().filter_map(|(fate, link, more)| match fate {
            Fate::Runs => None,
            Fate::Never(why) => Some(not_running::never(&link, more, &why)),
            Fate::Asks(asks) => {
                let (what, command) = Fate::asked(&asks);
                let is_of_a_system = asks.iter().any(Ask::is_of_a_system);
                let command = (!is_of_a_system).then_some(&*command);
                Some(not_running::conditional(&link, more, &what, command))
            }
        })
    }
}

#[cfg(test)]
mod tests;
