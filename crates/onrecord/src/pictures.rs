//! The pictures of the article, with caption and credit.

use crate::blocks::Blocks;
use crate::body::Body;
use crate::cues::Roles;
use crate::dom::Document;
use crate::tags::{Attr, Tag};
use crate::text::{Collapser, clean};

/// Pictures kept.
const MAX_PICTURES: usize = 60;

/// A picture of the article.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its address as it stands in the page.
    pub url: String,
    /// What stands under it.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// How many kept blocks stand before it.
    pub before: usize,
}

/// Pictures between headline and end, with what stands under them.
#[must_use]
pub fn pictures(document: &Document, blocks: &Blocks, body: &Body) -> Vec<Picture> {
    let from = body.headline.filter(|h| *h <= body.first).unwrap_or(body.first);
    let from = from.min(body.kept.first().copied().unwrap_or(body.first));
    let to = body.kept.last().copied().unwrap_or(body.last);
    let mut all: Vec<Picture> = Vec::new();
    for &(node, before) in &blocks.images {
        let node = node as usize;
        let inside = (from..=to + 1).contains(&(before as usize));
        let not = Roles::NAV
            .with(Roles::FOOTER)
            .with(Roles::RELATED)
            .with(Roles::COMMENT)
            .with(Roles::AD)
            .with(Roles::ASIDE)
            .with(Roles::SHARE)
            .with(Roles::BIO)
            .with(Roles::BYLINE)
            .with(Roles::PROMO);
        if !inside || blocks.roles[node].has(not) || all.len() >= MAX_PICTURES {
            continue;
        }
        let Some(url) = source(document, node) else { continue };
        if all.iter().any(|p| p.url == url) {
            continue;
        }
        let (caption, credit) = captions(document, blocks, node);
        let before = body.kept.iter().take_while(|k| **k < before as usize).count();
        all.push(Picture { url, caption, credit, before });
    }
    all
}

/// The address of a picture: what a script would load later stands in data attributes.
fn source(document: &Document, node: usize) -> Option<String> {
    if document.attr(node, Attr::Width).and_then(|w| w.trim().parse::<u32>().ok()).is_some_and(|w| w < 60) {
        return None; // icons and counting pixels
    }
    let direct = [Attr::DataSrc, Attr::DataOriginal, Attr::DataLazySrc, Attr::Src]
        .iter()
        .filter_map(|a| document.attr(node, *a));
    let sets = [Attr::DataSrcset, Attr::Srcset]
        .iter()
        .filter_map(|a| document.attr(node, *a))
        .filter_map(|s| s.split_whitespace().next());
    direct.chain(sets).map(|u| clean(u.trim())).find(|u| !u.is_empty() && !u.starts_with("data:"))
}

/// Caption and credit of the figure around a picture.
fn captions(document: &Document, blocks: &Blocks, node: usize) -> (Option<String>, Option<String>) {
    let mut figure = node;
    for _ in 0..6 {
        figure = document.nodes[figure].parent as usize;
        let n = &document.nodes[figure];
        if n.end as usize - figure > 400 || matches!(n.tag, Tag::Body | Tag::Article | Tag::Main | Tag::Html) {
            return (None, None);
        }
        let inside = figure + 1..n.end as usize;
        if n.tag == Tag::Figure
            || inside.clone().any(|i| blocks.roles[i].has(Roles::CAPTION) && !blocks.roles[figure].has(Roles::CAPTION))
        {
            let signed = |i: usize| document.attr(i, Attr::Class).is_some_and(|c| c.contains("signature"));
            let is_credit = |i: usize| blocks.roles[i].has(Roles::CREDIT) || signed(i);
            let caption = gather(document, inside.clone(), |i| blocks.roles[i].has(Roles::CAPTION) && !is_credit(i));
            return (caption, gather(document, inside, is_credit));
        }
    }
    (None, None)
}

/// The texts of a range of nodes whose elements are wanted.
fn gather(document: &Document, range: std::ops::Range<usize>, wanted: impl Fn(usize) -> bool) -> Option<String> {
    let mut text = Collapser::default();
    for i in range {
        let node = &document.nodes[i];
        if node.tag == Tag::Text && wanted(node.parent as usize) {
            text.push(document.raw(i));
        } else if node.tag.is_block() {
            text.gap();
        }
    }
    Some(text.out).filter(|t| t.chars().any(char::is_alphanumeric))
}
