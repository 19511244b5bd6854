//! Makes each picture of the book anew, and compares it with its file. `INSTA_UPDATE=always` writes the files.

mod diagram;
mod recording;

use std::fs;

use crate::REPOSITORY;

/// Demands that a picture is as its file has it, or writes the file.
#[track_caller]
fn is_current(name: &str, svg: &str) {
    let path = REPOSITORY.join("docs/pictures").join(name);
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(&path, svg).expect("it is written");
    }
    let drawn = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        drawn == svg,
        "docs/pictures/{name} is out of date: `INSTA_UPDATE=always cargo test -p spec-tests --test whole pictures` draws it anew"
    );
}

/// The text as it stands in SVG.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
