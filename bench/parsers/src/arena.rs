//! A forgiving arena tree for candidates that deliver tags and text but build no tree.
//!
//! It applies the few implied end tags that real pages rely on and nothing else of the standard's
//! tree construction: no adoption agency, no foster parenting, no implied head and body.

use std::borrow::Cow;
use std::ops::Range;

use crate::walk::{self, Visitor};

/// How far up the open elements an end tag looks for its partner. A stray end tag is dropped after
/// that many steps, which keeps hostile nesting linear.
const LOOK_UP: usize = 256;

const NONE: u32 = u32::MAX;

/// A slice of `Arena::buffer`; one buffer for all strings saves an allocation per node.
type Span = Range<u32>;

enum Kind {
    Element { tag: Span },
    Text(Span),
}

struct Node {
    kind: Kind,
    first_child: u32,
    last_child: u32,
    next_sibling: u32,
}

#[derive(Default)]
pub struct Arena {
    buffer: Vec<u8>,
    nodes: Vec<Node>,
    /// Name and value, in document order: an element's attributes follow one another.
    attributes: Vec<(u32, Span, Span)>,
    open: Vec<u32>,
}

impl Arena {
    pub fn new() -> Self {
        let mut arena = Self::default();
        arena.add(Kind::Element { tag: 0..0 });
        arena.open.push(0);
        arena
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Opens an element; a void one has to be closed by the caller right after its attributes.
    pub fn start(&mut self, tag: &[u8]) -> u32 {
        self.close_implied(tag);
        let tag = self.store(tag);
        let id = self.add_child(Kind::Element { tag });
        self.open.push(id);
        id
    }

    pub fn attribute(&mut self, name: &[u8], value: &[u8]) {
        let owner = self.top();
        let span = (owner, self.store(name), self.store(value));
        self.attributes.push(span);
    }

    /// Gives the attribute that was added last its value.
    pub fn attribute_value(&mut self, value: &[u8]) {
        let span = self.store(value);
        if let Some(last) = self.attributes.last_mut() {
            last.2 = span;
        }
    }

    pub fn text(&mut self, text: &[u8]) {
        let span = self.store(text);
        self.add_child(Kind::Text(span));
    }

    /// Closes the nearest open element with this tag, or nothing where there is none in reach.
    pub fn end(&mut self, tag: &[u8]) {
        let lowest = self.open.len().saturating_sub(LOOK_UP).max(1);
        for depth in (lowest..self.open.len()).rev() {
            if self.tag(self.open[depth]) == tag {
                self.open.truncate(depth);
                return;
            }
        }
    }

    /// Closes the innermost element.
    pub fn close_top(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
        }
    }

    /// Closes the element `id` that was opened at `depth`, if it is still open.
    pub fn close_at(&mut self, depth: usize, id: u32) {
        if self.open.get(depth) == Some(&id) {
            self.open.truncate(depth);
        }
    }

    /// Whether an `svg` element is open, looked for no further up than the partner of an end tag.
    pub fn is_in_svg(&self) -> bool {
        let mut near = self.open.iter().rev().take(LOOK_UP);
        near.any(|&id| self.tag(id) == b"svg")
    }

    pub fn top_depth(&self) -> usize {
        self.open.len() - 1
    }

    /// Shows the tree to a visitor, each text node passed through `decode`.
    pub fn show(&self, visitor: &mut dyn Visitor, decode: impl Fn(&str) -> Cow<'_, str>) {
        let visit = |id: &u32, visitor: &mut dyn Visitor| match &self.nodes[*id as usize].kind {
            Kind::Element { tag } => visitor.enter(&self.string(tag)),
            Kind::Text(span) => {
                visitor.text(&decode(&self.string(span)));
                false
            }
        };
        walk::walk(0, visitor, visit, |id, below| {
            let mut child = self.nodes[*id as usize].first_child;
            while child != NONE {
                below.push(child);
                child = self.nodes[child as usize].next_sibling;
            }
        });
    }

