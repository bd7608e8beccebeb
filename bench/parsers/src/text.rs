//! The text a reader would see, and how much of a page's known body text is in it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::walk::{self, Visitor};

/// Words in one shingle: long enough that boilerplate seldom matches by chance.
const SHINGLE: usize = 4;

/// Joins text nodes with a space, so that `<td>a</td><td>b</td>` does not become one word.
#[derive(Default)]
pub struct VisibleText(pub String);

impl Visitor for VisibleText {
    fn enter(&mut self, tag: &str) -> bool {
        !walk::is_hidden(tag)
    }

    fn leave(&mut self) {}

    fn text(&mut self, text: &str) {
        self.0.push(' ');
        self.0.push_str(text);
    }
}

/// The share of `gold`'s word shingles that occur in `text`; `None` where gold has none.
pub fn share_found(gold: &[u64], text: &str) -> Option<f64> {
    let present: HashSet<u64> = shingles(text).into_iter().collect();
    let found = gold.iter().filter(|shingle| present.contains(shingle)).count();
    (!gold.is_empty()).then(|| found as f64 / gold.len() as f64)
}

/// The hashes of all runs of `SHINGLE` words.
pub fn shingles(text: &str) -> Vec<u64> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    words.windows(SHINGLE).map(hash).collect()
}

pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

pub fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_punctuation_do_not_count() {
        let gold = shingles("One two three four five.");
        assert_eq!(share_found(&gold, "ONE, two three FOUR five"), Some(1.0));
    }

    #[test]
    fn half_of_the_shingles_are_found() {
        let gold = shingles("one two three four five");
        assert_eq!(share_found(&gold, "one two three four six"), Some(0.5));
    }

    #[test]
    fn gold_without_a_shingle_says_nothing() {
        assert_eq!(share_found(&shingles("one two"), "one two"), None);
    }
}
