//! Any bytes as the input of `cargo spec mcp`: see `spec_tests::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spec_tests::fuzz::answer_mcp(input));
