use std::collections::HashMap;
use std::fmt::Write as _;

use proptest::prelude::*;

use spec_model::diagnostic::Location;
use spec_model::dialect;
use spec_model::source::Source;

use spec_model::diagnostic::{Code, Severity};

use super::*;
use crate::intent::{AcceptanceRecord, CriterionIntent, Intent, Stated};
use crate::lock::Lock;

/// A workspace with a feature `shop` whose criteria stand on some rungs, files with orphans, and a lock.
struct Folder {
    catalogs: Vec<Catalog>,
    findings: Findings,
    comparison: LockComparison,
}

/// The rungs of the criteria, from the first; `!` behind one: it must be exercised.
fn place(rungs: &str, orphans: &[&str], known_findings: &[(&str, &str, usize)], strict: &[&str]) -> Folder {
    let rungs: Vec<_> = rungs.split_whitespace().collect();
    let mut text = "### Requirement 1: A\n\n#### Acceptance Criteria\n\n".to_owned();
    for number in 1..=rungs.len() {
        let _ = writeln!(text, "{number}. WHEN x THEN the system SHALL y {number}");
    }
    let mut document = dialect::read(Source::new("/w/shop.md", text), None);
    "shop".clone_into(&mut document.feature);
    let (mut findings, mut now) = (Findings::default(), Intent::default());
    for ((_, criterion), rung) in document.criteria().zip(&rungs) {
        let name = rung.trim_end_matches('!');
        let rung_of = Rung::ALL.into_iter().find(|rung| rung.as_str() == name).expect("a rung");
        let location = Location::new(&document.source, criterion.span);
        if let Some(code) = Code::ALL.iter().find(|code| rung_of < Rung::Tested && code.as_str() == name) {
            let finding = Diagnostic::new(*code, "lower").located(location.clone());
            findings.diagnostics.push(finding.concerning(criterion.id.as_str()));
        }
        let key = Key::new("", "shop", criterion.id.as_str());
        let intent = CriterionIntent {
            key,
            wording: String::new(),
            tests: Vec::new(),
            helpers: Vec::new(),
            code: Vec::new(),
            waiver: None,
            context: None,
            record: AcceptanceRecord::default(),
        };
        let place = location.clone();
        let verdict = Some(findings.verdicts.push(Verdict {
            feature: "shop".to_owned(),
            id: criterion.id.clone(),
            is_id_shared: false,
            text: String::new(),
            location,
            rung: rung_of,
            required: rung.ends_with('!').then_some(Rung::Exercised),
            known_rung: None,
            waiver: None,
            links: Vec::new(),
            acceptance: Default::default(),
            proposed: None,
        }));
        now.criteria.push(Stated { intent, place, verdict });
    }
    for (number, path) in orphans.iter().enumerate() {
        let finding = Diagnostic::new(Code::Orphan, number.to_string());
        findings.diagnostics.push(finding.about(Path::new("/w").join(path)));
    }
    let known_findings = known_findings.iter().map(|(subject, code, number)| {
        (BaselineEntry { subject: (*subject).to_owned(), code: (*code).to_owned() }, *number)
    });
    let strict = strict.iter().map(|&feature| feature.to_owned()).collect();
    let lock =
        Lock { known_findings: known_findings.collect(), strict, has_baseline: true, ..Lock::default() };
    let comparison = LockComparison {
        root: "/w".into(),
        path: "/w/spec.lock".into(),
        source: None,
        lock: Some(lock.into()),
        now,
        changes: Vec::new(),
        baseline: None,
        ambiguous: HashMap::new(),
        citing: Vec::new(),
    };
    let mut catalog = Catalog::default();
    catalog.documents.push(std::sync::Arc::new(document));
    Folder { catalogs: vec![catalog], findings, comparison }
}

impl Folder {
    fn settle(&mut self) -> Baseline {
        let catalogs: Vec<_> = self.catalogs.iter().collect();
        Baseline::settle(&self.comparison, true, &catalogs, &mut self.findings).expect("there is a lock")
    }
}

fn known_findings(known_findings: &BTreeMap<BaselineEntry, usize>) -> Vec<String> {
    let known_findings = known_findings.iter();
    known_findings.map(|(entry, number)| format!("{} {} {number}", entry.subject, entry.code)).collect()
}

