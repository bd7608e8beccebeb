//! Which blocks are the article: what the forests think of each, and one decision over all.
//!
//! Strategy. The body forest gives every block a probability in the light of its neighbours and of the elements around
//! it; the kind of the page sets how sure it has to be. Then come what no block knows of itself: what is said twice is
//! kept once, a second headline with a byline or a date begins another article, and the line or two between headline
//! and body are the standfirst. Every step is linear in the number of blocks.

use std::collections::HashSet;

use crate::blocks::{Block, Blocks};
use crate::bylines;
use crate::cues::Roles;
use crate::doubts;
use crate::features::{Hints, Page};
use crate::forest::{Forest, Model};
use crate::kinds::{self, Kind};
use crate::lexis::Lexis;
use crate::memory::Memory;
use crate::phrases;
use crate::tags::Tag;

/// A block with as many words that stands on the page twice is one text for two sizes of screen.
const REPEATED_WORDS: u32 = 12;
/// From this probability on a heading inside the body is of it, where the block behind it is.
const HEADING: f32 = 0.2;
/// Blocks that are described at a time.
const ROWS: usize = 512;
/// Words of a title that are compared.
const TITLE_WORDS: usize = 60;
/// From this probability on a page is taken for something else than an article; index pages are found by their lists.
const SURE: f32 = 0.5;
/// The same for what has no name.
const SURE_OTHER: f32 = 0.65;
/// What is surely of the body is no standfirst, whatever the page calls it.
const SURE_BODY: f32 = 0.9;
/// Blocks that a standfirst may have.
const STANDFIRST_BLOCKS: usize = 3;

/// The decision over the blocks of a page.
#[derive(Debug, Default)]
pub struct Body {
    /// The blocks of the article in reading order.
    pub kept: Vec<usize>,
    /// The blocks of the standfirst.
    pub standfirst: Vec<usize>,
    /// The headline's block on the screen.
    pub headline: Option<usize>,
    /// For every block, the probability that it is of the article, after doubts and memory.
    pub probability: Vec<f32>,
    /// What kind of page it is, and how sure that is.
    pub kind: Kind,
    /// The probability of that kind.
    pub certainty: f32,
    /// The blocks of the element that holds most of the prose.
    pub first: usize,
    /// One past them.
    pub last: usize,
}

/// Decide which blocks of a page are its article.
#[must_use]
pub fn decide(page: &Page, hints: &Hints, model: &Model, memory: Option<&Memory>) -> Body {
    judge(page, hints, probability(page, model), model, memory)
}

/// The probability that each block is of the body. A page of any length needs no more than some rows at a time.
#[must_use]
pub fn probability(page: &Page, model: &Model) -> Vec<f32> {
    let count = page.blocks.blocks.len();
    let mut probability = Vec::with_capacity(count);
    let mut rows = Vec::new();
    for first in (0..count).step_by(ROWS) {
        let several = first..(first + ROWS).min(count);
        probability.extend(probabilities(page, several, &model.body, &mut rows));
    }
    probability
}

/// What a forest thinks of some blocks; `rows` is room for their features, used again and again.
fn probabilities(
    page: &Page,
    chosen: impl ExactSizeIterator<Item = usize>,
    forest: &Forest,
    rows: &mut Vec<f32>,
) -> Vec<f32> {
    let count = chosen.len();
    rows.clear();
    chosen.for_each(|i| page.describe(i, rows));
    let mut sums: Vec<f32> = forest.score(rows, rows.len() / count.max(1)).into_iter().map(sigmoid).collect();
    sums.resize(count, 0.0);
    sums
}

/// One decision over all blocks, from what the body forest thinks of each.
#[must_use]
pub fn judge(page: &Page, hints: &Hints, mut probability: Vec<f32>, model: &Model, memory: Option<&Memory>) -> Body {
    let mut whole = Vec::new();
    kinds::describe(page, &probability, hints.address, &mut whole);
    let (kind, certainty) = kind(&model.kind.score(&whole, whole.len()));
    doubts::apply(page, &mut probability);
    if let Some(memory) = memory {
        memory.adjust(page, &mut probability);
    }
    let (first, last) = page.core();
    let mut body = Body { headline: page.headline, probability, kind, certainty, first, last, ..Body::default() };
    body.kept = kept(page, &body, model.thresholds.get(kind as usize).copied().unwrap_or(0.5));
    if kind == Kind::Article {
        drop_above_headline(page, &mut body);
    }
    drop_repeated_headline(page, hints, &mut body);
    body.standfirst = standfirst(page, &body, model);
    body.kept.retain(|i| !body.standfirst.contains(i));
    body
}

