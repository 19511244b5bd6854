//! Any bytes as a task list: see `spec_tests::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| spec_tests::fuzz::read_tasks(bytes));
