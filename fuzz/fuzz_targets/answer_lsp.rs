//! Any bytes as the input of `cargo spec lsp`: see `spec_tests::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spec_tests::fuzz::answer_lsp(input));
