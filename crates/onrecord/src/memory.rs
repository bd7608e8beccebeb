//! What other pages of a site have shown: how the blocks of each signature turned out, and texts that recur.
//!
//! A site shows the same thing in the same form. What blocks of one form were on other pages speaks for or against
//! those of this page, by the logarithm of the odds, the more the more pages were seen.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use crate::body::moved;
use crate::features::Page;

/// How much the odds of other pages count beside the forest's own.
const STRENGTH: f32 = 1.0;
/// Pages that are thought to have said nothing: with few pages the odds are near even.
const DOUBT: f32 = 1.0;
/// What a text loses that stands on many pages.
const RECURRING: f32 = 3.0;

/// The experience with a site.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// By signature, the odds of its blocks as a logarithm.
    odds: HashMap<u64, f32, RandomState>,
    recurring: HashSet<u64, RandomState>,
}

/// What one block of a page was, to be remembered.
#[derive(Debug, Clone, Copy)]
pub struct Remembered {
    /// The path signature.
    pub signature: u64,
    /// The hash of its words.
    pub text: u64,
    /// Its words.
    pub words: u32,
    /// The probability that it is of the body, without any memory.
    pub probability: f32,
    /// Whether it was kept.
    pub kept: bool,
}

impl Memory {
    /// By signature the number of pages and the sum of their mean probabilities, and the texts that recur.
    #[must_use]
    pub fn of(signatures: &[(u64, u32, f32)], recurring: &[u64]) -> Self {
        let odds = |(signature, pages, sum): &(u64, u32, f32)| {
            let pages = *pages as f32;
            let sum = sum.clamp(0.0, pages);
            (*signature, ((sum + DOUBT / 2.0) / (pages - sum + DOUBT / 2.0)).ln())
        };
        Self { odds: signatures.iter().map(odds).collect(), recurring: recurring.iter().copied().collect() }
    }

    /// Move the probabilities of the blocks of a page by what was seen elsewhere.
    pub(crate) fn adjust(&self, page: &Page, probability: &mut [f32]) {
        for (look, p) in page.looks.iter().zip(probability) {
            let odds = self.odds.get(&page.signatures[look.signature as usize]).copied().unwrap_or(0.0);
            let again = if self.recurring.contains(&look.text) { RECURRING } else { 0.0 };
            *p = moved(*p, STRENGTH * odds - again);
        }
    }
}
