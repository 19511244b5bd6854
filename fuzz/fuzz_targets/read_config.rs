//! Any text as a configuration: see `spec_tests::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| spec_tests::fuzz::read_config(text));