    fn close_implied(&mut self, tag: &[u8]) {
        while let Some(&id) = self.open.last() {
            if !closes(tag, self.tag(id)) {
                return;
            }
            self.open.pop();
        }
    }

    fn add_child(&mut self, kind: Kind) -> u32 {
        let parent = self.top() as usize;
        let id = self.add(kind);
        let previous = std::mem::replace(&mut self.nodes[parent].last_child, id);
        if previous == NONE {
            self.nodes[parent].first_child = id;
        } else {
            self.nodes[previous as usize].next_sibling = id;
        }
        id
    }

    fn add(&mut self, kind: Kind) -> u32 {
        self.nodes.push(Node { kind, first_child: NONE, last_child: NONE, next_sibling: NONE });
        (self.nodes.len() - 1) as u32
    }

    fn top(&self) -> u32 {
        self.open.last().copied().unwrap_or(0)
    }

    fn tag(&self, id: u32) -> &[u8] {
        match &self.nodes[id as usize].kind {
            Kind::Element { tag } => &self.buffer[tag.start as usize..tag.end as usize],
            Kind::Text(_) => b"",
        }
    }

    fn store(&mut self, bytes: &[u8]) -> Span {
        let start = self.buffer.len() as u32;
        self.buffer.extend_from_slice(bytes);
        start..self.buffer.len() as u32
    }

    fn string(&self, span: &Span) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.buffer[span.start as usize..span.end as usize])
    }
}

/// Whether a tag never has content.
pub fn is_void(tag: &[u8]) -> bool {
    matches!(
        tag,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// Whether the start tag `new` ends an `open` element that has the same parent to be.
fn closes(new: &[u8], open: &[u8]) -> bool {
    match open {
        b"p" => is_block(new),
        b"li" => new == b"li",
        b"dt" | b"dd" => matches!(new, b"dt" | b"dd"),
        b"option" => matches!(new, b"option" | b"optgroup"),
        b"td" | b"th" => matches!(new, b"td" | b"th" | b"tr" | b"tbody" | b"tfoot"),
        b"tr" => matches!(new, b"tr" | b"tbody" | b"tfoot"),
        b"thead" | b"tbody" => matches!(new, b"tbody" | b"tfoot"),
        b"head" => new == b"body",
        _ => false,
    }
}

/// The start tags before which the standard closes an open paragraph.
fn is_block(tag: &[u8]) -> bool {
    matches!(
        tag,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"center"
            | b"details"
            | b"dialog"
            | b"dir"
            | b"div"
            | b"dl"
            | b"fieldset"
            | b"figcaption"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"header"
            | b"hgroup"
            | b"hr"
            | b"li"
            | b"main"
            | b"menu"
            | b"nav"
            | b"ol"
            | b"p"
            | b"pre"
            | b"search"
            | b"section"
            | b"summary"
            | b"table"
            | b"ul"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::VisibleText;

    fn text(arena: &Arena) -> String {
        let mut text = VisibleText::default();
        arena.show(&mut text, |text| Cow::Borrowed(text));
        text.0
    }

    #[test]
    fn a_list_item_ends_the_one_before_it() {
        let mut arena = Arena::new();
        for tag in [b"ul", b"li", b"li"] {
            arena.start(tag);
        }
        assert_eq!(arena.top_depth(), 2);
    }

    #[test]
    fn a_stray_end_tag_closes_nothing() {
        let mut arena = Arena::new();
        arena.start(b"div");
        arena.end(b"section");
        assert_eq!(arena.top_depth(), 1);
    }

    #[test]
    fn hidden_text_is_left_out() {
        let mut arena = Arena::new();
        arena.start(b"script");
        arena.text(b"code");
        arena.end(b"script");
        arena.text(b"prose");
        assert_eq!(text(&arena), " prose");
    }
}
