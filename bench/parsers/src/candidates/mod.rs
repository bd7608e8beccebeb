//! The parsers under test, each reduced to the same two operations.

#[cfg(feature = "dom_query")]
mod dom_query;
#[cfg(feature = "house")]
mod house;
#[cfg(feature = "html5ever")]
mod html5ever;
#[cfg(feature = "html5gum")]
mod html5gum;
#[cfg(feature = "lol_html")]
mod lol_html;
#[cfg(any(feature = "tl", feature = "astral_tl"))]
mod tl;

use crate::places::Places;
use crate::text::VisibleText;
use crate::walk::Visitor;

/// One parser under test.
#[derive(Clone, Copy)]
pub struct Candidate {
    pub name: &'static str,
    /// Parses into a tree, drops the tree and returns how many nodes it had.
    pub parse: fn(&str) -> usize,
    /// Parses and shows the tree to a visitor, entities decoded.
    pub visit: fn(&str, &mut dyn Visitor),
}

impl Candidate {
    /// Parses and returns the visible text.
    pub fn text(&self, html: &str) -> String {
        let mut text = VisibleText::default();
        (self.visit)(html, &mut text);
        text.0
    }

    /// Parses and returns where the text stands.
    pub fn places(&self, html: &str) -> Places {
        let mut places = Places::default();
        (self.visit)(html, &mut places);
        places
    }
}

/// All candidates that were compiled in; the one that follows the standard stands first, since it is
/// what the trees of the others are compared with.
pub fn all() -> Vec<Candidate> {
    vec![
        #[cfg(feature = "html5ever")]
        html5ever::CANDIDATE,
        #[cfg(feature = "dom_query")]
        dom_query::CANDIDATE,
        #[cfg(feature = "html5gum")]
        html5gum::CANDIDATE,
        #[cfg(feature = "lol_html")]
        lol_html::CANDIDATE,
        #[cfg(feature = "tl")]
        tl::TL,
        #[cfg(feature = "astral_tl")]
        tl::ASTRAL_TL,
        #[cfg(feature = "house")]
        house::CANDIDATE,
    ]
}

/// Decodes entities for the candidates that leave them in the text.
#[cfg(any(feature = "house", feature = "lol_html", feature = "tl", feature = "astral_tl"))]
fn decode(text: &str) -> std::borrow::Cow<'_, str> {
    html_escape::decode_html_entities(text)
}
