//! Everything on a page that may say something about a field: metas, links, headings, times, bylines, pictures.
//!
//! Nothing is weighed here. Each offer carries the place where it stands and how many blocks it is away from the first
//! block of the body, since what stands near the headline speaks of this article and what stands far off does not.

use memchr::memmem;

use crate::blocks::Blocks;
use crate::body::Body;
use crate::cues::Roles;
use crate::dates::{self, Found, Order};
use crate::dom::Document;
use crate::tags::{Attr, Tag};
use crate::text::{Collapser, clean};

/// Offers kept of each kind.
const MAX_OFFERS: usize = 60;
/// A block with more words than this is prose; a date in it is more likely one that is written about.
const SHORT_WORDS: u32 = 30;

/// A text somewhere on the page.
#[derive(Debug, Clone)]
pub struct Spot {
    /// What it is offered as: `byline`, `author-link`, `standfirst`, `headline`, `h1` to `h3`.
    pub cue: &'static str,
    /// The text; lines are parted where the screen parts them.
    pub text: String,
    /// Where its link leads, if it is one.
    pub href: Option<String>,
    /// Its place as a path of elements.
    pub place: String,
    /// The roles that the elements around it claim.
    pub roles: String,
    /// Blocks from the first block of the body to it; negative before.
    pub at: i32,
}

/// A date somewhere on the page.
#[derive(Debug, Clone)]
pub struct DateSpot {
    /// The date.
    pub found: Found,
    /// What it is offered as: `time` for a machine-readable attribute, `text` for a visible date, `prose` inside the body.
    pub cue: &'static str,
    /// Its place as a path of elements.
    pub place: String,
    /// The roles that the elements around it claim, and what the words before it say.
    pub roles: String,
    /// Blocks from the first block of the body to it; negative before.
    pub at: i32,
}

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

/// `name` or `property` (in lower case) and `content` of every meta element.
#[must_use]
pub fn metas(document: &Document) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for i in (0..document.nodes.len()).filter(|&i| document.nodes[i].tag == Tag::Meta) {
        let key = [Attr::Property, Attr::Name, Attr::Itemprop, Attr::HttpEquiv].iter().find_map(|a| document.attr(i, *a));
        if let (Some(key), Some(content)) = (key, document.attr(i, Attr::Content))
            && all.len() < 8 * MAX_OFFERS
        {
            all.push((key.trim().to_lowercase(), clean(content)));
        }
    }
    all
}

/// `rel`, `href` and `hreflang` of every link element that says something of the page.
#[must_use]
pub fn links(document: &Document) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for i in (0..document.nodes.len()).filter(|&i| document.nodes[i].tag == Tag::Link) {
        let rel = document.attr(i, Attr::Rel).unwrap_or("").to_lowercase();
        if matches!(rel.as_str(), "canonical" | "alternate" | "amphtml" | "shortlink" | "author")
            && let Some(href) = document.attr(i, Attr::Href)
            && all.len() < MAX_OFFERS
        {
            all.push((rel, clean(href), document.attr(i, Attr::Hreflang).unwrap_or("").to_lowercase()));
        }
    }
    all
}

/// The text of the page's `<title>`.
#[must_use]
pub fn title(document: &Document) -> Option<String> {
    let i = document.nodes.iter().position(|n| n.tag == Tag::Title)?;
    Some(clean(document.raw(i))).filter(|t| !t.is_empty())
}

/// The language that the page declares.
#[must_use]
pub fn language(document: &Document) -> Option<String> {
    let by = |i, name| document.attr(i, name).map(clean).filter(|v| !v.is_empty());
    by(0, Attr::Lang).or_else(|| by(0, Attr::XmlLang)).or_else(|| {
        let body = document.nodes.iter().position(|n| n.tag == Tag::Body)?;
        by(body, Attr::Lang)
    })
}

/// Headings that may be the headline or the standfirst.
#[must_use]
pub fn headings(document: &Document, blocks: &Blocks, body: &Body) -> Vec<Spot> {
    let mut all = Vec::new();
    for (i, block) in blocks.blocks.iter().enumerate() {
        let level = block.place.tag.heading_level();
        let cue = match level {
            1 => "h1",
            2 => "h2",
            3 => "h3",
            _ if block.roles.has(Roles::HEADLINE) && block.words < 40 => "headline",
            _ if block.roles.has(Roles::STANDFIRST) && i < body.last => "standfirst",
            _ => continue,
        };
        let place = block.place.node as usize;
        all.push(Spot {
            cue,
            text: blocks.text_of(i).to_owned(),
            href: link_of(document, block.link as usize),
            place: path(document, place),
            roles: block.roles.words(),
            at: away(body, i),
        });
        if all.len() >= MAX_OFFERS {
            break;
        }
    }
    all
}

