//! One page, read: the whole of what the core gives.

use std::collections::BTreeMap;

use crate::blocks::Blocks;
use crate::body::{self, Body};
use crate::bylines;
use crate::classes::{self, Class};
use crate::cues::Roles;
use crate::date_spots::{self, DateSpot};
use crate::decode::decode;
use crate::dom::Document;
use crate::error::Error;
use crate::evidence::{self, Spot};
use crate::features::{Hints, Page};
use crate::forest::Model;
use crate::kinds::Declared;
use crate::memory::Memory;
use crate::pictures::{self, Picture};
use crate::structure::{self, BodyBlock};
use crate::tags::Tag;
use crate::things::{self, Thing};

/// More bytes than this are no news page.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// With fewer words than this in sight, what the markup hides is looked at too.
const FEW_WORDS: u32 = 60;

/// So much of a text tells its language, and so little does not.
const DETECTED_BYTES: usize = 600;
const DETECTED_CHARS: usize = 200;

/// Counts that tell an article from an index page.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Words in sight.
    pub words: u32,
    /// Words of the body.
    pub body_words: u32,
    /// Blocks of the body with a sentence's length that are no teaser's text.
    pub paragraphs: u32,
    /// Headings and longer texts that are links as a whole: teasers.
    pub linked_headings: u32,
    /// Blocks inside what claims to be live coverage.
    pub live_blocks: u32,
}

/// Everything that a page offers.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Offers {
    pub language: Option<String>,
    pub title: Option<String>,
    pub metas: Vec<(&'static str, String)>,
    pub links: Vec<(String, String, String)>,
    pub things: Vec<Thing>,
    pub headings: Vec<Spot>,
    pub bylines: Vec<Spot>,
    pub dates: Vec<DateSpot>,
    pub standfirst: Option<String>,
    pub detected: Option<(&'static str, f64)>,
    pub body: Vec<BodyBlock>,
    pub pictures: Vec<Picture>,
    pub counts: Counts,
    pub left_out: Vec<(&'static str, u32)>,
    pub kind: (&'static str, f32),
}

/// Read a page: bytes in, offers out. Time and space are linear in the length of the page.
///
/// # Errors
/// `Empty`, `NotHtml` or `TooLarge` where the bytes are no page.
pub fn read(bytes: &[u8], charset: Option<&str>, model: &Model, memory: Option<&Memory>) -> Result<Offers, Error> {
    check(bytes)?;
    let (html, _) = decode(bytes, charset);
    let (document, blocks) = in_sight(&html)?;
    let head = Head::of(&document);
    let hints = head.hints();
    let page = Page::of(&document, &blocks, &hints, body::headline(&blocks, &head.titles), model);
    let body = body::decide(&page, &hints, model, memory);
    let left_out = left_out(&page, &body);
    let language = evidence::language(&document);
    Ok(Offers {
        title: head.title,
        metas: head.metas,
        links: head.links,
        things: head.things,
        headings: evidence::headings(&document, &blocks, &body),
        bylines: bylines::bylines(&document, &blocks, &body),
        dates: date_spots::dates(&document, &blocks, &body),
        standfirst: standfirst(&blocks, &body),
        detected: detected(&blocks, &body),
        body: structure::body_blocks(&document, &blocks, &body),
        pictures: pictures::pictures(&document, &blocks, &body),
        counts: count(&blocks, &body),
        left_out,
        kind: (body.kind.name(), body.certainty),
        language,
    })
}

/// The language of the body's beginning by its letters, as a code of ISO 639-3, and how sure that is; None of a text that
/// is too short to tell.
fn detected(blocks: &Blocks, body: &Body) -> Option<(&'static str, f64)> {
    let mut text = String::new();
    for &i in &body.kept {
        text.push_str(blocks.text_of(i));
        text.push(' ');
        if text.len() >= DETECTED_BYTES {
            break;
        }
    }
    let text = crate::text::beginning(&text, DETECTED_BYTES);
    if text.chars().count() < DETECTED_CHARS {
        return None;
    }
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    Some((found.lang().code(), found.confidence()))
}

/// Call with a page that is cut into blocks and summed up.
///
/// # Errors
/// As `read`.
pub fn with_page<T>(
    bytes: &[u8],
    charset: Option<&str>,
    model: &Model,
    call: impl FnOnce(&Page, &Hints) -> T,
) -> Result<T, Error> {
    check(bytes)?;
    let (html, _) = decode(bytes, charset);
    let (document, blocks) = in_sight(&html)?;
    let head = Head::of(&document);
    let hints = head.hints();
    Ok(call(&Page::of(&document, &blocks, &hints, body::headline(&blocks, &head.titles), model), &hints))
}

/// What a page says of itself outside its text.
#[derive(Debug)]
pub struct Head {
    title: Option<String>,
    /// What it is called, for its readers and for others.
    pub titles: Vec<String>,
    metas: Vec<(&'static str, String)>,
    links: Vec<(String, String, String)>,
    things: Vec<Thing>,
}

impl Head {
    /// The head and the things of a page.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let (title, metas) = (evidence::title(document), evidence::metas(document));
        let stated = metas.iter().filter(|(k, _)| *k == "og:title").map(|(_, v)| v).take(2);
        let titles = stated.chain(&title).cloned().collect();
        Self { titles, links: evidence::links(document), things: things::things(document), title, metas }
    }

    /// What helps to find the body.
    #[must_use]
    pub fn hints(&self) -> Hints<'_> {
        let Self { titles, metas, links, things, .. } = self;
        let described = |key: &str| matches!(key, "description" | "og:description" | "twitter:description");
        let articles = things.iter().filter(|t| t.is_article()).flat_map(|t| &t.properties);
        let bodies = articles.filter(|(k, _)| *k == "articleBody").map(|(_, v)| v.as_str());
        let canonical = links.iter().find(|(rel, ..)| rel == "canonical").map(|(_, href, _)| href.as_str());
        let address = canonical.or_else(|| metas.iter().find(|(k, _)| *k == "og:url").map(|(_, v)| v.as_str()));
        Hints {
            titles,
            descriptions: metas.iter().filter(|(k, _)| described(k)).map(|(_, v)| v.as_str()).take(3).collect(),
            article_body: bodies.max_by_key(|text| text.len()).filter(|text| text.len() > 200),
            declared: Declared::of(things, metas, address),
            address,
        }
    }
}

/// The tree and the blocks in sight; where hardly anything is, also what the markup hides, or keeps for browsers
/// without scripts.
fn in_sight(html: &str) -> Result<(Document<'_>, Blocks), Error> {
    let document = Document::parse(html)?;
    if document.nodes.iter().all(|n| n.tag == Tag::Text || n.depth == 0) {
        return Err(Error::NotHtml("text without a single tag"));
    }
    let blocks = Blocks::of(&document, false);
    let words: u32 = blocks.blocks.iter().map(|b| b.words).sum();
    if words >= FEW_WORDS {
        return Ok((document, blocks));
    }
    if blocks.hidden_words > 2 * FEW_WORDS {
        let all = Blocks::of(&document, true);
        return Ok((document, all));
    }
    let scriptless = Document::parse_without_scripts(html)?;
    let more = Blocks::of(&scriptless, false);
    if more.blocks.iter().map(|b| b.words).sum::<u32>() > words + FEW_WORDS {
        return Ok((scriptless, more));
    }
    Ok((document, blocks))
}

fn check(bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooLarge("bytes", MAX_BYTES));
    }
    let start = bytes.iter().position(|c| !c.is_ascii_whitespace() && *c != 0).ok_or(Error::Empty)?;
    let known: [(&[u8], &str); 8] = [
        (b"%PDF", "a PDF"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"\x89PNG", "a PNG picture"),
        (b"GIF8", "a GIF picture"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "compressed by gzip"),
        (b"RIFF", "sound or a picture"),
        (b"\x7fELF", "a program"),
    ];
    match known.iter().find(|(magic, _)| bytes[start..].starts_with(magic)) {
        Some((_, what)) => Err(Error::NotHtml(what)),
        None => Ok(()),
    }
}