/// The kind with the largest sum, and its probability. What is not surely something else is read as an article.
fn kind(sums: &[f32]) -> (Kind, f32) {
    let all: f32 = sums.iter().map(|s| s.exp()).sum();
    let certainty = |kind: Kind| sums.get(kind as usize).map_or(0.0, |sum| sum.exp() / all);
    let best = Kind::ALL.into_iter().max_by(|a, b| certainty(*a).total_cmp(&certainty(*b))).unwrap_or_default();
    let sure = match best {
        Kind::Other => SURE_OTHER,
        Kind::Forum | Kind::Product => SURE,
        Kind::Article | Kind::Index => 0.0,
    };
    let kind = if certainty(best) < sure { Kind::Article } else { best };
    (kind, certainty(kind))
}

/// The blocks of the body.
fn kept(page: &Page, body: &Body, threshold: f32) -> Vec<usize> {
    let blocks = page.blocks;
    let headline = body.headline.map(|h| blocks.text_of(h));
    let mut repeated = HashSet::new();
    let mut kept: Vec<usize> = Vec::new();
    let mut prose = false;
    for (i, block) in blocks.blocks.iter().enumerate() {
        if body.kind == Kind::Article && prose && begins_another(blocks, body, i) {
            break;
        }
        let text = blocks.text_of(i);
        let bridge = block.place.tag.heading_level() > 0
            && body.probability[i] > HEADING
            && body.probability.get(i + 1).is_some_and(|p| *p > threshold);
        if body.probability[i] <= threshold && !(bridge && prose) || headline == Some(text) {
            continue;
        }
        let again = page.looks[i].same_text > 1 && block.words >= REPEATED_WORDS && !repeated.insert(text);
        if !again {
            kept.push(i);
            prose |= block.words >= 8;
        }
    }
    kept
}

/// An article begins with its headline: what was kept above it, where the bulk stands below, is a wall or a teaser.
fn drop_above_headline(page: &Page, body: &mut Body) {
    let Some(headline) = body.headline else { return };
    let words = |i: &usize| page.blocks.blocks[*i].words;
    let above: u32 = body.kept.iter().filter(|i| **i < headline).map(words).sum();
    let below: u32 = body.kept.iter().filter(|i| **i > headline).map(words).sum();
    let walled = || body.kept.iter().any(|i| *i < headline && phrases::says_that_it_sells(page.blocks.text_of(*i)));
    if above > 0 && (below >= above || walled()) {
        body.kept.retain(|i| *i > headline);
    }
}

/// Old pages show headline, byline and date as lines of one block: where its first line is the title, it is no prose.
fn drop_repeated_headline(page: &Page, hints: &Hints, body: &mut Body) {
    let Some(first) = body.kept.first().map(|i| page.blocks.text_of(*i)) else { return };
    if let Some((line, _)) = first.split_once('\n') {
        let line = words_of_text(line);
        let of_title = |title: &String| {
            let title = words_of_text(title);
            line.len() > 2 && line.iter().all(|word| title.binary_search(word).is_ok())
        };
        if hints.titles.iter().any(of_title) {
            body.kept.remove(0);
        }
    }
}

/// The line or two between headline and body: what the page names so, and what the forest takes for it.
fn standfirst(page: &Page, body: &Body, model: &Model) -> Vec<usize> {
    let named =
        |i: usize| body.probability[i] < SURE_BODY && page.is_named_standfirst(i) || page.stands_above_byline(i);
    let prose = |i: &&usize| !named(**i);
    let first = body.kept.iter().find(prose).copied().unwrap_or(0);
    let threshold = model.thresholds.last().copied().unwrap_or(0.5);
    let text = |i: usize| page.blocks.text_of(i);
    let kept = body.kept.iter().filter(prose).take(2).copied();
    let said: HashSet<&str> = body.headline.into_iter().chain(kept).map(text).collect();
    let signed = |i: usize| bylines::is_signed(text(i), page.blocks.blocks[i].words);
    let may_be = |i: &usize| page.may_be_standfirst(*i) && !said.contains(text(*i)) && !signed(*i);
    let kept_already = |i: usize| body.kept.binary_search(&i).is_ok();
    let mut found: Vec<usize> = (first.saturating_sub(ROWS)..first).filter(may_be).collect();
    let mut likely = probabilities(page, found.iter().copied(), &model.standfirst, &mut Vec::new()).into_iter();
    found.retain(|i| {
        let likely = likely.next().unwrap_or(0.0) > threshold;
        named(*i) || likely && !kept_already(*i)
    });
    found.truncate(STANDFIRST_BLOCKS);
    found
}

