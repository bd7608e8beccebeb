//! Where in the tree the text stands, to compare the tree of one candidate with that of another.

use std::collections::HashMap;

use crate::text;
use crate::walk::{self, Visitor};

/// Text nodes with fewer words are separators and icons: they say nothing about structure.
const MIN_WORDS: usize = 4;

/// How often each text occurs below each chain of block elements.
#[derive(Default)]
pub struct Places {
    counts: HashMap<u64, usize>,
    /// For every open element the hash of the block elements down to it.
    chains: Vec<u64>,
}

impl Visitor for Places {
    fn enter(&mut self, tag: &str) -> bool {
        if walk::is_hidden(tag) {
            return false;
        }
        let above = self.chains.last().copied().unwrap_or(0);
        let tag = tag.to_ascii_lowercase();
        let chain = if is_block(&tag) { text::hash(&(above, tag)) } else { above };
        self.chains.push(chain);
        true
    }

    fn leave(&mut self) {
        self.chains.pop();
    }

    fn text(&mut self, text: &str) {
        let words: Vec<&str> = text::words(text).collect();
        if words.len() >= MIN_WORDS {
            let place = text::hash(&(self.chains.last(), words));
            *self.counts.entry(place).or_default() += 1;
        }
    }
}

impl Places {
    /// The share of this tree's texts that stand below the same blocks in the other one.
    pub fn share_in(&self, other: &Places) -> Option<f64> {
        let all: usize = self.counts.values().sum();
        let same: usize =
            self.counts.iter().map(|(place, count)| *count.min(other.counts.get(place).unwrap_or(&0))).sum();
        (all > 0).then(|| same as f64 / all as f64)
    }
}

/// The elements that structure a page. Those that the standard adds by itself (`html`, `head`,
/// `body`, `tbody`) are left out: their absence loses nothing.
fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "caption"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "td"
            | "th"
            | "tr"
            | "ul"
    )
}
