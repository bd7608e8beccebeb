//! Document to text blocks: what stands apart on the screen stands apart here, in reading order.
//!
//! One loop over the arena. A block element begins and ends a block, two line breaks in a row part one, and everything
//! inline flows together. Each block knows what it stands in (paragraph, heading, list, table, quote) and the roles
//! that the elements around it claim; each block element knows its range of blocks, so that sums over any subtree are
//! two look-ups in a prefix sum.

use std::ops::Range;

use crate::cues::{RoleFinder, Roles};
use crate::dom::Document;
use crate::lexis::Lexis;
use crate::tags::Tag;
use crate::text::Collapser;

/// An element whose roles say what more than this share of the page's prose is not, says it of the page, not of a part.
const COVERS: f32 = 0.5;
/// A block with as many words as this is prose, wherever it stands.
const PROSE_WORDS: u32 = 15;

/// Where a block stands: nodes of the innermost elements of each kind, 0 where there is none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    /// The innermost block element.
    pub node: u32,
    /// What the block is: `P`, a heading, `Li`, `Td`, `Pre`, `Dt`, `Dd`, `Figcaption`, or `Div` for all else.
    pub tag: Tag,
    /// The outermost list.
    pub list: u32,
    /// The innermost list item.
    pub item: u32,
    /// The innermost table.
    pub table: u32,
    /// The innermost table row.
    pub row: u32,
    /// The innermost table cell.
    pub cell: u32,
    /// The outermost block quote.
    pub quote: u32,
}

/// A run of text that stands apart.
#[derive(Debug, Clone)]
pub struct Block {
    /// Byte range in `Blocks::text`.
    pub range: Range<usize>,
    /// Where it stands.
    pub place: Place,
    /// The roles that it and the elements around it claim.
    pub roles: Roles,
    /// Words; scripts without spaces count two characters as one.
    pub words: u32,
    /// The counts over its text.
    pub lexis: Lexis,
    /// Where the hashes of its words stand in `Blocks::hashes`.
    pub hashes: Range<usize>,
    /// The share of its bytes that stand in links.
    pub link_share: f32,
    /// The link that covers all of it, as a node, or 0.
    pub link: u32,
}

/// A block element and the range of blocks in it.
#[derive(Debug, Clone, Copy)]
pub struct Container {
    /// The element.
    pub node: u32,
    /// The first block.
    pub first: u32,
    /// One past the last block.
    pub last: u32,
    /// The block element around it.
    pub outer: u32,
}

/// The text of a page in blocks.
#[derive(Debug, Default)]
pub struct Blocks {
    /// All blocks' text, one after the other.
    pub text: String,
    /// The hashes of all blocks' words, one after the other.
    pub hashes: Vec<u32>,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// All block elements with text, in the order in which they end.
    pub containers: Vec<Container>,
    /// The texts of links: byte ranges in `text`, each with the node of its link, in reading order.
    pub anchors: Vec<(Range<usize>, u32)>,
    /// Pictures, as nodes, each with the number of blocks before it.
    pub images: Vec<(u32, u32)>,
    /// The roles of every node with those of the elements around it.
    pub roles: Vec<Roles>,
    /// The roles that every node claims for itself.
    pub own_roles: Vec<Roles>,
    /// The number of blocks before each node.
    pub before: Vec<u32>,
    /// Words that were passed over because the markup hides them.
    pub hidden_words: u32,
}

impl Blocks {
    /// Cut a page into blocks. With `hidden`, what the markup hides is read too.
    #[must_use]
    pub fn of(document: &Document, hidden: bool) -> Self {
        let mut walk = Walk::new(document, hidden);
        walk.run();
        let mut blocks = walk.blocks;
        blocks.text = walk.text.out;
        blocks.inherit_roles(document);
        blocks
    }

    /// The hashes of the words of block `i`.
    #[must_use]
    pub fn hashes_of(&self, i: usize) -> &[u32] {
        &self.hashes[self.blocks[i].hashes.clone()]
    }

    /// The text of block `i`.
    #[must_use]
    pub fn text_of(&self, i: usize) -> &str {
        &self.text[self.blocks[i].range.clone()]
    }

    /// The texts of the links in block `i`, as byte ranges of its text, each with the node of its link.
    pub fn anchors_of(&self, i: usize) -> impl Iterator<Item = (Range<usize>, u32)> {
        let block = &self.blocks[i].range;
        let first = self.anchors.partition_point(|(range, _)| range.end <= block.start);
        self.anchors[first..].iter().take_while(|(range, _)| range.start < block.end).map(|(range, link)| {
            let start = range.start.max(block.start) - block.start;
            (start..range.end.min(block.end) - block.start, *link)
        })
    }

