//! Kept blocks to the blocks of a record: items join their list, cells their row and rows their table.

use std::collections::HashSet;
use std::ops::Range;

use crate::blocks::{Block, Blocks};
use crate::body::Body;
use crate::dom::Document;
use crate::evidence::link_of;
use crate::tags::Tag;

/// A cell with more words than this, on the average of its table, holds a layout and no data.
const CELL_WORDS: usize = 25;

/// After so many links no more are looked for.
const MAX_LINKS: usize = 5000;

/// A block of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyBlock {
    /// `paragraph`, `heading`, `list`, `quote`, `table` or `code`.
    pub kind: &'static str,
    /// The level of a heading, 0 for all else.
    pub level: u8,
    /// Its text: items and rows on lines of their own, cells parted by tabs.
    pub text: String,
    /// How many kept blocks went into it.
    pub parts: usize,
    /// The links in it.
    pub links: Vec<Link>,
}

/// A link in a block of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The code points of its text in that of the block.
    pub span: Range<usize>,
    /// Where it leads, as it stands in the page.
    pub href: String,
}

/// The kept blocks, joined.
#[must_use]
pub fn body_blocks(document: &Document, blocks: &Blocks, body: &Body) -> Vec<BodyBlock> {
    let all_quoted = body.kept.iter().all(|&i| blocks.blocks[i].place.quote != 0);
    let layouts = layout_tables(blocks, body);
    let mut out: Vec<BodyBlock> = Vec::new();
    let mut before: Option<&Block> = None;
    let mut length = 0; // of the last block, in code points
    let mut linked = 0;
    for &i in &body.kept {
        let block = &blocks.blocks[i];
        let (kind, level) = kind_of(block, all_quoted, &layouts);
        let text = blocks.text_of(i);
        let joint = before.and_then(|b| joint(b, block, kind)).filter(|_| out.last().is_some_and(|l| l.kind == kind));
        if let (Some(joint), Some(last)) = (joint, out.last_mut()) {
            last.text.push(joint);
            last.text.push_str(&one_line(kind, text));
            last.parts += 1;
            length += 1;
        } else {
            out.push(BodyBlock { kind, level, text: one_line(kind, text), parts: 1, links: Vec::new() });
            length = 0;
        }
        if let (Some(last), true) = (out.last_mut(), linked < MAX_LINKS) {
            let found = links(document, blocks, i, length);
            linked += found.len();
            last.links.extend(found);
        }
        length += text.chars().count();
        before = Some(block);
    }
    out
}

/// The links in a block that begins at a code point of its body block; fragments of the page itself are none.
fn links(document: &Document, blocks: &Blocks, i: usize, start: usize) -> Vec<Link> {
    let text = blocks.text_of(i);
    let (mut byte, mut point) = (0, start);
    let mut all = Vec::new();
    for (range, node) in blocks.anchors_of(i) {
        let Some(anchor) = text.get(range.clone()) else { continue };
        let Some(href) = link_of(document, node as usize).filter(|href| !href.starts_with('#')) else { continue };
        let trimmed = anchor.trim();
        if trimmed.is_empty() {
            continue;
        }
        let first = range.start + (anchor.len() - anchor.trim_start().len());
        point += text[byte..first].chars().count();
        byte = first;
        all.push(Link { span: point..point + trimmed.chars().count(), href });
    }
    all
}

/// A line break inside an item or a cell would look like the next item or row.
fn one_line(kind: &str, text: &str) -> String {
    if matches!(kind, "list" | "table" | "heading") { text.replace('\n', " ") } else { text.to_owned() }
}

fn kind_of(block: &Block, all_quoted: bool, layouts: &HashSet<u32>) -> (&'static str, u8) {
    let place = &block.place;
    let level = place.tag.heading_level();
    if level > 0 {
        return ("heading", level);
    }
    let in_data = place.table != 0 && place.cell != 0 && !layouts.contains(&place.table);
    let kind = match place.tag {
        Tag::Pre => "code",
        _ if in_data => "table",
        _ if place.quote != 0 && !all_quoted => "quote",
        _ if place.list != 0 && place.item != 0 => "list",
        _ => "paragraph",
    };
    (kind, 0)
}

/// What joins a block to the one before it, where both are parts of one.
fn joint(before: &Block, block: &Block, kind: &str) -> Option<char> {
    let (a, b) = (&before.place, &block.place);
    match kind {
        "list" if a.list == b.list => Some(if a.item == b.item { ' ' } else { '\n' }),
        "table" if a.table == b.table && a.cell == b.cell => Some(' '),
        "table" if a.table == b.table => Some(if a.row == b.row { '\t' } else { '\n' }),
        "code" if a.node == b.node => Some('\n'),
        _ => None,
    }
}

/// Tables whose cells hold prose: pages were once laid out with tables.
fn layout_tables(blocks: &Blocks, body: &Body) -> HashSet<u32> {
    let mut tables: Vec<(u32, usize, usize)> = Vec::new();
    for &i in &body.kept {
        let block = &blocks.blocks[i];
        if block.place.table != 0 {
            match tables.iter_mut().rev().take(4).find(|t| t.0 == block.place.table) {
                Some(t) => (t.1, t.2) = (t.1 + 1, t.2 + block.words as usize),
                None => tables.push((block.place.table, 1, block.words as usize)),
            }
        }
    }
    tables.iter().filter(|(_, cells, words)| *cells < 2 || words / cells > CELL_WORDS).map(|t| t.0).collect()
}
