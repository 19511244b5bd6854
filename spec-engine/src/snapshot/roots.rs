//! The spec roots of a workspace's packages, each once.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use spec_model::catalog::Places;
use spec_model::index::IndexVec;

spec_model::index_type! {
    /// A spec root of a snapshot.
    pub(crate) struct RootIx;
}

/// The places of the documents of a spec root.
#[derive(Debug)]
pub(crate) struct RootPlaces {
    pub(crate) places: Places,
    /// The root whose documents it shares. What is [shared](Places::shared) is a root of its own.
    pub(crate) shared: Option<RootIx>,
    /// Is it asked about? Else it is there for links to what it shares.
    pub(crate) is_asked: bool,
}

/// Spec roots, and which of them are in force for each package.
#[derive(Debug, Default)]
pub(crate) struct Roots {
    /// The roots, those that are asked about first.
    pub(crate) places: IndexVec<RootIx, RootPlaces>,
    /// Of each package: its root.
    pub(crate) of_package: Vec<RootIx>,
    known: HashMap<PathBuf, RootIx>,
}

impl Roots {
    /// The roots of packages. If only one package is asked about, its own come first.
    pub(crate) fn new(packages: Vec<Places>, asked: Option<Places>) -> Self {
        let mut roots = Self::default();
        let are_all_asked = asked.is_none();
        if let Some(asked) = asked {
            roots.add(asked, true);
        }
        roots.of_package = packages.into_iter().map(|places| roots.add(places, are_all_asked)).collect();
        roots
    }

    fn add(&mut self, mut places: Places, is_asked: bool) -> RootIx {
        let shared = places.shared.take();
        if let Some(&known) = self.known.get(&places.root) {
            return known;
        }
        let at = self.push(places, is_asked);
        self.places[at].shared = shared.map(|shared| match self.known.get(&shared.root) {
            Some(&known) => known,
            None => self.push(Arc::unwrap_or_clone(shared), is_asked),
        });
        at
    }

    fn push(&mut self, places: Places, is_asked: bool) -> RootIx {
        let root = places.root.clone();
        let at = self.places.push(RootPlaces { places, shared: None, is_asked });
        self.known.insert(root, at);
        at
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::Host;
    use crate::verdict::tests::PACKAGE;
    use crate::verdict::tests::{folder, listed};

    const ROOT: &str = "[workspace]\nmembers = [\"till\", \"desk\"]\n";
    const TILL: &str = "[package]\nname = \"till\"\n";
    const DESK: &str = "[package]\nname = \"desk\"\n";
    const COINS: &str = "# Till\n\n## REQ-1: Coins\n\n- REQ-1.1: THE till SHALL count coins\n";
    const BOOKS: &str = "# Desk\n\n## REQ-2: Books\n\n- REQ-2.1: THE desk SHALL lend books\n";
    const QUIET: &str = "# All\n\n## REQ-3: Quiet\n\n- REQ-3.1: THE house SHALL be quiet\n";
    const TESTS: &str = "#[test] #[spec(\"REQ-1.1\")] fn counts() {}";
    const LENDS: &str =
        "#[test] #[spec(\"REQ-2.1\")] fn lends() {}\n#[test] #[spec(\"REQ-3.1\")] fn quiet() {}";
    const GREEN: &str = "REQ-1.1 tested counts\nREQ-2.1 tested lends\nREQ-3.1 tested quiet";

    /// A workspace with two members, and more files, each of which takes the place of one of the same path.
    fn workspace<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut files = vec![
            ("Cargo.toml", ROOT),
            ("till/Cargo.toml", TILL),
            ("till/requirements.md", COINS),
            ("till/tests/t.rs", TESTS),
            ("desk/Cargo.toml", DESK),
            ("desk/requirements.md", BOOKS),
            ("desk/tests/t.rs", LENDS),
        ];
        files.retain(|(path, _)| more.iter().all(|(other, _)| other != path));
        files.extend(more.iter().filter(|(_, text)| !text.is_empty()));
        files
    }

    #[track_caller]
    fn found(more: &[(&str, &str)], expect: &str) {
        let folder = folder(&workspace(more));
        let mut lines: Vec<_> =
            listed(&Host::default().check(folder.path()), folder.path()).lines().map(str::to_owned).collect();
        lines.sort();
        assert_eq!(lines.join("\n"), expect, "{more:?}");
    }