/// Checks the reported, the known and the fixed findings.
#[track_caller]
fn check(mut place: Folder, reported: &[&str], still_known: &[&str], fixed: &[&str]) {
    let baseline = place.settle();
    let findings = place.findings.diagnostics.iter().filter(|finding| finding.code != Code::BaselineStale);
    let findings = findings.map(|finding| {
        let subject = finding.subject.clone().unwrap_or_else(|| finding.message.clone());
        format!("{subject} {}", finding.code)
    });
    assert_eq!(findings.collect::<Vec<_>>(), reported);
    assert_eq!(known_findings(&baseline.still_known), still_known);
    assert_eq!(known_findings(&baseline.fixed), fixed);
    let warnings = place.findings.diagnostics.iter().filter(|finding| finding.code == Code::BaselineStale);
    assert_eq!(warnings.count(), fixed.len());
}

#[test]
fn what_the_baseline_knows_is_known_and_the_last_of_the_others_are_reported() {
    let orphan = |number| [("tests/a.rs", "orphan", number)];
    check(place("untested", &[], &[], &[]), &["REQ-1.1 untested"], &[], &[]);
    check(
        place("untested", &[], &[("shop/REQ-1.1", "untested", 1)], &[]),
        &[],
        &["shop/REQ-1.1 untested 1"],
        &[],
    );
    check(
        place("untested untested", &[], &[("shop/REQ-1.1", "untested", 1)], &[]),
        &["REQ-1.2 untested"],
        &["shop/REQ-1.1 untested 1"],
        &[],
    );
    let three = ["tests/a.rs", "tests/a.rs", "tests/a.rs"];
    check(place("", &three, &orphan(2), &[]), &["2 orphan"], &["tests/a.rs orphan 2"], &[]);
    check(place("", &three, &orphan(4), &[]), &[], &["tests/a.rs orphan 3"], &["tests/a.rs orphan 1"]);
    check(place("", &["tests/b.rs"], &orphan(1), &[]), &["0 orphan"], &[], &["tests/a.rs orphan 1"]);
}

#[test]
fn a_rung_may_be_left_upwards_and_not_downwards() {
    let rung = |is: &str, still_known: &str| place(is, &[], &[("shop/REQ-1.1", still_known, 1)], &[]);
    check(rung("stub", "untested"), &[], &["shop/REQ-1.1 stub 1"], &["shop/REQ-1.1 untested 1"]);
    check(rung("ignored", "stub"), &[], &["shop/REQ-1.1 ignored 1"], &["shop/REQ-1.1 stub 1"]);
    check(rung("untested", "stub"), &["REQ-1.1 untested"], &[], &["shop/REQ-1.1 stub 1"]);
    check(rung("stub", "ignored"), &["REQ-1.1 stub"], &[], &["shop/REQ-1.1 ignored 1"]);
    check(rung("tested", "untested"), &[], &[], &["shop/REQ-1.1 untested 1"]);
    check(rung("tested!", "untested"), &[], &["shop/REQ-1.1 passing 1"], &["shop/REQ-1.1 untested 1"]);
    check(rung("tested!", "passing"), &[], &["shop/REQ-1.1 passing 1"], &[]);
    check(rung("tested", "passing"), &[], &[], &["shop/REQ-1.1 passing 1"]);
    check(rung("untested!", "passing"), &["REQ-1.1 untested"], &["shop/REQ-1.1 passing 1"], &[]);
    check(rung("untested", "failing"), &["REQ-1.1 untested"], &[], &["shop/REQ-1.1 failing 1"]);
}

#[test]
fn a_verdict_says_where_it_may_stand() {
    let check = |still_known: &str, stands: Rung, expect: bool| {
        let mut place = place("tested", &[], &[("shop/REQ-1.1", still_known, 1)], &[]);
        place.settle();
        assert_eq!(
            place.findings.verdicts.as_slice()[0].is_known_on(stands),
            expect,
            "{still_known} {stands}"
        );
    };
    check("untested", Rung::Untested, true);
    check("untested", Rung::Tested, true);
    check("untested", Rung::Passing, true);
    check("untested", Rung::Failing, false);
    check("passing", Rung::Passing, true);
    check("passing", Rung::Tested, false);
    check("passing", Rung::Failing, false);
    check("exercised", Rung::Passing, false);
    check("failing", Rung::Failing, false);
    check("tested", Rung::Tested, false);
}