/// The block of the headline: a heading, or what claims to be one, that says what the page's title says.
#[must_use]
pub fn headline(blocks: &Blocks, titles: &[String]) -> Option<usize> {
    let titles: Vec<Vec<u32>> = titles.iter().map(|t| words_of_text(t)).filter(|t| !t.is_empty()).collect();
    let mut best: Option<(usize, f32)> = None;
    for (i, block) in blocks.blocks.iter().enumerate() {
        if block.place.tag.heading_level() == 0 && !block.roles.has(Roles::HEADLINE) || block.words > 60 {
            continue;
        }
        let score = headline_score(block, &sorted(blocks.hashes_of(i).to_vec()), &titles);
        if score > 1.1 && best.is_none_or(|(_, s)| score > s) {
            best = Some((i, score));
        }
    }
    best.map(|(i, _)| i)
}

fn headline_score(block: &Block, words: &[u32], titles: &[Vec<u32>]) -> f32 {
    let elsewhere =
        Roles::NAV.with(Roles::FOOTER).with(Roles::ASIDE).with(Roles::RELATED).with(Roles::HEADER).with(Roles::COMMENT);
    let agreement = titles.iter().map(|t| overlap(words, t)).fold(0.0, f32::max);
    let mut score = match block.place.tag {
        Tag::H1 => 1.2,
        Tag::H2 => 0.5,
        _ => 0.0,
    };
    score += 3.0 * agreement;
    score += if block.roles.has(Roles::HEADLINE) { 0.4 } else { 0.0 };
    score -= if block.roles.has(elsewhere) { 1.0 } else { 0.0 };
    score -= if block.link != 0 { 0.8 } else { 0.0 };
    score - if words.len() < 3 { 1.0 } else { 0.0 }
}

/// F1 of two sets of words, each sorted.
fn overlap(a: &[u32], b: &[u32]) -> f32 {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        common += usize::from(x == y);
        (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
    }
    2.0 * common as f32 / (a.len() + b.len()).max(1) as f32
}

fn words_of_text(text: &str) -> Vec<u32> {
    let mut words = Vec::new();
    Lexis::read(text, |hash| words.push(hash));
    words.truncate(TITLE_WORDS);
    sorted(words)
}

fn sorted(mut words: Vec<u32>) -> Vec<u32> {
    words.sort_unstable();
    words.dedup();
    words
}

/// A probability whose log-odds are moved.
pub(crate) fn moved(p: f32, by: f32) -> f32 {
    sigmoid((p.max(1e-6) / (1.0 - p).max(1e-6)).ln() + by)
}

pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Whether another article begins here: a headline like the first, with a byline or a date under it.
fn begins_another(blocks: &Blocks, body: &Body, i: usize) -> bool {
    let Some(headline) = body.headline.filter(|h| i > *h) else { return false };
    let (first, this) = (&blocks.blocks[headline], &blocks.blocks[i]);
    let alike = this.place.tag == first.place.tag
        && this.place.tag.heading_level().clamp(1, 2) == this.place.tag.heading_level();
    let signed =
        |b: &Block| b.words <= 20 && b.place.tag.heading_level() == 0 && b.roles.has(Roles::BYLINE.with(Roles::DATE));
    alike && this.link == 0 && blocks.blocks[i + 1..].iter().take(4).any(signed) && this.words >= 4
}

/// Whether the block stands right under a heading that is a link as a whole, as the texts of teasers do.
pub(crate) fn follows_linked_heading(blocks: &Blocks, i: usize) -> bool {
    let near = blocks.blocks[i.saturating_sub(2)..i].iter().rev().find(|b| b.place.tag.heading_level() > 0);
    near.is_some_and(|b| b.link != 0) && blocks.blocks[i].words < 60
}
