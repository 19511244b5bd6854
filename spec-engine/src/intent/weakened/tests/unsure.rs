//! Cases that the rules cannot decide: something unknown may check as much.

/// Neither is weaker.
pub(super) const UNSURE: &[(&str, &str)] = &[
    (
        r#"let resp = app.get("/users").await; assert_eq!(resp.status(), 200); assert_eq!(resp.json::<Vec<User>>().len(), 2);"#,
        "users_listing(&app, 2).await;",
    ),
    (
        r#"let env = Env::new(); let out = env.run(&["build"]); assert!(out.status.success()); assert_eq!(out.stdout, "done\n");"#,
        r#"let env = Env::new(); env.run(&["build"]).succeeds().prints("done\n");"#,
    ),
    (
        r#"assert_eq!(slug("A B"), "a-b"); assert_eq!(slug("x--y"), "x-y");"#,
        r#"struct Case { input: &'static str, want: &'static str } let cases = vec![ Case { input: "A B", want: "a-b" }, Case { input: "x--y", want: "x-y" }, ]; for case in &cases { assert_eq!(slug(case.input), case.want); }"#,
    ),
    (
        r#"let user = create_user("bob"); assert_eq!(user.name, "bob"); assert!(user.active);"#,
        r#"let user = create_user("alice"); assert_eq!(user.name, "alice"); assert!(user.active);"#,
    ),
    (
        r#"let event = bus.next().unwrap(); match event { Event::Closed { code } => assert_eq!(code, 1000), other => panic!("unexpected: {other:?}"), }"#,
        "let event = bus.next().unwrap(); assert_matches!(event, Event::Closed { code: 1000 });",
    ),
    (
        "let got = filter(&[1, 2], |_| false); assert_eq!(got, Vec::<i32>::new());",
        "let got = filter(&[1, 2], |_| false); assert!(got.is_empty());",
    ),
    (
        "let (a, b) = divmod(7, 2); assert_eq!((a, b), (3, 1));",
        "let (a, b) = divmod(7, 2); assert_eq!(a, 3); assert_eq!(b, 1);",
    ),
    (
        r#"let home = env::var("HOME").unwrap(); let cfg = load(&home); assert_eq!(cfg.name, "default");"#,
        r#"let home = env::var("HOME").unwrap_or_default(); let cfg = load(&home); assert_eq!(cfg.name, "default");"#,
    ),
    (
        r#"let client = Client::builder().timeout(Duration::from_secs(1)).build(); assert_eq!(client.get("/").status(), 200);"#,
        r#"let client = Client::builder().timeout(Duration::from_secs(5)).build(); assert_eq!(client.get("/").status(), 200);"#,
    ),
    (
        r#"assert_eq!(lookup("a"), Some(1)); assert_eq!(lookup("zz"), None);"#,
        r#"assert_eq!(lookup("a").unwrap(), 1); assert_eq!(lookup("zz"), Err(LookupError::Missing));"#,
    ),
    (
        r#"let v = parse("1,2"); assert_eq!(v, vec![1, 2]);"#,
        r#"let v = parse("1,2").unwrap(); assert_eq!(v, vec![1, 2]);"#,
    ),
    (
        "let mut m = MockStore::new(); m.expect_put().times(1).returning(|_| Ok(())); sync(&m).unwrap();",
        "let m = store_expecting_puts(1); sync(&m).unwrap();",
    ),
    (
        "assert!(matches!(ev, Event::Key { code, .. } if code == 13));",
        r#"let Event::Key { code, .. } = ev else { panic!("not a key: {ev:?}") }; assert_eq!(code, 13);"#,
    ),
    (
        "let h = std::thread::spawn(move || worker(rx)); tx.send(Job::Stop).unwrap(); h.join().unwrap(); assert_eq!(done.load(SeqCst), 1);",
        "std::thread::scope(|s| { s.spawn(|| worker(rx)); tx.send(Job::Stop).unwrap(); }); assert_eq!(done.load(SeqCst), 1);",
    ),
    (
        "assert_eq!(square(3), 9); assert_eq!(cube(2), 8);",
        "assert_eq!(square(4), 16); assert_eq!(cube(3), 27);",
    ),
    (
        r#"let src = "let a = 1;"; let toks = lex(src); assert_eq!(toks.len(), 5); assert_eq!(toks[1].text, "a");"#,
        r#"let src = "let mut abc = 1;"; let toks = lex(src); assert_eq!(toks.len(), 6); assert_eq!(toks[2].text, "abc");"#,
    ),
    (
        "let mut c = Counter::new(); c.add(1); c.add(2); assert_eq!(c.get(), 3);",
        "let mut c = Counter::new(); c.add(1); c.add(2); c.add(3); assert_eq!(c.get(), 6);",
    ),
    (
        r#"assert_eq!(eval("1+1").unwrap(), 2); assert_eq!(eval("2*3").unwrap(), 6);"#,
        r#"macro_rules! evals { ($src:literal => $want:expr) => { assert_eq!(eval($src).unwrap(), $want) }; } evals!("1+1" => 2); evals!("2*3" => 6);"#,
    ),
    (
        r#"assert_eq!(eval("1+1").unwrap(), 2); assert_eq!(eval("2*3").unwrap(), 6);"#,
        r#"eval_ok!("1+1", 2); eval_ok!("2*3", 6);"#,
    ),
    (
        "let a = make(1); let b = make(2); assert!(a.valid()); assert!(b.valid());",
        "for i in 1..=2 { assert!(make(i).valid()); }",
    ),
    (
        r#"let dir = tempdir().unwrap(); fs::write(dir.path().join("in.txt"), "b\na\n").unwrap(); let output = Command::new(env!("CARGO_BIN_EXE_sorter")) .current_dir(dir.path()) .arg("in.txt") .output() .unwrap(); assert!(output.status.success(), "{output:?}"); let stdout = String::from_utf8(output.stdout).unwrap(); assert_eq!(stdout, "a\nb\n");"#,
        r#"let project = project().file("in.txt", "b\na\n").build(); let output = project.sorter().arg("in.txt").run(); assert_eq!(output.code(), Some(0), "{output:?}"); assert_eq!(output.stdout(), "a\nb\n");"#,
    ),
    (
        "for _ in 0..10 { if node.ready() { break; } sleep(Duration::from_millis(10)); } assert!(node.ready());",
        "for _ in 0..100 { if node.ready() { break; } sleep(Duration::from_millis(10)); } assert!(node.ready());",
    ),
    (
        "let mut map = HashMap::new(); for (k, v) in pairs() { map.insert(k, v); } assert_eq!(map.len(), 4);",
        "let mut map = HashMap::new(); for (k, v) in pairs() { if v.is_empty() { continue; } map.insert(k, v); } assert_eq!(map.len(), 4);",
    ),
    (
        "let nums: Vec<u32> = text.lines().map(|l| l.parse().unwrap()).collect(); assert_eq!(sum(&nums), 10);",
        "let nums: Vec<u32> = text.lines().flat_map(|l| l.parse().ok()).collect(); assert_eq!(sum(&nums), 10);",
    ),
    (
        r#"let db = Db::create("x.db").unwrap(); assert_eq!(db.len(), 0); std::fs::remove_file("x.db").unwrap();"#,
        r#"let db = Db::create("x.db").unwrap(); assert_eq!(db.len(), 0); std::fs::remove_file("x.db").ok();"#,
    ),
    (
        r#"assert!(matches!(open("x"), Err(Error::Missing))); assert_eq!(close(), Err(Error::Missing));"#,
        r#"assert!(matches!(open("x"), Err(Error::NotFound))); assert_eq!(close(), Err(Error::NotFound));"#,
    ),
    (
        "let r = report(); assert_eq!(r.a, 1); assert_eq!(r.b, 2); assert_eq!(r.c, 3);",
        "let r = report(); let Report { a, b, c } = r; assert_eq!([a, b, c], [1, 2, 3]);",
    ),
    (
        "let hs: Vec<_> = (0..8).map(|_| spawn(|| hit())).collect(); for h in hs { h.join().unwrap(); } assert_eq!(hits(), 8);",
        "let hs: Vec<_> = (0..4).map(|_| spawn(|| hit())).collect(); for h in hs { h.join().unwrap(); } assert_eq!(hits(), 4);",
    ),
    (
        "let mut buf = Ring::new(4); for i in 0..100 { buf.push(i); } assert_eq!(buf.len(), 4); assert_eq!(buf.last(), Some(&99));",
        "let mut buf = Ring::new(4); for i in 0..10 { buf.push(i); } assert_eq!(buf.len(), 4); assert_eq!(buf.last(), Some(&9));",
    ),
    (
        r#"for case in [Case::new("a", 1), Case::new("b", 2)] { assert_eq!(f(case.input), case.want); }"#,
        r#"assert_eq!(f("a"), 1); assert_eq!(f("b"), 2);"#,
    ),
    (
        r#"assert_eq!(parse("1"), Ok(1)); assert_eq!(parse("2"), Ok(2)); assert!(parse("x").is_err());"#,
        r#"for (input, want) in [("1", Some(1)), ("2", Some(2)), ("x", None)] { assert_eq!(parse(input).ok(), want, "{input}"); }"#,
    ),
    (
        r#"assert!(check_name("a").is_ok()); assert!(check_name("").is_err());"#,
        r#"for (name, is_valid) in [("a", true), ("", false)] { if is_valid { assert!(check_name(name).is_ok()); } else { assert!(check_name(name).is_err()); } }"#,
    ),
    (
        "let bus = Bus::new(|ev| log(ev)); bus.send(Event::A); assert_eq!(logged(), 1);",
        "let bus = Bus::new(|ev| match ev { Event::A => log(ev), _ => {} }); bus.send(Event::A); assert_eq!(logged(), 1);",
    ),
    (
        r#"let server = Server::bind(0).unwrap(); std::thread::spawn(move || server.run().unwrap()); assert_eq!(get("/"), "ok");"#,
        r#"let server = Server::bind(0).unwrap(); std::thread::spawn(move || { let _ = server.run(); }); assert_eq!(get("/"), "ok");"#,
    ),
    (
        "assert_eq!(enc(1), vec![0u8, 1]); assert_eq!(enc(256), vec![1u8, 0]);",
        r#"assert_eq!(enc(1), b"\x00\x01"); assert_eq!(enc(256), [0x01, 0x00]);"#,
    ),
    (
        r#"let exe = bin("tool"); assert!(exe.exists());"#,
        r#"let name = "tool"; #[cfg(windows)] let exe = bin("tool.exe"); #[cfg(not(windows))] let exe = bin("tool"); assert!(exe.exists());"#,
    ),
    (r#"assert_eq!(sep(), "/");"#, r#"assert_eq!(sep(), if cfg!(windows) { "\\" } else { "/" });"#),
    (
        "let mut seen = vec![]; visit(&tree, |n| seen.push(n.id)); assert_eq!(seen, [1, 2, 3]);",
        "let mut seen = vec![]; visit(&tree, |n| { if n.is_hidden() { return; } seen.push(n.id); }); assert_eq!(seen, [1, 2, 3]);",
    ),
    (
        r#"std::fs::create_dir("out").unwrap(); build("out").unwrap(); assert!(Path::new("out/index.html").exists());"#,
        r#"let _ = std::fs::create_dir("out"); build("out").unwrap(); assert!(Path::new("out/index.html").exists());"#,
    ),
    (
        "svc.start(); std::thread::sleep(Duration::from_secs(1)); assert!(svc.is_ready());",
        "svc.start(); eventually!(svc.is_ready(), within: 1s);",
    ),
    (
        "svc.start(); std::thread::sleep(Duration::from_secs(1)); assert_eq!(svc.state(), State::Up);",
        r#"svc.start(); let deadline = Instant::now() + Duration::from_secs(1); while svc.state() != State::Up { assert!(Instant::now() < deadline, "never came up"); std::thread::sleep(Duration::from_millis(10)); }"#,
    ),
    (r#"check(&[("a", 1), ("b", 2)], 3);"#, r#"check(&[("a", 1), ("b", 2)], 3, Mode::Strict);"#),
    (
        r#"roundtrip("a,b"); roundtrip("");"#,
        r#"for s in ["a,b", ""] { let v = parse(s).unwrap(); assert_eq!(v.to_string(), s); }"#,
    ),
    (
        r#"assert_renders("a", "<p>a</p>"); assert_renders("*a*", "<p><em>a</em></p>");"#,
        r#"assert_renders("a", Options::default(), "<p>a</p>"); assert_renders("*a*", Options::default(), "<p><em>a</em></p>");"#,
    ),
    (
        r#"assert_eq!(fmt("x"), "a\nb\n");"#,
        r#"let out = fmt("x"); let lines: Vec<_> = out.lines().collect(); assert_eq!(lines, ["a", "b"]);"#,
    ),
    (
        "assert!(list.remove(&3)); assert!(!list.remove(&4));",
        "assert_eq!(list.remove(&3), Some(3)); assert_eq!(list.remove(&4), None);",
    ),
    (
        "assert_eq!(r.status(), StatusCode::NOT_FOUND); assert!(r.status().is_client_error());",
        "assert_eq!(r.status().as_u16(), 404);",
    ),
    (
        r#"assert_eq!(t, Token { kind: TokenKind::Ident, text: "a" });"#,
        r#"type K = TokenKind; assert_eq!(t, Token { kind: K::Ident, text: "a" });"#,
    ),
    ("assert_eq!(validate(&u), Ok(()));", "validate(&u).unwrap();"),
    (
        r#"let body = hyper::body::to_bytes(resp.into_body()).await.unwrap(); assert_eq!(&body[..], b"hello");"#,
        r#"let body = resp.into_body().collect().await.unwrap().to_bytes(); assert_eq!(body, "hello");"#,
    ),
    (
        r#"#[test] fn t() -> Result<(), Box<dyn Error>> { let x = run()?; if x != 3 { return Err("not three".into()); } Ok(()) }"#,
        "#[test] fn t() -> Result<(), Box<dyn Error>> { assert_eq!(run()?, 3); Ok(()) }",
    ),
    ("assert!(!(a || b));", "assert!(!a); assert!(!b);"),
    ("assert!(v.len() > 1);", "assert!(v.len() >= 2);"),
    (r#"assert_eq!(&s[..3], "abc");"#, r#"assert!(s.starts_with("abc"));"#),
    (
        r#"for (s, n) in [("a", 1), ("bb", 2)] { assert_eq!(find(s), Some(n)); }"#,
        r#"for (s, n) in [("a", Some(1)), ("bb", Some(2))] { assert_eq!(find(s), n); }"#,
    ),
    (
        "#[rstest] fn m(#[values(1, 2)] a: u32, #[values(3, 4)] b: u32) { assert_eq!(mul(a, b), a * b); }",
        "#[test_matrix([1, 2], [3, 4])] fn m(a: u32, b: u32) { assert_eq!(mul(a, b), a * b); }",
    ),
    (
        r#"#[rstest] #[case("a", 1)] #[case("bb", 2)] fn w(#[case] s: &str, #[case] n: usize) { assert_eq!(width(s), n); }"#,
        "#[apply(width_cases)] fn w(#[case] s: &str, #[case] n: usize) { assert_eq!(width(s), n); }",
    ),
    (
        "let (tx, rx) = channel(); let h = on_event(move |e| tx.send(e).unwrap()); fire(1); assert_eq!(rx.recv().unwrap(), 1); drop(h);",
        "let (tx, rx) = channel(); let _h = on_event(move |e| { let _ = tx.send(e); }); fire(1); assert_eq!(rx.recv().unwrap(), 1);",
    ),
    (
        "assert_eq!(rx.try_recv(), Ok(1)); assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));",
        "let got: Vec<_> = rx.try_iter().collect(); assert_eq!(got, [1]);",
    ),
    (
        "let r = resize(&img, 10, 20); assert_eq!(r.width(), 10); assert_eq!(r.height(), 20);",
        "let r = resize(&img, Size { w: 10, h: 20 }); assert_eq!(r.size(), Size { w: 10, h: 20 });",
    ),
    (
        r##"let json = serde_json::to_string(&p).unwrap(); assert_eq!(json, r#"{"x":1}"#);"##,
        r#"let json = serde_json::to_value(&p).unwrap(); assert_eq!(json, json!({ "x": 1 }));"#,
    ),
    (
        r#"let e = run().unwrap_err(); assert_eq!(format!("{e:#}"), "run: io");"#,
        r#"let e = run().unwrap_err(); assert_eq!(e.to_string(), "run"); assert_eq!(e.root_cause().to_string(), "io");"#,
    ),
    (
        r#"if let Some(x) = find(1) && x.ok { assert_eq!(x.n, 3); } else { panic!("not found"); }"#,
        r#"let x = find(1).expect("found"); assert!(x.ok); assert_eq!(x.n, 3);"#,
    ),
    (
        r#"match (parse("1"), parse("x")) { (Ok(1), Err(_)) => {} other => panic!("{other:?}"), }"#,
        r#"assert_eq!(parse("1"), Ok(1)); assert!(parse("x").is_err());"#,
    ),
    (
        r#"let l = Lru::new(2); l.put(1, "a"); l.put(2, "b"); l.put(3, "c"); assert_eq!(l.get(1), None); assert_eq!(l.get(3), Some("c"));"#,
        r#"let l = Lru::new(2); for (k, v) in [(1, "a"), (2, "b"), (3, "c")] { l.put(k, v); } assert!(l.get(1).is_none()); assert_eq!(l.get(3), Some("c"));"#,
    ),
];

/// The second one is as strong; the first is told elsewhere.
pub(super) const UNSURE_NOW: &[(&str, &str)] = &[
    (
        r#"#[test] fn round_trip() { assert_eq!(decode(&encode("abc")).unwrap(), "abc"); assert_eq!(decode(&encode("")).unwrap(), ""); }"#,
        r#"#[test] fn round_trip() { proptest!(|(s in ".*")| { prop_assert_eq!(decode(&encode(&s)).unwrap(), s); }); }"#,
    ),
    (
        "let series = build(); assert!(series[0] <= series[1]);",
        r#"let series = build(); for (i, x) in series.iter().enumerate() { if i > 0 { assert!(series[i - 1] <= *x, "not sorted at {i}"); } }"#,
    ),
    (
        "#[test] fn rev_twice() { assert_eq!(rev(rev(vec![1, 2])), vec![1, 2]); }",
        "#[quickcheck] fn rev_twice(xs: Vec<i32>) -> bool { rev(rev(xs.clone())) == xs }",
    ),
    (
        "#[test] #[should_panic] fn overdraws() { Account::new(5).withdraw(6); }",
        r#"#[test] fn overdraws() { let err = std::panic::catch_unwind(|| Account::new(5).withdraw(6)).unwrap_err(); let text = err.downcast_ref::<&str>().unwrap(); assert_eq!(*text, "insufficient funds"); }"#,
    ),
    ("for (g, w) in got.iter().zip(&want) { assert_eq!(g.name, w.name); }", "assert_eq!(got, want);"),
    (r#"cmd.arg("x").assert().failure();"#, r#"cmd.arg("x").assert().code(2);"#),
    (
        r#"for (s, n) in [("a", 1), ("bb", 2)] { assert_eq!(find(s), Some(n)); }"#,
        r#"for (s, n) in [("a", Some(1)), ("bb", Some(2)), ("", None)] { assert_eq!(find(s), n); }"#,
    ),
    (
        "let v = list(); assert!(!v.is_empty());",
        r#"let v = list(); let [a, b] = &v[..] else { panic!("two, not {}", v.len()) }; assert_eq!(a.id, 1); assert_eq!(b.id, 2);"#,
    ),
    ("assert!(v[0] < v[1]); assert!(v[1] < v[2]);", "assert!(v.windows(2).all(|w| w[0] < w[1]));"),
];
