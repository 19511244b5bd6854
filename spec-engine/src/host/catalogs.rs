//! Keeps the catalogs that were put together.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spec_model::catalog::{Catalog, Places};

/// A catalog of each spec root. It holds as long as its places are the same, and none of its files was forgotten.
#[derive(Default)]
pub(super) struct Catalogs {
    known: Mutex<HashMap<PathBuf, (Places, Arc<Catalog>)>>,
}

impl Catalogs {
    /// The catalog of some places; `read` puts it together, unless it is known.
    pub(super) fn get(&self, places: Places, read: impl FnOnce(Places) -> Catalog) -> Arc<Catalog> {
        if let Some((known, catalog)) = self.known().get(&places.root)
            && *known == places
        {
            catalog.asked_anew();
            return Arc::clone(catalog);
        }
        let catalog = Arc::new(read(places.clone()));
        self.known().insert(places.root.clone(), (places, Arc::clone(&catalog)));
        catalog
    }

    /// Forgets each catalog that a file, or a folder of such files, has a part in.
    pub(super) fn forget(&self, path: &Path) {
        self.known().retain(|_, (_, catalog)| !catalog.inputs().any(|input| input.starts_with(path)));
    }

    /// Forgets all catalogs.
    pub(super) fn forget_all(&self) {
        self.known().clear();
    }

    fn known(&self) -> MutexGuard<'_, HashMap<PathBuf, (Places, Arc<Catalog>)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use spec_model::files::Memory;

    use super::*;

    #[test]
    fn a_catalog_is_put_together_again_after_one_of_its_files_changed_and_not_before() {
        let text = "# A\n\n## REQ-1: A\n\n- REQ-1.1: it SHALL a\n";
        let mut files = Memory::default();
        files.insert("/p/requirements.md", text);
        let (catalogs, reads) = (Catalogs::default(), Cell::new(0));
        let ask = |files: &Memory| {
            let read = |places| {
                reads.set(reads.get() + 1);
                Catalog::read(files, places)
            };
            catalogs.get(Places::of_root(files, Path::new("/p")), read).documents.len()
        };
        assert_eq!((ask(&files), ask(&files), reads.get()), (1, 1, 1));
        catalogs.forget(Path::new("/p/src/lib.rs"));
        assert_eq!((ask(&files), reads.get()), (1, 1));
        for path in ["/p/requirements.md", "/p"] {
            let before = reads.get();
            catalogs.forget(Path::new(path));
            assert_eq!((ask(&files), reads.get()), (1, before + 1));
        }
        // Another document is another place.
        files.insert("/p/docs/requirements.md", text);
        assert_eq!((ask(&files), reads.get()), (2, 4));
    }
}
