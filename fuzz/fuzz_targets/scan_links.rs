//! Any text as a Rust source with links: see `spec_tests::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| spec_tests::fuzz::scan_links(text));
