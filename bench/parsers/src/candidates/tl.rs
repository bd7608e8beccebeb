//! tl and its fork astral-tl: the same interface, so the same code for both.

use super::{Candidate, decode};
use crate::walk::{self, Visitor};

macro_rules! candidate {
    ($krate:ident, $name:literal) => {
        Candidate {
            name: $name,
            parse: |html| {
                let dom = $krate::parse(html, $krate::ParserOptions::default());
                dom.map_or(0, |dom| dom.nodes().len())
            },
            visit: |html, visitor| {
                use $krate::{Node, NodeHandle};
                let Ok(dom) = $krate::parse(html, $krate::ParserOptions::default()) else {
                    return;
                };
                let node = |handle: &Option<NodeHandle>| handle.and_then(|h| h.get(dom.parser()));
                // `None` stands for the document, which has no node of its own.
                let visit = |handle: &Option<NodeHandle>, visitor: &mut dyn Visitor| {
                    if handle.is_none() {
                        return visitor.enter("");
                    }
                    match node(handle) {
                        Some(Node::Tag(tag)) => visitor.enter(&tag.name().as_utf8_str()),
                        Some(Node::Raw(raw)) => {
                            visitor.text(&decode(&raw.as_utf8_str()));
                            false
                        }
                        _ => false,
                    }
                };
                walk::walk(None, visitor, visit, |handle, below| match node(handle) {
                    Some(Node::Tag(tag)) => {
                        below.extend(tag.children().top().as_slice().iter().copied().map(Some));
                    }
                    _ => below.extend(dom.children().iter().copied().map(Some)),
                });
            },
        }
    };
}

#[cfg(feature = "tl")]
pub const TL: Candidate = candidate!(tl, "tl");

#[cfg(feature = "astral_tl")]
pub const ASTRAL_TL: Candidate = candidate!(astral_tl, "astral-tl");
