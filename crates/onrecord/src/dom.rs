//! A forgiving tree: HTML text in, an arena of nodes in document order out.
//!
//! Strategy. One pass over the bytes with `memchr` from `<` to `<`; scripts, styles and other raw content are jumped
//! over by their end tag and never tokenized, since they are more than half of a news page. Nodes stand in one vector
//! in document order, each with its parent and the end of its subtree, so that every later walk is a loop and nothing
//! recurses. Text stays a range of the input until somebody asks for it.
//!
//! The tree is what a reader of the page needs, not what the standard's tree builder gives: implied end tags, unclosed
//! and misnested elements are repaired as browsers do, but there is no foster parenting, and an inline element that a
//! block outlives just ends early (`end`) instead of being cloned. Every step is bounded by `MAX_DEPTH`, so the whole
//! is linear in the input.

use memchr::{memchr, memmem};

use crate::error::Error;
use crate::tags::{Attr, Tag, word};

/// Elements nested deeper than this become siblings at this depth.
pub const MAX_DEPTH: usize = 256;
/// More nodes than this is no news page.
pub const MAX_NODES: usize = 2_000_000;
/// Attributes kept on one element.
const MAX_ATTRS: u32 = 24;

/// One element or one run of text.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The element's name, or `Tag::Text`.
    pub tag: Tag,
    /// How many elements stand above it.
    pub depth: u16,
    /// The element it stands in; the root is its own parent.
    pub parent: u32,
    /// One past the last node of its subtree.
    pub end: u32,
    /// The byte range of a text, or of the content of a raw element.
    pub start: u32,
    /// The end of that range.
    pub stop: u32,
    first_attr: u32,
    /// One bit for each attribute that is kept, by its number: most questions end here.
    kept: u64,
}

#[derive(Debug, Clone, Copy)]
struct AttrRange {
    name: Attr,
    start: u32,
    stop: u32,
}

/// A parsed page.
#[derive(Debug)]
pub struct Document<'a> {
    /// The HTML that was parsed.
    pub html: &'a str,
    /// All nodes in document order; node 0 is the root element, which always exists.
    pub nodes: Vec<Node>,
    /// The elements `<meta>`, `<link>`, `<script>` and `<title>`, in document order.
    data: Vec<u32>,
    /// The elements with one of the attributes `STATING`, in document order.
    pub stating: Vec<u32>,
    attrs: Vec<AttrRange>,
}

impl<'a> Document<'a> {
    /// Parse a page. Time and space are linear in its length.
    ///
    /// # Errors
    /// `TooLarge` where the page has more than `MAX_NODES` nodes.
    pub fn parse(html: &'a str) -> Result<Self, Error> {
        Self::parsed(html, false)
    }

    /// Parse a page as a browser without scripts does: the content of `<noscript>` is part of it. Forums that a script
    /// builds carry their threads there.
    ///
    /// # Errors
    /// As `parse`.
    pub fn parse_without_scripts(html: &'a str) -> Result<Self, Error> {
        Self::parsed(html, true)
    }

    fn parsed(html: &'a str, scriptless: bool) -> Result<Self, Error> {
        let mut builder = Builder::new(html);
        builder.scriptless = scriptless;
        builder.run()?;
        Ok(builder.finish())
    }

    /// The raw text of a node: of a run of text, or of the content of a raw element; empty for all others.
    #[must_use]
    pub fn raw(&self, node: usize) -> &'a str {
        let n = &self.nodes[node];
        &self.html[n.start as usize..n.stop as usize]
    }

    /// The value of an attribute as it stands in the source, entities and all.
    #[must_use]
    #[inline]
    pub fn attr(&self, node: usize, name: Attr) -> Option<&'a str> {
        if self.nodes[node].kept & bit(name) == 0 { None } else { self.kept_attr(node, name) }
    }

    fn kept_attr(&self, node: usize, name: Attr) -> Option<&'a str> {
        let from = self.nodes[node].first_attr as usize;
        let to = self.nodes.get(node + 1).map_or(self.attrs.len(), |n| n.first_attr as usize);
        let found = self.attrs[from..to].iter().find(|a| a.name == name)?;
        Some(&self.html[found.start as usize..found.stop as usize])
    }

    /// Whether any of these attributes of the node is kept.
    #[must_use]
    pub fn has_any(&self, node: usize, names: &[Attr]) -> bool {
        self.nodes[node].kept & names.iter().fold(0, |set, name| set | bit(*name)) != 0
    }

    /// The elements of one of the names that `data` holds, as nodes, in document order.
    pub fn data(&self, tag: Tag) -> impl Iterator<Item = usize> {
        self.data.iter().map(|&i| i as usize).filter(move |&i| self.nodes[i].tag == tag)
    }

    /// Whether any attribute of the node is kept.
    #[must_use]
    pub fn has_attrs(&self, node: usize) -> bool {
        self.nodes[node].kept != 0
    }
}

