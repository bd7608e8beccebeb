//! When the article may have been published: `<time>` and its like, visible dates, the data behind the page.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use memchr::memmem;

use crate::blocks::Blocks;
use crate::body::Body;
use crate::cues::Roles;
use crate::dates::{self, Found, Order};
use crate::dom::Document;
use crate::evidence::{away, path, text_under};
use crate::phrases::Automaton;
use crate::tags::{Attr, Tag};

/// Offers kept of each kind.
const MAX_OFFERS: usize = 60;
/// A block with more words than this is prose; a date in it is more likely one that is written about.
const SHORT_WORDS: u32 = 30;

/// A date somewhere on the page.
#[derive(Debug, Clone)]
pub struct DateSpot {
    /// The date.
    pub found: Found,
    /// What it is offered as: `time` for a machine-readable attribute, `state` for the data of the page's script, `text` for a
    /// visible date in a short text, `prose` inside the body.
    pub cue: &'static str,
    /// Its place as a path of elements.
    pub place: String,
    /// The roles that the elements around it claim, and what the words before it say.
    pub roles: String,
    /// Blocks from the first block of the body to it; negative before.
    pub at: i32,
}

/// Dates that the page states: in `<time>` and its like, and in short texts; last the first one of the body's own that
/// is not said to be that of a change.
#[must_use]
pub fn dates(document: &Document, blocks: &Blocks, body: &Body) -> Vec<DateSpot> {
    let mut all = machine_dates(document, blocks, body);
    all.extend(state_date(document));
    let mut prose = None;
    let mut passed = 0;
    for (i, block) in blocks.blocks.iter().enumerate() {
        let text = blocks.text_of(i);
        let short = block.words <= SHORT_WORDS;
        if all.len() >= 2 * MAX_OFFERS || !short && (prose.is_some() || passed >= 8) {
            continue;
        }
        for found in dates::find(text, Order::DayFirst).into_iter().take(4) {
            let roles = block.roles.with(said_of_date(&text[line_start(text, found.start)..found.start]));
            let of_change = roles.has(Roles::MODIFIED) && !roles.has(Roles::PUBLISHED);
            passed += usize::from(!short);
            if !short && (of_change || prose.is_some()) {
                continue;
            }
            let spot = DateSpot {
                cue: if short { "text" } else { "prose" },
                roles: roles.words(),
                found,
                place: path(document, block.place.node as usize),
                at: away(body, i),
            };
            if short { all.push(spot) } else { prose = Some(spot) }
        }
    }
    all.extend(prose);
    all
}

/// Dates in attributes made for machines.
fn machine_dates(document: &Document, blocks: &Blocks, body: &Body) -> Vec<DateSpot> {
    let mut all = Vec::new();
    for i in document.stating.iter().map(|&i| i as usize).filter(|&i| i > 0) {
        if all.len() >= MAX_OFFERS {
            break;
        }
        let stated = [Attr::Datetime, Attr::DataDatetime, Attr::DataPublished, Attr::DataTimestamp]
            .iter()
            .find_map(|a| document.attr(i, *a))
            .or_else(|| document.attr(i, Attr::Content).filter(|_| document.nodes[i].tag == Tag::Time))
            .or_else(|| {
                document
                    .attr(i, Attr::Title)
                    .filter(|_| blocks.roles[i].has(Roles::DATE) || document.nodes[i].tag == Tag::Abbr)
            });
        let Some(stated) = stated else { continue };
        let Some(found) = dates::find_first(stated, Order::DayFirst) else { continue };
        all.push(DateSpot {
            found,
            cue: "time",
            place: path(document, i),
            roles: blocks.roles[i].with(said_of_date(&text_around(document, i))).words(),
            at: away(body, blocks.before[i] as usize),
        });
    }
    all
}

