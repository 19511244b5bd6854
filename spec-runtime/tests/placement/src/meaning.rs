//! Checks that the attribute does not change what a body does.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::panic::Location;
use std::rc::Rc;

use spec_runtime::spec;

thread_local! {
    /// The last place where this thread panicked.
    static PANICKED: Cell<Option<(u32, u32)>> = const { Cell::new(None) };
}

/// Says its name when it is dropped.
#[derive(Debug)]
struct Noisy(&'static str, Rc<RefCell<Vec<&'static str>>>);

impl Drop for Noisy {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
    }
}

macro_rules! with_and_without {
    ($($(#[$attribute:meta])* fn $name:ident($($arguments:tt)*) $(-> $result:ty)? $body:block)*) => {
        mod with {
            use super::*;
            $($(#[$attribute])* #[spec("REQ-1.3")] pub(super) fn $name($($arguments)*) $(-> $result)? $body)*
        }
        mod without {
            use super::*;
            $($(#[$attribute])* pub(super) fn $name($($arguments)*) $(-> $result)? $body)*
        }
    };
}

with_and_without! {
    fn drops_in_order(a: Noisy, b: Noisy, c: Noisy) -> usize {
        let d = Noisy("d", Rc::clone(&a.1));
        let length = a.0.len() + c.0.len() + d.0.len();
        length + b.0.len()
    }

    fn drops_what_it_does_not_use(a: Noisy, _b: Noisy, mut c: Noisy) -> u8 {
        c.0 = "C";
        let _ = &a;
        1
    }

    fn moves_parts(a: (Noisy, Noisy), b: Noisy) -> Noisy {
        drop(b);
        a.0
    }

    #[track_caller]
    fn who_called() -> &'static Location<'static> {
        Location::caller()
    }

    fn where_it_panics(value: Option<u8>) -> u8 {
        value.expect("a value")
    }

    fn leaves_early(values: &[&str]) -> Result<u32, std::num::ParseIntError> {
        let mut sum = 0;
        for value in values {
            if value.is_empty() {
                return Ok(sum);
            }
            sum += value.parse::<u32>()?;
        }
        Ok(sum)
    }

    fn chooses(is_first: bool) -> Box<dyn Debug> {
        if is_first {
            return Box::new(1);
        }
        Box::new("two")
    }
}

#[spec("REQ-1.3")]
async fn chooses_later(
    is_first: bool,
    a: Noisy,
    b: Noisy,
) -> Result<Box<dyn Debug>, Box<dyn std::error::Error>> {
    if is_first {
        return Ok(Box::new(a.0.len()));
    }
    let number: u8 = std::future::ready(b.0).await.parse()?;
    Ok(Box::new(number))
}

#[derive(Debug)]
struct Shelf<'a, T> {
    books: Vec<T>,
    label: &'a str,
}

impl<'a, T: Debug> Shelf<'a, T> {
    #[spec("REQ-1.3")]
    fn label(&self) -> &'a str {
        self.label
    }

    #[spec("REQ-1.3")]
    fn first(&self) -> Option<&T> {
        self.books.first()
    }

    #[spec("REQ-1.3")]
    fn last_mut(&mut self) -> Option<&mut T> {
        let last = self.books.last_mut()?;
        Some(last)
    }

    #[spec("REQ-1.3")]
    fn books(&mut self) -> &mut Vec<T> {
        &mut self.books
    }

    #[spec("REQ-1.3")]
    fn both(&mut self) -> (&mut [T], &'a str) {
        (&mut self.books, self.label)
    }

    #[spec("REQ-1.3")]
    fn with(mut self, book: T) -> Self {
        self.books.push(book);
        self
    }

    #[spec("REQ-1.3")]
    fn map<U>(self, map: impl FnMut(T) -> U) -> Shelf<'a, U> {
        Shelf { books: self.books.into_iter().map(map).collect(), label: self.label }
    }

    #[spec("REQ-1.3")]
    fn boxed(self: Box<Self>) -> Box<dyn Debug + 'a>
    where
        T: 'a,
    {
        self
    }
}

#[spec("REQ-1.3")]
fn longest<'a>(a: &'a str, Pair { left, right: (mut right, _) }: Pair<'a>) -> &'a str {
    right = if a.len() > right.len() { a } else { right };
    if left.len() > right.len() { left } else { right }
}

struct Pair<'a> {
    left: &'a str,
    right: (&'a str, u8),
}

#[spec("REQ-1.3")]
fn depth(n: u32) -> u32 {
    #[spec("REQ-1.3")]
    fn inner(n: u32) -> u32 {
        if n == 0 { 0 } else { 1 + depth(n - 1) }
    }
    inner(n)
}

#[spec("REQ-1.3")]
fn adder(a: u8) -> impl Fn(u8) -> u8 {
    move |b| a + b
}

#[spec("REQ-1.3")]
fn function() -> fn(&str) -> &str {
    str::trim
}

#[spec("REQ-1.3")]
fn labelled(rows: &mut [[u8; 2]]) -> Option<(usize, usize)> {
    'rows: for (y, row) in rows.iter_mut().enumerate() {
        for (x, cell) in row.iter_mut().enumerate() {
            match *cell {
                0 => continue 'rows,
                9 => return Some((x, y)),
                _ => *cell -= 1,
            }
        }
    }
    None
}

#[test]
fn what_is_taken_is_dropped_in_the_same_order() {
    let dropped = |function: &dyn Fn(Noisy, Noisy, Noisy)| {
        let names = Rc::new(RefCell::new(Vec::new()));
        let noisy = |name| Noisy(name, Rc::clone(&names));
        function(noisy("a"), noisy("b"), noisy("c"));
        Rc::try_unwrap(names).expect("all are dropped").into_inner()
    };
    for [with, without] in [
        [
            dropped(&|a, b, c| assert_eq!(with::drops_in_order(a, b, c), 4)),
            dropped(&|a, b, c| assert_eq!(without::drops_in_order(a, b, c), 4)),
        ],
        [
            dropped(&|a, b, c| assert_eq!(with::drops_what_it_does_not_use(a, b, c), 1)),
            dropped(&|a, b, c| assert_eq!(without::drops_what_it_does_not_use(a, b, c), 1)),
        ],
        [
            dropped(&|a, b, c| assert_eq!(with::moves_parts((a, b), c).0, "a")),
            dropped(&|a, b, c| assert_eq!(without::moves_parts((a, b), c).0, "a")),
        ],
    ] {
        assert_eq!(with, without);
    }
}

#[test]
fn callers_and_panics_are_where_they_were() {
    let [with, without] = [with::who_called(), without::who_called()];
    assert_eq!((with.file(), with.line()), (file!(), line!() - 1));
    assert_eq!(with.line(), without.line());
    let place = |function: fn(Option<u8>) -> u8| {
        assert!(std::panic::catch_unwind(|| function(None)).is_err());
        PANICKED.take()
    };
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        PANICKED.set(info.location().map(|location| (location.line(), location.column())));
        default(info);
    }));
    let [with, without] = [place(with::where_it_panics), place(without::where_it_panics)];
    assert!(with.is_some() && with == without, "{with:?} {without:?}");
}