const fn bit(name: Attr) -> u64 {
    1 << name as u64
}

/// Bytes with which the name of an attribute ends.
static ENDS_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        ends[byte as usize] = byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/');
        byte += 1;
    }
    ends
};

/// Attributes that state something to machines: microdata and dates.
const STATING: u64 = bit(Attr::Itemprop)
    | bit(Attr::Itemscope)
    | bit(Attr::Datetime)
    | bit(Attr::DataDatetime)
    | bit(Attr::DataPublished)
    | bit(Attr::DataTimestamp)
    | bit(Attr::Content)
    | bit(Attr::Title);

/// An element that is still open. `dead` ones were ended early but have blocks open inside them.
#[derive(Clone, Copy)]
struct Open {
    node: u32,
    tag: Tag,
    dead: bool,
}

struct Builder<'a> {
    html: &'a str,
    bytes: &'a [u8],
    nodes: Vec<Node>,
    data: Vec<u32>,
    stating: Vec<u32>,
    attrs: Vec<AttrRange>,
    stack: Vec<Open>,
    /// How many elements of each name are open and not dead: an end tag without one is passed over at no cost.
    open: [u32; Tag::COUNT],
    /// Elements that were too deep to be opened and wait for their end tags.
    too_deep: [u32; Tag::COUNT],
    any_too_deep: bool,
    /// Raw elements, comments and CDATA whose end was once not found: it will not be found again further on.
    endless: [bool; Tag::COUNT],
    endless_comment: bool,
    /// Where an end tag may begin.
    closing: memmem::Finder<'static>,
    /// Whether `<noscript>` is read.
    scriptless: bool,
}

impl<'a> Builder<'a> {
    fn new(html: &'a str) -> Self {
        let root = Node { tag: Tag::Html, depth: 0, parent: 0, end: 0, start: 0, stop: 0, first_attr: 0, kept: 0 };
        let mut nodes = Vec::with_capacity(html.len() / 40 + 16);
        nodes.push(root);
        Self {
            html,
            bytes: html.as_bytes(),
            nodes,
            data: Vec::new(),
            stating: Vec::new(),
            attrs: Vec::with_capacity(html.len() / 80 + 16),
            stack: vec![Open { node: 0, tag: Tag::Html, dead: false }],
            open: [0; Tag::COUNT],
            too_deep: [0; Tag::COUNT],
            any_too_deep: false,
            endless: [false; Tag::COUNT],
            endless_comment: false,
            closing: memmem::Finder::new(b"</"),
            scriptless: false,
        }
    }

