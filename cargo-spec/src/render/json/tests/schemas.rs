//! Writes the schemas of all forms into `docs/schemas`, from their types.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use crate::render::json::*;

/// The schema of a form, as a file has it.
fn schema<T: JsonSchema>(command: &str) -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("title".to_owned(), format!("`cargo spec {command} --format json`").into());
    let words = "Version 1. New keys may come at any time; whatever else changes changes the version.";
    schema.insert("description".to_owned(), words.into());
    let text = serde_json::to_string_pretty(&schema).expect("it is JSON");
    format!("{text}\n")
}

/// The schemas, by the names of their files.
fn schemas() -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("accept", schema::<accept::AcceptJson<'_>>("accept")),
        ("affected", schema::<affected::AffectedJson<'_>>("affected")),
        ("baseline", schema::<baseline::BaselineJson<'_>>("baseline")),
        ("check", schema::<check::CheckJson<'_>>("check")),
        ("check-fix", schema::<fix::FixJson<'_>>("check --fix")),
        ("diff", schema::<diff::DiffJson<'_>>("diff")),
        ("error", schema::<ErrorJson<'_>>("VERB")),
        ("explain", schema::<explain::ExplainJson>("explain")),
        ("gen", schema::<r#gen::GenJson<'_>>("gen")),
        ("init", schema::<init::InitJson<'_>>("init")),
        ("list", schema::<list::ListJson<'_>>("list")),
        ("new", schema::<new::NewJson<'_>>("new")),
        ("next", schema::<todo::TodoJson<'_>>("next")),
        ("prove", schema::<prove::ProveJson<'_>>("prove")),
        ("prove-import", schema::<import::ImportJson<'_>>("prove --import")),
        ("replay", schema::<replay::ReplayJson<'_>>("replay")),
        ("review", schema::<review::ReviewJson<'_>>("review --list")),
        ("show", schema::<show::ShowJson<'_>>("show")),
        ("tasks", schema::<tasks::TasksJson<'_>>("tasks")),
        ("tasks-branches", schema::<tasks::verify::BranchesJson<'_>>("tasks verify --branches")),
        ("tasks-brief", schema::<tasks::brief::BriefJson<'_>>("tasks brief")),
        ("tasks-next", schema::<tasks::next::NextJson<'_>>("tasks next")),
        ("tasks-tick", schema::<tasks::tick::TickJson<'_>>("tasks tick")),
        ("tasks-verify", schema::<tasks::verify::VerifyJson<'_>>("tasks verify")),
        ("tasks-waves", schema::<tasks::waves::WavesJson<'_>>("tasks waves")),
        ("test", schema::<test::TestJson<'_>>("test")),
        ("watch", schema::<watch::WatchJson<'_>>("watch")),
    ])
}

#[test]
fn the_schemas_in_the_documentation_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schemas");
    let is_update = std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always");
    for (name, schema) in schemas() {
        let path = folder.join(format!("{name}.json"));
        if is_update {
            std::fs::create_dir_all(&folder).expect("the folder is made");
            std::fs::write(&path, &schema).expect("it is written");
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        let hint = "`INSTA_UPDATE=always cargo test -p cargo-spec-cli --lib schemas` writes it";
        assert!(written == schema, "docs/schemas/{name}.json is another one: {hint}");
    }
    let files = std::fs::read_dir(&folder).expect("it is there").count();
    assert_eq!(files, schemas().len(), "a file in docs/schemas belongs to no form");
}
