//! One page, read: the whole of what the core gives.

use crate::blocks::Blocks;
use crate::body::{self, Body};
use crate::bylines;
use crate::cues::Roles;
use crate::date_spots::{self, DateSpot};
use crate::decode::decode;
use crate::dom::Document;
use crate::error::Error;
use crate::evidence::{self, Spot};
use crate::pictures::{self, Picture};
use crate::structure::{self, BodyBlock};
use crate::things::{self, Thing};

/// More bytes than this are no news page.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// With fewer words than this in sight, what the markup hides is looked at too.
const FEW_WORDS: u32 = 60;

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
    pub body: Vec<BodyBlock>,
    pub pictures: Vec<Picture>,
    pub counts: Counts,
}

/// Read a page: bytes in, offers out. Time and space are linear in the length of the page.
///
/// # Errors
/// `Empty`, `NotHtml` or `TooLarge` where the bytes are no page.
pub fn read(bytes: &[u8], charset: Option<&str>) -> Result<Offers, Error> {
    check(bytes)?;
    let (html, _) = decode(bytes, charset);
    if html.len() > u32::MAX as usize / 2 {
        return Err(Error::TooLarge("bytes", MAX_BYTES));
    }
    let document = Document::parse(&html)?;
    if document.nodes.iter().all(|n| n.tag == crate::tags::Tag::Text || n.depth == 0) {
        return Err(Error::NotHtml("text without a single tag"));
    }
    let title = evidence::title(&document);
    let metas = evidence::metas(&document);
    let mut titles: Vec<String> =
        metas.iter().filter(|(k, _)| *k == "og:title").map(|(_, v)| v.clone()).take(2).collect();
    titles.extend(title.clone());
    let (blocks, body) = decide(&document, &titles);
    let language = evidence::language(&document);
    Ok(Offers {
        title,
        metas,
        links: evidence::links(&document),
        things: things::things(&document),
        headings: evidence::headings(&document, &blocks, &body),
        bylines: bylines::bylines(&document, &blocks, &body),
        dates: date_spots::dates(&document, &blocks, &body),
        standfirst: standfirst(&blocks, &body),
        body: structure::body_blocks(&blocks, &body),
        pictures: pictures::pictures(&document, &blocks, &body),
        counts: count(&blocks, &body),
        language,
    })
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

/// The blocks and the decision; where hardly anything is in sight, what is hidden is read too.
fn decide(document: &Document, titles: &[String]) -> (Blocks, Body) {
    let blocks = Blocks::of(document, false);
    let body = body::decide(document, &blocks, titles);
    let words: u32 = body.kept.iter().map(|&i| blocks.blocks[i].words).sum();
    if words < FEW_WORDS && blocks.hidden_words > 2 * FEW_WORDS {
        let all = Blocks::of(document, true);
        let body = body::decide(document, &all, titles);
        return (all, body);
    }
    (blocks, body)
}

fn standfirst(blocks: &Blocks, body: &Body) -> Option<String> {
    let texts: Vec<&str> = body.standfirst.iter().map(|&i| blocks.text_of(i)).collect();
    Some(texts.join(" ").replace('\n', " ")).filter(|t| !t.is_empty())
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
