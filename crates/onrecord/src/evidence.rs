//! What a page offers for its fields in its head and its headings; and the places that every offer carries.
//!
//! Nothing is weighed here. Each offer carries the place where it stands and how many blocks it is away from the first
//! block of the body, since what stands near the headline speaks of this article and what stands far off does not.

use crate::blocks::Blocks;
use crate::body::Body;
use crate::cues::Roles;
use crate::dom::Document;
use crate::tags::{Attr, Tag};
use crate::text::{Collapser, beginning, clean};

/// Offers kept of each kind.
const MAX_OFFERS: usize = 60;

/// A text somewhere on the page.
#[derive(Debug, Clone)]
pub struct Spot {
    /// What it is offered as: `byline`, `by-line`, `author-link`; `h1`, `h2`, `headline`, `crumb`, `kicker`.
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

/// `name` or `property` (in lower case) and `content` of the meta elements that a record, or the body, asks
/// about.
#[must_use]
pub fn metas(document: &Document) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    for i in document.data(Tag::Meta) {
        let key =
            [Attr::Property, Attr::Name, Attr::Itemprop, Attr::HttpEquiv].iter().find_map(|a| document.attr(i, *a));
        if let (Some(key), Some(content)) = (key.and_then(asked), document.attr(i, Attr::Content))
            && all.len() < 8 * MAX_OFFERS
            && all.iter().filter(|(known, _)| *known == key).count() < MAX_OFFERS
        {
            all.push((key, clean(content)));
        }
    }
    all
}

/// The key among `METAS`, however it is capitalized.
fn asked(key: &str) -> Option<&'static str> {
    let mut lower = [0; 40];
    let lower = lower.get_mut(..key.trim().len())?;
    lower.copy_from_slice(key.trim().as_bytes());
    lower.make_ascii_lowercase();
    METAS.binary_search_by(|known| known.as_bytes().cmp(lower)).ok().map(|at| METAS[at])
}

/// `rel`, `href` and `hreflang` of every link element that says something of the page.
#[must_use]
pub fn links(document: &Document) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    let mut canonical = false;
    for i in document.data(Tag::Link) {
        let rel = document.attr(i, Attr::Rel).unwrap_or("");
        let asked = rel.eq_ignore_ascii_case("canonical")
            || rel.eq_ignore_ascii_case("alternate") && document.attr(i, Attr::Hreflang).is_some();
        if asked
            && let Some(href) = document.attr(i, Attr::Href)
            && (all.len() < MAX_OFFERS || !canonical && rel.eq_ignore_ascii_case("canonical"))
        {
            canonical |= rel.eq_ignore_ascii_case("canonical");
            all.push((rel.to_lowercase(), clean(href), document.attr(i, Attr::Hreflang).unwrap_or("").to_lowercase()));
        }
    }
    all
}

