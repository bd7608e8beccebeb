//! Which blocks are the article: rules of density and structure.
//!
//! Strategy. Every block gets a weight of evidence (a logit) from what it is and where it stands. Then the container
//! is chosen whose blocks have the best expected F1: it holds much of all the prose on the page and little else
//! (Dinkelbach's ratio over prefix sums, one step a container). Inside it, neighbours decide what is unclear, and a
//! few words end the article. Every step is linear in the number of blocks.

use crate::blocks::{Block, Blocks};
use crate::cues::Roles;
use crate::dom::Document;
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

/// Decide which blocks of a page are its article.
#[must_use]
pub fn decide(document: &Document, blocks: &Blocks) -> Body {
    let logits: Vec<f32> = (0..blocks.blocks.len()).map(|i| weigh(blocks, i)).collect();
    let probability: Vec<f32> = logits.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect();
    let headline = headline(document, blocks);
    let (first, last) = choose(document, blocks, &probability, headline);
    let mut body = Body { probability, headline, first, last, ..Body::default() };
    select(blocks, &mut body);
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
        if block.roles.has(role) {
            // Long prose under a doubtful name is still prose.
            let doubt = if words > 40.0 && block.link_share < 0.2 && weight < 0.0 { 0.6 } else { 1.0 };
            logit += weight * doubt;
        }
    }
    if is_furniture(text, block.words) {
        logit -= 3.5;
    }
    logit
}

fn ends_sentence(text: &str) -> bool {
    let trimmed = text.trim_end_matches(['"', '”', '’', '»', '\'', ')', ']', '」', '』', '“', '*']);
    trimmed.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', ':', '؟', '۔', ';', '։', '።'])
}

/// Short texts that stand inside articles without belonging to them, by how they begin.
const FURNITURE: &[&str] = &[
    "©", "(c) ", "copyright", "all rights reserved", "read more", "read also", "also read", "read next", "read:", "see also",
    "related:", "related stories", "related articles", "related topics", "more on this", "more:", "recommended", "sign up", "subscribe", "follow us", "follow @", "share this", "share on",
    "click here", "tap here", "advertisement", "sponsored", "photo:", "image:", "photo by", "photograph:", "getty images", "image credit", "picture:", "watch:", "listen:", "listen to this",
    "tags:", "filed under", "topics:", "categories:", "posted in", "published:", "updated:", "last updated", "download our", "download the", "get the latest", "get our", "join our", "join the conversation",
    "like us on", "contact us", "support our", "support independent", "donate", "loading", "this article was originally published", "comments", "leave a comment", "leave a reply", "skip to", "most read", "most popular", "trending", "story continues", "article continues", "continue reading", "want more", "don't miss", "next up", "up next", "have a tip", "got a tip", "enable javascript", "please enable", "your email", "by signing up", "by clicking",
    "lesen sie auch", "lesen sie mehr", "mehr zum thema", "auch interessant", "das könnte sie", "zum thema", "anzeige", "newsletter", "teilen", "foto:", "bild:", "quelle:", "jetzt ", "hier ",
    "lire aussi", "à lire aussi", "a lire aussi", "lire la suite", "abonnez", "inscrivez", "partager", "publicité", "crédit photo", "voir aussi",
    "lea también", "lee también", "leer más", "te puede interesar", "suscríb", "síguenos", "compartir", "publicidad", "ver más", "también te puede", "más información",
    "leia também", "leia mais", "veja também", "saiba mais", "assine", "siga", "compartilh", "publicidade",
    "leggi anche", "leggi tutto", "iscriviti", "condividi", "pubblicità", "riproduzione riservata",
    "lees ook", "lees meer", "deel", "advertentie", "czytaj też", "czytaj także", "zobacz także", "zobacz też", "reklama", "čtěte také", "olvasd el", "läs också", "läs mer", "les også", "læs også", "lue myös", "читайте также", "читать далее", "подпис", "фото:", "реклама", "поделиться", "читайте також", "ayrıca oku", "baca juga", "اقرأ أيضا", "اقرأ أيضاً", "आगे पढ़ें", "ये भी पढ़ें", "यह भी पढ़ें", "関連記事", "相关阅读", "相关新闻", "责任编辑", "責任編輯", "延伸閱讀", "관련기사", "저작권자",
];

fn is_furniture(text: &str, words: u32) -> bool {
    if words > 22 {
        return false;
    }
    let start: String = text.chars().take(48).flat_map(char::to_lowercase).collect();
    let start = start.trim_start_matches(['▶', '►', '>', '•', '-', '–', '—', '*', ' ', '»', '→', '[', '(', '+', '|', ':']);
    let hit = |cue: &&str| start.starts_with(*cue);
    match words {
        0..=3 => FURNITURE.iter().any(hit),
        _ => FURNITURE.iter().filter(|cue| cue.len() > 6 || cue.ends_with(':')).any(hit),
    }
}

