//! Which blocks are the article: rules of density and structure.
//!
//! Strategy. Every block gets a weight of evidence (a logit) from what it is and where it stands. Then the container
//! is chosen whose blocks have the best expected F1: it holds much of all the prose on the page and little else
//! (Dinkelbach's ratio over prefix sums, one step a container). Inside it, neighbours decide what is unclear, and a
//! few words end the article. Every step is linear in the number of blocks.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::blocks::{Block, Blocks};
use crate::cues::Roles;
use crate::dates::{self, Order};
use crate::dom::Document;
use crate::phrases;
use crate::tags::Tag;

/// The decision over the blocks of a page.
#[derive(Debug, Default)]
pub struct Body {
    /// The blocks of the article in reading order.
    pub kept: Vec<usize>,
    /// The blocks of the standfirst.
    pub standfirst: Vec<usize>,
    /// The headline's block on the screen.
    pub headline: Option<usize>,
    /// For every block, the probability that it is of the article, before the sequence was looked at.
    pub probability: Vec<f32>,
    /// The blocks of the chosen container.
    pub first: usize,
    /// One past them.
    pub last: usize,
}

/// What each role that a block stands in says for or against it.
const ROLE_WEIGHTS: [(Roles, f32); 21] = [
    (Roles::BODY, 2.0),
    (Roles::MAIN, 0.7),
    (Roles::NAV, -4.0),
    (Roles::FOOTER, -4.0),
    (Roles::HEADER, -2.0),
    (Roles::ASIDE, -2.5),
    (Roles::COMMENT, -4.5),
    (Roles::RELATED, -3.5),
    (Roles::SHARE, -3.5),
    (Roles::PROMO, -3.5),
    (Roles::AD, -2.5),
    (Roles::TAGS, -2.5),
    (Roles::BIO, -4.0),
    (Roles::LEGAL, -3.0),
    (Roles::CAPTION, -4.5),
    (Roles::CREDIT, -4.0),
    (Roles::BYLINE, -3.0),
    (Roles::DATE, -2.0),
    (Roles::EMBED, -3.5),
    (Roles::TEASER, -1.5),
    (Roles::META, -2.0),
];

/// Roles under which even long prose is not the article.
const NEVER: Roles = Roles::COMMENT
    .with(Roles::BIO)
    .with(Roles::NAV)
    .with(Roles::FOOTER)
    .with(Roles::ASIDE)
    .with(Roles::CAPTION)
    .with(Roles::RELATED);

/// Decide which blocks of a page are its article. `titles` is what the page's head calls it.
#[must_use]
pub fn decide(document: &Document, blocks: &Blocks, titles: &[String]) -> Body {
    let sells: Vec<bool> =
        (0..blocks.blocks.len()).map(|i| phrases::sells(blocks.text_of(i), blocks.blocks[i].words)).collect();
    let selling = selling_parents(document, blocks, &sells);
    let penalty = |i: usize| {
        let node = blocks.blocks[i].place.node;
        let sold = selling.contains(&node) || selling.contains(&document.nodes[node as usize].parent);
        if sold { 3.5 } else { 0.0 }
    };
    let logits: Vec<f32> =
        (0..blocks.blocks.len()).map(|i| weigh(blocks, i) - penalty(i) - if sells[i] { 3.0 } else { 0.0 }).collect();
    let probability: Vec<f32> = logits.iter().copied().map(sigmoid).collect();
    let headline = headline(blocks, titles);
    let (first, last) = choose(document, blocks, &probability, headline);
    let mut body = Body { headline, probability, first, last, ..Body::default() };
    select(document, blocks, &mut body);
    body
}