#[test]
fn values_are_what_they_were() {
    for values in [&["1", "2"][..], &["1", "", "x"], &["x"]] {
        assert_eq!(with::leaves_early(values), without::leaves_early(values));
    }
    for is_first in [true, false] {
        assert_eq!(format!("{:?}", with::chooses(is_first)), format!("{:?}", without::chooses(is_first)));
    }
    let mut shelf = Shelf { books: vec![1, 2], label: "numbers" };
    assert_eq!((shelf.label(), shelf.first().copied()), ("numbers", Some(1)));
    *shelf.last_mut().expect("there is one") += 1;
    shelf.books().push(4);
    shelf.both().0[0] = 7;
    let shelf = shelf.with(5).map(|book| book * 2);
    assert_eq!(
        format!("{:?}", Box::new(shelf).boxed()),
        "Shelf { books: [14, 6, 8, 10], label: \"numbers\" }"
    );
    assert_eq!(longest("aa", Pair { left: "b", right: ("c", 0) }), "aa");
    assert_eq!((depth(40), adder(2)(3), function()(" a ")), (40, 5, "a"));
    assert_eq!(labelled(&mut [[1, 0], [2, 9]]), Some((1, 1)));
}

#[test]
fn futures_are_what_they_were() {
    let names = Rc::default();
    let noisy = |name| Noisy(name, Rc::clone(&names));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut run = |is_first, text| {
        let mut future = std::pin::pin!(chooses_later(is_first, noisy("first"), noisy(text)));
        match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(result) => format!("{:?}", result.map_err(|error| error.to_string())),
            std::task::Poll::Pending => "pending".to_owned(),
        }
    };
    assert_eq!(run(true, "2"), "Ok(5)");
    assert_eq!(run(false, "2"), "Ok(2)");
    assert_eq!(run(false, "x"), "Err(\"invalid digit found in string\")");
    assert_eq!(*names.borrow(), ["2", "first", "2", "first", "x", "first"]);
}
