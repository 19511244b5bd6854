//! Edits, moves and acceptances in random order. `diff --deny lock` accuses nobody who used the commands, and finds a
//! line that was removed by hand.

use std::fmt::Write as _;

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::TestCrate;

/// So many sequences are tried.
const SEQUENCES: u64 = 40;

/// Numbers from a seed: xorshift.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// A shop: its criteria, and its tests with the number and the value of each.
struct Shop {
    place: TestCrate,
    rules: Vec<String>,
    tests: Vec<(usize, usize, usize)>,
    numbers: Numbers,
    made: usize,
}

impl Shop {
    fn rule(&mut self) -> String {
        const WORDS: [&str; 8] = ["lamp", "door", "card", "visitor", "slip", "shelf", "price", "till"];
        let words: Vec<_> = (0..5).map(|_| WORDS[self.numbers.below(WORDS.len())]).collect();
        format!("THE shop SHALL {}", words.join(" "))
    }

    fn add_test(&mut self, number: usize) {
        self.made += 1;
        let value = self.numbers.below(100);
        self.tests.push((self.made, number, value));
    }

    fn write(&self) {
        let mut document = String::from("### Requirement 1: Shop\n\n#### Acceptance Criteria\n\n");
        for (number, rule) in (1..).zip(&self.rules) {
            let _ = writeln!(document, "{number}. {rule}");
        }
        let mut tests = String::from("use spec_runtime::spec;\n");
        for (name, number, value) in &self.tests {
            let _ = writeln!(
                tests,
                "#[test]\n#[spec(\"REQ-1.{number}\")]\nfn t{name}() {{ assert_eq!(1, {value}); }}"
            );
        }
        self.place.write("requirements.md", document);
        self.place.write("tests/rules.rs", tests);
    }

    /// The numbers that links have after the command rewrote them.
    fn read(&mut self) {
        let text = self.place.read("tests/rules.rs");
        let links =
            text.lines().filter_map(|line| line.strip_prefix("#[spec(\"REQ-1.")?.strip_suffix("\")]"));
        for (test, link) in self.tests.iter_mut().zip(links) {
            test.1 = link.parse().expect("a number");
        }
    }

    /// An edit, or a command.
    fn step(&mut self) -> String {
        let (rules, tests) = (self.rules.len(), self.tests.len());
        let (rule, test) = (self.numbers.below(rules), self.numbers.below(tests));
        let gone = self.tests.get(test).map_or(0, |test| test.0);
        let what = self.numbers.below(14);
        let id = format!("REQ-1.{}", 1 + self.numbers.below(rules + 1));
        let command = match what {
            0 => return self.edit(|shop| shop.rules[rule] = shop.rule()),
            1 => {
                return self.edit(|shop| {
                    let new = shop.rule();
                    shop.rules.insert(rule, new);
                });
            }
            2 if rules > 1 => return self.edit(|shop| drop(shop.rules.remove(rule))),
            3 => return self.edit(|shop| shop.rules.swap(0, rule)),
            4 if tests > 0 => return self.edit(|shop| shop.tests[test].2 += 1),
            5 if tests > 0 => return self.edit(|shop| shop.tests.retain(|known| known.0 != gone)),
            6 => return self.edit(|shop| shop.add_test(rule + 1)),
            7 => "check --fix".to_owned(),
            8 => "baseline".to_owned(),
            9 => "review".to_owned(),
            10 => format!("accept {id}"),
            11 => format!("accept {id} --force --tests-unchanged x"),
            12 => "accept --all --tests-unchanged x".to_owned(),
            _ => "accept --all --force --tests-unchanged x".to_owned(),
        };
        self.place.spec(&command);
        self.read();
        command
    }

    fn edit(&mut self, edit: impl FnOnce(&mut Self)) -> String {
        edit(self);
        self.write();
        "an edit".to_owned()
    }
}

#[test]
#[spec("REQ-12.7")]
fn nobody_is_accused_who_left_the_lock_to_the_command_and_a_line_taken_out_is_found() {
    for seed in 1..=SEQUENCES {
        let place = TestCrate::package("honest", &[("requirements.md", ""), ("tests/rules.rs", "")]);
        let numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut shop = Shop { place, rules: Vec::new(), tests: Vec::new(), numbers, made: 0 };
        for number in 1..=3 {
            let rule = shop.rule();
            shop.rules.push(rule);
            if number < 3 {
                shop.add_test(number);
            }
        }
        shop.write();
        shop.place.spec("accept --all --force").succeeds();
        if seed % 2 == 0 {
            shop.place.spec("baseline").succeeds();
        }
        let repository = Repository::new(shop.place.path(""));
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message=x"]);
        let steps: Vec<_> = (0..6).map(|_| shop.step()).collect();
        let reported = shop.place.spec("diff HEAD --deny lock");
        assert_eq!(reported.code, Some(0), "seed {seed}, {steps:?}: {}", reported.printed);
        let lock = shop.place.read("spec.lock");
        let Some(line) = lock.lines().find(|line| line.contains("\ttest\t") || line.contains("\ttext\t"))
        else {
            continue;
        };
        shop.place.write("spec.lock", lock.replace(&format!("{line}\n"), ""));
        shop.place.spec("diff HEAD --deny lock").exits(1);
    }
}
