//! The state of a review, and what each answer does to it.

use std::collections::HashSet;

use spec_engine::intent::Key;

use super::keys::Answer;
use super::queue::Item;

/// A position in the queue, with the answers so far.
#[derive(Debug)]
pub struct Session {
    items: Vec<Item>,
    at: usize,
    /// The positions of the answers so far, the last one last; whether each of them has written something.
    past: Vec<(usize, bool)>,
    /// The accepted differences, by the place in the queue.
    accepted: HashSet<usize>,
}

/// The steps to take.
#[derive(Debug, PartialEq, Eq)]
pub enum ReviewStep {
    /// Accept these; what is, [`Session::accepted`] is told.
    Accept {
        /// The criteria.
        keys: HashSet<Key>,
        /// The thing that somebody insists on.
        insists: Insists,
    },
    /// Say how to revert it, and go on.
    Reject,
    /// Take the last acceptance back.
    TakeBack,
    /// Show the item at hand (again).
    Show,
    /// Show all of it.
    View,
    /// Say what the keys mean.
    Help,
    /// Say that there is nothing to undo.
    NothingToUndo,
    /// Ask again.
    Ask,
    /// End.
    Quit,
}

/// The thing that somebody insists on who accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insists {
    /// Nothing.
    OnNothing,
    /// That no test needs to change, though the words did.
    OnTests,
    /// That it is accepted, whatever its tests are.
    OnAll,
}

impl Session {
    /// Begins with the first item.
    pub fn new(items: Vec<Item>) -> Self {
        Self { items, at: 0, past: Vec::new(), accepted: HashSet::new() }
    }

    /// The item at hand, its number from 1, and how many there are; `None` behind the last one.
    pub fn current(&self) -> Option<(&Item, usize, usize)> {
        Some((self.items.get(self.at)?, self.at + 1, self.items.len()))
    }

    /// The names of some criteria, those that are accepted with others among them.
    pub fn names(&self, keys: &HashSet<Key>) -> Vec<&str> {
        let all = self.items.iter().flat_map(|item| {
            let also = item.also.iter().map(|(key, name)| (key, &**name));
            std::iter::once((&item.key, &*item.name)).chain(also)
        });
        all.filter(|(key, _)| keys.contains(key)).map(|(_, name)| name).collect()
    }

    /// Counts the accepted items.
    pub fn number_accepted(&self) -> usize {
        self.accepted.len()
    }

    /// Counts the items that are left.
    pub fn number_left(&self) -> usize {
        self.items.len() - self.accepted.len()
    }

    /// Returns the step that an answer asks for.
    pub fn answer(&mut self, answer: Answer) -> ReviewStep {
        let Some(item) = self.items.get(self.at) else { return ReviewStep::Quit };
        match answer {
            Answer::Accept | Answer::SameTests | Answer::Force => {
                let insists = match answer {
                    Answer::Force => Insists::OnAll,
                    Answer::SameTests => Insists::OnTests,
                    _ => Insists::OnNothing,
                };
                ReviewStep::Accept { keys: item.keys().cloned().collect(), insists }
            }
            Answer::AcceptAll => {
                let same = self.items.iter().filter(|other| other.requirement() == item.requirement());
                ReviewStep::Accept {
                    keys: same.flat_map(Item::keys).cloned().collect(),
                    insists: Insists::OnNothing,
                }
            }
            Answer::Reject => ReviewStep::Reject,
            Answer::Skip => {
                self.past.push((self.at, false));
                self.go_on();
                ReviewStep::Show
            }
            Answer::Undo => match self.past.last() {
                None => ReviewStep::NothingToUndo,
                Some((_, true)) => ReviewStep::TakeBack,
                Some(&(at, false)) => {
                    self.past.pop();
                    self.at = at;
                    ReviewStep::Show
                }
            },
            Answer::View => ReviewStep::View,
            Answer::Help => ReviewStep::Help,
            Answer::Quit => ReviewStep::Quit,
            Answer::Unknown => ReviewStep::Ask,
        }
    }

    /// Some criteria were accepted.
    pub fn accepted(&mut self, keys: &HashSet<Key>) {
        self.past.push((self.at, true));
        let accepted = (0..self.items.len()).filter(|&at| keys.contains(&self.items[at].key));
        self.accepted.extend(accepted);
        self.go_on();
    }

    /// Notes that the user was told how to take the item at hand back.
    pub fn rejected(&mut self) {
        self.past.push((self.at, false));
        self.go_on();
    }

    /// The last acceptance was taken back: what it accepted is there again.
    pub fn taken_back(&mut self, keys: &HashSet<Key>) {
        if let Some((at, _)) = self.past.pop() {
            self.at = at;
        }
        let items = &self.items;
        self.accepted.retain(|&at| !keys.contains(&items[at].key));
    }

    /// To the next one that was not accepted.
    fn go_on(&mut self) {
        self.at += 1;
        while self.at < self.items.len() && self.accepted.contains(&self.at) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str) -> Item {
        let key = Key::new("", "shop", id);
        Item {
            name: id.to_owned(),
            key,
            codes: Vec::new(),
            before: None,
            now: None,
            reasons: Vec::new(),
            tests: Vec::new(),
            rests_on: crate::review::RestsOn::default(),
            place: None,
            thin: Vec::new(),
            has_same_tests: false,
            rung: None,
            also: Vec::new(),
        }
    }

    /// Checks the position after some keys; every acceptance succeeds.
    fn check(answers: &[Answer], expect: &str) {
        let mut session = Session::new(["REQ-1.1", "REQ-1.2", "REQ-2.1"].map(item).to_vec());
        let mut written: Vec<HashSet<Key>> = Vec::new();
        for &answer in answers {
            match session.answer(answer) {
                ReviewStep::Accept { keys, .. } => {
                    session.accepted(&keys);
                    written.push(keys);
                }
                ReviewStep::Reject => session.rejected(),
                ReviewStep::TakeBack => session.taken_back(&written.pop().expect("something was written")),
                _ => {}
            }
        }
        let at =
            session.current().map_or("end".to_owned(), |(item, number, _)| format!("{number} {}", item.name));
        assert_eq!(format!("{at}, {} left", session.number_left()), expect);
    }

    #[test]
    fn answers_lead_through_the_queue() {
        use Answer::*;
        check(&[], "1 REQ-1.1, 3 left");
        check(&[Accept], "2 REQ-1.2, 2 left");
        check(&[Skip, Reject], "3 REQ-2.1, 3 left");
        check(&[AcceptAll], "3 REQ-2.1, 1 left");
        check(&[AcceptAll, Accept], "end, 0 left");
        check(&[Unknown, Help, View], "1 REQ-1.1, 3 left");
    }

    #[test]
    fn each_answer_can_be_undone() {
        use Answer::*;
        check(&[Undo], "1 REQ-1.1, 3 left");
        check(&[Accept, Undo], "1 REQ-1.1, 3 left");
        check(&[Skip, Accept, Undo], "2 REQ-1.2, 3 left");
        check(&[Skip, Accept, Undo, Undo], "1 REQ-1.1, 3 left");
        check(&[AcceptAll, Undo, Skip], "2 REQ-1.2, 3 left");
        check(&[Skip, Undo, Accept, Undo, Undo], "1 REQ-1.1, 3 left");
    }
}
