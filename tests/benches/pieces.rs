//! Measures reading documents, scanning source and writing stubs, each beside its baseline in the same run.
//!
//! `cargo bench -p spec-tests --bench pieces`. The times of `read` and of each `stubs` with ten times as much must be ten times as long:
//! the throughput stays.

use std::path::Path;

use cargo_spec::stubs::{CodeLayout, DocumentPlace, Placed, Setting, Stub, TestOrder, Wanted, splice};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use spec_engine::links;
use spec_model::{Source, dialect, markdown};
use spec_tests::workload::{FULL, Workload};

fn main() {
    divan::main();
}

/// As many documents as were asked for, each of them as large as those of the full workload.
fn documents(count: usize) -> Vec<Source> {
    let workload = Workload { documents: count, criteria: count * FULL.criteria / FULL.documents, ..FULL };
    let place = |document| format!(".kiro/specs/feature-{document}/requirements.md");
    (0..count).map(|document| Source::new(place(document), workload.document(document))).collect()
}

fn bytes(sources: &[Source]) -> BytesCount {
    BytesCount::new(sources.iter().map(|source| source.text().len()).sum::<usize>())
}

const DOCUMENTS: [usize; 2] = [FULL.documents, 10 * FULL.documents];

/// The baseline: the structure of Markdown, and no meaning.
#[divan::bench(args = DOCUMENTS)]
fn outline(bencher: Bencher<'_, '_>, count: usize) {
    let sources = documents(count);
    bencher.counter(bytes(&sources)).bench_local(|| {
        for source in &sources {
            black_box(markdown::Blocks::new(source));
        }
    });
}

/// Requirements, criteria, clauses, findings.
#[divan::bench(args = DOCUMENTS)]
fn read(bencher: Bencher<'_, '_>, count: usize) {
    let sources = documents(count);
    bencher.counter(bytes(&sources)).with_inputs(|| documents(count)).bench_local_values(|sources| {
        for source in sources {
            black_box(dialect::read(source, None));
        }
    });
}

/// A long file of Rust, a link in every few lines.
fn rust() -> String {
    FULL.file(0..500, false, 20_000)
}

/// The baseline: where the word stands, be it in comments or strings.
#[divan::bench]
fn find_word(bencher: Bencher<'_, '_>) {
    let text = rust();
    let bytes = BytesCount::of_str(&text);
    bencher.counter(bytes).bench_local(|| memchr::memmem::find_iter(text.as_bytes(), b"spec").count());
}

/// Links, token by token.
#[divan::bench]
fn scan(bencher: Bencher<'_, '_>) {
    let text = rust();
    let bytes = BytesCount::of_str(&text);
    let path = Path::new("src/lib.rs").into();
    bencher.counter(bytes).bench_local(|| links::scan(&path, &text));
}

const CRITERIA: [usize; 2] = [FULL.criteria / 5, 2 * FULL.criteria];

/// The stubs of so many criteria, some of them with names that others have too.
fn stubs_of(count: usize) -> Vec<Placed> {
    let stub = |criterion: usize| {
        let id = format!("REQ-{}.{}", criterion / 5 + 1, criterion % 5 + 1);
        let part = criterion % 7;
        let text = format!("WHEN a visitor asks for part {part} THEN the shop SHALL answer within 200 ms");
        let title = "Orders".to_owned();
        Stub::new(Wanted { id, title, text, ..Wanted::default() })
    };
    let place = |criterion| DocumentPlace { requirement: criterion / 5, criterion };
    (0..count).map(|criterion| Placed { place: place(criterion), stub: stub(criterion) }).collect()
}

/// The text of a test file with stubs.
fn with_stubs(existing: &str, stubs: &[Placed]) -> String {
    let place_of = |id: &str| {
        let (requirement, criterion) = id.strip_prefix("REQ-")?.split_once('.')?;
        let requirement = requirement.parse::<usize>().ok()?.checked_sub(1)?;
        let criterion = criterion.parse::<usize>().ok()?.checked_sub(1)?;
        Some(DocumentPlace { requirement, criterion: requirement * 5 + criterion })
    };
    let setting = Setting {
        runtime: "spec_runtime".to_owned(),
        async_test: None,
        has_proptest: false,
        header: "Orders.".to_owned(),
        layout: CodeLayout::default(),
    };
    let order = TestOrder { headings: Vec::new(), place_of: &place_of };
    splice(existing, stubs, &order, &setting).expect("it is Rust").text
}

/// The baseline: what the stubs say, not yet in a file.
#[divan::bench(args = CRITERIA, sample_count = 10)]
fn stubs(bencher: Bencher<'_, '_>, count: usize) {
    bencher.counter(ItemsCount::new(count)).bench_local(|| stubs_of(count));
}

/// Into a file that is new.
#[divan::bench(args = CRITERIA, sample_count = 10)]
fn stubs_new(bencher: Bencher<'_, '_>, count: usize) {
    let stubs = stubs_of(count);
    bencher.counter(ItemsCount::new(count)).bench_local(|| with_stubs("", &stubs));
}

/// Into a file that holds every other one of them.
#[divan::bench(args = CRITERIA, sample_count = 10)]
fn stubs_between(bencher: Bencher<'_, '_>, count: usize) {
    let stubs = stubs_of(count);
    let half: Vec<_> = stubs.iter().step_by(2).cloned().collect();
    let existing = with_stubs("", &half);
    bencher.counter(ItemsCount::new(count)).bench_local(|| with_stubs(&existing, &stubs));
}