/// The date under keys like `publishedAt` in the data that a page's own script reads, where they all say one day: lists
/// of other stories stand in the same data.
fn state_date(document: &Document) -> Option<DateSpot> {
    let key = memmem::Finder::new("ublish");
    let mut first: Option<DateSpot> = None;
    for i in document.data(Tag::Script) {
        if document.attr(i, Attr::Type).is_some_and(|t| t.contains("ld+json")) {
            continue;
        }
        let raw = document.raw(i);
        for at in key.find_iter(raw.as_bytes()).take(200) {
            let Some(found) = value_of_date_key(raw, at).and_then(|v| dates::find_first(v, Order::DayFirst)) else {
                continue;
            };
            let day = |f: &Found| (f.year, f.month, f.day);
            match &first {
                Some(known) if day(&known.found) != day(&found) => return None,
                Some(_) => {}
                None => {
                    let place = format!("script data {at}");
                    first = Some(DateSpot { found, cue: "state", place, roles: String::new(), at: 0 });
                }
            }
        }
    }
    first
}

/// The string after `"published_at":"`, `"publishDate": "` and the like, where `at` is that of "ublish".
fn value_of_date_key(raw: &str, at: usize) -> Option<&str> {
    let rest = raw.get(at..(at + 90).min(raw.len())).or_else(|| raw.get(at..))?;
    let key_end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let key = rest[..key_end].to_ascii_lowercase();
    let named = [
        "ublished", "ublishedat", "ublished_at", "ublishdate", "ublish_date", "ublisheddate", "ublished_date",
        "ublishedtime", "ublishtime", "ublicationdate",
    ];
    let value = rest[key_end..].trim_start_matches(['\\', '"', ':', ' ', '\'']);
    let end = value.find(['"', '\\', '\'', ',', '}']).unwrap_or(value.len());
    (named.contains(&key.as_str()) && rest[key_end..].contains(':')).then(|| &value[..end])
}

/// The text that introduces a `<time>`: "Published", "Updated" often stand beside it.
fn text_around(document: &Document, i: usize) -> String {
    let parent = document.nodes[i].parent as usize;
    let text = text_under(document, parent, 160);
    if text.len() < 150 { text } else { text_under(document, i, 160) }
}

/// Where the words begin that may speak of a date: at most 60 characters before it, not beyond another date.
fn line_start(text: &str, date: usize) -> usize {
    let window = text[..date].char_indices().rev().nth(59).map_or(0, |(i, _)| i);
    let cut = text[window..date].rfind(|c: char| c.is_ascii_digit() || matches!(c, '\n' | '|'));
    cut.map_or(window, |i| window + i + 1)
}

/// Published or modified, by the words before a date; where both are said, the nearer one.
fn said_of_date(text: &str) -> Roles {
    let (Some(finder), false) = (SAID.as_ref(), text.is_empty()) else { return Roles::default() };
    let lower = text.to_lowercase();
    let (mut published, mut modified) = (None, None);
    for said in finder.find_overlapping_iter(&lower) {
        let nearest = if said.pattern().as_usize() < PUBLISHED.len() { &mut published } else { &mut modified };
        *nearest = (*nearest).max(Some(said.start()));
    }
    match (published, modified) {
        (None, None) => Roles::default(),
        (published, modified) if published >= modified => Roles::PUBLISHED.with(Roles::SAID),
        _ => Roles::MODIFIED.with(Roles::SAID),
    }
}

static SAID: Automaton = LazyLock::new(|| {
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(PUBLISHED.iter().chain(MODIFIED)).ok()
});

/// What is said before the date of publication, in lower case.
const PUBLISHED: &[&str] = &[
    "publi", "posted", "erstellt", "veröffentlicht", "created", "erschienen", "опублик", "gepubliceerd", "first ",
    "offentliggjort", "publicerad", "julkaistu", "入力", "등록", "发布",
];

/// What is said before the date of a change, in lower case.
const MODIFIED: &[&str] = &[
    "updated", "modified", "last change", "revised", "aktualisiert", "geändert", "zuletzt", "letzte änderung",
    "mis à jour", "modifié", "actualiz", "modificad", "atualiz", "aggiornat", "bijgewerkt", "gewijzigd", "oppdatert",
    "opdateret", "uppdaterad", "päivitetty", "обновлен", "оновлен", "zaktualizowan", "aktualizac", "güncelle",
    "frissít", "更新", "业已更新", "업데이트", "수정",
];
