//! The attribute on types and on everything else that is no function.

use std::fmt;

use spec_runtime::__private::{Spoil, Variants};
use spec_runtime::spec;

#[spec("REQ-2.1")]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Unit;

#[derive(Debug, Default)]
#[spec("REQ-2.1")]
struct Tuple(u8);

#[spec("REQ-2.1")]
struct Named<'a, T> {
    value: &'a T,
}

#[spec("REQ-2.1")]
enum Either {
    Left,
    Right(u8),
}

#[spec("REQ-2.1")]
trait Receipt {
    fn total(&self) -> u8;
}

#[spec("REQ-2.1")]
impl<T: Copy + Into<u8>> Receipt for Named<'_, T> {
    fn total(&self) -> u8 {
        (*self.value).into()
    }
}

#[spec("REQ-2.1")]
impl fmt::Display for Either {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Left => f.write_str("left"),
            Self::Right(value) => write!(f, "right {value}"),
        }
    }
}

#[spec("REQ-2.1")]
mod inline {
    #[super::spec("REQ-2.1")]
    pub(super) const VALUE: u8 = 1;
}

#[spec("REQ-2.1")]
const LIST: &[fn(u8) -> Option<u8>] = &[Some, |value| value.checked_add(1)];

#[spec("REQ-2.1")]
const _: () = assert!(LIST.len() == 2);

#[spec("REQ-2.1")]
static TEXT: &str = "text";

#[spec("REQ-2.1")]
type Alias = Box<dyn Iterator<Item = u8>>;

#[spec("REQ-2.1")]
use std::collections::BTreeSet as Set;

#[spec("REQ-2.1")]
macro_rules! make {
    ($name:ident, $id:literal) => {
        #[spec($id)]
        fn $name() -> &'static str {
            stringify!($name)
        }
    };
}

make!(made, "REQ-2.1");

#[spec("REQ-2.1")]
make!(made_as_well, "checkout/2.1");

#[test]
#[spec("REQ-2.1")]
fn items_are_what_they_were() {
    assert_eq!((Unit, Tuple::default().0), (Unit, 0));
    assert_eq!(Named { value: &inline::VALUE }.total(), 1);
    assert_eq!(format!("{} {}", Either::Left, Either::Right(2)), "left right 2");
    assert_eq!(LIST.iter().map(|f| f(1)).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let alias: Alias = Box::new([1, 2].into_iter());
    assert_eq!((TEXT, alias.collect::<Set<_>>().len()), ("text", 2));
    assert_eq!((made(), made_as_well()), ("made", "made_as_well"));
}

/// A list: each holds the next.
#[derive(Clone, Debug, PartialEq, spec_runtime::Mutants)]
struct Node {
    value: u8,
    next: Option<Box<Self>>,
}

/// A tree, whose first variant holds itself.
#[derive(Clone, Debug, PartialEq, spec_runtime::Mutants)]
enum Expression {
    Sum(Box<Self>, Box<Self>),
    Number(i64),
}

#[derive(Debug, spec_runtime::Mutants)]
struct Bounded<T: Iterator<Item = u8> = std::vec::IntoIter<u8>> {
    values: T,
    count: usize,
}

#[test]
fn a_type_that_holds_itself_has_values_that_end() {
    fn check<T: Variants + Clone + PartialEq + fmt::Debug>(value: &T) {
        assert!(T::variant(0).is_some_and(|variant| variant.value != *value));
        assert!(T::variant(usize::MAX).is_none());
        assert!(T::near(0).is_some());
        let mut spoiled = value.clone();
        assert!(spoiled.spoil(0, Spoil::Do) && spoiled != *value, "{spoiled:?}");
    }
    check(&Node { value: 1, next: Some(Box::new(Node { value: 2, next: None })) });
    let number = |number| Box::new(Expression::Number(number));
    check(&Expression::Sum(number(1), number(2)));
    let bounded = Bounded { values: vec![1].into_iter(), count: 1 };
    assert_eq!((bounded.values.count(), bounded.count), (1, 1));
}
