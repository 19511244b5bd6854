//! After any edits, the findings are those of a fresh check of the same texts.

use proptest::prelude::*;
use spec_model::files::Memory;

use super::*;

const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

const DOCUMENT: &str = "# Shop\n\n### Requirement 1: Carts\n\n#### Acceptance Criteria\n\n\
    1. WHEN a cart is full THEN the shop SHALL refuse more\n2. the shop SHALL ü𝄞 keep carts for 3 days\n";

const TASKS: &str =
    "# Plan\n\n- [x] 1. Carts\n  - _Requirements: 1.1_\n- [ ] 2. Days\n  - _Requirements: 1.2_\n";

const TESTS: &str = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn full() {\n    assert!(true);\n}\n";

/// The files that may be edited; the last two are on the disk only later, or never.
const PATHS: [&str; 6] = [
    "/shop/.kiro/specs/shop/requirements.md",
    "/shop/.kiro/specs/shop/tasks.md",
    "/shop/tests/carts.rs",
    "/shop/src/lib.rs",
    "/shop/spec.toml",
    "/shop/.kiro/specs/other/requirements.md",
];

/// The texts that somebody types, or pastes.
const PIECES: [&str; 16] = [
    "",
    "x",
    "\n",
    "\r\n",
    "𝄞ü",
    "3. it SHALL wait 5 s\n",
    "### Requirement 2: B\n",
    "#[spec_runtime::spec(\"REQ-1.2\")]\n",
    "#[test]\nfn b() {}\n",
    "- [x] 3. More\n  - _Requirements: 9.9_\n",
    "```\n",
    "<!--",
    "\"",
    "[severity]\norphan = \"warning\"\n",
    "documents = [\"nothing.md\"]\n",
    "<<<<<<< HEAD\n",
];

/// One step of somebody who edits.
#[derive(Clone, Copy, Debug)]
enum Step {
    Open(usize),
    Close(usize),
    /// The text between two places becomes another.
    Type {
        file: usize,
        from: prop::sample::Index,
        to: prop::sample::Index,
        piece: usize,
    },
    /// A file is written on the disk by somebody else, or goes.
    Disk {
        file: usize,
        piece: Option<usize>,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let file = || 0..PATHS.len();
    let place = any::<prop::sample::Index>;
    let step = prop_oneof![
        2 => file().prop_map(Step::Open),
        1 => file().prop_map(Step::Close),
        6 => (file(), place(), place(), 0..PIECES.len())
            .prop_map(|(file, from, to, piece)| Step::Type { file, from, to, piece }),
        1 => (file(), prop::option::of(0..PIECES.len())).prop_map(|(file, piece)| Step::Disk { file, piece }),
    ];
    prop::collection::vec(step, 1..12)
}

/// The disk, the buffers, and the editor that knows both.
struct World {
    editor: EditorState,
    disk: Arc<Overlay<Memory>>,
    saved: BTreeMap<&'static str, String>,
    buffers: BTreeMap<&'static str, String>,
}

impl World {
    fn new(encoding: PositionEncoding) -> Self {
        let saved: BTreeMap<_, _> = [
            ("/shop/Cargo.toml", MANIFEST),
            (PATHS[0], DOCUMENT),
            (PATHS[1], TASKS),
            (PATHS[2], TESTS),
            (PATHS[3], "pub fn carts() {}\n"),
        ]
        .into();
        let disk = Arc::new(Overlay::new(Memory::from_iter([("/shop/Cargo.toml", MANIFEST)])));
        saved.iter().for_each(|(path, text)| disk.set(Path::new(path), Some(text)));
        let mut editor = EditorState::new(Arc::<Overlay<Memory>>::clone(&disk));
        editor.encoding = encoding;
        editor.add_folder(Path::new("/shop"));
        let saved = saved.into_iter().map(|(path, text)| (path, text.to_owned())).collect();
        Self { editor, disk, saved, buffers: BTreeMap::new() }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Open(file) => {
                let text = self.saved.get(PATHS[file]).cloned().unwrap_or_default();
                let buffer = OpenBuffer { address: String::new(), version: None };
                self.editor.open(Path::new(PATHS[file]), buffer, &text);
                self.buffers.insert(PATHS[file], text);
            }
            Step::Close(file) => {
                self.editor.close(Path::new(PATHS[file]));
                self.buffers.remove(PATHS[file]);
            }
            Step::Type { file, from, to, piece } => {
                let Some(text) = self.buffers.get_mut(PATHS[file]) else { return };
                // Within a line end there is no place for an editor to be.
                let is_place = |at: &usize| {
                    text.is_char_boundary(*at)
                        && !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'))
                };
                let places: Vec<_> = (0..=text.len()).filter(is_place).collect();
                let (from, to) = (*from.get(&places), *to.get(&places));
                let span = spec_model::source::Span::new(from.min(to), from.max(to));
                let range = LineIndex::new(text.clone()).range(span, self.editor.encoding);
                let change = BufferChange { range: Some(range), text: PIECES[piece].to_owned() };
                text.replace_range(span.range(), PIECES[piece]);
                self.editor.change(Path::new(PATHS[file]), None, &[change]);
            }
            Step::Disk { file, piece } => {
                let path = PATHS[file];
                let text = piece.map(|piece| PIECES[piece].repeat(2));
                self.disk.set(Path::new(path), text.as_deref());
                match text {
                    Some(text) => self.saved.insert(path, text),
                    None => self.saved.remove(path),
                };
                self.editor.forget(Path::new(path));
            }
        }
    }

