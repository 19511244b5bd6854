//! The messages that wait for their turn, and those that the client no longer wants.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::json_rpc::{self, Call, Received, RpcError};
use crate::lsp::frames::{self, Frame};

/// A message that is waiting.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request or a notification.
    Call(Call),
    /// Input that is no message, with the id to answer to.
    Refused(Value, RpcError),
}

/// The requests that wait, by the texts of their ids, and whether each was cancelled.
#[derive(Debug, Default)]
pub(super) struct Inbox(Mutex<HashMap<String, bool>>);

impl Inbox {
    /// Reads messages until the input ends, the client says `exit`, or nobody takes them.
    ///
    /// # Errors
    /// If the input cannot be read.
    pub(super) fn fill(&self, input: &mut impl BufRead, sender: &SyncSender<Incoming>) -> io::Result<()> {
        loop {
            let incoming = match frames::read(input)? {
                Frame::End => return Ok(()),
                Frame::Refused(words) => Incoming::Refused(Value::Null, RpcError::invalid(words)),
                Frame::Body(body) => match json_rpc::read(&body) {
                    Err((id, refusal)) => Incoming::Refused(id, refusal),
                    Ok(Received::Answer) => continue,
                    Ok(Received::Call(call)) if call.method == "$/cancelRequest" => {
                        self.cancel(call.params.get("id"));
                        continue;
                    }
                    Ok(Received::Call(call)) => Incoming::Call(call),
                },
            };
            let is_last = matches!(&incoming, Incoming::Call(call) if call.method == "exit");
            if let Incoming::Call(Call { id: Some(id), .. }) = &incoming {
                self.waiting().insert(id.to_string(), false);
            }
            if sender.send(incoming).is_err() || is_last {
                return Ok(());
            }
        }
    }

    fn cancel(&self, id: Option<&Value>) {
        let id = id.map(Value::to_string).unwrap_or_default();
        if let Some(is_cancelled) = self.waiting().get_mut(&id) {
            *is_cancelled = true;
        }
    }

    /// Takes a request whose turn has come. Says whether it was cancelled.
    pub(super) fn take(&self, id: &Value) -> bool {
        self.waiting().remove(&id.to_string()).unwrap_or_default()
    }

    fn waiting(&self) -> MutexGuard<'_, HashMap<String, bool>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn what_is_cancelled_before_its_turn_is_known_to_be() {
        let mut input = Vec::new();
        for (id, method, params) in [(1, "a", "{}"), (2, "b", "{}"), (0, "$/cancelRequest", "{\"id\":2}")] {
            let id = if id == 0 { String::new() } else { format!("\"id\":{id},") };
            let message = format!("{{\"jsonrpc\":\"2.0\",{id}\"method\":\"{method}\",\"params\":{params}}}");
            frames::write(&mut input, &message).expect("memory can be written");
        }
        let inbox = Inbox::default();
        let (sender, receiver) = mpsc::sync_channel(9);
        inbox.fill(&mut &*input, &sender).expect("memory can be read");
        drop(sender);
        assert_eq!(receiver.iter().count(), 2);
        assert_eq!(
            (inbox.take(&1.into()), inbox.take(&2.into()), inbox.take(&3.into())),
            (false, true, false)
        );
    }
}