    fn run(&mut self) -> Result<(), Error> {
        let (mut text_start, mut from) = (0, 0);
        while let Some(at) = memchr(b'<', &self.bytes[from..]).map(|i| from + i) {
            let next = self.bytes.get(at + 1).copied().unwrap_or(0);
            if !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
                from = at + 1; // a "<" of the text itself
                continue;
            }
            self.push_text(text_start, at);
            from = match next {
                b'/' => self.end_tag(at),
                b'!' | b'?' => self.comment(at),
                _ => self.start_tag(at),
            };
            text_start = from;
            if self.nodes.len() > MAX_NODES {
                return Err(Error::TooLarge("elements", MAX_NODES));
            }
        }
        self.push_text(text_start, self.bytes.len());
        Ok(())
    }

    fn finish(mut self) -> Document<'a> {
        self.pop_to(0);
        self.nodes[0].end = self.nodes.len() as u32;
        Document { html: self.html, nodes: self.nodes, data: self.data, stating: self.stating, attrs: self.attrs }
    }

    fn push_node(&mut self, tag: Tag, (start, stop): (usize, usize), first_attr: usize, kept: u64) -> usize {
        let index = self.nodes.len();
        if matches!(tag, Tag::Meta | Tag::Link | Tag::Script | Tag::Title) {
            self.data.push(index as u32);
        }
        if kept & STATING != 0 {
            self.stating.push(index as u32);
        }
        let parent = self.stack.last().map_or(0, |o| o.node);
        self.nodes.push(Node {
            tag,
            depth: self.stack.len() as u16,
            parent,
            end: index as u32 + 1,
            start: start as u32,
            stop: stop as u32,
            first_attr: first_attr as u32,
            kept,
        });
        index
    }

    fn push_text(&mut self, start: usize, stop: usize) {
        if start < stop {
            self.push_node(Tag::Text, (start, stop), self.attrs.len(), 0);
        }
    }

    /// Pass over a comment, a doctype, CDATA or a processing instruction; gives the position after it.
    fn comment(&mut self, at: usize) -> usize {
        if self.bytes[at..].starts_with(b"<!--") && !self.endless_comment {
            // "<!-->" and "<!--->" are whole comments, so the search starts inside the opening dashes.
            if let Some(end) = memmem::find(&self.bytes[at + 2..], b"-->") {
                return at + 2 + end + 3;
            }
            self.endless_comment = true;
        }
        self.after_gt(at)
    }

    fn after_gt(&self, at: usize) -> usize {
        memchr(b'>', &self.bytes[at..]).map_or(self.bytes.len(), |i| at + i + 1)
    }

    fn end_tag(&mut self, at: usize) -> usize {
        let (tag, name_end) = self.tag_name(at + 2);
        if tag == Tag::Br {
            self.push_node(Tag::Br, (0, 0), self.attrs.len(), 0);
        } else if self.too_deep[tag as usize] > 0 {
            self.too_deep[tag as usize] -= 1;
        } else if (self.open[tag as usize] > 0 || tag.heading_level() > 0) && !matches!(tag, Tag::Html | Tag::Body) {
            self.close(tag);
        }
        self.after_gt(name_end)
    }

    fn start_tag(&mut self, at: usize) -> usize {
        let (tag, name_end) = self.tag_name(at + 1);
        let first_attr = self.attrs.len();
        let (after, kept) = self.attributes(name_end);
        if matches!(tag, Tag::Html | Tag::Body) && self.open[tag as usize] > 0
            || tag == Tag::Head && self.nodes.len() > 2 && self.open[Tag::Body as usize] > 0
        {
            self.attrs.truncate(first_attr); // a second one adds nothing that is asked about
            return after;
        }
        self.close_implied(tag);
        if tag == Tag::Html {
            return self.root(after, first_attr, kept);
        }
        let shadow = tag == Tag::Template && kept & bit(Attr::Shadowroot) != 0;
        if tag.is_raw() && !shadow && !(tag == Tag::Noscript && self.scriptless) {
            return self.raw_element(tag, after, first_attr, kept);
        }
        let node = self.push_node(tag, (0, 0), first_attr, kept);
        if tag.is_void() {
            return after;
        }
        if self.stack.len() >= MAX_DEPTH {
            self.too_deep[tag as usize] += 1;
            self.any_too_deep = true;
        } else {
            self.stack.push(Open { node: node as u32, tag, dead: false });
            self.open[tag as usize] += 1;
        }
        after
    }

    /// `<html>` is the root that exists already; its attributes can only be kept where nothing came before it.
    fn root(&mut self, after: usize, first_attr: usize, kept: u64) -> usize {
        self.open[Tag::Html as usize] = 1;
        if self.nodes.iter().all(|n| matches!(n.tag, Tag::Html | Tag::Text)) {
            self.nodes.truncate(1);
            self.nodes[0].kept = kept;
            self.stating = if kept & STATING == 0 { Vec::new() } else { vec![0] };
        } else {
            self.attrs.truncate(first_attr);
        }
        after
    }

    /// The element whose content is passed over: its node keeps the range of the content.
    fn raw_element(&mut self, tag: Tag, after: usize, first_attr: usize, kept: u64) -> usize {
        let content_end = if self.endless[tag as usize] { None } else { self.find_end_tag(tag, after) };
        let Some(content_end) = content_end else {
            self.endless[tag as usize] = true;
            // Never closed. Code runs to the end of the page as in browsers; all else ends where the next tag begins.
            let code = matches!(tag, Tag::Script | Tag::Style);
            let end = if code {
                self.bytes.len()
            } else {
                memchr(b'<', &self.bytes[after..]).map_or(self.bytes.len(), |i| after + i)
            };
            self.push_node(tag, (after, end), first_attr, kept);
            return end;
        };
        self.push_node(tag, (after, content_end), first_attr, kept);
        self.after_gt(content_end)
    }

    fn find_end_tag(&self, tag: Tag, from: usize) -> Option<usize> {
        if tag == Tag::Template {
            return self.find_template_end(from);
        }
        self.closing.find_iter(&self.bytes[from..]).map(|i| from + i).find(|&i| self.names(i + 2, tag))
    }

    /// The end of a template: templates nest, other raw elements do not.
    fn find_template_end(&self, from: usize) -> Option<usize> {
        let mut depth = 0usize;
        for i in memchr::memchr_iter(b'<', &self.bytes[from..]).map(|i| from + i) {
            if self.names(i + 1, Tag::Template) {
                depth += 1;
            } else if self.bytes.get(i + 1) == Some(&b'/') && self.names(i + 2, Tag::Template) {
                if depth == 0 {
                    return Some(i);
                }
                depth -= 1;
            }
        }
        None
    }

    /// Whether the name of an element stands at a position.
    fn names(&self, at: usize, tag: Tag) -> bool {
        let name = tag.name().as_bytes();
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.len() >= name.len()
            && rest[..name.len()].eq_ignore_ascii_case(name)
            && rest.get(name.len()).is_none_or(|c| matches!(c, b'>' | b'/') || c.is_ascii_whitespace())
    }

    fn tag_name(&self, from: usize) -> (Tag, usize) {
        let ends = |c: &u8| c.is_ascii_whitespace() || matches!(c, b'>' | b'/');
        let end = self.bytes[from..].iter().position(ends).map_or(self.bytes.len(), |length| from + length);
        (Tag::of(word(self.bytes, from, end)), end)
    }

    /// Read the attributes from `at` on; gives the position after the tag's `>` and which attributes are kept.
    fn attributes(&mut self, mut at: usize) -> (usize, u64) {
        let mut kept = 0u64;
        loop {
            while self.bytes.get(at).is_some_and(|c| c.is_ascii_whitespace() || *c == b'/') {
                at += 1;
            }
            match self.bytes.get(at) {
                None => return (at, kept),
                Some(b'>') => return (at + 1, kept),
                Some(_) => {}
            }
            let name_start = at;
            at += 1; // a stray "=" is the first letter of a name, as the standard has it
            while self.bytes.get(at).is_some_and(|c| !ENDS_NAME[*c as usize]) {
                at += 1;
            }
            let name = Attr::of(word(self.bytes, name_start, at));
            while self.bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let (start, stop, after) =
                if self.bytes.get(at) == Some(&b'=') { self.attribute_value(at + 1) } else { (at, at, at) };
            at = after;
            if name != Attr::Other && kept & bit(name) == 0 && kept.count_ones() < MAX_ATTRS {
                kept |= bit(name);
                self.attrs.push(AttrRange { name, start: start as u32, stop: stop as u32 });
            }
        }
    }

    /// The range of a value and the position after it.
    fn attribute_value(&self, mut at: usize) -> (usize, usize, usize) {
        while self.bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if let Some(&quote @ (b'"' | b'\'')) = self.bytes.get(at)
            && let Some(length) = memchr(quote, &self.bytes[at + 1..])
        {
            return (at + 1, at + 1 + length, at + 2 + length);
        }
        let start = at;
        while self.bytes.get(at).is_some_and(|c| !c.is_ascii_whitespace() && *c != b'>') {
            at += 1;
        }
        (start, at, at)
    }

    /// Pop until `length` elements are left open.
    fn pop_to(&mut self, length: usize) {
        while self.stack.len() > length {
            if let Some(top) = self.stack.pop()
                && !top.dead
            {
                self.nodes[top.node as usize].end = self.nodes.len() as u32;
                self.open[top.tag as usize] = self.open[top.tag as usize].saturating_sub(1);
            }
        }
        if self.any_too_deep {
            self.too_deep = [0; Tag::COUNT]; // what was opened below the bound went with what was above it
            self.any_too_deep = false;
        }
        while self.stack.last().is_some_and(|o| o.dead) {
            self.stack.pop();
        }
    }

    /// The stack position of the innermost open `wanted`, not looking past an element that stops the search.
    fn innermost(&self, wanted: impl Fn(Tag) -> bool, stop: impl Fn(Tag) -> bool) -> Option<usize> {
        for (i, open) in self.stack.iter().enumerate().skip(1).rev() {
            if !open.dead && wanted(open.tag) {
                return Some(i);
            }
            if stop(open.tag) {
                return None;
            }
        }
        None
    }

    fn close(&mut self, tag: Tag) {
        if tag.is_block() || tag.is_table_part() || tag == Tag::Template {
            let found = self.innermost(
                |t| t == tag || tag.heading_level() > 0 && t.heading_level() > 0,
                |t| {
                    if tag.is_table_part() {
                        t == Tag::Table && tag != Tag::Table
                    } else {
                        matches!(t, Tag::Td | Tag::Th | Tag::Table)
                    }
                },
            );
            match found {
                // A form is no scope: what was opened inside it and not closed stays open, as in browsers.
                Some(i) if tag == Tag::Form && self.stack[i + 1..].iter().any(|o| o.tag.is_block()) => {
                    self.end_early(i);
                }
                Some(i) => self.pop_to(i),
                None => {}
            }
            return;
        }
        let Some(i) = self.innermost(|t| t == tag, |t| matches!(t, Tag::Td | Tag::Th | Tag::Table)) else { return };
        if self.stack[i + 1..].iter().any(|o| o.tag.is_block()) {
            self.end_early(i);
        } else {
            self.pop_to(i);
        }
    }

    /// End an inline element although blocks that began inside it stay open.
    fn end_early(&mut self, i: usize) {
        let Open { node, tag, .. } = self.stack[i];
        self.nodes[node as usize].end = self.nodes.len() as u32;
        self.stack[i].dead = true;
        self.open[tag as usize] -= 1;
    }

    /// Close what the start of `tag` ends without saying so.
    fn close_implied(&mut self, tag: Tag) {
        use Tag::{
            A, Body, Button, Dd, Dl, Dt, Head, Li, Link, Menu, Meta, Ol, Optgroup, P, Table, Tbody, Td, Tfoot, Th,
            Thead, Title, Tr, Ul,
        };
        if self.open[Head as usize] > 0
            && !matches!(
                tag,
                Head | Meta | Link | Title | Tag::Base | Tag::Script | Tag::Style | Tag::Noscript | Tag::Template
            )
            && (tag == Body || tag.is_block() || matches!(tag, A | Tag::Span | Tag::Img))
        {
            self.close(Head);
        }
        let cell = |t| matches!(t, Td | Th | Table);
        let found = match tag {
            Li if self.open[Li as usize] > 0 => self.innermost(|t| t == Li, |t| matches!(t, Ul | Ol | Menu) || cell(t)),
            Dt | Dd => self.innermost(|t| matches!(t, Dt | Dd), |t| t == Dl || cell(t)),
            Td | Th => self.innermost(|t| matches!(t, Td | Th), |t| matches!(t, Tr | Table)),
            Tr => self.innermost(|t| t == Tr, |t| t == Table),
            Tbody | Thead | Tfoot => self.innermost(|t| matches!(t, Tbody | Thead | Tfoot), |t| t == Table),
            Tag::Option | Optgroup => self.innermost(|t| t == Tag::Option, |t| t == Tag::Select || cell(t)),
            _ => None,
        };
        if let Some(i) = found {
            self.pop_to(i);
        } else if tag == A && self.open[A as usize] > 0 {
            self.close(A); // links do not nest
        }
        if tag.is_block()
            && self.open[P as usize] > 0
            && let Some(i) = self.innermost(|t| t == P, |t| t == Button || cell(t))
        {
            self.pop_to(i);
        }
        if tag.heading_level() > 0 && self.stack.last().is_some_and(|o| o.tag.heading_level() > 0) {
            self.pop_to(self.stack.len() - 1);
        }
    }
}