fn standfirst(blocks: &Blocks, body: &Body) -> Option<String> {
    let texts: Vec<&str> = body.standfirst.iter().map(|&i| blocks.text_of(i)).collect();
    Some(texts.join(" ").replace('\n', " ")).filter(|t| !t.is_empty())
}

/// How many blocks of each class were left out, the most frequent class first.
fn left_out(page: &Page, body: &Body) -> Vec<(&'static str, u32)> {
    let mut counts: BTreeMap<Class, u32> = BTreeMap::new();
    let classes = classes::classes(page, body);
    let mut kept = body.kept.iter().chain(&body.standfirst).chain(&body.headline).copied().collect::<Vec<_>>();
    kept.sort_unstable();
    for (i, class) in classes.into_iter().enumerate() {
        if kept.binary_search(&i).is_err() {
            *counts.entry(class).or_default() += 1;
        }
    }
    let mut found: Vec<_> = counts.into_iter().map(|(class, count)| (class.name(), count)).collect();
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    found
}

fn count(blocks: &Blocks, body: &Body) -> Counts {
    let mut counts = Counts::default();
    for block in &blocks.blocks {
        counts.words += block.words;
        let heading = block.place.tag.heading_level() > 0 || block.words >= 6;
        counts.linked_headings += u32::from(block.link != 0 && heading && block.words >= 4);
        counts.live_blocks += u32::from(block.roles.has(Roles::LIVE) && block.words >= 8);
    }
    for &i in &body.kept {
        counts.body_words += blocks.blocks[i].words;
        counts.paragraphs += u32::from(blocks.blocks[i].words >= 12 && !body::follows_linked_heading(blocks, i));
    }
    counts
}
