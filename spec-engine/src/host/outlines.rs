//! Keeps what files offer to the tests of others, and what their own tests use.

use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spec_model::hash::FastMap;
use spec_model::source::Span;

use crate::links::Outline;

/// An outline, with the tests that were asked for; `None`: the file cannot be read.
type Known = (Vec<Span>, Option<Arc<Outline>>);

/// The outlines of files, each as long as the file is not forgotten.
#[derive(Debug, Default)]
pub(crate) struct Outlines {
    known: Mutex<FastMap<OsString, Known>>,
}

impl Outlines {
    /// The outline of a file with some of its tests; `read` makes it, unless it is known.
    pub(crate) fn with_tests(
        &self,
        file: &Path,
        tests: &[Span],
        read: impl FnOnce() -> Option<Outline>,
    ) -> Option<Arc<Outline>> {
        self.get(file, |known| known == tests, tests, read)
    }

    /// The outline of a file, whatever tests are in it.
    pub(crate) fn of(&self, file: &Path, read: impl FnOnce() -> Option<Outline>) -> Option<Arc<Outline>> {
        self.get(file, |_| true, &[], read)
    }

    fn get(
        &self,
        file: &Path,
        fits: impl FnOnce(&[Span]) -> bool,
        tests: &[Span],
        read: impl FnOnce() -> Option<Outline>,
    ) -> Option<Arc<Outline>> {
        let known = self.known().get(file.as_os_str()).filter(|(tests, _)| fits(tests)).cloned();
        if let Some((_, outline)) = known {
            return outline;
        }
        let outline = read().map(Arc::new);
        self.known().insert(file.as_os_str().to_owned(), (tests.to_vec(), outline.clone()));
        outline
    }

    /// Forgets a file.
    pub(super) fn forget(&self, file: &Path) {
        self.known().remove(file.as_os_str());
    }

    /// Forgets all files.
    pub(super) fn forget_all(&self) {
        self.known().clear();
    }

    fn known(&self) -> MutexGuard<'_, FastMap<OsString, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn an_outline_is_made_again_after_its_file_changed_or_for_other_tests() {
        let (outlines, made) = (Outlines::default(), Cell::new(0));
        let file = Path::new("/p/tests/a.rs");
        let read = || {
            made.set(made.get() + 1);
            Some(Outline::default())
        };
        let [one, other] = [[Span::new(0, 1)], [Span::new(0, 2)]];
        for (ask, expect) in [(&one, 1), (&one, 1), (&other, 2), (&other, 2)] {
            outlines.with_tests(file, ask, read);
            outlines.of(file, read);
            assert_eq!(made.get(), expect);
        }
        outlines.forget(file);
        outlines.of(file, read);
        assert_eq!(made.get(), 3);
    }
}
