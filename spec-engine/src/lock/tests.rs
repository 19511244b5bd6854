use spec_model::diagnostic::Diagnostic;
use spec_model::index::Index as _;
use spec_model::source::Source;
use spec_model::spec::Fingerprint;
use spec_model::waiver::{Method, Waiver};

use super::*;
use crate::intent::{AcceptanceRecord, CriterionIntent, ItemState};

fn test(name: &str, tokens: &str) -> ItemState {
    let fingerprint = Some(Fingerprint::of_tokens(tokens));
    ItemState {
        file: "tests/a.rs".into(),
        name: name.into(),
        tokens: tokens.into(),
        fingerprint,
        link: None,
        helper: None,
    }
}

fn meaning(id: &str, wording: &str, tests: Vec<ItemState>) -> CriterionIntent {
    CriterionIntent {
        key: Key::new("", "shop", id),
        wording: wording.to_owned(),
        tests,
        helpers: Vec::new(),
        code: Vec::new(),
        waiver: None,
        context: None,
        record: AcceptanceRecord::default(),
    }
}

fn lock() -> Lock {
    let mut lock = Lock::default();
    let code = ItemState {
        file: "src/lib.rs".into(),
        name: "pay".into(),
        tokens: "".into(),
        fingerprint: None,
        link: None,
        helper: None,
    };
    // `extern "C" { … }`
    let nameless = ItemState { name: "".into(), ..code.clone() };
    lock.criteria = Lock::of([
        CriterionIntent {
            helpers: vec![test("check", "fn _ ( ) { }")],
            code: vec![nameless, code],
            ..meaning("REQ-1.1", "it SHALL\nwork\t\\", vec![test("a", "x ( )"), test("b", "y")])
        },
        CriterionIntent {
            waiver: Some(Waiver { method: Method::Measurement, reason: "once\ta year".to_owned() }),
            ..meaning("REQ-1.10", "it SHALL end", Vec::new())
        },
    ])
    .criteria;
    of(&mut lock, 0).record.tests_unchanged = Some("only\tthe spelling".to_owned());
    for AcceptedCriterion { intent: meaning, .. } in &mut lock.criteria {
        meaning.record.lineage = Some(meaning.lineage());
    }
    lock.known.insert(Key::new("", "shop", "REQ-1.2"));
    lock.gone.insert(Key::new("", "shop", "REQ-1.2"), [Fingerprint::as_written("gone")].into());
    lock.has_baseline = true;
    lock.strict.insert("shop".to_owned());
    lock.known_findings
        .insert(BaselineEntry { subject: "shop/REQ-2.1".to_owned(), code: "untested".to_owned() }, 1);
    lock
}

fn read(text: &str) -> Result<Lock, Vec<Diagnostic>> {
    super::read(&Source::new("spec.lock", text)).map(Lock::without_lines)
}

/// An accepted criterion, by its place.
fn of(lock: &mut Lock, at: usize) -> &mut CriterionIntent {
    &mut lock.criteria[BeforeIx::new(at)].intent
}

fn seals(lock: &Lock) -> Vec<Seal> {
    lock.criteria.iter().filter_map(AcceptedCriterion::seal).collect()
}

/// The findings, with the lines.
fn check(text: &str, expect: &[&str]) {
    let findings = read(text).err().unwrap_or_default();
    let reported = findings.iter().map(|finding| {
        let line = finding.location.as_ref().map_or(0, |location| location.start.line);
        format!("{} {line}: {}", finding.code, finding.label)
    });
    assert_eq!(reported.collect::<Vec<_>>(), expect, "{text}");
}

