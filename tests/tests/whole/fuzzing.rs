//! The fuzz targets' promises on the examples, cut and joined at random. `PROPTEST_CASES` says how often.

use std::fs;

use proptest::prelude::*;
use spec_tests::fuzz;

use crate::REPOSITORY;

/// Documents in every dialect, as bytes.
fn documents() -> Vec<Vec<u8>> {
    let documents = [
        "requirements.md",
        "examples/native/requirements.md",
        "examples/kiro/.kiro/specs/session-store/requirements.md",
        "examples/spec-kit/specs/001-recipe-scaling/spec.md",
        "examples/openspec/openspec/specs/retry-policy/spec.md",
    ];
    documents.into_iter().map(|path| fs::read(REPOSITORY.join(path)).expect("it is there")).collect()
}

/// What breaks the structure of a document when it lands in the middle of it.
const SPLINTERS: [&[u8]; 20] = [
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xe2\x80",
    b"```\n",
    b"<!--",
    b"-->",
    b"> ",
    b"- ",
    b"1. ",
    b"\t",
    b"| a | b |\n|--|--|\n",
    b"# ",
    b"### Requirement 1: A\n",
    b"\xef\xbb\xbf",
    b"**",
    b"[NEEDS CLARIFICATION: ",
    b"\n\n## ADDED Requirements\n\n",
];

/// Some document, cut at some places, with splinters in between.
fn broken(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let cut = (prop::sample::select(seeds), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let splinter = prop_oneof![
        prop::sample::select(SPLINTERS.map(<[u8]>::to_vec).to_vec()),
        prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec((cut, splinter), 1..6).prop_map(|pieces| {
        let mut bytes = Vec::new();
        for ((seed, from, to), splinter) in pieces {
            let (from, to) = (from.index(seed.len()), to.index(seed.len()));
            bytes.extend_from_slice(&seed[from.min(to)..from.max(to)]);
            bytes.extend_from_slice(&splinter);
        }
        bytes
    })
}

#[test]
fn documents_as_they_are_keep_the_promises() {
    documents().iter().for_each(|document| fuzz::read_document(document));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_in_pieces_keep_the_promises(document in broken(documents())) {
        fuzz::read_document(&document);
    }
}
