//! Cases that are weaker in neither direction, or in one that another table has.

/// Neither is weaker.
pub(super) const NEUTRAL: &[(&str, &str)] = &[
    (
        "for n in numbers().step_by(3) { assert!(n % 3 == 0); }",
        "assert!(numbers().step_by(3).all(|n| n % 3 == 0));",
    ),
    ("for row in rows() { assert!(row.is_open()); }", "assert!(rows().iter().all(|row| row.is_open()));"),
    ("assert_eq!(a(), true);", "assert!(a());"),
    ("assert_eq!(a(), false);", "assert!(!a());"),
    ("assert_ne!(a(), false);", "assert!(a());"),
    ("assert_eq!(v.len(), 0);", "assert!(v.is_empty());"),
    ("assert!(v.len() > 0);", "assert!(!v.is_empty());"),
    ("assert_eq!(a(), None);", "assert!(a().is_none());"),
    ("assert!(a() && b());", "assert!(a()); assert!(b());"),
    ("assert!(a() == 1 && b());", "assert!(b()); assert_eq!(a(), 1);"),
    ("let x = a(); assert_eq!(x, 1);", "let y = a(); assert_eq!(y, 1);"),
    ("let x = a(); b(); assert_eq!(x, 1);", "let answer = a(); assert_eq!(answer, 1); b();"),
    ("assert_eq!(cart.total(), 12);", "let total = cart.total(); assert_eq!(total, 12);"),
    ("assert_eq!(a(), 1); assert_eq!(b(), 2);", "assert_eq!(b(), 2); assert_eq!(a(), 1);"),
    ("assert_eq!(a(), 1);", "assert_eq!(1, a());"),
    ("assert_eq!(a(), 1);", "assert!(a() == 1);"),
    ("assert_eq!(a(), 1);", "assert_eq!(a(), 1, \"it is {}\", 1);"),
    ("assert!(a(), \"one\");", "assert!(a(), \"other {x}\");"),
    ("a().unwrap();", "a().expect(\"it works\");"),
    ("#[test] fn t() { a().unwrap(); }", "#[test] fn t() -> Result<(), E> { a()?; Ok(()) }"),
    ("assert_eq!(a(), 1_000);", "assert_eq!(a(), 1000);"),
    ("assert_eq!(a(), 10u32);", "assert_eq!(a(), 10);"),
    ("assert!(a() > 3);", "assert!(3 < a());"),
    ("#[test] fn t() { a(); }", "#[tokio::test] async fn t() { a().await; }"),
    ("use b::c; c();", "b::c();"),
    ("let a = \"x\".to_string(); b(a);", "let a = String::from(\"x\"); b(a);"),
    (
        "let cart = Cart::new(); assert!(cart.is_empty());",
        "let cart = Cart::default(); assert!(cart.is_empty());",
    ),
    ("assert_eq!(cart.size(), 3);", "assert_eq!(cart.len(), 3);"),
    ("assert_eq!(a(1), 2); assert_eq!(a(2), 3);", "check_sum(1, 2); check_sum(2, 3);"),
    ("assert!(a()); b();", "assert!(a()); b(); c();"),
    ("let x = 3; assert_eq!(a(x), 9);", "assert_eq!(a(3), 9);"),
    (
        "thread::sleep(Duration::from_millis(10)); assert!(a());",
        "thread::sleep(Duration::from_millis(20)); assert!(a());",
    ),
    // As people write them.
    (
        r#"assert_eq!(to_roman(1), "I"); assert_eq!(to_roman(4), "IV"); assert_eq!(to_roman(9), "IX");"#,
        r#"for (number, expected) in [(1, "I"), (4, "IV"), (9, "IX")] { assert_eq!(to_roman(number), expected); }"#,
    ),
    (
        "assert_eq!(square(1), 1); assert_eq!(square(2), 4);",
        "#[rstest] #[case(1, 1)] #[case(2, 4)] fn parametrised(#[case] input: i32, #[case] expected: i32) { assert_eq!(square(input), expected); }",
    ),
    (
        "for (input, expected) in [(1, 1), (2, 4)] { assert_eq!(square(input), expected); }",
        "#[test_case(1, 1)] #[test_case(2, 4)] fn parametrised(input: i32, expected: i32) { assert_eq!(square(input), expected); }",
    ),
    ("insta::assert_snapshot!(render());", r#"insta::assert_snapshot!("render", render());"#),
    (
        r#"let Some(user) = find("a") else { panic!("no user") }; assert_eq!(user.id, 1);"#,
        r#"let user = find("a").unwrap(); assert_eq!(user.id, 1);"#,
    ),
    (
        r#"match find("a") { Some(user) => assert_eq!(user.id, 1), None => panic!("no user"), }"#,
        r#"let user = find("a").expect("a user"); assert_eq!(user.id, 1);"#,
    ),
    (
        r#"if let Err(Error::Syntax { line, .. }) = parse("x") { assert_eq!(line, 1); } else { panic!("expected a syntax error"); }"#,
        r#"match parse("x") { Err(Error::Syntax { line, .. }) => assert_eq!(line, 1), other => panic!("unexpected {other:?}"), }"#,
    ),
    (
        "let p = Pt { x: 1, y: 2 }; assert_eq!(p.flip(), Pt { x: 2, y: 1 });",
        "let p = Point { x: 1, y: 2 }; assert_eq!(p.flip(), Point { x: 2, y: 1 });",
    ),
    (
        r#"let out = run(); assert_eq!(out, "one");"#,
        r#"let out = run(); insta::assert_snapshot!(out, @"one");"#,
    ),
    (
        "let u = find(); assert!(u.is_some()); assert_eq!(u.unwrap().id, 3);",
        "let u = find(); assert!(u.is_some_and(|u| u.id == 3));",
    ),
    ("let v: Vec<_> = run().collect(); assert_eq!(v, [1, 2]);", "assert!(run().eq([1, 2]));"),
    ("#[cfg(test)] #[test] fn cfg_test() { assert_eq!(run(), 1); }", "assert_eq!(run(), 1);"),
    (
        r#"#[rstest] #[case(1, "I")] #[case(4, "IV")] fn roman(#[case] n: u32, #[case] s: &str) { assert_eq!(to_roman(n), s); }"#,
        r#"#[rstest] #[case::one(1, "I")] #[case::four(4, "IV")] fn roman(#[case] number: u32, #[case] expected: &str) { assert_eq!(to_roman(number), expected); }"#,
    ),
    (
        r#"#[tokio::test] async fn spawn_changed() { let h = tokio::spawn(async { serve().await }); let r = client().await; assert_eq!(r, "x"); h.abort(); }"#,
        r#"#[tokio::test] async fn spawn_changed() { let server = tokio::spawn(serve()); let r = client().await; assert_eq!(r, "x"); server.abort(); }"#,
    ),
    (
        r#"let e = parse("x").unwrap_err(); assert_eq!(e, Error::Syntax { line: 1 });"#,
        r#"assert!(matches!(parse("x"), Err(Error::Syntax { line: 1 })));"#,
    ),
    (
        r#"assert!(matches!(parse("x"), Err(Error::Syntax { line }) if line == 1));"#,
        r#"assert!(matches!(parse("x"), Err(Error::Syntax { line: 1 })));"#,
    ),
    (
        "let v = load(); for x in [1, 2, 3] { assert!(v.contains(&x)); }",
        "let v = load(); for x in 1..=3 { assert!(v.contains(&x)); }",
    ),
    (
        r#"let name = "Ann"; assert_eq!(greet(name), format!("Hello, {}!", name));"#,
        r#"let name = "Ann"; assert_eq!(greet(name), format!("Hello, {name}!"));"#,
    ),
    (
        r#"let r = get("/"); assert_eq!(r.status(), 200);"#,
        r#"let r = get("/"); assert_eq!(r.status(), StatusCode::OK);"#,
    ),
    (
        "let f = create().unwrap(); assert!(f.exists()); std::fs::remove_file(f).unwrap();",
        "let f = create().unwrap(); assert!(f.exists()); let _ = std::fs::remove_file(f);",
    ),
    (
        r#"let out = run(); assert_eq!(out[0], "a"); assert_eq!(out[1], "b");"#,
        r#"let out = run(); for (i, expected) in ["a", "b"].iter().enumerate() { assert_eq!(&out[i], expected); }"#,
    ),
    (
        "let mut it = run(); assert_eq!(it.next(), Some(1)); assert_eq!(it.next(), Some(2)); assert_eq!(it.next(), None);",
        "let got: Vec<_> = run().collect(); assert_eq!(got, vec![1, 2]);",
    ),
    (
        r#"let v = run(); assert_eq!(v.len(), 1); assert_eq!(v[0].name, "a");"#,
        r#"let v = run(); let [only] = v.as_slice() else { panic!("one, not {v:?}") }; assert_eq!(only.name, "a");"#,
    ),
    (
        r#"let v = run(); assert_eq!(v.len(), 2); assert_eq!(v[0].name, "a"); assert_eq!(v[1].name, "b");"#,
        r#"let v = run(); let names: Vec<_> = v.iter().map(|x| x.name.as_str()).collect(); assert_eq!(names, ["a", "b"]);"#,
    ),
    (
        "let mut mock = MockDb::new(); mock.expect_get().with(eq(1)).times(1).returning(|_| Some(2)); assert_eq!(Service::new(mock).double(1), 4);",
        "let mut db = MockDb::new(); db.expect_get() .with(eq(1)) .once() .return_const(Some(2)); let service = Service::new(db); assert_eq!(service.double(1), 4);",
    ),
    ("assert_eq!(render(), \"a\\nb\\n\");", "assert_eq!(render(), \"a\\n\\\n        b\\n\");"),
    ("assert_eq!(a(), 3);", r#"if a() != 3 { panic!("not three"); }"#),
    ("assert_eq!(a(), String::new());", "assert!(a().is_empty());"),
    ("assert_eq!(a(), vec![]);", "assert!(a().is_empty());"),
    (r#"check_parse("1", 1); check_parse("2", 2);"#, r#"assert_parse("1", 1); assert_parse("2", 2);"#),
    ("assert_eq!(a(1), Some(2));", "let Some(x) = a(1) else { panic!() }; assert_eq!(x, 2);"),
];

/// Of which only the second one is stronger in its own way: neither direction is weaker than what `WEAKER` says of it.
pub(super) const STRONGER: &[(&str, &str)] = &[
    ("assert!(a().contains(\"order\"));", "assert!(a().contains(\"order 12 was paid\"));"),
    ("assert!(a().starts_with(\"or\"));", "assert!(a().starts_with(\"order\"));"),
    ("a();", "a(); assert!(b());"),
    ("assert!(a());", "assert!(a()); assert_eq!(b(), 2);"),
    ("if a() { assert!(b()); }", "assert!(a()); assert!(b());"),
    ("#[test] #[ignore] fn t() { a(); }", "#[test] fn t() { a(); }"),
    ("#[test] #[should_panic] fn t() { a(); }", "#[test] fn t() { assert!(a().is_err()); }"),
    (
        "#[test] #[should_panic] fn t() { a(); }",
        "#[test] #[should_panic(expected = \"full\")] fn t() { a(); }",
    ),
    ("assert!(a().is_some());", "assert_eq!(a().unwrap(), 3);"),
    ("for x in [1, 2] { check(x); }", "for x in [1, 2, 3] { check(x); }"),
    ("assert!((a() - 1.5).abs() < 0.1);", "assert!((a() - 1.5).abs() < 0.01);"),
    ("assert!(a() <= 100);", "assert!(a() < 50);"),
    // As people write them.
    (
        "let p = point(); assert_eq!(p.x, 1); assert_eq!(p.y, 2);",
        "let p = point(); assert_eq!(p, Point { x: 1, y: 2 });",
    ),
    (
        r#"let v = list(); assert_eq!(v.len(), 2); assert_eq!(v[0], "a"); assert_eq!(v[1], "b");"#,
        r#"let v = list(); assert_eq!(v, ["a", "b"]);"#,
    ),
    (
        r#"let out = run(); assert!(out.contains("one")); assert!(out.contains("two"));"#,
        r#"let out = run(); assert_eq!(out, "one\ntwo\n");"#,
    ),
    (
        r#"let out = run(); assert!(out.contains("one")); assert!(out.contains("two"));"#,
        r#"let out = run(); insta::assert_snapshot!(out, @"one two");"#,
    ),
    (
        r#"#[test] #[cfg(all(unix, feature = "x"))] fn less_cfg() { assert_eq!(run(), 1); }"#,
        "#[test] #[cfg(unix)] fn less_cfg() { assert_eq!(run(), 1); }",
    ),
    (
        r#"let r = parse("x"); assert!(r.is_err());"#,
        r#"let Err(Error::Syntax { line, message }) = parse("x") else { panic!("wrong error"); }; assert_eq!(line, 1); assert_eq!(message, "bad");"#,
    ),
    (
        "let v = load(); assert!(v.contains(&1)); assert!(v.contains(&2)); assert!(v.contains(&3));",
        "let mut v = load(); v.sort(); assert_eq!(v, [1, 2, 3]);",
    ),
    ("assert!(a().is_ok());", "a().unwrap();"),
    ("assert!(a().is_err());", "a().unwrap_err();"),
    ("assert!(a().is_some());", r#"let x = a().expect("there"); b(x);"#),
];

/// Another value is expected: in both directions.
pub(super) const OTHER_VALUES: &[(&str, &str)] = &[
    ("assert_eq!(a(), 12);", "assert_eq!(a(), 13);"),
    ("assert_eq!(a(), \"x\");", "assert_eq!(a(), \"y\");"),
    ("assert_eq!(a(), Some(1));", "assert_eq!(a(), None);"),
    ("assert_eq!(a(), Err(Error::Full));", "assert_eq!(a(), Err(Error::Empty));"),
    ("assert_eq!(a(2), None);", "assert_eq!(a(2), Some(Kind::A));"),
    ("assert_eq!(a(2), Err(Error::Full));", "assert_eq!(a(2), Ok(()));"),
    (
        "assert_eq!(a.look_up(t, minutes(12 * 60)), None);",
        "assert_eq!(a.look_up(t, minutes(12 * 60)), Some(ANNA));",
    ),
    (
        "let all = [a, b, c].map(|t| s.look_up(t)); assert_eq!(all, [None, None, Some(BEN)]);",
        "let all = [a, b, c].map(|t| s.look_up(t)); assert_eq!(all, [None, Some(ANNA), Some(BEN)]);",
    ),
    ("assert!(a().is_ok());", "assert!(a().is_err());"),
    ("assert_eq!(a(), [1, 2, 3]);", "assert_eq!(a(), [1, 2]);"),
    ("assert_eq!(a(), true);", "assert_eq!(a(), false);"),
    ("insta::assert_snapshot!(a(), @\"x\");", "insta::assert_snapshot!(a(), @\"y\");"),
    ("check(1, 2);", "check(1, 3);"),
    // As people write them.
    (
        r#"let cases = [ (1, "I"), (4, "IV"), (9, "IX"), ]; for (number, expected) in cases { assert_eq!(to_roman(number), expected); }"#,
        r#"let cases = [ (1, "I"), (4, "IIII"), (9, "IX"), ]; for (number, expected) in cases { assert_eq!(to_roman(number), expected); }"#,
    ),
    (
        "const EXPECTED: u64 = 42; assert_eq!(answer(), EXPECTED);",
        "const EXPECTED: u64 = 41; assert_eq!(answer(), EXPECTED);",
    ),
    (
        r#"let expected = vec!["a", "b", "c"]; let got: Vec<_> = tokens("a b c").collect(); assert_eq!(got, expected);"#,
        r#"let expected = vec!["a", "b"]; let got: Vec<_> = tokens("a b c").collect(); assert_eq!(got, expected);"#,
    ),
    ("assert_eq!(is_prime(91), false);", "assert_eq!(is_prime(91), true);"),
    (r#"assert!(is_allowed("root"));"#, r#"assert!(!is_allowed("root"));"#),
    (r#"assert_eq!(compare("a", "b"), -1);"#, r#"assert_eq!(compare("a", "b"), 1);"#),
];
