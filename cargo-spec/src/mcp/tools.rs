//! The five tools: each is one verb of this command. None of them accepts anything, or writes a document or the lock.

use serde_json::{Map, Value, json};

use crate::own_program::printed::{Printed, shorten};

/// A tool.
#[derive(Debug)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    title: &'static str,
    description: &'static str,
    arguments: &'static [Argument],
    /// The words of the verb that answers.
    verb: &'static [&'static str],
    /// The keys of its JSON that are always there, each with the type of its value.
    keys: &'static [(&'static str, &'static str)],
    /// The form that models read.
    text: Text,
}

/// An argument of a tool.
#[derive(Debug)]
struct Argument {
    name: &'static str,
    description: &'static str,
    is_required: bool,
    /// The option of the verb, where it is none of its own words.
    option: Option<&'static str>,
}

/// The form in which a model reads an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    /// As the JSON, in one line.
    Json,
    /// As a person does.
    Human,
}

const VERSION: (&str, &str) = ("version", "integer");

/// All tools, in the order in which an agent needs them.
pub const TOOLS: [Tool; 5] = [
    Tool {
        name: "next_task",
        title: "The tasks that can be begun now",
        description: "Lists the tasks that can be begun now: what they wait for is measured done, and nobody else works on their files. \
                      `next` is the one step that comes first, as `cargo spec next` chooses it, with its task. Where it names none, take the \
                      first of `ready`. Where there are no task lists, call `check`: it names criteria that no test verifies.",
        arguments: &[Argument {
            name: "feature",
            description: "Only the tasks of this feature.",
            is_required: false,
            option: None,
        }],
        verb: &["tasks", "next"],
        keys: &[VERSION, ("has_run", "boolean"), ("lists", "array"), ("diagnostics", "array")],
        text: Text::Json,
    },
    Tool {
        name: "brief",
        title: "What one task needs",
        description: "Gives what one task needs, in at most 60 lines: the exact words of its criteria, its tests, stubs and code with places, \
                      the files that it may touch, and the command that says that it is done.",
        arguments: &[Argument {
            name: "task",
            description: "The number of the task, with its feature where several have it: `2.3`, `T012`, `checkout/2.3`.",
            is_required: true,
            option: None,
        }],
        verb: &["tasks", "brief"],
        keys: &[
            VERSION,
            ("path", "string"),
            ("feature", "string"),
            ("task", "object"),
            ("criteria", "array"),
        ],
        text: Text::Human,
    },
    Tool {
        name: "check",
        title: "Find what is wrong, without a test run",
        description: "Finds what is untested, a stub, changed, softened or weakened, and wrong links. It runs no test, and costs \
                      milliseconds: call it after each edit. An empty `diagnostics` says that nothing was found.",
        arguments: &[],
        verb: &["check"],
        keys: &[VERSION, ("criteria", "object"), ("diagnostics", "array"), ("known", "array")],
        text: Text::Json,
    },
    Tool {
        name: "verify",
        title: "Is a task done?",
        description: "Runs the tests of one task's criteria, and says whether it is done and which problems are left. It builds, so it may \
                      take minutes. With `base`, it also looks for softer criteria, weaker tests, and files outside of the task.",
        arguments: &[
            Argument {
                name: "task",
                description: "The number of the task, as for `brief`.",
                is_required: true,
                option: None,
            },
            Argument {
                name: "base",
                description: "The revision that the work began from: `main`, `HEAD~1`.",
                is_required: false,
                option: Some("--base"),
            },
        ],
        verb: &["tasks", "verify"],
        keys: &[
            VERSION,
            ("task", "object"),
            ("is_done", "boolean"),
            ("criteria", "array"),
            ("problems", "array"),
        ],
        text: Text::Json,
    },
    Tool {
        name: "show",
        title: "One criterion or requirement",
        description: "Shows one criterion or requirement: its words and parts, its tests and code, and the tasks and designs that name it.",
        arguments: &[Argument {
            name: "id",
            description: "The id, as people write it: `REQ-1.2`, `1.2`, `checkout/REQ-1.2`, `US1/AC2`.",
            is_required: true,
            option: None,
        }],
        verb: &["show"],
        keys: &[
            VERSION,
            ("path", "string"),
            ("feature", "string"),
            ("requirement", "object"),
            ("criteria", "array"),
        ],
        text: Text::Json,
    },
];

