//! Learned weights of words: of the words of a block, and of the words in the names of the elements around it.
//!
//! A linear model over hashed words tells boilerplate by what it says ("affiliate links", "sign up") and by what its
//! elements are called, in the forms that lists kept by hand do not know. Its score is one feature among many.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dom::Document;
use crate::lexis::hash_ascii;
use crate::tags::Attr;

/// Words of a block that are weighed.
const WORDS: usize = 60;
/// Elements around a block whose names are weighed.
const LEVELS: usize = 8;
/// Bytes of a name that are read.
const NAME_BYTES: usize = 120;
/// What is mixed into the hashes of words alone, of first words, and of names by their distance.
const ALONE: u32 = 1;
const FIRST: u32 = 2;
const NEARNESS: [u32; 3] = [11, 12, 13];
/// The distance of an element that stands so many levels out.
const DISTANCE: [usize; 4] = [0, 1, 1, 2];

/// Weights by the low bits of a hash.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    weights: Vec<i8>,
    scale: f32,
    bias: f32,
}

impl Lexicon {
    /// Weights in units of `scale`, as many as a power of two.
    #[must_use]
    pub fn of(weights: Vec<i8>, scale: f32, bias: f32) -> Option<Self> {
        (weights.is_empty() || weights.len().is_power_of_two()).then_some(Self { weights, scale, bias })
    }

    /// The weight of a hash, in units of `scale`.
    #[must_use]
    pub fn weight(&self, hash: u32) -> i32 {
        let Some(mask) = self.weights.len().checked_sub(1) else { return 0 };
        i32::from(self.weights[hash as usize & mask])
    }

    /// The score of many words whose weights sum up to `sum`: longer texts say no more than shorter ones.
    #[must_use]
    pub fn score(&self, sum: i32, count: u32) -> f32 {
        sum as f32 * self.scale / (count.max(1) as f32).sqrt() + self.bias
    }
}

/// Words in a row, as a lexicon weighs them: each word, and each with the one before it.
#[derive(Debug, Clone, Copy, Default)]
pub struct InRow {
    before: u32,
    seen: usize,
}

impl InRow {
    /// The two hashes that stand for the next word; none when enough were seen.
    pub fn push(&mut self, hash: u32) -> Option<[u32; 2]> {
        let before = if self.seen == 0 { FIRST } else { self.before };
        self.before = hash;
        self.seen += 1;
        (self.seen <= WORDS).then(|| [mixed(hash, ALONE), mixed(hash, before)])
    }
}

fn mixed(hash: u32, with: u32) -> u32 {
    let mixed = (hash ^ with.wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
    mixed ^ (mixed >> 13)
}

/// The hashes that stand for the names of one element; `level` says how far it is from the block.
fn in_element(document: &Document, node: usize, level: usize, mut visit: impl FnMut(u32)) {
    let nearness = NEARNESS[DISTANCE[level.min(3)]];
    for name in [Attr::Class, Attr::Id] {
        if let Some(value) = document.attr(node, name) {
            in_name(value, |hash| visit(mixed(hash, nearness)));
        }
    }
}

/// The words of a name: `articleBody` and `article__body` have the same two.
fn in_name(value: &str, mut visit: impl FnMut(u32)) {
    let bytes = &value.as_bytes()[..value.len().min(NAME_BYTES)];
    let mut start = 0;
    for at in 0..=bytes.len() {
        let border = bytes.get(at).is_none_or(|c| {
            !c.is_ascii_alphabetic() || c.is_ascii_uppercase() && at > 0 && bytes[at - 1].is_ascii_lowercase()
        });
        if border {
            if at > start + 1 {
                visit(hash_ascii(&bytes[start..at]));
            }
            start = at + usize::from(bytes.get(at).is_some_and(|c| !c.is_ascii_alphabetic()));
        }
    }
}

/// The hashes that stand for the names of the elements around a block.
pub fn in_names(document: &Document, node: u32, mut visit: impl FnMut(u32)) {
    for (level, node) in outward(document, node) {
        in_element(document, node, level, &mut visit);
    }
}

fn outward(document: &Document, node: u32) -> impl Iterator<Item = (usize, usize)> {
    let mut at = Some(node);
    (0..LEVELS).map_while(move |level| {
        let this = at?;
        at = (this != 0).then(|| document.nodes[this as usize].parent);
        Some((level, this as usize))
    })
}

/// Scores the names around blocks; what one element says is summed up once for each distance.
#[derive(Debug)]
pub struct NameScores<'m> {
    lexicon: &'m Lexicon,
    document: &'m Document<'m>,
    /// By element and distance: the sum of the weights, and the number of the words.
    known: HashMap<(u32, u8), (i32, u32), RandomState>,
}

impl<'m> NameScores<'m> {
    /// Scores by a lexicon.
    #[must_use]
    pub fn of(lexicon: &'m Lexicon, document: &'m Document<'m>) -> Self {
        Self { lexicon, document, known: HashMap::default() }
    }

    /// The score of the names around a node.
    pub fn score(&mut self, node: u32) -> f32 {
        if self.lexicon.weights.is_empty() {
            return 0.0;
        }
        let (mut sum, mut count) = (0, 0);
        for (level, node) in outward(self.document, node) {
            let key = (node as u32, DISTANCE[level.min(3)] as u8);
            let (weights, words) = *self.known.entry(key).or_insert_with(|| {
                let mut own = (0, 0);
                in_element(self.document, node, level, |hash| own = (own.0 + self.lexicon.weight(hash), own.1 + 1));
                own
            });
            sum += weights;
            count += words;
        }
        self.lexicon.score(sum, count)
    }
}
