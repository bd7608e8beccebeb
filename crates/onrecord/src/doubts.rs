//! What the house takes for no article, whatever a forest says of it: conventions on which gold sets disagree, and traps
//! that they hold too few of to be learned.

use std::collections::HashMap;

use crate::body::moved;
use crate::cues::Roles;
use crate::features::Page;
use crate::phrases;
use crate::tags::Tag;

/// What the log-odds of a block lose where it sells, or tells of the author.
const SELLS: f32 = 3.0;
/// The same for a post of somebody else that is shown inside the text.
const EMBEDDED: f32 = 3.0;
/// The same for a short text that begins like related links, captions and notices.
const LABELLED: f32 = 2.0;
/// The same for a paragraph that is a link as a whole.
const LINKED: f32 = 1.5;
/// Below this probability no doubt is looked into.
const HOPELESS: f32 = 0.1;
/// An element with more blocks or words is no box.
const BOX_BLOCKS: u32 = 5;
/// See `BOX_BLOCKS`.
const BOX_WORDS: u32 = 90;
/// A table of so many cells is kept or left out as a whole.
const TABLE_CELLS: u32 = 4;
/// A cell with more words holds prose.
const CELL_WORDS: u32 = 30;

/// Lower the probabilities of what is doubtful, and let the cells of a table agree.
pub(crate) fn apply(page: &Page, probability: &mut [f32]) {
    what_sells(page, probability);
    for (i, (block, p)) in page.blocks.blocks.iter().zip(&mut *probability).enumerate() {
        if *p <= HOPELESS {
            continue;
        }
        let embedded = page.blocks.near_roles(page.document, i).has(Roles::EMBED) && block.place.tag != Tag::Li;
        let linked = block.link != 0 && block.place.tag == Tag::P && block.place.item == 0;
        let labelled = phrases::is_furniture(page.blocks.text_of(i), block.words);
        let doubt = if embedded { EMBEDDED } else { 0.0 }
            + if linked { LINKED } else { 0.0 }
            + if labelled { LABELLED } else { 0.0 };
        if doubt > 0.0 {
            *p = moved(*p, -doubt);
        }
    }
    tables(page, probability);
}

/// The cells of a table that is not laid out for prose: all as likely as their mean.
fn tables(page: &Page, probability: &mut [f32]) {
    let mut sums: HashMap<u32, (f32, u32)> = HashMap::new();
    let cell = |i: usize| {
        let block = &page.blocks.blocks[i];
        (matches!(block.place.tag, Tag::Td | Tag::Th) && block.words < CELL_WORDS)
            .then_some(block.place.table)
            .filter(|table| *table != 0)
    };
    for (i, p) in probability.iter().enumerate() {
        if let Some(table) = cell(i) {
            let (sum, cells) = sums.entry(table).or_default();
            (*sum, *cells) = (*sum + p, *cells + 1);
        }
    }
    for (i, p) in probability.iter_mut().enumerate() {
        if let Some((sum, cells)) =
            cell(i).and_then(|table| sums.get(&table)).filter(|(_, cells)| *cells >= TABLE_CELLS)
        {
            *p = sum / *cells as f32;
        }
    }
}

/// Newsletter boxes, walls and notes on the author stand in the flow of the prose and read like it; a few phrases of
/// the languages of the press give them away, and with them the box around.
fn what_sells(page: &Page, probability: &mut [f32]) {
    let blocks = page.blocks;
    let text = |i: usize| blocks.text_of(i);
    let sells: Vec<bool> = (blocks.blocks.iter().zip(&*probability).enumerate())
        .map(|(i, (block, p))| {
            *p > HOPELESS && (phrases::sells(text(i), block.words) || phrases::is_biography(text(i), block.words))
        })
        .collect();
    if !sells.contains(&true) {
        return;
    }
    let mut boxes: HashMap<u32, (u32, u32, bool)> = HashMap::new();
    for (i, block) in blocks.blocks.iter().enumerate() {
        let (count, words, sold) = boxes.entry(enclosing(page, i)).or_default();
        (*count, *words, *sold) = (*count + 1, *words + block.words, *sold || sells[i]);
    }
    for (i, p) in probability.iter_mut().enumerate() {
        let (count, words, sold) = boxes[&enclosing(page, i)];
        if sells[i] || sold && count <= BOX_BLOCKS && words <= BOX_WORDS {
            *p = moved(*p, -SELLS);
        }
    }
}

/// The element around a block that may be a box.
fn enclosing(page: &Page, i: usize) -> u32 {
    let node = page.blocks.blocks[i].place.node;
    page.document.nodes[node as usize].parent
}
