//! The places where tests panicked, as their runner prints them.

/// A panic of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestPanic {
    /// The name of the test, as its thread is called.
    pub test: String,
    /// The file, the line and the column, as the compiler writes them.
    pub place: String,
    /// The first line of its message.
    pub message: String,
}

impl TestPanic {
    /// Is it of the test at this path in its file? Which modules the file is in, only the compiler knows.
    pub fn is_of(&self, item: &str) -> bool {
        let rest = self.test.strip_suffix(item);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with("::"))
    }

    /// The file of the place.
    pub fn file(&self) -> &str {
        let mut parts = self.place.rsplitn(3, ':');
        let (column, line) = (parts.next(), parts.next());
        parts.next().filter(|_| column.is_some() && line.is_some()).unwrap_or(&self.place)
    }
}
