//! What reading documents and scanning source cost, each beside its baseline in the same run.
//!
//! `cargo bench -p spec-tests --bench pieces`. The times of `read` with ten times the documents must be ten times as long: the
//! throughput stays.

use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use spec_model::{Source, dialect, links, markdown};
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
            black_box(markdown::Outline::new(source));
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