/// The text of the page's `<title>`.
#[must_use]
pub fn title(document: &Document) -> Option<String> {
    let i = document.data(Tag::Title).next()?;
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
        if away(body, i) > 2 {
            break;
        }
        let level = block.place.tag.heading_level();
        let cue = match level {
            1 => "h1",
            2 => "h2",
            _ if body.headline.is_some_and(|h| i < h && i + 7 > h) && block.words <= 4 => {
                let crumb = block.link != 0 && path(document, block.place.node as usize).contains("crumb");
                let kicker = body.headline == Some(i + 1) && !block.roles.has(Roles::NAV);
                match (crumb, kicker) {
                    (true, _) => "crumb",
                    (_, true) => "kicker",
                    _ if block.roles.has(Roles::HEADLINE) => "headline",
                    _ => continue,
                }
            }
            _ if block.roles.has(Roles::HEADLINE) && block.words < 40 => "headline",
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

/// The text of a subtree, at most `limit` bytes or so of it; lines are parted where the screen parts them.
#[must_use]
pub fn text_under(document: &Document, node: usize, limit: usize) -> String {
    let mut text = Collapser::default();
    let mut i = node;
    // Whoever is asked for little text looks at few nodes, also where there is none.
    let end = (document.nodes[node].end as usize).min(node + 8 * limit);
    while i < end && text.out.len() < limit {
        let n = &document.nodes[i];
        match n.tag {
            Tag::Text => text.push(beginning(document.raw(i), 4 * limit)),
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

/// A longer address leads nowhere, and one link may stand around many texts.
const LONGEST_ADDRESS: usize = 4096;

/// Where a node leads, if it is a link.
#[must_use]
pub fn link_of(document: &Document, i: usize) -> Option<String> {
    let href = document.attr(i, Attr::Href).filter(|href| href.len() <= LONGEST_ADDRESS);
    if document.nodes[i].tag == Tag::A { href.map(clean) } else { None }
}

/// Blocks to the headline or to the first block of the body, whichever is nearer; negative before the body.
#[must_use]
pub(crate) fn away(body: &Body, block: usize) -> i32 {
    let apart = |from: usize| i32::try_from(block).unwrap_or(i32::MAX) - i32::try_from(from).unwrap_or(i32::MAX);
    // What was kept above the headline, if anything, is not where the article begins.
    let below = |k: &&usize| body.headline.is_none_or(|h| **k > h);
    let first = body.kept.iter().find(below).or(body.kept.first()).copied().unwrap_or(body.first);
    let from_first = apart(first);
    match body.headline {
        Some(headline) if from_first < 0 && headline < first => from_first.max(-apart(headline).abs() - 1),
        _ => from_first,
    }
}

/// The place of a node as its last three elements, each with its first class: `article.story > header > p.byline`.
#[must_use]
pub fn path(document: &Document, node: usize) -> String {
    let above = std::iter::successors(Some(node), |&at| Some(document.nodes[at].parent as usize));
    let mut steps = above.take_while(|&at| at != 0).filter(|&at| document.nodes[at].tag != Tag::Text);
    let steps = [steps.next(), steps.next(), steps.next()];
    let mut path = String::with_capacity(64);
    for at in steps.into_iter().rev().flatten() {
        if !path.is_empty() {
            path.push_str(" > ");
        }
        path.push_str(document.nodes[at].tag.name());
        if let Some(class) = document.attr(at, Attr::Class).and_then(|c| c.split_ascii_whitespace().next()) {
            let end = class.char_indices().nth(40).map_or(class.len(), |(end, _)| end);
            path.push('.');
            path.push_str(&clean(&class[..end]));
        }
    }
    if path.is_empty() { Tag::Html.name().to_owned() } else { path }
}

/// The metas that are asked about, sorted: by the rules of the fields, and `og:type` by the choice of the body.
const METAS: &[&str] = &[
    "apple-mobile-web-app-title", "application-name", "article.created", "article.published", "article:author",
    "article:author_name", "article:content_tier", "article:modified_time", "article:published",
    "article:published_time", "article:section", "article:tag", "article_date_original", "author", "authors",
    "bt:pubdate", "byl", "citation_author", "citation_publication_date", "content-language", "copyright", "cre",
    "created", "creator", "cxense-publish-time", "cxenseparse:author", "cxenseparse:recs:publishtime", "date",
    "date.release", "datecreated", "datemodified", "datepublished", "dc.contributor", "dc.creator", "dc.date",
    "dc.date.created", "dc.date.issued", "dc.date.modified", "dc.description", "dc.language", "dc.publisher",
    "dc.subject", "dc.title", "dcterms.created", "dcterms.creator", "dcterms.date", "dcterms.issued",
    "dcterms.modified", "dcterms.title", "description", "displaydate", "headline", "inlanguage", "keywords",
    "language", "last-modified", "last-published", "last_updated", "lastmod", "modified", "news_keywords",
    "og:article:author", "og:article:published_time", "og:article:section", "og:article:tag", "og:description",
    "og:image", "og:image:url", "og:locale", "og:published_time", "og:site_name", "og:title", "og:type",
    "og:updated_time", "og:url", "originalpublicationdate", "parsely-author", "parsely-link", "parsely-pub-date",
    "parsely-section", "parsely-tags", "parsely-title", "pdate", "ptime", "pubdate", "publication-date",
    "publication_date", "publish-date", "publish_date", "publishdate", "published-date", "published_at",
    "published_time", "publisher", "publishtime", "revised", "rnews:datepublished", "sailthru.author", "sailthru.date",
    "sailthru.description", "sailthru.tags", "sailthru.title", "section", "shareaholic:article_published_time", "time",
    "title", "twitter:data1", "twitter:data2", "twitter:description", "twitter:image", "twitter:image:src",
    "twitter:label1", "twitter:label2", "twitter:site", "twitter:title", "twitter:url", "updated_time",
    "weibo: article:create_at",
];
