//! Task lists, read as a whole.