    #[test]
    fn the_documents_of_the_root_are_in_force_beside_those_of_each_member() {
        for place in ["requirements.md", "docs/requirements.md", ".kiro/specs/quiet/requirements.md"] {
            found(&[(place, QUIET)], GREEN);
        }
        // A test of any member, also where one has no documents, or names them itself.
        let moved = [("desk/tests/t.rs", "#[test] #[spec(\"REQ-2.1\")] fn lends() {}")];
        let quiet = "#[test] #[spec(\"REQ-1.1\")] fn counts() {}\n#[test] #[spec(\"REQ-3.1\")] fn quiet() {}";
        found(&[("requirements.md", QUIET), moved[0], ("till/tests/t.rs", quiet)], GREEN);
        found(
            &[("requirements.md", QUIET), ("desk/spec.toml", "documents = [\"requirements.md\"]\n")],
            GREEN,
        );
        found(&[("spec.toml", "[severity]\nstub = \"allow\"\n"), ("requirements.md", QUIET)], GREEN);
        // Without a test it is missed once, and without a document of the root all is as ever.
        found(
            &[("requirements.md", QUIET), moved[0]],
            "REQ-1.1 tested counts\nREQ-2.1 tested lends\nREQ-3.1 untested\nuntested requirements.md:5",
        );
        found(&[], "REQ-1.1 tested counts\nREQ-2.1 tested lends\norphan desk/tests/t.rs:2");
    }

    #[test]
    fn an_id_of_a_member_and_of_the_root_is_that_of_the_member() {
        let both = QUIET.replace("REQ-3", "REQ-2");
        let link = |id: &str| {
            format!(
                "#[test] #[spec(\"requirements/REQ-2.1\")] fn lends() {{}}\n#[test] #[spec(\"{id}\")] fn quiet() {{}}"
            )
        };
        let green = "REQ-1.1 tested counts\nREQ-2.1 tested lends\nREQ-2.1 tested quiet";
        for id in ["workspace/REQ-2.1", "workspace/requirements/REQ-2.1", "workspace/2.1"] {
            found(&[("requirements.md", &both), ("desk/tests/t.rs", &link(id))], green);
        }
        found(
            &[("requirements.md", &both), ("desk/tests/t.rs", &link("REQ-2.1"))],
            "REQ-1.1 tested counts\nREQ-2.1 tested lends quiet\nREQ-2.1 untested\nuntested requirements.md:5",
        );
        // A member without documents has those of the root alone.
        found(
            &[
                ("requirements.md", QUIET),
                ("desk/requirements.md", ""),
                ("desk/tests/t.rs", "#[test] #[spec(\"workspace/REQ-3.1\")] fn quiet() {}"),
            ],
            "REQ-1.1 tested counts\nREQ-3.1 tested quiet",
        );
    }

    #[test]
    fn the_documents_of_a_root_package_are_its_own() {
        let root = format!("{ROOT}[package]\nname = \"house\"\n");
        found(
            &[("Cargo.toml", &root), ("requirements.md", QUIET)],
            "REQ-1.1 tested counts\nREQ-2.1 tested lends\nREQ-3.1 untested\n\
             orphan desk/tests/t.rs:2\nuntested requirements.md:5",
        );
        let own = "#[test] #[spec(\"REQ-3.1\")] fn quiet() {}";
        let lends = "#[test] #[spec(\"REQ-2.1\")] fn lends() {}";
        found(
            &[
                ("Cargo.toml", &root),
                ("requirements.md", QUIET),
                ("tests/t.rs", own),
                ("desk/tests/t.rs", lends),
            ],
            GREEN,
        );
    }

    #[test]
    fn the_gate_of_each_member_sees_what_is_in_force_for_it() {
        let green = [
            ("till", "REQ-1.1 tested counts\nREQ-3.1 tested quiet"),
            ("desk", "REQ-2.1 tested lends\nREQ-3.1 tested quiet"),
        ];
        let folder = folder(&workspace(&[("requirements.md", QUIET)]));
        for (member, expect) in green {
            let findings = Host::default().ask(&folder.path().join(member), &PACKAGE);
            assert_eq!(listed(&findings, folder.path()), expect, "{member}");
        }
        std::fs::remove_file(folder.path().join("desk/tests/t.rs")).expect("it is removed");
        let findings = Host::default().ask(&folder.path().join("till"), &PACKAGE);
        assert_eq!(
            listed(&findings, folder.path()),
            "REQ-1.1 tested counts\nREQ-3.1 untested\nuntested requirements.md:5"
        );
    }

    #[test]
    fn what_hides_a_part_of_the_root_is_found_once() {
        let unclosed = format!("{QUIET}\n```\n");
        let folder = folder(&workspace(&[("requirements.md", &unclosed)]));
        let findings = Host::default().check(folder.path());
        let hiding: Vec<_> = findings.hiding.iter().filter_map(|finding| finding.path.as_deref()).collect();
        assert_eq!(hiding, [Path::new(&folder.path().join("requirements.md"))]);
        for member in ["till", "desk"] {
            assert_eq!(
                Host::default().ask(&folder.path().join(member), &PACKAGE).hiding.len(),
                1,
                "{member}"
            );
        }
    }
}
