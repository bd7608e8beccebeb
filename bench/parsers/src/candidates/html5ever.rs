//! html5ever with a minimal arena as its tree sink.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

use super::Candidate;
use crate::walk::{self, Visitor};

pub const CANDIDATE: Candidate =
    Candidate { name: "html5ever", parse: |html| tree(html).len(), visit: |html, visitor| show(&tree(html), visitor) };

const NONE: u32 = u32::MAX;
const DOCUMENT: u32 = 0;

enum Kind {
    Document,
    Element { name: QualName, attributes: Vec<Attribute> },
    Text(StrTendril),
    Other,
}

struct Node {
    kind: Kind,
    parent: u32,
    first_child: u32,
    last_child: u32,
    previous: u32,
    next: u32,
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
}

fn tree(html: &str) -> Vec<Node> {
    let sink = Sink { nodes: RefCell::default() };
    sink.add(Kind::Document);
    parse_document(sink, ParseOpts::default()).one(html)
}

fn show(nodes: &[Node], visitor: &mut dyn Visitor) {
    let visit = |id: &u32, visitor: &mut dyn Visitor| match &nodes[*id as usize].kind {
        Kind::Document => visitor.enter(""),
        Kind::Element { name, .. } => visitor.enter(&name.local),
        Kind::Text(text) => {
            visitor.text(text);
            false
        }
        Kind::Other => false,
    };
    walk::walk(DOCUMENT, visitor, visit, |id, below| {
        let mut child = nodes[*id as usize].first_child;
        while child != NONE {
            below.push(child);
            child = nodes[child as usize].next;
        }
    });
}

impl Sink {
    fn add(&self, kind: Kind) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { kind, parent: NONE, first_child: NONE, last_child: NONE, previous: NONE, next: NONE });
        (nodes.len() - 1) as u32
    }

    /// Inserts `id` below `parent`, before the child `next` or last where `next` is `NONE`.
    fn link(&self, id: u32, parent: u32, next: u32) {
        self.remove_from_parent(&id);
        let mut nodes = self.nodes.borrow_mut();
        let previous = if next == NONE {
            std::mem::replace(&mut nodes[parent as usize].last_child, id)
        } else {
            std::mem::replace(&mut nodes[next as usize].previous, id)
        };
        if previous == NONE {
            nodes[parent as usize].first_child = id;
        } else {
            nodes[previous as usize].next = id;
        }
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next) = (parent, previous, next);
    }

    /// Extends the text node `id`; false where it is none. Adjacent text has to be one node.
    fn extend_text(&self, id: u32, more: &StrTendril) -> bool {
        match self.nodes.borrow_mut().get_mut(id as usize) {
            Some(Node { kind: Kind::Text(text), .. }) => {
                text.push_tendril(more);
                true
            }
            _ => false,
        }
    }

    fn insert(&self, child: NodeOrText<u32>, parent: u32, next: u32) {
        match child {
            NodeOrText::AppendNode(id) => self.link(id, parent, next),
            NodeOrText::AppendText(text) => {
                let previous = self.child_before(parent, next);
                if !self.extend_text(previous, &text) {
                    let id = self.add(Kind::Text(text));
                    self.link(id, parent, next);
                }
            }
        }
    }

    fn child_before(&self, parent: u32, next: u32) -> u32 {
        let nodes = self.nodes.borrow();
        if next == NONE { nodes[parent as usize].last_child } else { nodes[next as usize].previous }
    }

    fn parent(&self, id: u32) -> u32 {
        self.nodes.borrow()[id as usize].parent
    }
}

impl TreeSink for Sink {
    type Handle = u32;
    type Output = Vec<Node>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn get_document(&self) -> u32 {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target as usize].kind {
            Kind::Element { name, .. } => name,
            _ => unreachable!("html5ever asks for the names of elements only"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> u32 {
        self.add(Kind::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> u32 {
        self.add(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> u32 {
        self.add(Kind::Other)
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        self.insert(child, *parent, NONE);
    }

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        self.insert(child, self.parent(*sibling), *sibling);
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        if self.parent(*element) == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The content stays below its template, which the text walk leaves out as a whole.
    fn get_template_contents(&self, target: &u32) -> u32 {
        *target
    }

    fn same_node(&self, x: &u32, y: &u32) -> bool {
        x == y
    }

    fn add_attrs_if_missing(&self, target: &u32, new: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Kind::Element { attributes, .. } = &mut nodes[*target as usize].kind {
            for attribute in new {
                if !attributes.iter().any(|old| old.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        let mut nodes = self.nodes.borrow_mut();
        let node = &mut nodes[*target as usize];
        let parent = std::mem::replace(&mut node.parent, NONE);
        let previous = std::mem::replace(&mut node.previous, NONE);
        let next = std::mem::replace(&mut node.next, NONE);
        if parent == NONE {
            return;
        }
        match previous {
            NONE => nodes[parent as usize].first_child = next,
            id => nodes[id as usize].next = next,
        }
        match next {
            NONE => nodes[parent as usize].last_child = previous,
            id => nodes[id as usize].previous = previous,
        }
    }

    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        loop {
            let child = self.nodes.borrow()[*node as usize].first_child;
            if child == NONE {
                return;
            }
            self.link(child, *new_parent, NONE);
        }
    }
}