#[test]
fn a_lock_has_a_block_for_each_criterion_in_the_order_of_their_numbers() {
    insta::assert_snapshot!(lock().to_string().replace('\t', " → "), @r"
    # What people have accepted. Kept by `cargo spec accept`, not by hand.
    version 1

    [shop/REQ-1.1]
    shop/REQ-1.1 → text → 203943f31246986c → it SHALL\nwork\t\\
    shop/REQ-1.1 → test → fcc86d67cff77bf6 → tests/a.rs → a → x ( )
    shop/REQ-1.1 → test → f400aa6b21bb3e56 → tests/a.rs → b → y
    shop/REQ-1.1 → help → 0a0a4f99a887ef96 → tests/a.rs → check → fn _ ( ) { }
    shop/REQ-1.1 → code → - → src/lib.rs → -
    shop/REQ-1.1 → code → - → src/lib.rs → pay
    shop/REQ-1.1 → same → only\tthe spelling
    shop/REQ-1.1 → seal → 958802d679084373 → 8b4323f7dcabc861

    [shop/REQ-1.2]
    shop/REQ-1.2 → gone → 9ce8fb720ea0b8ce → f020a463219936ab

    [shop/REQ-1.10]
    shop/REQ-1.10 → text → 7367122af8bff4cf → it SHALL end
    shop/REQ-1.10 → waive → measurement → once\ta year
    shop/REQ-1.10 → seal → bc23c7d81e97abcc → bc3c3376c9d16f0c

    []
    strict → shop
    known → shop/REQ-2.1 → untested → 1

    # end
    ");
}

#[test]
fn what_is_written_is_read() {
    assert_eq!(read(&lock().to_string()), Ok(lock()));
    assert_eq!(read(&Lock::default().to_string()), Ok(Lock::default()));
    assert_eq!(read(&format!("{}\n\n", lock())), Ok(lock()));
    let paid = Lock { has_baseline: true, ..Lock::default() };
    assert_eq!(read(&paid.to_string()), Ok(paid));
}

#[test]
fn a_lock_that_is_cut_off_anywhere_is_damaged() {
    let text = lock().to_string();
    for end in 0..text.len() {
        assert!(text.is_char_boundary(end));
        assert!(read(&text[..end]).is_err(), "{:?}", &text[..end]);
    }
}

#[test]
fn marks_of_a_conflict_are_reported_in_their_place() {
    let text = lock().to_string().replace("shop/REQ-1.10\t", "<<<<<<< HEAD\nshop/REQ-1.10\t");
    check(&text, &["lock-conflict 18: two branches have accepted different things here"]);
}

#[test]
fn two_texts_of_one_criterion_are_a_conflict_and_the_same_twice_is_none() {
    let twice = |other: &Lock| {
        let both = lock().to_string();
        let other = other.to_string();
        let other: Vec<_> = other.lines().filter(|line| !line.starts_with('#')).collect();
        both.replace("# end", &format!("{}\n# end", other.join("\n")))
    };
    assert_eq!(read(&twice(&lock())), Ok(lock()));
    let mut other = lock();
    "it SHALL stop".clone_into(&mut of(&mut other, 1).wording);
    check(&twice(&other), &["lock-conflict 42: two branches have accepted different things"]);
    let mut other = lock();
    of(&mut other, 0).tests[1] = test("b", "z");
    check(&twice(&other), &["lock-conflict 31: two branches have accepted different things"]);
    let mut other = lock();
    of(&mut other, 0).helpers[0] = test("check", "fn _ ( ) { return ; }");
    check(&twice(&other), &["lock-conflict 32: two branches have accepted different things"]);
    let mut other = lock();
    of(&mut other, 1).waiver = Some(Waiver { method: Method::Analysis, reason: "it follows".to_owned() });
    check(&twice(&other), &["lock-conflict 43: two branches have accepted different things"]);
}

#[test]
fn two_versions_of_a_test_are_a_conflict_also_before_the_text_of_their_criterion() {
    let line = |tokens: &str| {
        let fingerprint = Fingerprint::of_tokens(tokens);
        format!("shop/REQ-1.1\ttest\t{fingerprint}\ttests/a.rs\ta\t{tokens}\n")
    };
    let text = "shop/REQ-1.1\ttext\t7367122af8bff4cf\tit SHALL end\n";
    let lock = |first: &str, second: &str| format!("version 1\n{}{}{text}# end\n", line(first), line(second));
    let once = read(&lock("x", "x")).map(|mut lock| of(&mut lock, 0).tests.len());
    assert_eq!(once, Ok(1));
    check(&lock("x", "y"), &["lock-conflict 3: two branches have accepted different things"]);
}

#[test]
fn what_was_edited_by_hand_is_reported_in_its_place() {
    let text = lock().to_string();
    check(
        &text.replace("it SHALL end", "it SHOULD end"),
        &["lock-damaged 18: the fingerprint is not that of the text beside it"],
    );
    check(
        &text.replace("\ttest\t", "\tbest\t"),
        &[
            "lock-damaged 6: this line does not belong to this file",
            "lock-damaged 7: this line does not belong to this file",
        ],
    );
    check(&text.replace("version 1", "version 2"), &["lock-version 2: this version reads `version 1`"]);
    check(&text.replace("version 1\n", ""), &["lock-damaged 3: this file does not begin with a version"]);
    check("", &["lock-damaged 1: there is nothing in this file"]);
    let without: String =
        text.lines().filter(|line| !line.contains("\ttext\t")).map(|line| format!("{line}\n")).collect();
    check(
        &without,
        &[
            "lock-damaged 5: the text of this criterion is missing",
            "lock-damaged 17: the text of this criterion is missing",
        ],
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_reported_to_be_wrong(text in "(version 1\n)?((\\[|a/1|known|text|test|help|code|\t|\n|-|[0-9a-f]{16}|\\\\|<<<<<<<|# end|\\]){0,12})") {
        let _ = read(&text);
    }
}

#[test]
fn lines_that_were_added_taken_away_or_changed_by_hand_break_the_seal() {
    let text = lock().to_string();
    let broken = "lock-damaged 12: the lines of this criterion are not as this command wrote them";
    check(&text.replace("\ttests/a.rs\ta\t", "\ttests/b.rs\ta\t"), &[broken]);
    check(&text.replace("only\\tthe spelling", "only the spelling"), &[broken]);
    let (before, after) = ("it SHALL\nwork\t\\", "it MAY\nwork");
    let other = text
        .replace(&line::escaped(before).into_owned(), &line::escaped(after))
        .replace(&Fingerprint::as_written(before).to_string(), &Fingerprint::as_written(after).to_string());
    check(&other, &[broken]);
    let without = |part: &str| -> String {
        text.lines().filter(|line| !line.contains(part)).map(|line| format!("{line}\n")).collect()
    };
    let above = broken.replace("12", "11");
    check(&without("\tb\ty"), &[&above]);
    check(&without("\tsame\t"), &[&above]);
    check(
        &text.replace("\tgone\t", "\tgone\tf"),
        &["lock-damaged 15: this line does not belong to this file"],
    );
}

#[test]
fn lines_without_a_seal_are_those_of_an_earlier_version() {
    let text = lock().to_string();
    let old: String =
        text.lines().filter(|line| !line.contains("\tseal\t")).map(|line| format!("{line}\n")).collect();
    let read = super::read(&Source::new("spec.lock", &*old)).expect("it is read");
    assert_eq!(seals(&read), [Seal::Missing, Seal::Missing]);
    // Written again, they are sealed.
    assert_eq!(read.to_string(), text);
}

#[test]
fn of_two_branches_that_accept_tests_of_one_criterion_both_seals_stand() {
    let mut other = lock();
    of(&mut other, 1).tests.push(test("c", "z"));
    let (one, other) = (lock().to_string(), other.to_string());
    let more: String = other
        .lines()
        .filter(|line| line.starts_with("shop/REQ-1.10") && !one.contains(*line))
        .map(|line| format!("{line}\n"))
        .collect();
    let merged = one.replace("\n[]\n", &format!("{more}\n[]\n"));
    let read = super::read(&Source::new("spec.lock", &*merged)).expect("it is read");
    assert_eq!(seals(&read), [Seal::Whole, Seal::Merged]);
    assert_eq!(read.to_string(), other);
}
