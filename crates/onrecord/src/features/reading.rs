//! What is known of one block by its text.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Hints, Looks, NEVER_PROSE, share};
use crate::blocks::{Block, Blocks};
use crate::lexicon::{InRow, Lexicon};
use crate::lexis::{STOP_WORDS, Triple, WordSet};

/// Longest texts compared with the title and the description, in words.
const SHORT: u32 = 80;

/// Read the text of every block.
pub(super) fn read(blocks: &Blocks, hints: &Hints, lexicon: &Lexicon) -> Vec<Looks> {
    let title = WordSet::of(hints.titles.iter().map(String::as_str), 11);
    let description = WordSet::of(hints.descriptions.iter().copied(), 12);
    let stated = hints.article_body.map(|text| WordSet::triples(text, 17));
    let mut seen: HashMap<u64, u32, RandomState> =
        HashMap::with_capacity_and_hasher(blocks.blocks.len(), RandomState::default());
    let stop_words = &*STOP_WORDS;
    let mut looks: Vec<Looks> = (0..blocks.blocks.len())
        .map(|i| {
            let (block, text) = (&blocks.blocks[i], blocks.text_of(i));
            let (mut stop, mut titled, mut described, mut triples, mut known) = (0u32, 0u32, 0u32, 0u32, 0u32);
            let (mut last, mut row) = (Triple::default(), InRow::default());
            let (mut weights, mut weighed) = (0, 0);
            let mut whole = 0u64;
            let lexis = &block.lexis;
            for &hash in blocks.hashes_of(i) {
                stop += u32::from(stop_words.has(hash));
                titled += u32::from(title.has(hash));
                described += u32::from(description.has(hash));
                whole = (whole ^ u64::from(hash)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
                if let Some(hashes) = row.push(hash) {
                    weights += lexicon.weight(hashes[0]) + lexicon.weight(hashes[1]);
                    weighed += 2;
                }
                if let Some(stated) = &stated
                    && let Some(triple) = last.push(hash)
                {
                    triples += 1;
                    known += u32::from(stated.has(triple));
                }
            }
            *seen.entry(whole).or_default() += 1;
            let words = lexis.words.max(1) as f32;
            let short = lexis.words <= SHORT;
            let ends = ends(text);
            Looks {
                prose: prose(block, ends, stop as f32 / words),
                ends,
                begins: begins(text),
                said: lexicon.score(weights, weighed),
                text: whole,
                stop: stop as f32 / words,
                titled: if short { titled as f32 / words } else { 0.0 },
                described: if short { described as f32 / words } else { 0.0 },
                stated: if stated.is_none() { -1.0 } else { share(known as f32, triples as f32) },
                ..Looks::default()
            }
        })
        .collect();
    for look in &mut looks {
        look.same_text = seen.get(&look.text).copied().unwrap_or(1);
    }
    looks
}

/// How much of a block is prose, roughly.
fn prose(block: &Block, ends: u8, stop: f32) -> f32 {
    if block.roles.has(NEVER_PROSE) || block.place.tag.heading_level() > 0 {
        return 0.0;
    }
    let length = (block.words as f32 / 25.0).min(1.0);
    let sentence = if ends > 0 { 1.0 } else { 0.4 };
    let common = (stop * 4.0).clamp(0.4, 1.0);
    length * sentence * common * (1.0 - block.link_share).powi(2)
}

fn ends(text: &str) -> u8 {
    let trimmed = text.trim_end_matches(['"', '”', '’', '»', '\'', ')', ']', '」', '』', '“', '*']);
    match trimmed.chars().next_back() {
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | ';' | '։') => 1,
        Some(':' | '：') => 2,
        _ => 0,
    }
}

fn begins(text: &str) -> u8 {
    match text.chars().next() {
        Some(c) if c.is_ascii_digit() => 3,
        Some('"' | '“' | '„' | '«' | '「' | '‘' | '\'') => 4,
        Some(c) if c.is_lowercase() => 2,
        Some(c) if c.is_alphabetic() => 1,
        _ => 0,
    }
}
