//! `cargo spec init --agents`.

use crate::{MANIFEST, TestCrate};

const ALL: &str = "init --agents claude,copilot,kiro,skill,agents-md,spec-kit";

/// A package in which people have files of agents of their own.
fn shop() -> TestCrate {
    TestCrate::with(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", ""),
        ("AGENTS.md", "# Agents\n\nBe kind.\n"),
        (".claude/settings.json", SETTINGS),
    ])
}

const SETTINGS: &str = "{\n  // ours\n  \"model\": \"x\",\n  \"hooks\": {\n    \"Stop\": [\n      { \"hooks\": [] } // keep\n    ]\n  },\n  \"z\": 1\n}\n";

/// Every file with its content.
fn contents(place: &TestCrate) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    place.files().into_iter().map(|(path, bytes, _)| (path, bytes)).collect()
}

#[test]
fn files_for_agents_are_written_once_and_removed_without_a_trace() {
    let place = shop();
    let before = contents(&place);
    let dry = place.run(&format!("{ALL} --dry-run"));
    assert_eq!((dry.code, contents(&place)), (Some(0), before.clone()));
    insta::assert_snapshot!(dry.out);
    assert_eq!(place.run(ALL).code, Some(0));
    insta::assert_snapshot!(place.read(".claude/settings.json"));
    insta::assert_snapshot!(place.read("AGENTS.md"));
    let written = contents(&place);
    let again = place.run(ALL);
    assert!(
        again.out.lines().all(|line| line.trim_start().starts_with("found") || line.is_empty()),
        "{}",
        again.out
    );
    assert_eq!(contents(&place), written);
    assert_eq!(place.run(&format!("{ALL} --remove --dry-run")).code, Some(0));
    assert_eq!(contents(&place), written);
    assert_eq!(place.run(&format!("{ALL} --remove")).code, Some(0));
    assert_eq!(contents(&place), before);
}

#[test]
fn what_a_person_has_changed_stays() {
    let place = shop();
    assert_eq!(place.run(ALL).code, Some(0));
    let edit = |path: &str, from: &str, to: &str| {
        let text = place.read(path);
        assert!(text.contains(from), "{text}");
        std::fs::write(place.path(path), text.replace(from, to)).expect("it is written");
    };
    edit("AGENTS.md", "Be kind.", "Be brief.");
    edit(".agents/skills/cargo-spec/SKILL.md", "name: cargo-spec\n", "name: cargo-spec\nmine: 1\n");
    edit(".agents/skills/cargo-spec/SKILL.md", "Use these commands", "Use those commands");
    edit(".github/hooks/cargo-spec.json", "\"timeoutSec\": 10", "\"timeoutSec\": 60");
    let line =
        |out: &str| out.lines().find(|line| line.contains(".github/hooks/")).unwrap_or_default().to_owned();
    let again = place.run(ALL);
    assert_eq!(again.code, Some(0));
    assert!(line(&again.out).ends_with("delete the file and run this again"), "{}", again.out);
    assert!(place.read("AGENTS.md").starts_with("# Agents\n\nBe brief.\n"));
    let skill = place.read(".agents/skills/cargo-spec/SKILL.md");
    assert!(
        skill.contains("mine: 1\n") && skill.contains("Use these commands"),
        "between the markers it is ours"
    );
    assert!(place.read(".github/hooks/cargo-spec.json").contains("60"));
    let removed = place.run(&format!("{ALL} --remove"));
    assert_eq!(removed.code, Some(0));
    assert!(line(&removed.out).ends_with("If nothing in it is yours, delete the file"), "{}", removed.out);
    assert!(place.read(".github/hooks/cargo-spec.json").contains("60"));
    assert!(place.read(".agents/skills/cargo-spec/SKILL.md").contains("mine: 1"));
    assert_eq!(place.read("AGENTS.md"), "# Agents\n\nBe brief.\n");
}

