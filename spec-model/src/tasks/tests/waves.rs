use super::{findings, list};

#[track_caller]
fn check(json: &str, expect: &[&str], reported: usize) {
    let list = list(&format!("- [ ] 1. a\n\n## Task Dependency Graph\n\n```json\n{json}\n```\n"));
    let reported_here =
        findings(&list).iter().filter(|finding| finding.starts_with("malformed-task")).count();
    let waves: Vec<_> = list
        .waves
        .iter()
        .map(|wave| {
            let tasks = wave.tasks.iter().map(|task| {
                let depends: Vec<_> = task.depends.iter().map(|(number, _)| number.as_str()).collect();
                let depends =
                    if depends.is_empty() { String::new() } else { format!("<{}", depends.join("<")) };
                format!("{}{depends}", task.number)
            });
            let id = wave.id.map_or("-".to_owned(), |id| id.to_string());
            format!("{id}: {}", tasks.collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(
        (waves.iter().map(String::as_str).collect::<Vec<_>>(), reported_here),
        (expect.to_vec(), reported),
        "{json}"
    );
    for wave in &list.waves {
        for task in &wave.tasks {
            assert_eq!(list.text(task.span).trim_matches('"'), task.number);
        }
    }
}

#[test]
fn waves_are_read_in_every_form() {
    check(
        r#"{"waves": [{"id": 0, "tasks": ["1.1", "1.2"]}, {"id": 1, "tasks": ["2"]}]}"#,
        &["0: 1.1 1.2", "1: 2"],
        0,
    );
    check(r#"{"waves": [["1"], ["2", "3"]]}"#, &["0: 1", "1: 2 3"], 0);
    check(r#"{"waves": [[1], [3, 4.1]]}"#, &["0: 1", "1: 3 4.1"], 0);
    check(r#"{"waves": [{"wave": 1, "tasks": ["1"]}]}"#, &["1: 1"], 0);
    check(
        r#"{"waves": [{"id": "wave-2", "tasks": [{"id": "1", "depends_on": ["0", "2"]}]}]}"#,
        &["2: 1<0<2"],
        0,
    );
    check(r#"{"graph": 1, "waves": [{"id": 0, "name": "x", "tasks": []}]}"#, &["0: "], 0);
}

#[test]
fn a_graph_that_is_not_understood_is_reported() {
    check(r#"{"waves": [{"id": 0, "tasks": ["1.1", "1.2"]}"#, &["0: 1.1 1.2"], 1);
    check(r#"{"waves": "later"}"#, &[], 1);
    check(r#"{"other": []}"#, &[], 0);
}
