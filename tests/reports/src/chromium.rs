//! A real browser, driven over its pipe in the [DevTools protocol](https://chromedevtools.github.io/devtools-protocol/): messages of
//! JSON, each ended by a NUL.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// Whoever waits for longer waits for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// The names that browsers have which speak the protocol.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// A page in a browser of its own, which ends with it.
pub struct Page {
    browser: Child,
    commands: ChildStdin,
    messages: Receiver<Value>,
    /// Events that nobody has looked at.
    events: VecDeque<Value>,
    session: Option<String>,
    number: u64,
    _profile: tempfile::TempDir,
}

impl Page {
    /// Starts the browser of this machine, which `BROWSER` may name, with an empty page.
    pub fn start() -> Self {
        let name = std::env::var("BROWSER").ok().or_else(|| {
            let is_here = |name: &&&str| {
                let version =
                    Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
                version.is_ok_and(|status| status.success())
            };
            NAMES.iter().find(is_here).map(|name| (*name).to_owned())
        });
        let name = name.expect("a browser is installed: Debian's package is `chromium`");
        let profile = tempfile::tempdir().expect("a folder");
        // The browser reads its commands from descriptor 3 and answers on 4. No code of ours can hand those on without `unsafe`; a
        // shell can.
        let script = "exec \"$0\" \"$@\" --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
                      --disable-background-networking --disable-dev-shm-usage --remote-debugging-pipe 3<&0 4>&1 </dev/null >/dev/null 2>&1";
        let mut browser = Command::new("sh")
            .args(["-c", script, &name])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell starts it");
        let answers = BufReader::new(browser.stdout.take().expect("it is piped"));
        let commands = browser.stdin.take().expect("it is piped");
        let (sender, messages) = channel();
        thread::spawn(move || {
            for message in answers.split(0).map_while(Result::ok) {
                let message = serde_json::from_slice(&message).expect("the browser writes JSON");
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut page = Self {
            browser,
            commands,
            messages,
            events: VecDeque::new(),
            session: None,
            number: 0,
            _profile: profile,
        };
        let target = page.call("Target.createTarget", json!({ "url": "about:blank" }));
        let session =
            page.call("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        page.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        page
    }

    /// Sends a command and waits for what it answers.
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.number += 1;
        let mut command = json!({ "id": self.number, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            command["sessionId"] = session.as_str().into();
        }
        let mut bytes = serde_json::to_vec(&command).expect("JSON can be written");
        bytes.push(0);
        self.commands.write_all(&bytes).expect("the browser listens");
        loop {
            let message =
                self.messages.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{method}: {error}"));
            if message["id"] == self.number {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.events.push_back(message);
        }
    }

    /// Opens an address, and waits until all of it is there.
    pub fn open(&mut self, address: &str) {
        // An event that is left of earlier pages is nothing to wait for.
        self.events.retain(|event| event["method"] != "Page.loadEventFired");
        self.call("Page.navigate", json!({ "url": address }));
        while !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.messages.recv_timeout(PATIENCE).expect("the page is loaded");
            self.events.push_back(event);
        }
    }

    /// The value of an expression in the page.
    pub fn value(&mut self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", parameters);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The width of the window, and whether it is dark.
    pub fn shape(&mut self, width: u32, is_dark: bool) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        let scheme = if is_dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.call("Emulation.setEmulatedMedia", features);
    }

    /// The picture, as PNG.
    pub fn picture(&mut self) -> Vec<u8> {
        let picture = self.call("Page.captureScreenshot", json!({}));
        base64(picture["data"].as_str().expect("a picture"))
    }

    /// Presses a key that moves or types.
    pub fn press(&mut self, key: &str, code: u32) {
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && key.chars().count() == 1 {
                event["text"] = key.into();
            }
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Returns the new errors in the page, and its new requests to the network, but for the page itself.
    pub fn complaints(&mut self) -> Vec<String> {
        // Whatever is on its way is here before the answer is.
        self.value("0");
        let events = self.events.drain(..);
        let complaints = events.filter(|event| match event["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Log.entryAdded" => true,
            "Network.requestWillBeSent" => event["params"]["type"] != "Document",
            _ => false,
        });
        complaints.map(|event| event.to_string()).collect()
    }
}

/// The bytes of [base 64](https://www.rfc-editor.org/rfc/rfc4648#section-4).
fn base64(text: &str) -> Vec<u8> {
    let value = |letter| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<_> = text.bytes().filter(|letter| *letter != b'=').collect();
    let bytes = letters.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0_u32, |bits, letter| bits << 6 | u32::from(value(*letter)));
        let bits = bits << (6 * (4 - four.len()));
        bits.to_be_bytes()[1..four.len()].to_vec()
    });
    bytes.collect()
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}
