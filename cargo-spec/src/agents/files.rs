//! The table of files, and the plan of what becomes of each.

use std::path::Path;

use clap::ValueEnum;

use super::{json, section};
use crate::error::Error;
use crate::on_disk;
use crate::outcome::{FileAction, InitStep};
use crate::write;

/// An agent, or a group of agents, that files are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AgentFiles {
    /// Claude Code: hooks in `.claude/settings.json`.
    Claude,
    /// Claude Code: a plugin with hooks, the skill and both servers, in `.claude/cargo-spec-plugin`.
    ClaudePlugin,
    /// Codex: hooks in `.codex/hooks.json`.
    Codex,
    /// GitHub Copilot: `.github/hooks/cargo-spec.json`, and a section of `.github/copilot-instructions.md`.
    Copilot,
    /// AWS Kiro: `.kiro/hooks/cargo-spec.json` and `.kiro/steering/cargo-spec.md`.
    Kiro,
    /// The skill in `.agents/skills`, which several agents read.
    Skill,
    /// A section of `AGENTS.md`, which nearly all agents read.
    AgentsMd,
    /// An extension of GitHub spec-kit.
    SpecKit,
}

/// The goal of a plan for files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Ours is in them.
    Write,
    /// Ours is not in them.
    Remove,
}

/// A file, and what of it is ours.
struct Target {
    path: &'static str,
    what: &'static str,
    content: Content,
}

enum Content {
    /// All of it, byte by byte. One that a person has changed stays.
    Whole(&'static str),
    /// The words between markers; the text is a head that a new file begins with.
    Section { head: &'static str, words: &'static str },
    /// Items of arrays in JSON: two keys, the item, and what marks it.
    Items(&'static [([&'static str; 2], &'static str, &'static str)]),
}

impl Content {
    /// Explains why a file stays as it is, although its text is not that of this version.
    fn why_it_stays(&self, text: Option<&str>, purpose: Purpose) -> Option<&'static str> {
        let Self::Whole(own) = self else { return None };
        text.filter(|text| text != own)?;
        Some(match purpose {
            Purpose::Write => {
                "stays: its text is not that of this version. To get that, delete the file and run this again"
            }
            Purpose::Remove => {
                "stays: its text is not that of this version. If nothing in it is yours, delete the file"
            }
        })
    }
}

const SECTION: &str = include_str!("texts/section.md");

impl AgentFiles {
    fn targets(self) -> Vec<Target> {
        match self {
            Self::Claude => vec![Target {
                path: ".claude/settings.json",
                what: "hooks: what is missing before a stop, and what only people change",
                content: Content::Items(&[
                    (
                        ["hooks", "Stop"],
                        "{ \"hooks\": [{ \"type\": \"command\", \"command\": \"cargo spec hook stop --for claude\", \"timeout\": 10 }] }",
                        "cargo spec hook stop",
                    ),
                    (
                        ["hooks", "PreToolUse"],
                        "{\n  \"matcher\": \"*\",\n  \"hooks\": [{ \"type\": \"command\", \"command\": \"cargo spec hook pre-tool --for claude\", \"timeout\": 10 }]\n}",
                        "cargo spec hook pre-tool",
                    ),
                ]),
            }],
            Self::ClaudePlugin => vec![
                Target {
                    path: ".claude/cargo-spec-plugin/.claude-plugin/plugin.json",
                    what: "the plugin: its name",
                    content: Content::Whole(include_str!("texts/plugin.json")),
                },
                Target {
                    path: ".claude/cargo-spec-plugin/hooks/hooks.json",
                    what: "hooks: what is missing before a stop, and what only people change",
                    content: Content::Whole(include_str!("texts/plugin-hooks.json")),
                },
                Target {
                    path: ".claude/cargo-spec-plugin/skills/cargo-spec/SKILL.md",
                    what: "the skill: from the next task to its proof",
                    content: Content::Section { head: head(SKILL), words: words(SKILL) },
                },
                Target {
                    path: ".claude/cargo-spec-plugin/.mcp.json",
                    what: "the MCP server",
                    content: Content::Whole(include_str!("texts/plugin-mcp.json")),
                },
                Target {
                    path: ".claude/cargo-spec-plugin/.lsp.json",
                    what: "the language server",
                    content: Content::Whole(include_str!("texts/plugin-lsp.json")),
                },
            ],
            Self::Codex => vec![Target {
                path: ".codex/hooks.json",
                what: "hooks: what is missing before a stop, and what only people change",
                content: Content::Items(&[
                    (
                        ["hooks", "Stop"],
                        "{ \"hooks\": [{ \"type\": \"command\", \"command\": \"cargo spec hook stop --for codex\", \"timeout\": 10 }] }",
                        "cargo spec hook stop",
                    ),
                    (
                        ["hooks", "PreToolUse"],
                        "{\n  \"matcher\": \"*\",\n  \"hooks\": [{ \"type\": \"command\", \"command\": \"cargo spec hook pre-tool --for codex\", \"timeout\": 10 }]\n}",
                        "cargo spec hook pre-tool",
                    ),
                ]),
            }],
            Self::Copilot => vec![
                Target {
                    path: ".github/hooks/cargo-spec.json",
                    what: "hooks: what is missing before a stop, and what only people change",
                    content: Content::Whole(include_str!("texts/copilot.json")),
                },
                Target {
                    path: ".github/copilot-instructions.md",
                    what: "a section between markers",
                    content: Content::Section { head: "", words: SECTION },
                },
            ],
            Self::Kiro => vec![
                Target {
                    path: ".kiro/hooks/cargo-spec.json",
                    what: "hooks: false ticks, and what only people change",
                    content: Content::Whole(include_str!("texts/kiro.json")),
                },
                Target {
                    path: ".kiro/steering/cargo-spec.md",
                    what: "steering for Rust files, requirements and task lists",
                    content: Content::Section { head: include_str!("texts/steering.md"), words: SECTION },
                },
            ],
            Self::Skill => vec![Target {
                path: ".agents/skills/cargo-spec/SKILL.md",
                what: "the skill: from the next task to its proof",
                content: Content::Section { head: head(SKILL), words: words(SKILL) },
            }],
            Self::AgentsMd => vec![Target {
                path: "AGENTS.md",
                what: "a section between markers",
                content: Content::Section { head: "", words: SECTION },
            }],
            Self::SpecKit => vec![
                Target {
                    path: ".specify/extensions/cargo-spec/extension.yml",
                    what: "an extension: a check after tasks and code",
                    content: Content::Whole(include_str!("texts/extension.yml")),
                },
                Target {
                    path: ".specify/extensions/cargo-spec/commands/check.md",
                    what: "its command",
                    content: Content::Whole(include_str!("texts/check.md")),
                },
            ],
        }
    }
}

