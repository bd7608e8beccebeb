//! dom_query: html5ever with a tree and selectors ready to use.

use dom_query::{Document, NodeData, NodeRef};

use super::Candidate;
use crate::walk::{self, Visitor};

pub const CANDIDATE: Candidate = Candidate {
    name: "dom_query",
    parse: |html| Document::from(html).tree.len(),
    visit: |html, visitor| show(&Document::from(html), visitor),
};

fn show(document: &Document, visitor: &mut dyn Visitor) {
    walk::walk(document.root(), visitor, visit, |node, below| {
        below.extend(node.children_it(false));
    });
}

fn visit(node: &NodeRef, visitor: &mut dyn Visitor) -> bool {
    node.query_or(false, |inner| match &inner.data {
        NodeData::Document => visitor.enter(""),
        NodeData::Element(element) => visitor.enter(&element.name.local),
        NodeData::Text { contents } => {
            visitor.text(contents);
            false
        }
        _ => false,
    })
}
