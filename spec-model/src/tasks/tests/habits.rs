//! Task lists as people write them by their own habits, each with what it says.

mod hand_written;
mod languages;
mod tools;

use super::{list, show};

/// A list, and its tasks as [`show`] has them.
type Row<'a> = (&'a str, &'a [&'a str]);

/// Compares every list of a table with what it says. All that differ are shown at once.
#[track_caller]
fn check_all(table: &[Row<'_>]) {
    let mut wrong = Vec::new();
    for (text, expect) in table {
        for text in [(*text).to_owned(), text.replace('\n', "\r\n")] {
            let list = list(&text);
            let found: Vec<_> = list.tasks.iter().map(|task| show(&list, task)).collect();
            if found != *expect {
                wrong.push(format!("{text}\nfound    {found:?}\nexpected {expect:?}\n"));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n\n{}", wrong.len(), table.len(), wrong.join("\n"));
}