const SKILL: &str = include_str!("texts/skill.md");

/// Returns the text that a new file has in front of its section.
fn head(text: &'static str) -> &'static str {
    text.split(section::BEGIN).next().unwrap_or_default()
}

/// Returns the words between the markers.
fn words(text: &'static str) -> &'static str {
    let behind = text.split_once(section::BEGIN).map_or("", |(_, behind)| behind);
    behind.split(section::END).next().unwrap_or_default().trim_matches('\n')
}

/// Plans the files of some agents, below a folder.
///
/// # Errors
/// A file that cannot be read, or edited.
pub fn plan(agents: &[AgentFiles], root: &Path, purpose: Purpose) -> Result<Vec<InitStep>, Error> {
    let mut steps: Vec<InitStep> = Vec::new();
    for target in agents.iter().flat_map(|agent| agent.targets()) {
        let path = root.join(target.path);
        // One file may be a link to another.
        let real = |path: &Path| on_disk::real(path).unwrap_or_else(|_| path.to_path_buf());
        if steps.iter().all(|step| real(&step.path) != real(&path)) {
            let before = write::read_if_exists(&path)?;
            let text = before.as_deref().map(str::from_utf8).transpose();
            let refuse = |why: String| Error::AgentFile { path: path.clone(), why };
            let text = text.map_err(|_| refuse("it is not UTF-8".to_owned()))?;
            let after = match purpose {
                Purpose::Write => Some(written(text, &target.content).map_err(refuse)?),
                Purpose::Remove => removed(text, &target.content).map_err(refuse)?,
            };
            let what = target.content.why_it_stays(text, purpose).unwrap_or(target.what).to_owned();
            let action = match (before, after) {
                (before, Some(after)) if before.as_deref() == Some(after.as_bytes()) => FileAction::Keep,
                (before, Some(after)) => FileAction::Write { before, after: after.into_bytes() },
                (Some(before), None) => FileAction::Remove { before },
                (None, None) => continue,
            };
            steps.push(InitStep { path, what, action });
        }
    }
    Ok(steps)
}

/// The file with what is ours.
fn written(text: Option<&str>, content: &Content) -> Result<String, String> {
    Ok(match content {
        // What a person has changed stays as it is.
        Content::Whole(own) => text.unwrap_or(own).to_owned(),
        Content::Section { head, words } => match text {
            Some(text) => section::with(text, words)?,
            None => format!("{head}{}", section::with("", words)?),
        },
        Content::Items(items) => {
            items.iter().try_fold(text.unwrap_or_default().to_owned(), |text, (keys, item, mark)| {
                json::with_item(&text, *keys, item, mark)
            })?
        }
    })
}

/// The file without what is ours; `None`: nothing is left of it.
fn removed(text: Option<&str>, content: &Content) -> Result<Option<String>, String> {
    let Some(text) = text else { return Ok(None) };
    Ok(match content {
        Content::Whole(own) if text == *own => None,
        Content::Whole(_) => Some(text.to_owned()),
        Content::Section { head, .. } => match section::without(text)? {
            Some(rest) if rest.trim() == head.trim() => None,
            Some(rest) => Some(rest),
            None => Some(text.to_owned()),
        },
        Content::Items(items) => {
            let mut left = text.to_owned();
            for (keys, _, mark) in *items {
                left = json::without_item(&left, *keys, mark)?.unwrap_or(left);
            }
            (left.trim() != "{}" || left == text).then_some(left)
        }
    })
}
