//! Any text as a test file that stubs are added to: see `spec_tests::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|existing: &str| spec_tests::fuzz::gen_existing(existing));