#[test]
fn the_manual_shows_the_hooks_as_they_are_written() {
    let place = TestCrate::with(&[("Cargo.toml", MANIFEST), ("src/lib.rs", "")]);
    assert_eq!(place.run("init --agents claude,copilot,kiro").code, Some(0));
    let manual = include_str!("../../../docs/hooks.md");
    for path in [".claude/settings.json", ".github/hooks/cargo-spec.json", ".kiro/hooks/cargo-spec.json"] {
        let (_, behind) = manual.split_once(&format!("in `{path}`")).expect("the manual names it");
        let shown = behind.split("```json\n").nth(1).and_then(|rest| rest.split("```").next());
        assert_eq!(shown, Some(&*place.read(path)), "{path}");
    }
}

#[test]
fn a_plugin_and_the_hooks_of_codex_are_json_and_go_with_their_folders() {
    let place = TestCrate::with(&[("Cargo.toml", MANIFEST), ("src/lib.rs", "")]);
    let before = contents(&place);
    assert_eq!(place.run("init --agents claude-plugin,codex").code, Some(0));
    let json = |path: &str| {
        serde_json::from_str::<serde_json::Value>(&place.read(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let plugin = |path: &str| json(&format!(".claude/cargo-spec-plugin/{path}"));
    assert_eq!(plugin(".claude-plugin/plugin.json")["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(plugin(".mcp.json")["mcpServers"]["cargo-spec"]["args"][1], "mcp");
    assert_eq!(plugin(".lsp.json")["cargo-spec"]["extensionToLanguage"][".md"], "markdown");
    let hooks = |json: &serde_json::Value| json["hooks"]["Stop"][0]["hooks"][0]["command"].clone();
    assert_eq!(hooks(&plugin("hooks/hooks.json")), "cargo spec hook stop --for claude");
    assert_eq!(hooks(&json(".codex/hooks.json")), "cargo spec hook stop --for codex");
    assert_eq!(place.run("init --agents claude-plugin,codex --remove").code, Some(0));
    assert_eq!(contents(&place), before);
    assert!(!place.path(".claude").exists() && !place.path(".codex").exists(), "empty folders stay");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_a_link_to_another_is_written_once() {
    let place = shop();
    std::fs::create_dir(place.path(".github")).expect("it is made");
    std::fs::write(place.path(".github/copilot-instructions.md"), "# Ours\n").expect("it is written");
    std::fs::remove_file(place.path("AGENTS.md")).expect("it is removed");
    std::os::unix::fs::symlink(".github/copilot-instructions.md", place.path("AGENTS.md"))
        .expect("it is made");
    let answer = place.run("init --agents agents-md,copilot");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert_eq!(place.read("AGENTS.md").matches("<!-- cargo-spec begin -->").count(), 1);
    assert!(place.path("AGENTS.md").is_symlink());
    assert_eq!(place.run("init --agents agents-md,copilot --remove").code, Some(0));
    assert_eq!(place.read(".github/copilot-instructions.md"), "# Ours\n");
    assert!(place.path("AGENTS.md").is_symlink());
}

#[test]
fn a_file_that_cannot_be_edited_is_named_and_nothing_is_written() {
    let place = shop();
    std::fs::write(place.path(".claude/settings.json"), "{ \"hooks\": 1 }").expect("it is written");
    let before = contents(&place);
    let answer = place.run("init --agents skill,claude");
    assert_eq!(answer.code, Some(2));
    assert!(
        answer.err.contains("cannot edit `.claude/settings.json`: `hooks` is no object"),
        "{}",
        answer.err
    );
    assert_eq!(contents(&place), before);
    assert_eq!(place.run("init --remove").code, Some(2));
    assert_eq!(place.run("init --agents nobody").code, Some(2));
}

#[test]
fn the_skill_has_the_head_that_agents_read() {
    let place = shop();
    assert_eq!(place.run("init --agents skill").code, Some(0));
    let skill = place.read(".agents/skills/cargo-spec/SKILL.md");
    let head =
        skill.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).expect("front matter").0;
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).expect("a field");
    assert!(field("name: ").len() <= 64 && field("description: ").chars().count() <= 1024);
    assert!(skill.lines().count() <= 80, "a page at most");
}