#[test]
fn a_feature_that_is_held_to_zero_owes_nothing() {
    let still_known =
        [("shop/REQ-1.1", "untested", 1), ("shop.md", "numbering-gap", 1), ("a.rs", "orphan", 1)];
    check(
        place("untested", &["a.rs"], &still_known, &["shop"]),
        &["REQ-1.1 untested"],
        &["a.rs orphan 1"],
        &["shop.md numbering-gap 1", "shop/REQ-1.1 untested 1"],
    );
}

#[test]
fn nothing_counts_as_fixed_as_long_as_something_is_not_seen() {
    let mut blind = place("tested", &[], &[("shop/REQ-1.1", "untested", 1)], &[]);
    let unreadable = Diagnostic::new(Code::UnreadableSource, "a").about("/w/tests/a.rs");
    blind.findings.hiding.push(unreadable.clone());
    blind.findings.diagnostics.push(unreadable);
    check(blind, &["a unreadable-source"], &["shop/REQ-1.1 untested 1"], &[]);
}

#[test]
fn notes_are_never_in_the_baseline() {
    let mut place = place("untested", &[], &[("shop/REQ-1.1", "untested", 1)], &[]);
    place.findings.diagnostics[0].severity = Severity::Note;
    check(place, &["REQ-1.1 untested"], &[], &["shop/REQ-1.1 untested 1"]);
}

proptest! {
    #[test]
    fn what_is_known_and_what_is_reported_is_all_and_no_more_is_known_than_recorded(
        rungs in prop::collection::vec(prop::sample::select(vec!["untested", "stub", "ignored", "tested", "tested!"]), 1..6),
        orphans in prop::collection::vec(prop::sample::select(vec!["a.rs", "b.rs"]), 0..6),
        recorded in prop::collection::btree_map(
            (prop::sample::select(vec!["shop/REQ-1.1", "shop/REQ-1.2", "shop/REQ-1.3", "a.rs", "b.rs", "gone.rs"]),
             prop::sample::select(vec!["untested", "stub", "ignored", "passing", "orphan", "failing"])),
            1..4_usize,
            0..8,
        ),
        is_strict in any::<bool>(),
    ) {
        let recorded: Vec<_> = recorded.iter().map(|((subject, code), number)| (*subject, *code, *number)).collect();
        let strict: &[&str] = if is_strict { &["shop"] } else { &[] };
        let mut place = place(&rungs.join(" "), &orphans, &recorded, strict);
        let before = place.findings.diagnostics.clone();
        let baseline = place.settle();
        let (known, reported) = (&place.findings.known, &place.findings.diagnostics);
        for finding in &before {
            let times = |all: &[Diagnostic]| all.iter().filter(|other| *other == finding).count();
            prop_assert_eq!(times(known) + times(reported), 1);
        }
        let fixed = reported.iter().filter(|finding| finding.code == Code::BaselineStale).count();
        prop_assert_eq!(known.len() + reported.len() - fixed, before.len());
        prop_assert_eq!(baseline.found.len(), before.len());
        prop_assert_eq!(baseline.found.iter().filter(|found| found.is_known).count(), known.len());
        for subject in baseline.found.iter().map(|found| &found.entry.subject) {
            let of = |found: &&Found| found.is_known && found.entry.subject == *subject;
            let known = baseline.found.iter().filter(of).count();
            let allowed: usize = recorded.iter().filter(|(of, ..)| of == subject).map(|(.., number)| number).sum();
            prop_assert!(known <= allowed);
        }
        prop_assert!(!is_strict || known.iter().all(|finding| finding.code == Code::Orphan));
        // To settle again with what is left changes nothing: nothing more is fixed, and nothing else is reported.
        let lock = place.comparison.lock.as_mut().expect("a lock");
        std::sync::Arc::make_mut(lock).known_findings.clone_from(&baseline.still_known);
        let (known, reported) = (known.clone(), reported.iter().filter(|finding| finding.code != Code::BaselineStale).cloned().collect::<Vec<_>>());
        place.findings.known.clear();
        place.findings.diagnostics = before;
        let again = place.settle();
        prop_assert_eq!((&again.still_known, &again.fixed), (&baseline.still_known, &BTreeMap::new()));
        prop_assert_eq!((&place.findings.known, &place.findings.diagnostics), (&known, &reported));
    }
}
