//! The three ways in which bytes are no page.

use std::fmt;

/// Why the bytes cannot be read as a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// No bytes, or white space alone.
    Empty,
    /// The bytes are something else; the text says what they look like.
    NotHtml(&'static str),
    /// A bound was passed: what was counted, and the bound.
    TooLarge(&'static str, usize),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the page is empty; was the download cut off?"),
            Self::NotHtml(what) => write!(f, "this is {what}, not HTML; give the page's HTML"),
            Self::TooLarge(what, bound) => {
                write!(f, "the page has more than {bound} {what}; no news page does: give the page alone")
            }
        }
    }
}

impl std::error::Error for Error {}