/// The weight of evidence that a block is prose of an article.
fn weigh(blocks: &Blocks, i: usize) -> f32 {
    let block = &blocks.blocks[i];
    let text = blocks.text_of(i);
    let words = block.words as f32;
    let mut logit = match block.place.tag {
        Tag::P => 0.4,
        Tag::Pre => 0.0,
        Tag::Li | Tag::Dd | Tag::Dt => -0.6,
        Tag::Td | Tag::Th => -0.8,
        Tag::Figcaption | Tag::Caption => -4.0,
        t if t.heading_level() > 0 => -0.5,
        _ => -0.6,
    };
    logit += (words.min(80.0) / 6.0).sqrt() * 1.2 - 2.0;
    logit -= if block.place.item > 0 { 4.5 } else { 3.5 } * block.link_share;
    if block.link != 0 {
        logit -= 1.0;
    }
    if ends_sentence(text) {
        logit += 1.2;
    } else if words < 12.0 {
        logit -= 0.6;
    }
    for (role, weight) in ROLE_WEIGHTS {
        if block.roles.has(role) && !(role == Roles::CREDIT && words > 25.0) {
            // Long prose under a doubtful name is still prose; under some names it never is.
            let doubtful = words > 40.0 && block.link_share < 0.2 && weight < 0.0 && !NEVER.has(role);
            let doubt = if doubtful { 0.6 } else { 1.0 };
            logit += weight * doubt;
        }
    }
    if phrases::is_furniture(text, block.words) {
        logit -= 3.5;
    }
    if follows_linked_heading(blocks, i) {
        logit -= 2.0;
    }
    logit
}

/// Small elements, side by side with the prose, in which one block sells: a newsletter box has a kind sentence too.
fn selling_parents(document: &Document, blocks: &Blocks, sells: &[bool]) -> HashSet<u32> {
    let mut sizes: HashMap<u32, (u32, bool)> = HashMap::new();
    for (i, block) in blocks.blocks.iter().enumerate() {
        let node = block.place.node;
        let bare = document.nodes[node as usize].tag == Tag::Div; // text of the box itself
        for around in [Some(document.nodes[node as usize].parent), Some(node).filter(|_| bare)].into_iter().flatten() {
            let entry = sizes.entry(around).or_default();
            entry.0 += 1;
            entry.1 |= sells[i];
        }
    }
    sizes.into_iter().filter(|(_, (size, sells))| *sells && *size <= 5).map(|(node, _)| node).collect()
}

/// Whether the block stands right under a heading that is a link as a whole, as the texts of teasers do.
pub(crate) fn follows_linked_heading(blocks: &Blocks, i: usize) -> bool {
    let near = blocks.blocks[i.saturating_sub(2)..i].iter().rev().find(|b| b.place.tag.heading_level() > 0);
    near.is_some_and(|b| b.link != 0) && blocks.blocks[i].words < 60
}

fn ends_sentence(text: &str) -> bool {
    let trimmed = text.trim_end_matches(['"', '”', '’', '»', '\'', ')', ']', '」', '』', '“', '*']);
    trimmed.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', ':', '؟', '۔', ';', '։', '።'])
}

/// The block of the headline: a heading, or what claims to be one, that says what the page's title says.
fn headline(blocks: &Blocks, titles: &[String]) -> Option<usize> {
    let titles: Vec<HashSet<String>> = titles.iter().map(|t| word_set(t)).filter(|t| !t.is_empty()).collect();
    let mut best: Option<(usize, f32)> = None;
    for (i, block) in blocks.blocks.iter().enumerate() {
        if block.place.tag.heading_level() == 0 && !block.roles.has(Roles::HEADLINE) || block.words > 60 {
            continue;
        }
        let score = headline_score(block, blocks.text_of(i), &titles);
        if score > 1.1 && best.is_none_or(|(_, s)| score > s) {
            best = Some((i, score));
        }
    }
    best.map(|(i, _)| i)
}

