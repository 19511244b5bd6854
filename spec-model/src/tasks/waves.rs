//! Reads the graph of parallel work: a fence of JSON with `waves`, in the forms that people and agents write.
//!
//! `{"waves": [{"id": 0, "tasks": ["1.1"]}]}`, `{"waves": [["1"], [2, 3]]}`, `{"waves": [{"wave": 1, "tasks": […]}]}`, and a bare list of
//! either; a task is a text, a number, or an object with an `id` and perhaps `depends_on`.

use super::json::{self, JsonKind as Json, Value};
use super::model::{Wave, WaveTask};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{BlockKind, Landmarks};
use crate::source::Span;

/// Reads the graphs of a document. What cannot be read of one is told.
pub(super) fn read(landmarks: &Landmarks<'_>, found: &mut Vec<Diagnostic>) -> Vec<Wave> {
    let mut waves: Vec<Wave> = Vec::new();
    let mut graph = 0;
    for node in landmarks.all() {
        let BlockKind::Code { fenced: true, .. } = node.kind else { continue };
        let raw = landmarks.source().slice(node.span);
        if !(raw.contains("\"waves\"") || raw.contains("waves:") || raw.contains("'waves'")) {
            continue;
        }
        let Some(body) = body(raw) else { continue };
        if !raw[body.clone()].trim_start().starts_with(['{', '[']) {
            continue;
        }
        let place = WavePlace { landmarks, start: node.span.start + body.start, graph };
        let (value, problem) = json::read(&raw[body]);
        let before = waves.len();
        if let Some(list) = value.as_ref().and_then(list) {
            waves.extend(list.iter().enumerate().filter_map(|(at, wave)| place.wave(at, wave)));
        }
        graph += 1;
        if let Some(at) = problem.map(|at| place.start + at) {
            let message = "the graph of tasks is no JSON: some of its waves may be missing";
            found.push(place.finding(message, line_around(landmarks.source().text(), at)));
        } else if waves.len() == before {
            let message = "the graph of tasks has no waves that are lists of tasks";
            found.push(place.finding(message, node.span));
        }
    }
    waves
}

/// The words of the line that a byte stands in. They begin and end where characters do, whatever ends lines in the document.
fn line_around(text: &str, at: usize) -> Span {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].split('\n').next().unwrap_or_default().trim_end();
    let words = line.trim_start();
    Span::new(start + line.len() - words.len(), start + line.len())
}

/// The bytes of a fence between its first and its last line.
fn body(raw: &str) -> Option<std::ops::Range<usize>> {
    let start = raw.find('\n')? + 1;
    let last = raw.rfind('\n')? + 1;
    let is_closed = raw[last..].trim_start_matches([' ', '\t', '>']).starts_with(['`', '~']);
    let end = if is_closed { last } else { raw.len() };
    (start <= end).then_some(start..end)
}

/// The list of waves in a graph.
fn list<'v, 'a>(graph: &'v Value<'a>) -> Option<&'v [Value<'a>]> {
    match &graph.kind {
        Json::List(waves) => Some(waves),
        _ => graph.member(&["waves"]).map(Value::items),
    }
}

/// The place of the text of a graph.
struct WavePlace<'b, 'a> {
    landmarks: &'b Landmarks<'a>,
    start: usize,
    /// The number of the graph, from 0.
    graph: usize,
}

impl WavePlace<'_, '_> {
    fn here(&self, span: Span) -> Span {
        Span::new(self.start + span.start, self.start + span.end)
    }

    fn finding(&self, message: &str, span: Span) -> Diagnostic {
        Diagnostic::new(Code::MalformedTask, message).at(self.landmarks.source(), span).label("in this graph").help(
            "write `{\"waves\": [{\"id\": 0, \"tasks\": [\"1.1\", \"1.2\"]}]}`: each wave with the numbers of its tasks",
        )
    }

    fn wave(&self, at: usize, wave: &Value<'_>) -> Option<Wave> {
        let tasks = match &wave.kind {
            Json::List(tasks) => tasks,
            Json::Object(_) => match &wave.member(&["tasks", "task_ids", "taskIds", "items"])?.kind {
                Json::List(tasks) => tasks,
                _ => return None,
            },
            _ => return None,
        };
        let id = match wave.member(&["id", "wave", "number"]).and_then(Value::written) {
            Some(written) => written.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok(),
            None => u64::try_from(at).ok(),
        };
        let span = self.here(wave.span);
        let line = self.landmarks.source().line(span.start);
        let tasks = tasks.iter().filter_map(|task| self.task(task)).collect();
        Some(Wave { id, span, line, graph: self.graph, tasks })
    }

    fn task(&self, task: &Value<'_>) -> Option<WaveTask> {
        let named = match &task.kind {
            Json::Object(_) => task.member(&["id", "task", "number"])?,
            _ => task,
        };
        let number = named.written()?.trim().to_owned();
        let depends = task.member(&["depends_on", "dependsOn", "depends", "dependencies"]);
        let depends = depends.map(|depends| {
            if let Json::List(all) = &depends.kind { &all[..] } else { std::slice::from_ref(depends) }
        });
        let depends = depends
            .unwrap_or_default()
            .iter()
            .filter_map(|depends| Some((depends.written()?.trim().to_owned(), self.here(depends.span))));
        Some(WaveTask { number, span: self.here(named.span), depends: depends.collect() })
    }
}