    /// The roles that the innermost elements around block `i` claim: its own and the one around it.
    #[must_use]
    pub fn near_roles(&self, document: &Document, i: usize) -> Roles {
        let node = self.blocks[i].place.node as usize;
        self.own_roles[node].with(self.own_roles[document.nodes[node].parent as usize])
    }

    fn inherit_roles(&mut self, document: &Document) {
        let mut prose = vec![0u32];
        for block in &self.blocks {
            let counts = block.words >= PROSE_WORDS && block.link_share < 0.5;
            prose.push(prose[prose.len() - 1] + if counts { block.words } else { 0 });
        }
        let all = prose[self.blocks.len()] as f32;
        for container in &self.containers {
            let here = prose[container.last as usize] - prose[container.first as usize];
            if here as f32 > all * COVERS {
                let roles = &mut self.roles[container.node as usize];
                *roles = roles.without(Roles::NEGATIVE);
            }
        }
        self.own_roles.clone_from(&self.roles);
        for i in 1..document.nodes.len() {
            let parent = self.roles[document.nodes[i].parent as usize];
            self.roles[i] = self.roles[i].with(parent);
        }
        for block in &mut self.blocks {
            block.roles = self.roles[block.place.node as usize];
            if block.link != 0 {
                block.roles = block.roles.with(self.roles[block.link as usize]);
            }
        }
    }
}

struct OpenElement {
    end: u32,
    node: u32,
    outer: Place,
    first: u32,
    was_pre: bool,
}