fn headline_score(block: &Block, text: &str, titles: &[HashSet<String>]) -> f32 {
    let elsewhere =
        Roles::NAV.with(Roles::FOOTER).with(Roles::ASIDE).with(Roles::RELATED).with(Roles::HEADER).with(Roles::COMMENT);
    let words = word_set(text);
    let agreement = titles.iter().map(|t| overlap(&words, t)).fold(0.0, f32::max);
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

/// F1 of two sets of words.
fn overlap(a: &HashSet<String>, b: &HashSet<String>) -> f32 {
    2.0 * a.intersection(b).count() as f32 / (a.len() + b.len()).max(1) as f32
}

fn word_set(text: &str) -> HashSet<String> {
    let mut words = HashSet::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(60) {
        let lower = word.to_lowercase();
        if lower.is_ascii() || lower.chars().count() < 8 {
            words.insert(lower);
        } else {
            // Scripts without spaces: characters in place of words.
            words.extend(lower.chars().map(String::from));
        }
    }
    words
}

/// The range of blocks of the container with the best expected F1.
fn choose(document: &Document, blocks: &Blocks, probability: &[f32], headline: Option<usize>) -> (usize, usize) {
    let mut expected = vec![0f32];
    let mut length = vec![0f32];
    for (i, block) in blocks.blocks.iter().enumerate() {
        let words = block.words as f32;
        let counts = if block.place.tag.heading_level() > 0 { 0.5 } else { probability[i] };
        expected.push(expected[i] + counts * words);
        length.push(length[i] + words);
    }
    let all = expected[blocks.blocks.len()];
    let mut best = (0, blocks.blocks.len());
    let mut best_score = 0f32;
    for container in &blocks.containers {
        let (first, last) = (container.first as usize, container.last as usize);
        let inside = expected[last] - expected[first];
        let f1 = 2.0 * inside / (length[last] - length[first] + all).max(1.0);
        let score = f1 * bonus(document, blocks, container.node as usize, (first, last), headline);
        if score > best_score {
            (best, best_score) = ((first, last), score);
        }
    }
    best
}

/// What else speaks for a container: it is the schema's or the page's article, and the headline stands in or before it.
fn bonus(document: &Document, blocks: &Blocks, node: usize, range: (usize, usize), headline: Option<usize>) -> f32 {
    let mut factor = 1.0;
    if blocks.roles[node].has(Roles::BODY) {
        factor *= 1.15;
    }
    if matches!(document.nodes[node].tag, Tag::Article | Tag::Main) {
        factor *= 1.05;
    }
    if blocks.roles[node].has(Roles::COMMENT.with(Roles::RELATED).with(Roles::FOOTER).with(Roles::NAV)) {
        factor *= 0.6;
    }
    if headline.is_some_and(|h| h >= range.1) {
        factor *= 0.7;
    }
    factor
}

/// Keep the blocks of the chosen container that are the article.
fn select(document: &Document, blocks: &Blocks, body: &mut Body) {
    join_groups(blocks, body);
    let start = body.headline.filter(|h| (body.first..body.last).contains(h)).map_or(body.first, |h| h + 1);
    let main = main_run(document, blocks, body);
    standfirst_before(document, blocks, body);
    let mut kept: Vec<usize> = Vec::new();
    let mut prose = false;
    for i in start..body.last {
        let block = &blocks.blocks[i];
        let text = blocks.text_of(i);
        if prose && (i >= main.end && ends_article(blocks, i) || begins_another(blocks, body, i)) {
            break;
        }
        if body.standfirst.contains(&i) || body.headline.is_some_and(|h| text == blocks.text_of(h)) {
            continue;
        }
        if !prose
            && body.standfirst.len() < 3
            && (is_standfirst(blocks, body, i) || stands_alone(document, blocks, body, (i, main.start)))
        {
            body.standfirst.push(i);
            continue;
        }
        let again = block.words >= 12 && kept.iter().rev().take(8).any(|&k| blocks.text_of(k) == text);
        if !again && keeps(blocks, body, i, (prose, &main)) {
            kept.push(i);
            prose |= block.words >= 8;
        }
    }
    while kept.last().is_some_and(|&i| blocks.blocks[i].place.tag.heading_level() > 0) {
        kept.pop();
    }
    body.kept = kept;
}

/// Whether a block is of the article, given whether prose was seen before it and where the main run of it lies.
fn keeps(blocks: &Blocks, body: &Body, i: usize, (prose, main): (bool, &Range<usize>)) -> bool {
    let block = &blocks.blocks[i];
    let text = blocks.text_of(i);
    if block.place.tag.heading_level() > 0 {
        return prose_follows(blocks, body, i)
            && !block.roles.has(STRONGLY_NOT)
            && !phrases::is_furniture(text, block.words);
    }
    if !prose && block.words < 16 && !ends_sentence(text) {
        return false; // place, date, category, byline: what stands between headline and lead
    }
    let next = blocks.blocks.get(i + 1);
    if block.words <= 6 && !ends_sentence(text) && next.is_some_and(|n| n.link != 0 && n.place.node != block.place.node)
    {
        return false; // a label of links
    }
    if i >= main.end && (phrases::is_biography(text) || blocks.blocks[i].words < 5) {
        return false;
    }
    let after = if i >= main.end { 0.75 } else { 0.5 };
    context(blocks, body, i) > after
}

/// The items of a list and the cells of a table are of the article together or not at all.
fn join_groups(blocks: &Blocks, body: &mut Body) {
    let mut i = body.first;
    while i < body.last {
        let key = group(&blocks.blocks[i]);
        let mut end = i + 1;
        while end < body.last && key != 0 && group(&blocks.blocks[end]) == key {
            end += 1;
        }
        if end - i > 1 {
            let words: f32 = (i..end).map(|j| blocks.blocks[j].words as f32).sum();
            let logit: f32 = (i..end)
                .map(|j| logit(body.probability[j]).clamp(-4.0, 4.0) * blocks.blocks[j].words as f32)
                .sum::<f32>()
                / words.max(1.0);
            let table = blocks.blocks[i].place.table != 0;
            let linked = (i..end).filter(|&j| blocks.blocks[j].link != 0).count() as f32 / (end - i) as f32;
            let between =
                (i > body.first && body.probability[i - 1] > 0.5) || (end < body.last && body.probability[end] > 0.5);
            let joint = sigmoid(
                logit + if between { 0.6 } else { 0.0 } + if table { 0.8 } else { 0.2 }
                    - if linked > 0.25 { 2.5 } else { 0.0 },
            );
            for j in i..end {
                let own = body.probability[j];
                body.probability[j] = if blocks.blocks[j].words > 25 { own.max(joint) } else { joint };
            }
        }
        i = end;
    }
}

fn group(block: &Block) -> u32 {
    match block.place.tag {
        Tag::Td | Tag::Th if block.words < 60 => block.place.table,
        Tag::P if block.place.cell != 0 => 0, // prose in a table that lays out the page
        _ => block.place.list,
    }
}

/// The range from the first to the last block of prose whose parent element holds most of the prose.
fn main_run(document: &Document, blocks: &Blocks, body: &Body) -> Range<usize> {
    let parent = |n: u32| document.nodes[n as usize].parent;
    for up in 1..=2 {
        let key = |i: usize| (0..up).fold(blocks.blocks[i].place.node, |n, _| parent(n));
        let is_prose = |i: &usize| body.probability[*i] > 0.6 && blocks.blocks[*i].words >= 12;
        let mut words: HashMap<u32, u32> = HashMap::new();
        for i in (body.first..body.last).filter(is_prose) {
            *words.entry(key(i)).or_default() += blocks.blocks[i].words;
        }
        let all: u32 = words.values().sum();
        let Some((&most, &count)) = words.iter().max_by_key(|(node, count)| (**count, **node)) else { break };
        if count * 2 > all {
            let mut run = (body.first..body.last).filter(is_prose).filter(|&i| key(i) == most);
            let first = run.next().unwrap_or(body.first);
            return first..run.next_back().unwrap_or(first) + 1;
        }
    }
    body.first..body.last
}

/// A standfirst that stands outside the chosen container, between headline and body.
fn standfirst_before(document: &Document, blocks: &Blocks, body: &mut Body) {
    let Some(headline) = body.headline else { return };
    let parent = |i: usize| document.nodes[blocks.blocks[i].place.node as usize].parent;
    for i in headline + 1..body.first.min(headline + 13) {
        let block = &blocks.blocks[i];
        let beside = parent(i) == parent(headline) && i <= headline + 3;
        let plain = beside && body.probability[i] > 0.5 && (8..=70).contains(&block.words) && !is_dated(blocks, i);
        if body.standfirst.len() < 3 && (is_standfirst(blocks, body, i) || plain) {
            body.standfirst.push(i);
        }
    }
}

const STRONGLY_NOT: Roles = Roles(
    Roles::NAV.0
        | Roles::FOOTER.0
        | Roles::COMMENT.0
        | Roles::RELATED.0
        | Roles::SHARE.0
        | Roles::PROMO.0
        | Roles::BIO.0
        | Roles::CAPTION.0
        | Roles::ASIDE.0
        | Roles::EMBED.0
        | Roles::BYLINE.0
        | Roles::TAGS.0,
);

/// The line or two between headline and body: what claims to be it, or a long heading right under the headline.
fn is_standfirst(blocks: &Blocks, body: &Body, i: usize) -> bool {
    let block = &blocks.blocks[i];
    if !(4..=70).contains(&block.words)
        || block.link_share > 0.5
        || block.place.tag == Tag::Li
        || block.roles.has(STRONGLY_NOT)
    {
        return false;
    }
    let under_headline = body.headline.is_some_and(|h| i > h && i <= h + 4);
    let heading = block.place.tag.heading_level() > 1 && block.words >= 8;
    let next = blocks.blocks.get(i + 1);
    let among_likes = next
        .is_some_and(|n| n.roles == block.roles && n.place.tag == Tag::P && block.place.tag == Tag::P && n.words >= 8);
    if among_likes && block.roles.has(Roles::BODY) {
        return false; // the first of many paragraphs
    }
    let close = body.headline.is_some_and(|h| i > h && i <= h + 2);
    block.roles.has(Roles::STANDFIRST) && (close || !block.roles.has(Roles::TEASER)) || under_headline && heading
}

/// A text right under the headline and beside it, where the prose stands in an element of its own.
fn stands_alone(document: &Document, blocks: &Blocks, body: &Body, (i, prose): (usize, usize)) -> bool {
    let parent = |i: usize| document.nodes[blocks.blocks[i].place.node as usize].parent;
    let block = &blocks.blocks[i];
    let under = body.headline.is_some_and(|h| i > h && i <= h + 2 && parent(i) == parent(h));
    let text = (6..=60).contains(&block.words)
        && block.place.tag == Tag::P
        && block.link_share < 0.3
        && !block.roles.has(STRONGLY_NOT);
    under && text && !is_dated(blocks, i) && body.probability[i] > 0.5 && prose > i && parent(prose) != parent(i)
}

/// Whether a short text carries a date: a byline, not a standfirst.
fn is_dated(blocks: &Blocks, i: usize) -> bool {
    blocks.blocks[i].words < 25 && dates::find_first(blocks.text_of(i), Order::DayFirst).is_some()
}

/// A heading belongs to the article where prose of it follows before the next heading but one.
fn prose_follows(blocks: &Blocks, body: &Body, i: usize) -> bool {
    if blocks.blocks[i].link_share > 0.7 {
        return false;
    }
    let next = (i + 1..(i + 4).min(body.last)).find(|&j| blocks.blocks[j].place.tag.heading_level() == 0);
    next.is_some_and(|j| context(blocks, body, j) > 0.5)
}

/// The probability of a block with that of its neighbours: what stands between two sure ones of its kind is like them.
fn context(blocks: &Blocks, body: &Body, i: usize) -> f32 {
    let block = &blocks.blocks[i];
    let own = body.probability[i];
    let similar = |j: usize| {
        let other = &blocks.blocks[j];
        (body.first..body.last).contains(&j) && other.place.tag == block.place.tag && other.roles == block.roles
    };
    let mut logit = logit(own);
    let mut near = 0.0;
    for j in [i.wrapping_sub(2), i.wrapping_sub(1), i + 1, i + 2] {
        if j < body.probability.len() && (body.first..body.last).contains(&j) {
            let p = body.probability[j];
            near += (p - 0.5) * if similar(j) { 1.4 } else { 0.5 };
        }
    }
    if !block.roles.has(STRONGLY_NOT) && block.link_share < 0.6 {
        logit += near;
    }
    sigmoid(logit)
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(p: f32) -> f32 {
    (p.max(1e-6) / (1.0 - p).max(1e-6)).ln()
}

/// Whether another article begins here: a headline like the first, with a byline or a date under it.
fn begins_another(blocks: &Blocks, body: &Body, i: usize) -> bool {
    let Some(headline) = body.headline else { return false };
    let (first, this) = (&blocks.blocks[headline], &blocks.blocks[i]);
    let alike = this.place.tag == first.place.tag
        && this.place.tag.heading_level().clamp(1, 2) == this.place.tag.heading_level();
    let signed =
        |b: &Block| b.words <= 20 && b.place.tag.heading_level() == 0 && b.roles.has(Roles::BYLINE.with(Roles::DATE));
    alike && this.link == 0 && blocks.blocks[i + 1..].iter().take(4).any(signed) && this.words >= 4
}

/// Whether a line stands for the end of the article: a heading or a short line of its own.
fn ends_article(blocks: &Blocks, i: usize) -> bool {
    let block = &blocks.blocks[i];
    if block.words > 7 || block.place.tag == Tag::P && block.words > 4 {
        return false;
    }
    (block.place.tag.heading_level() > 0 || block.link_share < 0.3) && phrases::is_end(blocks.text_of(i))
}