/// The block of the headline: the first `h1` that is not the site's name, else a heading that claims to be one.
fn headline(document: &Document, blocks: &Blocks) -> Option<usize> {
    let rank = |i: &usize| {
        let b = &blocks.blocks[*i];
        let level = b.place.tag.heading_level();
        let far = b.roles.has(Roles::NAV.with(Roles::FOOTER).with(Roles::ASIDE).with(Roles::RELATED).with(Roles::HEADER).with(Roles::COMMENT));
        let own = document.nodes[b.place.node as usize].tag.heading_level() > 0;
        let mut score = match level {
            1 => 3.0,
            2 => 1.0,
            _ => 0.0,
        };
        score += if b.roles.has(Roles::HEADLINE) { 1.0 } else { 0.0 } + if own { 0.3 } else { 0.0 };
        score -= if far { 2.5 } else { 0.0 } + if b.link != 0 { 1.5 } else { 0.0 } + if b.words < 3 { 1.5 } else { 0.0 };
        score
    };
    let candidates = (0..blocks.blocks.len()).filter(|&i| blocks.blocks[i].place.tag.heading_level() > 0 || blocks.blocks[i].roles.has(Roles::HEADLINE));
    let mut best: Option<(usize, f32)> = None;
    for i in candidates {
        let score = rank(&i);
        if score > 0.9 && best.is_none_or(|(_, s)| score > s) {
            best = Some((i, score));
        }
    }
    best.map(|(i, _)| i)
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
fn select(blocks: &Blocks, body: &mut Body) {
    let start = body.headline.filter(|h| (body.first..body.last).contains(h)).map_or(body.first, |h| h + 1);
    let mut kept: Vec<usize> = Vec::new();
    let mut seen_prose = false;
    for i in start..body.last {
        let block = &blocks.blocks[i];
        let text = blocks.text_of(i);
        if seen_prose && ends_article(blocks, i) {
            break;
        }
        if !seen_prose && is_standfirst(block) {
            body.standfirst.push(i);
            continue;
        }
        if body.headline.is_some_and(|h| text == blocks.text_of(h)) {
            continue;
        }
        let keep = if block.place.tag.heading_level() > 0 {
            seen_prose_follows(blocks, body, i) && !block.roles.has(STRONGLY_NOT) && !is_furniture(text, block.words)
        } else {
            context(blocks, body, i) > 0.5
        };
        if keep {
            kept.push(i);
            seen_prose |= block.words >= 8;
        }
    }
    while kept.last().is_some_and(|&i| blocks.blocks[i].place.tag.heading_level() > 0) {
        kept.pop();
    }
    body.kept = kept;
}

const STRONGLY_NOT: Roles = Roles(
    Roles::NAV.0 | Roles::FOOTER.0 | Roles::COMMENT.0 | Roles::RELATED.0 | Roles::SHARE.0 | Roles::PROMO.0 | Roles::BIO.0
        | Roles::CAPTION.0 | Roles::ASIDE.0 | Roles::EMBED.0 | Roles::BYLINE.0 | Roles::TAGS.0,
);

fn is_standfirst(block: &Block) -> bool {
    block.roles.has(Roles::STANDFIRST) && block.words >= 4 && block.link_share < 0.5 && block.place.tag != Tag::Li && !block.roles.has(STRONGLY_NOT)
}

/// A heading belongs to the article where prose of it follows before the next heading but one.
fn seen_prose_follows(blocks: &Blocks, body: &Body, i: usize) -> bool {
    let block = &blocks.blocks[i];
    if block.link_share > 0.7 {
        return false;
    }
    let depth_of = |b: &Block| b.place.node;
    let _ = depth_of;
    for j in i + 1..(i + 4).min(body.last) {
        let next = &blocks.blocks[j];
        if next.place.tag.heading_level() > 0 {
            continue;
        }
        return context(blocks, body, j) > 0.5;
    }
    false
}

/// The probability of a block with that of its neighbours: what stands between two sure ones of its kind is like them.
fn context(blocks: &Blocks, body: &Body, i: usize) -> f32 {
    let block = &blocks.blocks[i];
    let own = body.probability[i];
    let similar = |j: usize| {
        let other = &blocks.blocks[j];
        (body.first..body.last).contains(&j) && other.place.tag == block.place.tag && other.roles == block.roles
    };
    let mut logit = (own / (1.0 - own).max(1e-6)).max(1e-6).ln();
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
    1.0 / (1.0 + (-logit).exp())
}

/// Headings and lines behind which no article goes on.
const ENDS: &[&str] = &[
    "related articles", "related stories", "related news", "related posts", "related content", "related topics", "more stories", "more from", "read more", "recommended", "you may also like", "you might also like",
    "about the author", "about author", "leave a comment", "leave a reply", "comments", "most read", "most popular", "trending", "latest news", "share this", "what to read next",
    "mehr zum thema", "das könnte sie auch interessieren", "kommentare", "weitere artikel", "ähnliche artikel", "lesen sie auch", "sur le même sujet", "à lire aussi", "commentaires", "noticias relacionadas", "comentarios", "te puede interesar", "lo más leído", "leia também", "notícias relacionadas", "leggi anche", "articoli correlati", "commenti", "読まれています", "関連記事", "相关新闻", "相关阅读",
];

fn ends_article(blocks: &Blocks, i: usize) -> bool {
    let block = &blocks.blocks[i];
    if block.words > 7 || block.place.tag == Tag::P && block.words > 4 {
        return false;
    }
    if block.place.tag == Tag::H1 && block.link == 0 {
        return true; // a second article
    }
    let start: String = blocks.text_of(i).chars().take(48).flat_map(char::to_lowercase).collect();
    let heading = block.place.tag.heading_level() > 0 || block.link_share < 0.3;
    heading && ENDS.iter().any(|cue| start.starts_with(cue) && start.len() <= cue.len() + 14)
}
