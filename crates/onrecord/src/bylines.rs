//! Who may have written the article: elements called byline, links to authors' pages, lines that begin with "By".

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::blocks::Blocks;
use crate::body::Body;
use crate::cues::Roles;
use crate::dom::Document;
use crate::evidence::{Spot, away, link_of, path, text_under};
use crate::phrases::{Automaton, anchored, begins_with};
use crate::tags::{Attr, Tag};
use crate::text::lower_start;

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
        if all.len() >= MAX_OFFERS {
            break;
        }
        let node = &document.nodes[i];
        if !document.has_attrs(i) {
            continue;
        }
        let link = node.tag == Tag::A && is_author_link(document, i);
        let claims = blocks.roles[i].has(Roles::BYLINE) && !blocks.roles[node.parent as usize].has(Roles::BYLINE);
        if !(link || claims && i >= inside_until) {
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
            href: link_of(document, i),
            place: path(document, i),
            roles: blocks.roles[i].words(),
            at: away(body, blocks.before[i] as usize),
        });
    }
    all.extend(by_lines(document, blocks, body));
    all
}

/// Lines of short texts near the body that begin as bylines do, or that carry a label such as "Author:".
fn by_lines(document: &Document, blocks: &Blocks, body: &Body) -> Vec<Spot> {
    let near = body.first.saturating_sub(40)..blocks.blocks.len().min(body.last + 6);
    let mut all = Vec::new();
    for i in near {
        let block = &blocks.blocks[i];
        if block.words > SHORT_WORDS || block.place.tag == Tag::Li && block.link_share > 0.9 {
            continue;
        }
        let next = blocks.blocks.get(i + 1).map(|_| blocks.text_of(i + 1));
        if let Some(text) = by_line(blocks.text_of(i), block.words, next) {
            all.push(Spot {
                cue: "by-line",
                text,
                href: None,
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

/// Whether a text is no more than a byline.
pub(crate) fn is_signed(text: &str, words: u32) -> bool {
    words <= 12 && by_line(text, words, None).is_some()
}

/// The byline in a short text, from its first word on.
fn by_line(text: &str, words: u32, next: Option<&str>) -> Option<String> {
    if text.starts_with("By") && text[2..].starts_with(char::is_uppercase) {
        return Some(text.to_owned()); // "ByJane Doe": style sets them apart
    }
    let ascii = text.is_ascii();
    if !ascii && let Some((_, rest)) = text.split_once('【') {
        return rest.split_once('】').map(|(name, _)| name.to_owned()); // Japanese papers sign so
    }
    if !ascii && words <= 12 && text.contains("기자") {
        return Some(text.to_owned()); // "reporter", after the name
    }
    for line in lines(text).filter(|line| may_begin(line)) {
        let start = lower_start(line, 24);
        if begins_with(&BY_AUTOMATON, &format!("{start} ")).is_some() {
            let alone = words <= 2;
            return Some(next.filter(|_| alone).map_or_else(|| line.to_owned(), |next| format!("{line} {next}")));
        }
    }
    if ascii && memchr::memchr(b':', text.as_bytes()).is_none() {
        return None; // all labels end in a sign
    }
    let label = LABEL_AUTOMATON.as_ref()?.find(text)?.start();
    Some(text[label..].to_owned())
}

/// Whether a line begins with the first two letters of one of the words of `BY`, or in another script.
fn may_begin(line: &str) -> bool {
    let Some(start) = line.as_bytes().first_chunk::<2>() else { return false };
    !start[0].is_ascii()
        || BY.iter().any(|word| word.as_bytes().first_chunk() == Some(&start.map(|c| c.to_ascii_lowercase())))
}

/// The lines of a text; what follows a separator or a number is a line too: "April 12, 2023 by Jane Doe".
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let separates = |i: &usize| match bytes[*i] {
        b'\n' | b'|' => true,
        byte => !byte.is_ascii() && ["·", "•", "—"].iter().any(|sign| bytes[..=*i].ends_with(sign.as_bytes())),
    };
    let breaks = (0..bytes.len()).filter(separates).map(|i| i + 1);
    let numbers = memchr::memchr_iter(b' ', bytes).filter(|i| *i > 0 && bytes[i - 1].is_ascii_digit()).map(|i| i + 1);
    std::iter::once(0).chain(breaks).chain(numbers).map(|i| text[i..].trim_start())
}

static BY_AUTOMATON: Automaton = LazyLock::new(|| anchored(BY));
/// Labels are matched as they stand, or with ASCII letters of the other case.
static LABEL_AUTOMATON: Automaton =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(LABELS).ok());

/// Words with which bylines begin.
const BY: &[&str] = &[
    "by ", "von ", "par ", "por ", "di ", "da ", "door ", "av ", "af ", "written by", "posted by", "story by",
    "report by", "words by", "reporting by", "published by", "oleh ", "penulis", "yazan", "από ", "του ", "γράφει",
    "γράφουν", "napsal", "írta", "skrevet av", "eingestellt von", "veröffentlicht von", "geschrieben von",
    "verfasst von", "vom ", "escrito por", "publicado por", "scritto da", "pubblicato da", "publié par", "écrit par",
];

/// Labels before the names of authors, wherever they stand.
const LABELS: &[&str] = &[
    "by:", "text:", "texte:", "texto:", "author:", "autor:", "autora:", "auteur:", "words:", "Текст:", "текст:",
    "tekst:", "autore:", "reporter:", "文/", "责编：", "记者：", "記者：", "作者：", "记者:", "Автор:", "автор:",
    "文：", "撰文：",
];

/// Whether a link leads to the page of an author, by its relation or by its address.
fn is_author_link(document: &Document, i: usize) -> bool {
    document.attr(i, Attr::Rel).is_some_and(|r| r.split_ascii_whitespace().any(|r| r == "author"))
        || document.attr(i, Attr::Href).is_some_and(leads_to_author)
}

fn leads_to_author(address: &str) -> bool {
    let steps = memchr::memchr_iter(b'/', address.as_bytes()).map(|i| &address.as_bytes()[i + 1..]);
    steps
        .filter_map(|step| Some((step, AUTHOR_STEPS.iter().find(|(first, _)| step.first() == Some(first))?)))
        .any(|(step, (_, names))| names.iter().any(|name| step.starts_with(name.as_bytes())))
}

/// How a step of the address of an author's page begins, by the first letter.
const AUTHOR_STEPS: &[(u8, &[&str])] = &[
    (
        b'a',
        &[
            "author/", "authors/", "author-", "authored-by", "autor/", "autores/", "autoren/", "autore/", "auteur/",
            "auteurs/",
        ],
    ),
    (b'b', &["by/", "bio/", "byline/"]),
    (b'c', &["contributor", "columnist"]),
    (b'f', &["firmas/", "forfatter"]),
    (b'j', &["journalist"]),
    (b'p', &["people/", "person/", "profile/", "profiles/"]),
    (b'r', &["reporter", "redaktion/", "redaktor"]),
    (b's', &["staff/"]),
    (b'v', &["verfasser"]),
    (b'w', &["writers/", "writer/"]),
];
