//! Who may have written the article: elements called byline, links to authors' pages, lines that begin with "By".

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::blocks::Blocks;
use crate::body::Body;
use crate::cues::Roles;
use crate::dom::Document;
use crate::evidence::{Spot, away, link_of, path, text_under};
use crate::tags::{Attr, Tag};

/// Offers kept.
const MAX_OFFERS: usize = 60;
/// A block with more words than this is prose, however it begins.
const SHORT_WORDS: u32 = 30;

/// Elements that claim to name an author, and blocks that begin as bylines do.
#[must_use]
pub fn bylines(document: &Document, blocks: &Blocks, body: &Body) -> Vec<Spot> {
    let mut all = Vec::new();
    let mut inside_until = 0;
    for i in 1..document.nodes.len() {
        let node = &document.nodes[i];
        if !document.has_attrs(i) {
            continue;
        }
        let link = node.tag == Tag::A && is_author_link(document, i);
        let claims = blocks.roles[i].has(Roles::BYLINE) && !blocks.roles[node.parent as usize].has(Roles::BYLINE);
        if !(link || claims && i >= inside_until) || node.tag == Tag::Text || all.len() >= MAX_OFFERS {
            continue;
        }
        let text = text_under(document, i, 400);
        if text.is_empty() || text.len() > 390 {
            continue;
        }
        if claims {
            inside_until = node.end as usize;
        }
        all.push(Spot {
            cue: if link { "author-link" } else { "byline" },
            text,
            href: link_of(document, i).or_else(|| only_link(document, i)),
            place: path(document, i),
            roles: blocks.roles[i].words(),
            at: away(body, blocks.before[i] as usize),
        });
    }
    all.extend(by_lines(document, blocks, body));
    all
}

/// Blocks that begin with "By", in the languages of the press.
fn by_lines(document: &Document, blocks: &Blocks, body: &Body) -> Vec<Spot> {
    const BY: &[&str] = &[
        "by ", "by: ", "von ", "par ", "por ", "di ", "da ", "door ", "av ", "af ", "text: ", "texte: ", "texto: ",
        "written by", "posted by", "author: ", "autor: ", "autora: ", "auteur: ", "story by", "report by", "words by",
        "words: ", "reporting by", "published by", "автор", "текст: ", "oleh ", "tekst: ", "autore: ", "penulis",
        "reporter: ", "de ", "yazan", "记者", "記者", "文/", "文/", "作者", "기자", "από ", "του ",
    ];
    let near = body.first.saturating_sub(40)..blocks.blocks.len().min(body.last + 6);
    let mut all = Vec::new();
    for i in near {
        let block = &blocks.blocks[i];
        if block.words > SHORT_WORDS || block.place.tag == Tag::Li && block.link_share > 0.9 {
            continue;
        }
        let mut text = blocks.text_of(i).to_owned();
        let start: String = text.chars().take(12).flat_map(char::to_lowercase).collect();
        let glued = text.starts_with("By") && text[2..].starts_with(char::is_uppercase);
        if glued || BY.iter().any(|by| start.starts_with(by) || start == by.trim_end()) {
            if block.words <= 2 && !glued && i + 1 < blocks.blocks.len() {
                text = format!("{text} {}", blocks.text_of(i + 1)); // "Written by" on a line of its own
            }
            all.push(Spot {
                cue: "by-line",
                text,
                href: only_link(document, block.place.node as usize),
                place: path(document, block.place.node as usize),
                roles: block.roles.words(),
                at: away(body, i),
            });
        }
        if all.len() >= 12 {
            break;
        }
    }
    all
}

/// Whether a link leads to the page of an author, by its relation or by its address.
fn is_author_link(document: &Document, i: usize) -> bool {
    document.attr(i, Attr::Rel).is_some_and(|r| r.split_ascii_whitespace().any(|r| r == "author"))
        || document.attr(i, Attr::Href).is_some_and(|h| AUTHOR_PATHS.as_ref().is_some_and(|a| a.is_match(h)))
}

/// Parts of the addresses of authors' pages.
static AUTHOR_PATHS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::new([
        "/author/", "/authors/", "/autor/", "/autores/", "/autoren/", "/auteur/", "/auteurs/", "/by/", "/journalist",
        "/reporter", "/writers/", "/writer/", "/people/", "/person/", "/profile/", "/profiles/", "/contributor",
        "/staff/", "/columnist", "/bio/", "/redaktion/", "/verfasser", "/byline/", "/author-", "/firmas/", "/autore/",
        "/redaktor", "/forfatter", "/authored-by",
    ])
    .ok()
});
/// The link of a subtree that holds exactly one.
fn only_link(document: &Document, i: usize) -> Option<String> {
    let mut links = (i + 1..document.nodes[i].end as usize).take(200).filter(|n| document.nodes[*n].tag == Tag::A);
    let first = links.next()?;
    if links.next().is_some() { None } else { link_of(document, first) }
}
