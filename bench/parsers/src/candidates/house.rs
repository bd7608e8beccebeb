//! The project's own byte scanner and forgiving tree.

use onrecord::dom::Document;
use onrecord::tags::Tag;

use super::{Candidate, decode};
use crate::walk::Visitor;

pub const CANDIDATE: Candidate = Candidate {
    name: "house",
    parse: |html| Document::parse(html).map_or(0, |document| document.nodes.len()),
    visit: |html, visitor| {
        if let Ok(document) = Document::parse(html) {
            show(&document, visitor);
        }
    },
};

/// The nodes stand in document order already, so this needs no walk but only the open elements.
fn show(document: &Document, visitor: &mut dyn Visitor) {
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(node) = document.nodes.get(at) {
        while ends.pop_if(|end| *end <= at).is_some() {
            visitor.leave();
        }
        // The content of `math` is never tokenized: what it says is lost to this walk.
        if node.tag == Tag::Text {
            visitor.text(&decode(document.raw(at)));
        } else if node.tag == Tag::Math || !visitor.enter(node.tag.name()) {
            at = node.end as usize;
            continue;
        } else {
            show_raw_content(document, at, visitor);
            ends.push(node.end as usize);
        }
        at += 1;
    }
}

/// Raw elements keep their text as a range of the input and not as a child; the standard decodes
/// entities in two of them only.
fn show_raw_content(document: &Document, at: usize, visitor: &mut dyn Visitor) {
    let raw = document.raw(at);
    if matches!(document.nodes[at].tag, Tag::Title | Tag::Textarea) {
        visitor.text(&decode(raw));
    } else if !raw.is_empty() {
        visitor.text(raw);
    }
}
