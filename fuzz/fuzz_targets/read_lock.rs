//! Any bytes as a lock: see `spec_tests::fuzz`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| spec_tests::fuzz::read_lock(bytes));
