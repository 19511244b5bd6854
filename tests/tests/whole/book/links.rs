//! Checks the links of the pages: they lead to files and headings that exist, and from the book to nothing outside of
//! it.

use std::collections::BTreeSet;
use std::path::Path;

use super::is_within;
use crate::REPOSITORY;

/// The chapters that SUMMARY.md names, in its order.
pub(super) fn chapters() -> Vec<String> {
    let summary = std::fs::read_to_string(REPOSITORY.join("docs/SUMMARY.md")).expect("it is there");
    targets(&summary)
}

/// The targets of the links of a page, in their order. Code is passed over.
fn targets(page: &str) -> Vec<String> {
    let mut is_code = false;
    let mut targets = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        let pieces = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
        let found = pieces.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        targets.extend(found.filter(|_| !is_code).map(str::to_owned));
    }
    targets
}

/// The anchors of the headings of a page, as mdBook and GitHub make them.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut is_code = false;
    let mut anchors = BTreeSet::new();
    for line in page.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        let heading = line.trim_start_matches('#');
        if !is_code && heading.len() < line.len() && heading.starts_with(' ') {
            let comparison =
                heading.trim().chars().filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
            anchors.insert(comparison.collect::<String>().to_lowercase().replace(' ', "-"));
        }
    }
    anchors
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let outside = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/SUMMARY.md"];
    let chapters = chapters().into_iter().map(|chapter| format!("docs/{chapter}"));
    for page in outside.map(str::to_owned).into_iter().chain(chapters) {
        let path = REPOSITORY.join(&page);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"));
        for target in targets(&text).iter().filter(|target| !target.contains("://")) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let aim = match file {
                "" => path.clone(),
                file => path.parent().unwrap_or(Path::new(".")).join(file),
            };
            assert!(aim.exists(), "{page}: {target} is not there");
            let book = REPOSITORY.join("docs");
            assert!(
                !is_within(&path, &book) || is_within(&aim, &book),
                "{page}: {target} is outside of the book"
            );
            if !anchor.is_empty() {
                let headings = anchors(&std::fs::read_to_string(&aim).expect("a page"));
                assert!(headings.contains(anchor), "{page}: {target} has no such heading: {headings:?}");
            }
        }
    }
}

#[test]
fn every_page_is_a_chapter_once() {
    let mut chapters = chapters();
    let number = chapters.len();
    chapters.sort();
    chapters.dedup();
    assert_eq!(chapters.len(), number, "a chapter stands twice in the summary");
    let folder = std::fs::read_dir(REPOSITORY.join("docs")).expect("it can be read");
    let names = folder.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut pages: Vec<_> = names.filter(|name| name.ends_with(".md") && name != "SUMMARY.md").collect();
    pages.sort();
    assert_eq!(chapters, pages);
}