struct Walk<'a> {
    document: &'a Document<'a>,
    read_hidden: bool,
    blocks: Blocks,
    text: Collapser,
    open: Vec<OpenElement>,
    place: Place,
    pre: bool,
    link_end: u32,
    link: u32,
    link_bytes: usize,
    /// A line break was seen since the last text.
    broken: bool,
    finder: RoleFinder<'a>,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Document<'a>, read_hidden: bool) -> Self {
        let nodes = document.nodes.len();
        let blocks = Blocks { roles: vec![Roles::default(); nodes], before: vec![0; nodes], ..Blocks::default() };
        Self {
            document,
            read_hidden,
            blocks,
            text: Collapser::default(),
            open: Vec::new(),
            place: Place::default(),
            pre: false,
            link_end: 0,
            link: 0,
            link_bytes: 0,
            broken: false,
            finder: RoleFinder::default(),
        }
    }

    fn run(&mut self) {
        let document = self.document;
        self.text.begin();
        let mut i = 1;
        while i < document.nodes.len() {
            self.leave(i as u32);
            self.blocks.before[i] = self.blocks.blocks.len() as u32;
            let node = &document.nodes[i];
            let next = match node.tag {
                Tag::Text => self.text_node(i),
                Tag::Br => self.line_break(i),
                Tag::Head | Tag::Button | Tag::Select => node.end as usize,
                tag if tag.is_raw() => i + 1,
                _ => self.element(i),
            };
            let before = self.blocks.blocks.len() as u32;
            self.blocks.before[i + 1..next].fill(before);
            i = next;
        }
        self.leave(u32::MAX);
        self.flush();
        let last = self.blocks.blocks.len() as u32;
        self.blocks.containers.push(Container { node: 0, first: 0, last, outer: 0 });
    }

    /// Close the block elements that end at or before node `i`.
    fn leave(&mut self, i: u32) {
        while self.open.last().is_some_and(|o| o.end <= i) {
            self.flush();
            if let Some(left) = self.open.pop() {
                let last = self.blocks.blocks.len() as u32;
                if last > left.first {
                    let outer = self.open.last().map_or(0, |o| o.node);
                    self.blocks.containers.push(Container { node: left.node, first: left.first, last, outer });
                }
                self.place = left.outer;
                self.pre = left.was_pre;
            }
        }
    }

    fn text_node(&mut self, i: usize) -> usize {
        let before = self.text.out.len();
        let raw = self.document.raw(i);
        if self.pre {
            self.preformatted(raw);
        } else {
            self.text.push(raw);
        }
        let written = self.text.out.len().saturating_sub(before);
        if written > 0 {
            self.broken = false;
            if (i as u32) < self.link_end {
                self.link_bytes += written;
                self.anchor(before);
            }
        }
        i + 1
    }

    /// What was written from `start` on is the text of the link around it.
    fn anchor(&mut self, start: usize) {
        let end = self.text.out.len();
        match self.blocks.anchors.last_mut() {
            Some((range, link)) if *link == self.link && range.start >= self.text.start() => range.end = end,
            _ => self.blocks.anchors.push((start..end, self.link)),
        }
    }

    /// Preformatted text: lines stay lines, an empty line parts blocks.
    fn preformatted(&mut self, raw: &str) {
        for (n, line) in raw.split('\n').enumerate() {
            if n > 0 {
                self.line_break(0);
            }
            if !line.trim().is_empty() {
                self.text.push(line);
                self.broken = false;
            }
        }
    }

    fn line_break(&mut self, i: usize) -> usize {
        if self.broken {
            self.flush();
        } else {
            self.text.line_break();
            self.broken = true;
        }
        i + 1
    }

    fn element(&mut self, i: usize) -> usize {
        let node = self.document.nodes[i];
        let roles = self.finder.roles(self.document, i);
        self.blocks.roles[i] = roles;
        if roles.has(Roles::HIDDEN) && !self.read_hidden {
            return self.skip_hidden(i);
        }
        if self.stands_apart(i) {
            self.text.gap();
        }
        match node.tag {
            Tag::A => {
                self.link_end = self.link_end.max(node.end);
                self.link = i as u32;
            }
            Tag::Img | Tag::AmpImg => self.blocks.images.push((i as u32, self.blocks.blocks.len() as u32)),
            tag if tag.is_block() => self.enter(i, tag),
            Tag::Video | Tag::Audio | Tag::Object | Tag::Canvas => return node.end as usize,
            _ => {}
        }
        i + 1
    }

    /// Whether an inline element follows another without a space: outside of prose, style sets them apart.
    fn stands_apart(&self, i: usize) -> bool {
        let before = &self.document.nodes[i - 1];
        let node = &self.document.nodes[i];
        let styled = matches!(node.tag, Tag::Span | Tag::A | Tag::Time) && self.document.has_attrs(i);
        styled && self.place.tag == Tag::Div && (before.depth > node.depth || before.tag != Tag::Text)
    }

    fn skip_hidden(&mut self, i: usize) -> usize {
        let end = self.document.nodes[i].end as usize;
        for n in i..end {
            if self.document.nodes[n].tag == Tag::Text {
                let raw = self.document.raw(n);
                self.blocks.hidden_words += raw.bytes().filter(|c| *c == b' ').count() as u32;
            }
        }
        end
    }

    fn enter(&mut self, i: usize, tag: Tag) {
        self.flush();
        let node = i as u32;
        self.open.push(OpenElement {
            end: self.document.nodes[i].end,
            node,
            outer: self.place,
            first: self.blocks.blocks.len() as u32,
            was_pre: self.pre,
        });
        let place = &mut self.place;
        place.node = node;
        match tag {
            Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dl => place.list = if place.list == 0 { node } else { place.list },
            Tag::Li | Tag::Dt | Tag::Dd => place.item = node,
            Tag::Table => {
                place.table = node;
                (place.row, place.cell) = (0, 0);
            }
            Tag::Tr => place.row = node,
            Tag::Td | Tag::Th => place.cell = node,
            Tag::Blockquote => place.quote = if place.quote == 0 { node } else { place.quote },
            Tag::Pre | Tag::Listing => self.pre = true,
            _ => {}
        }
        self.place.tag = match tag {
            Tag::P | Tag::Li | Tag::Td | Tag::Th | Tag::Pre | Tag::Dt | Tag::Dd | Tag::Figcaption | Tag::Caption => tag,
            _ if tag.heading_level() > 0 => tag,
            // A <div> in a heading or an item is still that heading or item.
            _ if self.place.tag.heading_level() > 0 || self.place.tag == Tag::Li => self.place.tag,
            _ => Tag::Div,
        };
    }

    fn flush(&mut self) {
        self.text.trim_end();
        let range = self.text.start()..self.text.out.len();
        let text = self.text.run();
        let first = self.blocks.hashes.len();
        let lexis = Lexis::read(text, |hash| self.blocks.hashes.push(hash));
        if lexis.words > 0 {
            let link_share = (self.link_bytes as f32 / range.len() as f32).min(1.0);
            let link = if link_share > 0.9 { self.link } else { 0 };
            self.blocks.blocks.push(Block {
                range,
                place: self.place,
                roles: Roles::default(),
                words: lexis.words,
                lexis,
                hashes: first..self.blocks.hashes.len(),
                link_share,
                link,
            });
        } else {
            self.text.discard();
            let end = self.text.out.len();
            while self.blocks.anchors.last().is_some_and(|(range, _)| range.start >= end) {
                self.blocks.anchors.pop();
            }
        }
        self.text.begin();
        self.link_bytes = 0;
        self.broken = false;
    }
}
