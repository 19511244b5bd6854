//! `cargo spec review`: shows what differs from what was accepted, one screen for each criterion.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Args;
use spec_engine::Host;
use spec_engine::intent::{Intent, Key, changes};
use spec_engine::lock::FILE_NAME;
use spec_engine::verdict::{Findings, LockComparison};
use spec_model::diagnostic::Artifact;
use spec_model::files::FileKind;
use spec_model::{Code, Diagnostic};

use crate::acceptance::{self, AcceptRequest, LockSnapshot, Mode};
use crate::after::After;
use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::evidence::{Ladder, last};
use crate::exit::{self, Exit};
use crate::fixes;
use crate::hidden;
use crate::layout::Layout;
use crate::render::{human, json};
use crate::review::{Answer, Insists, Item, Keys, ReviewStep, Session, queue, rest};
use crate::selection::{self, Concern};
use crate::terminal::Terminal;

/// Look at what differs from what was accepted, one criterion at a time.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// Only these criteria, requirements or features: `REQ-1.2`, `checkout` …
    #[arg(value_name = "ID")]
    pub only: Vec<String>,
    /// Only this feature (may be given several times).
    #[arg(long, value_name = "NAME")]
    pub feature: Vec<String>,
}

/// Reviews. Without a terminal it lists what there is, and the commands that accept it.
///
/// # Errors
/// No manifest, nothing to read, or a name that nothing has. A lock that cannot be read, or files that cannot be written.
pub fn run(review: &ReviewArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(context)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    let catalogs = selection::catalogs(context)?;
    selection::something_to_read(&catalogs)?;
    let (root, target) = (metadata.workspace_root.as_std_path(), metadata.target_directory.as_std_path());
    let mut place = ReviewContext {
        host: &context.host,
        root: root.to_path_buf(),
        target: target.to_path_buf(),
        shown: Intent::default(),
    };
    let is_interactive = terminal.format == Format::Human && terminal.can_ask();
    if is_interactive {
        let of_lock = |finding: &Diagnostic| finding.code.artifact() == Artifact::Lock;
        let is_meant = |finding: &Diagnostic| finding.code == Code::CriterionMoved || of_lock(finding);
        let fixed = fixes::apply(&context.host, root, is_meant)?;
        terminal.write(&human::fix::render(&fixed, &terminal.layout()))?;
    }
    let (findings, comparison) = acceptance::read(&context.host, root)?;
    let concern = Concern::of(context)?;
    let keys = acceptance::asked(&review.only, &review.feature, &catalogs, &concern, &comparison)?;
    let is_wanted = |key: &Key| keys.as_ref().is_none_or(|keys| keys.contains(key));
    let items = place.items(&findings, &comparison, is_wanted)?;
    if !is_interactive {
        match terminal.format {
            Format::Human => {
                let text = human::review::list(&items, &terminal.layout());
                terminal.write(&format!("{text}{}", place.next(None, &terminal.layout())?))?;
            }
            Format::Json => terminal.write(&json::to_text(&json::review::ReviewJson::new(&items)))?,
        }
        let exit = if items.is_empty() { exit::CLEAN } else { exit::FINDINGS };
        return Ok(ended(&findings, exit, terminal));
    }
    let mut session = Session::new(items);
    place.shown = comparison.now;
    place.converse(&mut session, terminal)?;
    // Reading takes its time, in which somebody may have gone on writing.
    context.host.forget_all();
    let (accepted, left) = (session.number_accepted(), session.number_left());
    let text = human::review::farewell(accepted, left, &terminal.layout());
    let commit = (accepted > 0).then(|| human::review::COMMIT.to_owned());
    terminal.write(&format!("{text}{}", place.next(commit, &terminal.layout())?))?;
    Ok(ended(&findings, if left == 0 { exit::CLEAN } else { exit::FINDINGS }, terminal))
}

/// Says that something may be hidden, if it may, and ends accordingly.
fn ended(findings: &Findings, exit: Exit, terminal: &mut Terminal) -> Exit {
    let Some(hidden) = hidden::remark(findings) else { return exit };
    terminal.remark(&hidden);
    hidden::exit(&findings.hiding, exit)
}

/// The place of the workspace, and the results of its runs.
struct ReviewContext<'a> {
    host: &'a Host,
    root: PathBuf,
    target: PathBuf,
    /// The content of the screens.
    shown: Intent,
}

