//! `cargo spec`: acceptance criteria in Markdown, enforced by `cargo test`.

fn main() -> std::process::ExitCode {
    cargo_spec::main()
}