impl Tool {
    /// The tool of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        const { &TOOLS }.iter().find(|tool| tool.name == name)
    }

    /// The tool as a client is told of it.
    pub fn describe(&self) -> Value {
        let required: Vec<_> =
            self.arguments.iter().filter(|it| it.is_required).map(|argument| argument.name).collect();
        let properties: Map<_, _> = self
            .arguments
            .iter()
            .map(|it| (it.name.to_owned(), json!({ "type": "string", "description": it.description })))
            .collect();
        let keys: Map<_, _> =
            self.keys.iter().map(|(key, kind)| ((*key).to_owned(), json!({ "type": kind }))).collect();
        let always: Vec<_> = self.keys.iter().map(|(key, _)| *key).collect();
        json!({
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": {
                "type": "object", "properties": properties, "required": required, "additionalProperties": false
            },
            "outputSchema": { "type": "object", "properties": keys, "required": always },
            "annotations": {
                "readOnlyHint": self.name != "verify", "destructiveHint": false,
                "idempotentHint": true, "openWorldHint": false
            },
        })
    }

    /// The arguments of the verb, without the form of its output.
    ///
    /// # Errors
    /// The mistake in the arguments of the tool, and the arguments that it has.
    pub fn command(&self, given: &Map<String, Value>) -> Result<Vec<String>, String> {
        let names: Vec<_> = self.arguments.iter().map(|argument| format!("`{}`", argument.name)).collect();
        let has = match &*names {
            [] => format!("`{}` has no arguments", self.name),
            names => format!("`{}` has {}", self.name, names.join(" and ")),
        };
        if let Some(unknown) =
            given.keys().find(|key| self.arguments.iter().all(|it| it.name != key.as_str()))
        {
            return Err(format!("there is no argument `{unknown}`: {has}"));
        }
        let mut command: Vec<_> = self.verb.iter().map(|&word| word.to_owned()).collect();
        let mut words = Vec::new();
        for argument in self.arguments {
            let value = match given.get(argument.name) {
                None | Some(Value::Null) if argument.is_required => {
                    return Err(format!("`{}` is missing: {}", argument.name, argument.description));
                }
                None | Some(Value::Null) => continue,
                Some(Value::String(text)) if !text.trim().is_empty() => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                Some(_) => {
                    return Err(format!("`{}` is not a text: {}", argument.name, argument.description));
                }
            };
            match argument.option {
                Some(option) => command.push(format!("{option}={value}")),
                None => words.push(value),
            }
        }
        if !words.is_empty() {
            // Text from a model is never an option.
            command.push("--".to_owned());
            command.extend(words);
        }
        Ok(command)
    }

    /// Does a model read the answer as a person does? Then the verb is asked once more.
    pub fn is_read_as_text(&self) -> bool {
        self.text == Text::Human
    }

    /// The result of a call, given what the verb has printed, for programs and for people.
    pub fn result(&self, printed: &Printed, text: Option<String>) -> Map<String, Value> {
        match printed {
            Printed::Answer(answer) => {
                let answer = shorten(answer.clone());
                let text = text.unwrap_or_else(|| answer.to_string());
                let mut result = said(&text, false);
                result.insert("structuredContent".to_owned(), answer);
                result
            }
            Printed::Error(words) => said(words, true),
        }
    }
}

/// The result that says something in words.
pub fn said(text: &str, is_error: bool) -> Map<String, Value> {
    let mut result = Map::new();
    result.insert("content".to_owned(), json!([{ "type": "text", "text": text }]));
    result.insert("isError".to_owned(), is_error.into());
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tool: &str, given: Value, expect: Result<&[&str], &str>) {
        let Value::Object(given) = given else { panic!("an object") };
        let command = Tool::named(tool).expect("a tool").command(&given);
        match (command, expect) {
            (Ok(command), Ok(expect)) => assert_eq!(command, expect),
            (Err(words), Err(expect)) => assert!(words.contains(expect), "{words}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_call_is_a_command_whose_words_are_never_options() {
        check("show", json!({ "id": "REQ-1.2" }), Ok(&["show", "--", "REQ-1.2"]));
        check("show", json!({ "id": "--fix" }), Ok(&["show", "--", "--fix"]));
        check("brief", json!({ "task": 2.3 }), Ok(&["tasks", "brief", "--", "2.3"]));
        check("next_task", json!({}), Ok(&["tasks", "next"]));
        check("next_task", json!({ "feature": null }), Ok(&["tasks", "next"]));
        check(
            "verify",
            json!({ "task": "4", "base": "main" }),
            Ok(&["tasks", "verify", "--base=main", "--", "4"]),
        );
    }

    #[test]
    fn wrong_arguments_are_refused_with_the_right_ones() {
        check("show", json!({}), Err("`id` is missing: The id, as people write it"));
        check("show", json!({ "id": "" }), Err("`id` is not a text"));
        check("show", json!({ "id": ["1.1"] }), Err("`id` is not a text"));
        check("check", json!({ "fix": true }), Err("there is no argument `fix`: `check` has no arguments"));
        check("verify", json!({ "tasks": "1" }), Err("`verify` has `task` and `base`"));
    }

    #[test]
    fn no_tool_accepts_or_writes_what_people_decide_on() {
        for tool in &TOOLS {
            let is_safe =
                |word: &&str| !["accept", "review", "baseline", "init", "new", "gen", "tick"].contains(word);
            assert!(tool.verb.iter().all(is_safe), "{}", tool.name);
        }
    }
}
