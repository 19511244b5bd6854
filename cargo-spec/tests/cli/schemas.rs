//! Holds all JSON that the command prints in a test against its schema in `docs/schemas`.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::Value;

/// The schemas that were read, by their names.
static READ: LazyLock<Mutex<HashMap<String, Validator>>> = LazyLock::new(Mutex::default);

/// The arguments behind which a value stands.
const WITH_VALUE: [&str; 8] =
    ["--format", "--manifest-path", "-p", "--package", "--exclude", "--color", "--below", "--base"];

/// The name of the schema of a command, if it prints JSON; the arguments are those behind `spec`.
fn name(arguments: &[&str]) -> Option<String> {
    let is_json =
        arguments.windows(2).any(|two| two == ["--format", "json"]) || arguments.contains(&"--format=json");
    let has = |flag: &str| arguments.contains(&flag);
    let values = arguments.iter().enumerate().filter(|(at, word)| {
        !word.starts_with('-') && (*at == 0 || !WITH_VALUE.contains(&arguments[at - 1]))
    });
    let mut words = values.map(|(_, word)| *word);
    let verb = words.next().filter(|_| is_json)?;
    Some(match (verb, words.next()) {
        ("check", _) if has("--fix") => "check-fix".to_owned(),
        ("prove", _) if has("--import") => "prove-import".to_owned(),
        ("report", _) => "test".to_owned(),
        ("tasks", Some("verify")) if has("--branches") => "tasks-branches".to_owned(),
        ("tasks", Some(inner @ ("brief" | "next" | "tick" | "verify" | "waves"))) => format!("tasks-{inner}"),
        _ => verb.to_owned(),
    })
}

/// Demands that each object that a command has printed is as its schema says. What is no JSON is judged elsewhere.
#[track_caller]
pub(crate) fn check<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>, out: &str) {
    let arguments: Vec<_> =
        arguments.into_iter().map(|word| word.as_ref().to_string_lossy().into_owned()).collect();
    // Something else may start the command, as `strace` does.
    let arguments: Vec<_> =
        arguments.iter().map(String::as_str).skip_while(|word| *word != "spec").skip(1).collect();
    let Some(name) = name(&arguments) else { return };
    for line in out.lines() {
        let Ok(value @ Value::Object(_)) = serde_json::from_str::<Value>(line) else { continue };
        let name = if value.get("error").is_some() { "error" } else { &*name };
        let errors = errors(name, &value);
        assert!(errors.is_empty(), "{arguments:?} is not as docs/schemas/{name}.json says: {errors:#?}");
    }
}

/// Lists the ways in which a value is not as a schema says.
fn errors(name: &str, value: &Value) -> Vec<String> {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = read.entry(name.to_owned()).or_insert_with(|| {
        let file = format!("{}/../docs/schemas/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let text =
            std::fs::read_to_string(Path::new(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let schema = serde_json::from_str(&text).expect("it is JSON");
        jsonschema::validator_for(&schema).expect("it is a schema")
    });
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn a_key_that_is_missing_or_of_another_type_is_not_as_the_schema_says() {
    let good = serde_json::json!({ "version": 1, "error": { "message": "no", "help": null } });
    assert_eq!(errors("error", &good), Vec::<String>::new());
    for (pointer, value) in [("/version", Value::Null), ("/error/message", 3.into()), ("/error", "no".into())]
    {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("it is there") = value;
        assert_ne!(errors("error", &bad), Vec::<String>::new(), "{pointer}");
    }
    let mut bad = good;
    bad.as_object_mut().expect("an object").remove("version");
    assert_ne!(errors("error", &bad), Vec::<String>::new());
}

#[test]
fn the_words_of_a_command_choose_the_schema() {
    let check = |command: &str, expect: Option<&str>| {
        let words: Vec<_> = command.split(' ').collect();
        assert_eq!(name(&words).as_deref(), expect, "{command}");
    };
    check("check --format json", Some("check"));
    check("prove --import a.json --format=json", Some("prove-import"));
    check("check --fix --dry-run --format=json", Some("check-fix"));
    check("-p shop report --format json", Some("test"));
    check("tasks --format json verify 1.1", Some("tasks-verify"));
    check("tasks verify --branches a b --format json", Some("tasks-branches"));
    check("tasks plan.md --format json", Some("tasks"));
    check("check", None);
    check("check --format sarif", None);
}