    /// Returns the findings of a check that knows nothing of earlier ones.
    fn fresh(&self) -> Findings {
        let mut texts = self.saved.clone();
        texts.extend(self.buffers.clone());
        Host::new(Memory::from_iter(texts)).check(Path::new("/shop"))
    }
}

#[test]
fn a_workspace_is_looked_at_while_a_folder_or_a_buffer_of_it_is_there() {
    let manifest = |folder: &str| (format!("{folder}/Cargo.toml"), MANIFEST.to_owned());
    let files = ["/code/shop", "/code/shop/inner", "/registry/other"].map(manifest);
    let check = |named: &[&str], opened: &[&str], closed: &[&str], expect: &[&str]| {
        let mut editor = EditorState::new(Arc::new(Memory::from_iter(files.clone())));
        named.iter().for_each(|folder| editor.add_folder(Path::new(folder)));
        for path in opened {
            editor.open(Path::new(path), OpenBuffer { address: String::new(), version: None }, "");
        }
        closed.iter().for_each(|path| editor.close(Path::new(path)));
        editor.refresh();
        let roots: Vec<_> = editor.answers().map(|(root, _)| root.to_path_buf()).collect();
        assert_eq!(roots, expect.iter().map(PathBuf::from).collect::<Vec<_>>(), "{named:?} {opened:?}");
    };
    let (own, inner, other) =
        ("/code/shop/src/lib.rs", "/code/shop/inner/src/lib.rs", "/registry/other/src/lib.rs");
    check(&["/code/shop"], &[own, other], &[], &["/code/shop"]);
    check(&["/code"], &[own, other], &[], &["/code/shop"]);
    check(&["/code"], &[own, inner], &[], &["/code/shop", "/code/shop/inner"]);
    check(&["/code/shop"], &[own, inner], &[own, inner], &["/code/shop"]);
    check(&["/code"], &[own], &[own], &[]);
    check(&[], &[own, other], &[], &["/code/shop", "/registry/other"]);
    check(&[], &[own, other], &[other], &["/code/shop"]);
}

proptest! {
    // Each case asks for several fresh checks.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: ProptestConfig::default().cases / 4, ..ProptestConfig::default() })]

    #[test]
    fn findings_after_edits_are_those_of_a_fresh_check(
        encoding in prop::sample::select(vec![PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32]),
        steps in steps(),
    ) {
        let mut world = World::new(encoding);
        for step in steps {
            world.step(step);
            world.editor.refresh();
            let (_, kept) = world.editor.answers().next().expect("one workspace");
            let fresh = world.fresh();
            prop_assert_eq!(&kept.findings.diagnostics, &fresh.diagnostics);
            let verdicts = |findings: &Findings| findings.verdicts.iter().cloned().collect::<Vec<_>>();
            prop_assert_eq!(verdicts(&kept.findings), verdicts(&fresh));
            for (path, text) in &world.buffers {
                let lines = world.editor.lines(Path::new(path));
                prop_assert_eq!(lines.text(), text);
            }
        }
    }
}
