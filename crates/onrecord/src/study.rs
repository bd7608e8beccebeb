//! What is told of a page besides its record: to training what the forests are told in use and nothing else; to the
//! memory of a site what the blocks turned out to be.

use std::sync::LazyLock;

use crate::body;
use crate::error::Error;
use crate::features::{self, Hints, Page};
use crate::forest::Model;
use crate::kinds;
use crate::lexicon::{InRow, in_names};
use crate::memory::Remembered;
use crate::page::with_page;

/// A page, described.
#[derive(Debug, Default)]
pub struct Study {
    /// The text of each block.
    pub texts: Vec<String>,
    /// The features of all blocks, one block after the other.
    pub blocks: Vec<f32>,
    /// The features of the page.
    pub page: Vec<f32>,
    /// What the model's body forest thinks of each block.
    pub probability: Vec<f32>,
    /// The hashes that stand for the words of each block.
    pub words: Vec<Vec<u32>>,
    /// The hashes that stand for the names around each block.
    pub names: Vec<Vec<u32>>,
    /// The path signature of each block.
    pub signatures: Vec<u64>,
    /// Whether each block may be the standfirst.
    pub standfirst: Vec<bool>,
}

/// Describe a page for training, with what a model thinks of it.
///
/// # Errors
/// As `page::read`.
pub fn study(bytes: &[u8], charset: Option<&str>, model: &Model) -> Result<Study, Error> {
    with_page(bytes, charset, model, |page, hints| described(page, hints, model))
}

fn described(page: &Page, hints: &Hints, model: &Model) -> Study {
    let mut rows = Vec::new();
    (0..page.blocks.blocks.len()).for_each(|i| page.describe(i, &mut rows));
    let probability = body::probability(page, model);
    let mut whole = Vec::new();
    kinds::describe(page, &probability, hints.address, &mut whole);
    let blocks = page.blocks;
    let count = blocks.blocks.len();
    Study {
        texts: (0..count).map(|i| blocks.text_of(i).to_owned()).collect(),
        blocks: rows,
        page: whole,
        probability,
        words: (0..count).map(|i| in_text(blocks.hashes_of(i))).collect(),
        names: blocks
            .blocks
            .iter()
            .map(|block| {
                let mut hashes = Vec::new();
                in_names(page.document, block.place.node, |hash| hashes.push(hash));
                hashes
            })
            .collect(),
        signatures: page.looks.iter().map(|look| page.signatures[look.signature as usize]).collect(),
        standfirst: (0..count).map(|i| page.may_be_standfirst(i)).collect(),
    }
}

/// What the blocks of a page turned out to be, to be remembered for other pages of its site.
///
/// # Errors
/// As `page::read`.
pub fn remember(bytes: &[u8], charset: Option<&str>, model: &Model) -> Result<Vec<Remembered>, Error> {
    with_page(bytes, charset, model, |page, hints| {
        let body = body::decide(page, hints, model, None);
        let of = |i: usize| {
            let look = &page.looks[i];
            Remembered {
                signature: page.signatures[look.signature as usize],
                text: look.text,
                words: page.blocks.blocks[i].words,
                probability: body.probability[i],
                kept: body.kept.binary_search(&i).is_ok(),
            }
        };
        (0..page.blocks.blocks.len()).map(of).collect()
    })
}

fn in_text(words: &[u32]) -> Vec<u32> {
    let mut row = InRow::default();
    words.iter().flat_map(|hash| row.push(*hash).into_iter().flatten()).collect()
}

/// The names of the features of a block and of those of a page, in their order.
#[must_use]
pub fn names() -> (Vec<String>, Vec<String>) {
    let (mut of_block, mut of_page) = (Vec::new(), Vec::new());
    features::with_a_page(|page| {
        page.describe(0, &mut of_block);
        kinds::describe(page, &[0.0], None, &mut of_page);
    });
    (of_block, of_page)
}

/// How many numbers describe a block, and how many a page.
#[must_use]
pub fn widths() -> (usize, usize) {
    static WIDTHS: LazyLock<(usize, usize)> = LazyLock::new(|| {
        let (of_block, of_page) = names();
        (of_block.len(), of_page.len())
    });
    *WIDTHS
}
