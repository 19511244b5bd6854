//! `cargo spec`: acceptance criteria in Markdown, enforced by `cargo test`.

/// Several threads read documents and sources. The allocator of glibc enlarges the heaps of threads page by page.
#[cfg(not(windows))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    cargo_spec::main()
}
