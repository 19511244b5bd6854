//! Cases of tests that become weaker.

use super::*;

/// Before, now, and the kinds of what is weaker. What only one direction may have is tried in the other one too, where nothing may be
/// found. A body stands for a whole test.
pub(super) const WEAKER: &[(&str, &str, &[WeakeningKind])] = &[
    ("assert_eq!(v.len(), 2);", "assert!(!v.is_empty());", &[WeakeningKind::AssertionLoosened]),
    (
        "assert!(a() && b()); assert!(c());",
        "assert!(a()); assert!(c());",
        &[WeakeningKind::AssertionLoosened],
    ),
    // Removed.
    ("a(); assert!(b());", "a();", &[WeakeningKind::AssertionRemoved]),
    ("assert_eq!(a(), 1); assert_eq!(b(), 2);", "assert_eq!(b(), 2);", &[WeakeningKind::AssertionRemoved]),
    ("assert_eq!(a(), 1); assert_eq!(a(), 1);", "assert_eq!(a(), 1);", &[WeakeningKind::AssertionRemoved]),
    (
        "let x = a(); assert_eq!(x.len(), 3); assert_eq!(x.name(), \"a\");",
        "let x = a(); assert_eq!(x.len(), 3);",
        &[WeakeningKind::AssertionRemoved],
    ),
    (
        "for x in all() { assert!(x.is_good()); }",
        "for x in all() { x.is_good(); }",
        &[WeakeningKind::AssertionRemoved],
    ),
    ("check(1, 2); check(2, 3);", "check(1, 2);", &[WeakeningKind::AssertionRemoved]),
    ("insta::assert_snapshot!(a());", "a();", &[WeakeningKind::AssertionRemoved]),
    ("command().assert().success();", "command().assert();", &[WeakeningKind::AssertionRemoved]),
    (
        "command().assert().success().stdout(\"a\");",
        "command().assert().success();",
        &[WeakeningKind::AssertionRemoved],
    ),
    (
        "match a() { Ok(x) => x, Err(e) => panic!(\"{e}\") };",
        "match a() { Ok(x) => x, Err(e) => default() };",
        &[WeakeningKind::AssertionRemoved],
    ),
    ("pay(); assert!(a());", "todo!()", &[WeakeningKind::AssertionRemoved]),
    ("prop_assert_eq!(a(x), b(x));", "a(x);", &[WeakeningKind::AssertionRemoved]),
    ("verify_total(&cart, 12);", "let _total = cart.total();", &[WeakeningKind::AssertionRemoved]),
    // Loosened.
    ("assert_eq!(a(), 3);", "assert!(a() > 0);", &[WeakeningKind::AssertionLoosened]),
    ("assert_eq!(2, a() * 2);", "assert!(a() > 0);", &[WeakeningKind::AssertionLoosened]),
    ("assert_eq!(a(), Some(3));", "assert!(a().is_some());", &[WeakeningKind::AssertionLoosened]),
    ("assert_eq!(a(), Ok(3));", "assert!(a().is_ok());", &[WeakeningKind::AssertionLoosened]),
    ("assert_eq!(a(), 3);", "assert!(a() >= 3);", &[WeakeningKind::AssertionLoosened]),
    ("assert_eq!(a(), 3);", "assert_ne!(a(), 0);", &[WeakeningKind::AssertionLoosened]),
    ("assert!(a() == 3);", "assert!(a() <= 3);", &[WeakeningKind::AssertionLoosened]),
    ("assert_eq!(a(), 3);", "assert!(true);", &[WeakeningKind::AssertionLoosened]),
    ("assert!(a());", "assert!(true);", &[WeakeningKind::AssertionLoosened]),
    ("assert!(a());", "assert!(a() || true);", &[WeakeningKind::AssertionLoosened]),
    ("assert_eq!(a(), 3);", "assert_eq!(a(), a());", &[WeakeningKind::AssertionLoosened]),
    ("assert!(a() && b());", "assert!(a());", &[WeakeningKind::AssertionLoosened]),
    ("assert!(a() && b());", "assert!(a() || b());", &[WeakeningKind::AssertionLoosened]),
    ("assert!(a());", "assert!(a() || b());", &[WeakeningKind::AssertionLoosened]),
    ("assert!(a() < 3);", "assert!(a() <= 3);", &[WeakeningKind::AssertionLoosened]),
    (
        "assert!(matches!(a(), Err(Error::Full)));",
        "assert!(matches!(a(), Err(_)));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert!(matches!(a(), Err(Error::Full)));",
        "assert!(a().is_err());",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert_matches!(a(), Err(Error::Full { at: 3 }));",
        "assert_matches!(a(), Err(Error::Full { .. }));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert!(matches!(a(), Some(x) if x > 3));",
        "assert!(matches!(a(), Some(x)));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert_eq!(a(), \"the whole text\");",
        "assert!(a().contains(\"text\"));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert!(a().starts_with(\"x\"));",
        "assert!(a().contains(\"x\"));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert!(all().iter().all(|x| x.is_good()));",
        "assert!(all().iter().any(|x| x.is_good()));",
        &[WeakeningKind::AssertionLoosened],
    ),
    ("assert_eq!(a(), 3);", "debug_assert_eq!(a(), 3);", &[WeakeningKind::AssertionLoosened]),
    (
        "assert!(elapsed < Duration::from_millis(50));",
        "assert!(elapsed < Duration::from_millis(500));",
        &[WeakeningKind::AssertionLoosened],
    ),
    ("assert!(size() <= 100);", "assert!(size() <= 1000);", &[WeakeningKind::AssertionLoosened]),
    ("assert!(size() >= 100);", "assert!(size() >= 10);", &[WeakeningKind::AssertionLoosened]),
    ("assert!(size() > 100);", "assert!(size() > 10);", &[WeakeningKind::AssertionLoosened]),
    // Tolerances.
    ("assert!((a() - 1.5).abs() < 1e-9);", "assert!((a() - 1.5).abs() < 0.5);", &[WeakeningKind::Tolerance]),
    (
        "assert_relative_eq!(a(), 1.5, epsilon = 1e-9);",
        "assert_relative_eq!(a(), 1.5, epsilon = 1e-2);",
        &[WeakeningKind::Tolerance],
    ),
    (
        "assert_abs_diff_eq!(a(), 1.5, epsilon = 0.001);",
        "assert_abs_diff_eq!(a(), 1.5, epsilon = 0.1);",
        &[WeakeningKind::Tolerance],
    ),
    // Attributes.
    ("#[test] fn t() { a(); }", "#[test] #[ignore] fn t() { a(); }", &[WeakeningKind::Ignored]),
    ("#[test] fn t() { a(); }", "#[test] #[ignore = \"slow\"] fn t() { a(); }", &[WeakeningKind::Ignored]),
    (
        "#[test] fn t() { a(); }",
        "#[test] #[cfg_attr(windows, ignore)] fn t() { a(); }",
        &[WeakeningKind::Ignored],
    ),
    ("#[test] fn t() { a(); }", "#[test] #[cfg(unix)] fn t() { a(); }", &[WeakeningKind::Cfg]),
    (
        "#[test] fn t() { a(); assert!(b()); }",
        "#[test] fn t() { a(); #[cfg(feature = \"slow\")] assert!(b()); }",
        &[WeakeningKind::Cfg],
    ),
    ("#[test] fn t() { a(); }", "#[test] #[should_panic] fn t() { a(); }", &[WeakeningKind::ShouldPanic]),
    (
        "#[test] #[should_panic(expected = \"the cart is empty\")] fn t() { a(); }",
        "#[test] #[should_panic] fn t() { a(); }",
        &[WeakeningKind::ShouldPanic],
    ),
    (
        "#[test] #[should_panic(expected = \"the cart is empty\")] fn t() { a(); }",
        "#[test] #[should_panic(expected = \"cart\")] fn t() { a(); }",
        &[WeakeningKind::ShouldPanic],
    ),
    (
        "#[rstest] #[case(1)] #[case(2)] fn t(#[case] x: u8) { a(x); }",
        "#[rstest] #[case(1)] fn t(#[case] x: u8) { a(x); }",
        &[WeakeningKind::Cases],
    ),
    (
        "#[test_case(1)] #[test_case(2)] fn t(x: u8) { a(x); }",
        "#[test_case(2)] fn t(x: u8) { a(x); }",
        &[WeakeningKind::Cases],
    ),
    // Ways out.
    ("a(); assert!(b());", "a(); return; assert!(b());", &[WeakeningKind::EarlyReturn]),
    ("assert!(b());", "if cfg!(windows) { return; } assert!(b());", &[WeakeningKind::EarlyReturn]),
    ("assert!(b());", "if env::var(\"CI\").is_ok() { return; } assert!(b());", &[WeakeningKind::EarlyReturn]),
    ("assert!(b());", "if a() { assert!(b()); }", &[WeakeningKind::EarlyReturn]),
    (
        "let x = a().unwrap(); assert_eq!(x, 1);",
        "let Ok(x) = a() else { return }; assert_eq!(x, 1);",
        &[WeakeningKind::EarlyReturn],
    ),
    ("assert!(b());", "process::exit(0); assert!(b());", &[WeakeningKind::EarlyReturn]),
    ("a();", "let _ = std::panic::catch_unwind(|| a());", &[WeakeningKind::CatchUnwind]),
    (
        "let r = a(); assert!(r);",
        "let r = std::panic::catch_unwind(a).unwrap_or(true); assert!(r);",
        &[WeakeningKind::CatchUnwind],
    ),
    // Cases.
    ("for n in 0..1000 { check(n); }", "for n in 0..10 { check(n); }", &[WeakeningKind::Cases]),
    ("for n in 1..=100 { check(n); }", "for n in 1..=3 { check(n); }", &[WeakeningKind::Cases]),
    ("for x in [1, 2, 3] { check(x); }", "for x in [1, 2] { check(x); }", &[WeakeningKind::Cases]),
    ("for x in &[\"a\", \"b\"] { check(x); }", "for x in &[\"a\"] { check(x); }", &[WeakeningKind::Cases]),
    (
        "let all = vec![(1, 2), (3, 4)]; for (a, b) in all { check(a, b); }",
        "let all = vec![(1, 2)]; for (a, b) in all { check(a, b); }",
        &[WeakeningKind::Cases],
    ),
    (
        "run(ProptestConfig::with_cases(256));",
        "run(ProptestConfig::with_cases(10));",
        &[WeakeningKind::Cases],
    ),
    ("prop_assert!(a(x));", "prop_assume!(x > 3); prop_assert!(a(x));", &[WeakeningKind::Cases]),
    // Errors.
    ("a().unwrap();", "let _ = a();", &[WeakeningKind::SwallowedError]),
    ("a().unwrap();", "a().ok();", &[WeakeningKind::SwallowedError]),
    ("a()?;", "let _ = a();", &[WeakeningKind::SwallowedError]),
    ("a().expect(\"it works\");", "a();", &[WeakeningKind::SwallowedError]),
    (
        "let x = a().unwrap(); assert_eq!(x.len(), 0);",
        "let x = a().unwrap_or_default(); assert_eq!(x.len(), 0);",
        &[WeakeningKind::SwallowedError],
    ),
    ("let x = a().unwrap(); b(x);", "if let Ok(x) = a() { b(x); }", &[WeakeningKind::SwallowedError]),
    // As people write them.
    (
        r#"let err = parse("{").unwrap_err(); assert!(matches!(err, ParseError::UnexpectedEof { line: 1, .. }));"#,
        r#"let err = parse("{").unwrap_err(); assert!(matches!(err, ParseError::UnexpectedEof { .. }));"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "let list = build(); assert_eq!(list.len(), 4);",
        "let list = build(); let _check = || assert_eq!(list.len(), 4);",
        &[WeakeningKind::AssertionRemoved],
    ),
    (
        "#[test] #[cfg(unix)] fn plain() { assert_eq!(sync(), 3); }",
        r#"#[test] #[cfg(all(unix, feature = "nightly"))] fn plain() { assert_eq!(sync(), 3); }"#,
        &[WeakeningKind::Cfg],
    ),
    (
        "const EPSILON: f64 = 0.0001; let mean = mean(&[1.0, 2.0, 3.0]); assert!((mean - 2.0).abs() < EPSILON);",
        "const EPSILON: f64 = 0.1; let mean = mean(&[1.0, 2.0, 3.0]); assert!((mean - 2.0).abs() < EPSILON);",
        &[WeakeningKind::Tolerance],
    ),
    (
        r#"let tolerance = 0.01; let mean = mean(&[1.0, 2.0, 3.0]); let difference = (mean - 2.0).abs(); assert!(difference < tolerance, "{difference}");"#,
        r#"let tolerance = 1.0; let mean = mean(&[1.0, 2.0, 3.0]); let difference = (mean - 2.0).abs(); assert!(difference < tolerance, "{difference}");"#,
        &[WeakeningKind::Tolerance],
    ),
    (
        r#"#[tokio::test] async fn answers_in_time() { let server = Server::start().await; let reply = tokio::time::timeout(Duration::from_millis(100), server.ping()).await.unwrap(); assert_eq!(reply, "pong"); }"#,
        r#"#[tokio::test] async fn answers_in_time() { let server = Server::start().await; let reply = tokio::time::timeout(Duration::from_secs(10), server.ping()).await.unwrap(); assert_eq!(reply, "pong"); }"#,
        &[WeakeningKind::Tolerance],
    ),
    (
        "let start = Instant::now(); index(&corpus()); assert!(start.elapsed() < Duration::from_millis(500));",
        "let start = Instant::now(); index(&corpus()); assert!(start.elapsed() < Duration::from_secs(5));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "#[rstest] fn all_modes(#[values(Mode::Fast, Mode::Slow, Mode::Exact)] mode: Mode) { assert!(run(mode).is_ok()); }",
        "#[rstest] fn all_modes(#[values(Mode::Fast)] mode: Mode) { assert!(run(mode).is_ok()); }",
        &[WeakeningKind::Cases],
    ),
    (
        "const RUNS: usize = 10_000; for i in 0..RUNS { assert_eq!(decode(&encode(i)), i); }",
        "const RUNS: usize = 100; for i in 0..RUNS { assert_eq!(decode(&encode(i)), i); }",
        &[WeakeningKind::Cases],
    ),
    (
        r#"for name in ["con", "nul", "aux", "prn"] { assert!(is_reserved(name), "{name}"); }"#,
        r#"for name in [] as [&str; 0] { assert!(is_reserved(name), "{name}"); }"#,
        &[WeakeningKind::Cases],
    ),
    (
        r#"assert_eq!(render(), "a\nb\n");"#,
        r#"assert_eq!(render().trim(), "a\nb");"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        r#"assert_eq!(title(), "Hello World");"#,
        r#"assert_eq!(title().to_lowercase(), "hello world");"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "let got = order(); assert_eq!(got, vec![1, 2, 3]);",
        "let mut got = order(); got.sort(); assert_eq!(got, vec![1, 2, 3]);",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        r#"let mut cmd = Command::cargo_bin("tool").unwrap(); cmd.arg("--version").assert().success().stdout("tool 1.0\n");"#,
        r#"let mut cmd = Command::cargo_bin("tool").unwrap(); cmd.arg("--version").assert().success().stdout(predicate::str::contains("tool"));"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        r#"let mut mock = MockMailer::new(); mock.expect_send().times(1).with(eq("ann")).returning(|_| Ok(())); Service::new(mock).welcome("ann").unwrap();"#,
        r#"let mut mock = MockMailer::new(); mock.expect_send().returning(|_| Ok(())); Service::new(mock).welcome("ann").unwrap();"#,
        &[WeakeningKind::AssertionRemoved],
    ),
    (
        "for case in cases() { let got = run(&case); assert_eq!(got, case.expected); }",
        r#"for case in cases() { if case.name == "unicode" { continue; } let got = run(&case); assert_eq!(got, case.expected); }"#,
        &[WeakeningKind::EarlyReturn],
    ),
    (
        "for case in cases() { assert_eq!(run(&case), case.expected); }",
        "for case in cases().take(3) { assert_eq!(run(&case), case.expected); }",
        &[WeakeningKind::Cases],
    ),
    (
        "for case in cases().iter() { assert_eq!(run(case), case.expected); }",
        "for case in cases().iter().filter(|c| c.is_supported()) { assert_eq!(run(case), case.expected); }",
        &[WeakeningKind::Cases],
    ),
    (
        r#"let err = load("nope").unwrap_err(); assert!(err.to_string().contains("not found"));"#,
        r#"let err = load("nope"); assert!(err.is_err());"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "let p = point(); assert_eq!(p, Point { x: 1, y: 2 });",
        "let p = point(); assert_eq!(p.x, 1);",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        r#"let got = split("a,b,c"); assert_eq!(got, ["a", "b", "c"]);"#,
        r#"let got = split("a,b,c"); assert_eq!(got.len(), 3);"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert!((4..=6).contains(&level()));",
        "assert!((1..=10).contains(&level()));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "let handle = std::thread::spawn(|| { work(); assert!(done()); }); handle.join().unwrap();",
        "std::thread::spawn(|| { work(); assert!(done()); });",
        &[WeakeningKind::SwallowedError],
    ),
    (
        r#"let tests = vec![ ("1 + 1", 2), ("2 * 3", 6), ("(1 + 2) * 3", 9), ]; for (src, want) in &tests { assert_eq!(eval(src).unwrap(), *want); }"#,
        r#"assert_eq!(eval("1 + 1").unwrap(), 2);"#,
        &[WeakeningKind::Cases],
    ),
    (
        r#"let err = open("/nope").unwrap_err(); assert_eq!(err.kind(), io::ErrorKind::NotFound);"#,
        r#"open("/nope").unwrap_err();"#,
        &[WeakeningKind::AssertionRemoved],
    ),
    (
        r#"match parse("a = = b") { Err(Error::Unexpected { token, line }) => { assert_eq!(token, "="); assert_eq!(line, 1); } other => panic!("{other:?}"), }"#,
        r#"assert!(parse("a = = b").is_err());"#,
        &[WeakeningKind::AssertionRemoved],
    ),
    (
        "#[rstest] #[case::small(1)] #[case::medium(10)] #[case::large(100)] fn sizes(#[case] n: usize) { assert_eq!(build(n).len(), n); }",
        "#[rstest] #[case::small(1)] #[case::medium(10)] fn sizes(#[case] n: usize) { assert_eq!(build(n).len(), n); }",
        &[WeakeningKind::Cases],
    ),
    (
        r#"let area = integrate(|x| x * x, 0.0, 1.0); let expected = 1.0 / 3.0; assert!((area - expected).abs() <= f64::EPSILON, "{area}");"#,
        r#"let area = integrate(|x| x * x, 0.0, 1.0); let expected = 1.0 / 3.0; assert!((area - expected).abs() <= 0.05, "{area}");"#,
        &[WeakeningKind::Tolerance],
    ),
    (
        "let v = rotate(vec2(1.0, 0.0), PI); assert!(approx_eq!(f64, v.x, -1.0, epsilon = 0.000_001));",
        "let v = rotate(vec2(1.0, 0.0), PI); assert!(approx_eq!(f64, v.x, -1.0, epsilon = 0.1));",
        &[WeakeningKind::Tolerance],
    ),
    (
        "let v = rotate(vec2(1.0, 0.0), PI); assert!(relative_eq!(v.x, -1.0, max_relative = 1e-12));",
        "let v = rotate(vec2(1.0, 0.0), PI); assert!(relative_eq!(v.x, -1.0, max_relative = 1e-2));",
        &[WeakeningKind::Tolerance],
    ),
    (
        "let rows: Vec<Row> = text().lines().map(|l| l.parse().unwrap()).collect(); assert_eq!(rows.len(), 3);",
        "let rows: Vec<Row> = text().lines().filter_map(|l| l.parse().ok()).collect(); assert_eq!(rows.len(), 3);",
        &[WeakeningKind::SwallowedError],
    ),
    (
        r#"let names: Vec<_> = dir().files().map(|f| f.name()).collect(); assert_eq!(names, vec!["a.txt", "b.txt"]);"#,
        r#"let names: HashSet<_> = dir().files().map(|f| f.name()).collect(); assert_eq!(names, HashSet::from(["a.txt", "b.txt"]));"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        r#"let user = make_user(); insta::assert_json_snapshot!(user, { ".id" => "[id]" });"#,
        r#"let user = make_user(); insta::assert_json_snapshot!(user, { ".id" => "[id]", ".name" => "[name]" });"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    ("assert!(coverage() >= 0.95);", "assert!(coverage() >= 0.5);", &[WeakeningKind::AssertionLoosened]),
    (
        r#"assert_eq!(Config::from_str("port = x").unwrap_err(), ConfigError::InvalidPort);"#,
        r#"Config::from_str("port = x").expect_err("must fail");"#,
        &[WeakeningKind::AssertionRemoved],
    ),
    (
        r#"#[tokio::test] async fn recv_value() { let mut rx = subscribe(); let msg = rx.recv().await.unwrap(); assert_eq!(msg.topic, "a"); }"#,
        r#"#[tokio::test] async fn recv_value() { let mut rx = subscribe(); while let Some(msg) = rx.recv().await { assert_eq!(msg.topic, "a"); } }"#,
        &[WeakeningKind::SwallowedError],
    ),
    (
        "for b in u8::MIN..=u8::MAX { assert_eq!(unhex(&hex(b)), Ok(b)); }",
        "for b in 0..=9u8 { assert_eq!(unhex(&hex(b)), Ok(b)); }",
        &[WeakeningKind::Cases],
    ),
    (
        "let t = measure(); assert!(t >= 95.0 && t <= 105.0);",
        "let t = measure(); assert!(t >= 50.0 && t <= 150.0);",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        r#"let t = trybuild::TestCases::new(); t.pass("tests/ui/ok.rs"); t.compile_fail("tests/ui/bad.rs");"#,
        r#"let t = trybuild::TestCases::new(); t.pass("tests/ui/ok.rs");"#,
        &[WeakeningKind::AssertionRemoved],
    ),
    (
        "let v = a(); assert_eq!(v, 1);",
        "let v = a(); for x in Vec::<u8>::new() { assert_eq!(v, 1); }",
        &[WeakeningKind::EarlyReturn],
    ),
    (
        r#"assert!(text.contains("connection refused"));"#,
        r#"assert!(text.contains("connection"));"#,
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert_abs_diff_eq!(a(), 1.5);",
        "assert_abs_diff_eq!(a(), 1.5, epsilon = 0.5);",
        &[WeakeningKind::Tolerance],
    ),
    (
        r#"let out = a().expect("works"); assert_eq!(out.len(), 0);"#,
        "let out = a().unwrap_or_else(|_| vec![]); assert_eq!(out.len(), 0);",
        &[WeakeningKind::SwallowedError],
    ),
    // An error that was demanded to be none.
    (
        "#[test] fn t() -> Result<(), E> { let mut pipe = Pipe::open()?; pipe.write(3)?; pipe.shutdown()?; Ok(()) }",
        "#[test] fn t() -> Result<(), E> { let mut pipe = Pipe::open()?; pipe.write(3)?; pipe.shutdown().ok(); Ok(()) }",
        &[WeakeningKind::SwallowedError],
    ),
    // Fewer examples, in a loop or without one.
    (
        "assert_eq!(roman(1), \"I\"); assert_eq!(roman(4), \"IV\"); assert_eq!(roman(9), \"IX\");",
        "for (number, text) in [(1, \"I\"), (9, \"IX\")] { assert_eq!(roman(number), text); }",
        &[WeakeningKind::Cases],
    ),
    (
        "for (number, text) in [(1, \"I\"), (4, \"IV\"), (9, \"IX\")] { assert_eq!(roman(number), text); }",
        "assert_eq!(roman(1), \"I\"); assert_eq!(roman(4), \"IV\");",
        &[WeakeningKind::Cases],
    ),
    // A part of both.
    (
        "assert_eq!(date(), Date::new(2024, 2, 29));",
        "assert_eq!(date().year(), Date::new(2024, 2, 29).year());",
        &[WeakeningKind::AssertionLoosened],
    ),
    // A double for the real thing.
    (
        "let post = SmtpMailer::connect(); assert!(post.send(\"a\"));",
        "let mut post = MockMailer::new(); post.expect_send().return_const(true); assert!(post.send(\"a\"));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "let clock = SystemClock::new(); assert_eq!(clock.hour(), 3);",
        "let clock = FakeClock::at(3); assert_eq!(clock.hour(), 3);",
        &[WeakeningKind::AssertionLoosened],
    ),
    // A claim that always holds.
    (
        "assert!(delay() < Duration::from_secs(3));",
        "assert!(delay() <= Duration::MAX);",
        &[WeakeningKind::AssertionLoosened],
    ),
    ("assert!(level() > 3.5);", "assert!(level() > f64::NEG_INFINITY);", &[WeakeningKind::AssertionLoosened]),
    // A task that nobody waits for.
    (
        "#[tokio::test] async fn t() { ship(cart()).await; }",
        "#[tokio::test] async fn t() { let _shipped = ship(cart()); }",
        &[WeakeningKind::SwallowedError],
    ),
    (
        "#[tokio::test] async fn t() { verify_all(list()).await; }",
        "#[tokio::test] async fn t() { tokio::spawn(verify_all(list())); }",
        &[WeakeningKind::SwallowedError],
    ),
    // A stub again.
    ("assert_eq!(sum(&[1, 2]), 3);", "spec_runtime::pending!(\"REQ-1\");", &[WeakeningKind::EarlyReturn]),
    // Less of each.
    (
        "assert!(stock().is_some_and(|count| count > 3));",
        "assert!(stock().is_some());",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert!(run().is_err_and(|error| error.code() == 3));",
        "assert!(run().is_err());",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert!(rows().iter().all(|row| row.is_open && row.price > 3));",
        "assert!(rows().iter().all(|row| row.price > 3));",
        &[WeakeningKind::AssertionLoosened],
    ),
    (
        "assert!(rows().iter().any(|row| row.is_open && row.price > 3));",
        "assert!(rows().iter().any(|row| row.is_open));",
        &[WeakeningKind::AssertionLoosened],
    ),
];