impl ReviewContext<'_> {
    /// The next step, as every verb says it.
    fn next(&self, commit: Option<String>, layout: &Layout) -> Result<String, Error> {
        Ok(After::new(self.host, &self.root, Some(&self.target))?.render(commit, layout))
    }

    fn items(
        &self,
        findings: &Findings,
        comparison: &LockComparison,
        is_wanted: impl Fn(&Key) -> bool,
    ) -> Result<Vec<Item>, Error> {
        let evidence = last::read(&last::runs(&self.target, &self.root), &self.root)?;
        let ladder = evidence.map(|evidence| Ladder::new(findings.verdicts.clone(), &evidence));
        let text = |path: &Path| {
            let bytes = self.host.files().read(path, FileKind::Source).ok()?;
            String::from_utf8(bytes).ok()
        };
        let mut items = queue(findings, comparison, ladder.as_ref(), is_wanted);
        rest(&mut items, comparison, &text);
        Ok(items)
    }

    /// Shows, asks and does what is answered, until there is nothing left.
    fn converse(&mut self, session: &mut Session, terminal: &mut Terminal) -> Result<(), Error> {
        let mut answers = Keys::of_terminal();
        let mut written: Vec<(HashSet<Key>, LockSnapshot)> = Vec::new();
        let mut shows = true;
        while let Some((item, number, total)) = session.current() {
            let item = item.clone();
            if shows {
                let screen = human::review::screen(&item, number, total, false, &terminal.layout());
                terminal.write(&format!("\n{screen}"))?;
            }
            terminal.write(&human::review::prompt(&item, answers.by_lines(), &terminal.layout()))?;
            let answer = answers.answer().map_err(Error::Terminal)?;
            // Who types a line has ended it.
            if !answers.by_lines() || answer == Answer::Quit {
                terminal.write("\n")?;
            }
            shows = true;
            match session.answer(answer) {
                ReviewStep::Accept { keys, .. } if self.was_edited(&keys)? => {
                    terminal.write(human::review::EDITED)?;
                    shows = false;
                }
                ReviewStep::Accept { keys, insists } => {
                    let reason = match insists {
                        Insists::OnNothing => None,
                        Insists::OnTests | Insists::OnAll => {
                            terminal.write(human::review::WHY)?;
                            Some(answers.words().map_err(Error::Terminal)?)
                        }
                    };
                    if reason.as_deref() == Some("") {
                        terminal.write(human::review::NO_REASON)?;
                        shows = false;
                        continue;
                    }
                    let (accepted, snapshot, refusal) = self.accept(&keys, insists, reason.as_deref())?;
                    if !refusal.is_empty() {
                        terminal.write(&human::review::refused(&refusal))?;
                        shows = false;
                    }
                    if !accepted.is_empty() {
                        let names = session.names(&accepted);
                        terminal.write(&human::review::accepted(&names, &terminal.layout()))?;
                        session.accepted(&accepted);
                        self.shown = acceptance::read(self.host, &self.root)?.1.now;
                        written.push((accepted, snapshot));
                        shows = true;
                    }
                }
                ReviewStep::Reject => {
                    terminal.write(&human::review::rejected(&item, FILE_NAME, &terminal.layout()))?;
                    session.rejected();
                }
                ReviewStep::TakeBack => {
                    if let Some((keys, snapshot)) = written.pop() {
                        snapshot.restore(self.host)?;
                        session.taken_back(&keys);
                        terminal.write(human::review::REVERTED)?;
                    }
                }
                ReviewStep::View => {
                    let screen = human::review::screen(&item, number, total, true, &terminal.layout());
                    terminal.write(&format!("\n{screen}"))?;
                    shows = false;
                }
                ReviewStep::Help => {
                    terminal.write(human::review::HELP)?;
                    shows = false;
                }
                ReviewStep::NothingToUndo => {
                    terminal.write("there is nothing to undo\n")?;
                    shows = false;
                }
                ReviewStep::Ask => {
                    terminal.write(human::review::UNKNOWN)?;
                    shows = false;
                }
                ReviewStep::Show => {}
                ReviewStep::Quit => return Ok(()),
            }
        }
        Ok(())
    }

    /// Do criteria or their tests say something else by now than a screen shows?
    fn was_edited(&self, keys: &HashSet<Key>) -> Result<bool, Error> {
        self.host.forget_all();
        let (_, comparison) = acceptance::read(self.host, &self.root)?;
        let (shown, now) = (self.shown.as_before(), &comparison.now);
        Ok(changes(&shown, now).iter().any(|change| {
            let meanings = [change.before.map(|at| shown[at]), change.now.map(|at| &now.criteria[at].intent)];
            meanings.into_iter().flatten().any(|meaning| keys.contains(&meaning.key))
        }))
    }

    /// Accepts some criteria: those that were, how to revert it, and why the others were not.
    fn accept(
        &self,
        keys: &HashSet<Key>,
        insists: Insists,
        reason: Option<&str>,
    ) -> Result<(HashSet<Key>, LockSnapshot, Vec<acceptance::Refused>), Error> {
        let root: &Path = &self.root;
        let before = LockSnapshot::take(root)?;
        let written = acceptance::accept(self.host, root, Mode::Write, |findings, comparison| {
            let failing = acceptance::failing(findings, comparison, &self.target, root)?;
            Ok(AcceptRequest {
                keys: Some(keys.clone()),
                is_forced: insists == Insists::OnAll,
                tests_unchanged: reason.map(str::to_owned),
                failing,
            })
        })?;
        let accepted = written.plan.accepted.into_iter().map(|accepted| accepted.key).collect();
        Ok((accepted, before.written(root)?, written.plan.refused))
    }
}