/// Elements that claim to name an author, and blocks that begin as bylines do.
#[must_use]
pub fn bylines(document: &Document, blocks: &Blocks, body: &Body) -> Vec<Spot> {
    let mut all = Vec::new();
    let mut inside_until = 0;
    for i in 1..document.nodes.len() {
        let node = &document.nodes[i];
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
        "by ", "by: ", "von ", "par ", "por ", "di ", "da ", "door ", "av ", "af ", "text: ", "texte: ", "texto: ", "written by", "posted by",
        "author: ", "autor: ", "autora: ", "auteur: ", "story by", "report by", "words by", "words: ", "reporting by", "published by", "автор", "текст: ", "oleh ", "tekst: ", "autore: ", "penulis",
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

/// Dates that the page states: in `<time>` and its like, and in short texts; a few of the body's own last.
#[must_use]
pub fn dates(document: &Document, blocks: &Blocks, body: &Body) -> Vec<DateSpot> {
    let mut all = machine_dates(document, blocks, body);
    all.extend(state_date(document));
    let mut prose = Vec::new();
    for (i, block) in blocks.blocks.iter().enumerate() {
        let text = blocks.text_of(i);
        let short = block.words <= SHORT_WORDS;
        if all.len() >= 2 * MAX_OFFERS || !short && prose.len() >= 8 {
            continue;
        }
        for found in dates::find(text, Order::DayFirst).into_iter().take(4) {
            let spot = DateSpot {
                cue: if short { "text" } else { "prose" },
                roles: block.roles.with(said_of_date(&text[line_start(text, found.start)..found.start])).words(),
                found,
                place: path(document, block.place.node as usize),
                at: away(body, i),
            };
            if short { all.push(spot) } else { prose.push(spot) }
        }
    }
    all.append(&mut prose);
    all
}

fn machine_dates(document: &Document, blocks: &Blocks, body: &Body) -> Vec<DateSpot> {
    let mut all = Vec::new();
    for i in 1..document.nodes.len() {
        if all.len() >= MAX_OFFERS {
            break;
        }
        let stated = [Attr::Datetime, Attr::DataDatetime, Attr::DataPublished, Attr::DataTimestamp]
            .iter()
            .find_map(|a| document.attr(i, *a))
            .or_else(|| document.attr(i, Attr::Content).filter(|_| document.nodes[i].tag == Tag::Time))
            .or_else(|| document.attr(i, Attr::Title).filter(|_| blocks.roles[i].has(Roles::DATE) || document.nodes[i].tag == Tag::Abbr));
        let Some(stated) = stated else { continue };
        let Some(found) = dates::find(stated, Order::DayFirst).into_iter().next() else { continue };
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

/// The first date under a key like `publishedAt` in the data that a page's own script reads.
fn state_date(document: &Document) -> Option<DateSpot> {
    for (i, node) in document.nodes.iter().enumerate() {
        let is_data = node.tag == Tag::Script && document.attr(i, Attr::Type).is_none_or(|t| !t.contains("ld+json"));
        if !is_data {
            continue;
        }
        let raw = document.raw(i);
        for at in memmem::find_iter(raw.as_bytes(), b"ublish").take(200) {
            let Some(value) = value_of_date_key(raw, at) else { continue };
            if let Some(found) = dates::find(value, Order::DayFirst).into_iter().next() {
                let place = format!("script data {}", raw[..at].len());
                return Some(DateSpot { found, cue: "state", place, roles: String::new(), at: 0 });
            }
        }
    }
    None
}

/// The string after `"published_at":"`, `"publishDate": "` and the like, where `at` is that of "ublish".
fn value_of_date_key(raw: &str, at: usize) -> Option<&str> {
    let rest = raw.get(at..(at + 90).min(raw.len())).or_else(|| raw.get(at..))?;
    let key_end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let key = rest[..key_end].to_ascii_lowercase();
    let named = ["ublished", "ublishedat", "ublished_at", "ublishdate", "ublish_date", "ublisheddate", "ublished_date", "ublishedtime", "ublishtime", "ublicationdate"];
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
    const MODIFIED: &[&str] = &[
        "updated", "modified", "last change", "revised", "aktualisiert", "geändert", "zuletzt", "letzte änderung", "mis à jour", "modifié", "actualiz",
        "modificad", "atualiz", "aggiornat", "bijgewerkt", "gewijzigd", "oppdatert", "opdateret", "uppdaterad", "päivitetty", "обновлен", "оновлен",
        "zaktualizowan", "aktualizac", "güncelle", "frissít", "更新", "业已更新", "업데이트", "수정",
    ];
    const PUBLISHED: &[&str] = &[
        "publi", "posted", "erstellt", "veröffentlicht", "created", "erschienen", "опублик", "gepubliceerd", "first ", "offentliggjort", "publicerad", "julkaistu", "入力", "등록", "发布",
    ];
    if text.is_empty() {
        return Roles::default();
    }
    let lower = text.to_lowercase();
    let last = |cues: &[&str]| cues.iter().filter_map(|cue| lower.rfind(cue)).max();
    match (last(PUBLISHED), last(MODIFIED)) {
        (None, None) => Roles::default(),
        (published, modified) if published >= modified => Roles::PUBLISHED,
        _ => Roles::MODIFIED,
    }
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
        let not = Roles::NAV.with(Roles::FOOTER).with(Roles::RELATED).with(Roles::COMMENT).with(Roles::AD).with(Roles::ASIDE).with(Roles::SHARE).with(Roles::BIO).with(Roles::BYLINE).with(Roles::PROMO);
        if !inside || blocks.roles[node].has(not) || all.len() >= MAX_OFFERS {
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
    let direct = [Attr::DataSrc, Attr::DataOriginal, Attr::DataLazySrc, Attr::Src].iter().filter_map(|a| document.attr(node, *a));
    let sets = [Attr::DataSrcset, Attr::Srcset].iter().filter_map(|a| document.attr(node, *a)).filter_map(|s| s.split_whitespace().next());
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
        if n.tag == Tag::Figure || inside.clone().any(|i| blocks.roles[i].has(Roles::CAPTION) && !blocks.roles[figure].has(Roles::CAPTION)) {
            let caption = gather(document, inside.clone(), |i| blocks.roles[i].has(Roles::CAPTION) && !blocks.roles[i].has(Roles::CREDIT));
            let credit = gather(document, inside, |i| blocks.roles[i].has(Roles::CREDIT));
            return (caption, credit);
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

/// The text of a subtree, at most `limit` bytes or so of it; lines are parted where the screen parts them.
#[must_use]
pub fn text_under(document: &Document, node: usize, limit: usize) -> String {
    let mut text = Collapser::default();
    let mut i = node;
    let end = document.nodes[node].end as usize;
    while i < end && text.out.len() < limit {
        let n = &document.nodes[i];
        match n.tag {
            Tag::Text => text.push(document.raw(i)),
            Tag::Button => {
                i = n.end as usize;
                continue;
            }
            Tag::Br => text.line_break(),
            tag if tag.is_block() => text.line_break(),
            Tag::A | Tag::Span | Tag::Time => text.gap(),
            _ => {}
        }
        i += 1;
    }
    text.trim_end();
    text.out
}

fn is_author_link(document: &Document, i: usize) -> bool {
    const PATHS: &[&str] = &[
        "/author/", "/authors/", "/autor/", "/autores/", "/autoren/", "/auteur/", "/auteurs/", "/by/", "/journalist", "/reporter", "/writers/", "/writer/",
        "/people/", "/person/", "/profile/", "/profiles/", "/contributor", "/staff/", "/columnist", "/bio/", "/redaktion/", "/verfasser", "/byline/", "/author-", "/firmas/", "/autore/", "/redaktor", "/forfatter", "/authored-by",
    ];
    if document.attr(i, Attr::Rel).is_some_and(|r| r.split_ascii_whitespace().any(|r| r == "author")) {
        return true;
    }
    document.attr(i, Attr::Href).is_some_and(|h| PATHS.iter().any(|p| h.contains(p)))
}

fn link_of(document: &Document, i: usize) -> Option<String> {
    if document.nodes[i].tag == Tag::A { document.attr(i, Attr::Href).map(clean) } else { None }
}

/// The link of a subtree that holds exactly one.
fn only_link(document: &Document, i: usize) -> Option<String> {
    let mut links = (i + 1..document.nodes[i].end as usize).take(200).filter(|n| document.nodes[*n].tag == Tag::A);
    let first = links.next()?;
    if links.next().is_some() { None } else { link_of(document, first) }
}

/// Blocks to the headline or to the first block of the body, whichever is nearer; negative before the body.
fn away(body: &Body, block: usize) -> i32 {
    let first = body.kept.first().copied().unwrap_or(body.first);
    let from_first = block as i32 - first as i32;
    match body.headline {
        Some(headline) if from_first < 0 && headline < first => from_first.max(-(block as i32 - headline as i32).abs() - 1),
        _ => from_first,
    }
}

/// The place of a node as its last three elements, each with its first class: `article.story > header > p.byline`.
#[must_use]
pub fn path(document: &Document, node: usize) -> String {
    let mut steps = Vec::new();
    let mut at = node;
    while at != 0 && steps.len() < 3 {
        let n = &document.nodes[at];
        if n.tag != Tag::Text {
            let class = document.attr(at, Attr::Class).and_then(|c| c.split_ascii_whitespace().next());
            steps.push(class.map_or_else(|| n.tag.name().to_owned(), |c| format!("{}.{}", n.tag.name(), clean(c))));
        }
        at = n.parent as usize;
    }
    steps.reverse();
    steps.join(" > ")
}
