//! What a page says of itself in schema.org's words, from JSON-LD and from microdata, as one flat list of things.
//!
//! A thing is an object with its types, the property under which it stands in another thing, and those of its own
//! properties that a record asks about. Flat, so that whoever judges it needs no recursion.

use std::borrow::Cow;

use crate::dom::Document;
use crate::json::{self, Value};
use crate::tags::{Attr, Tag};
use crate::text::{beginning, clean, decode};

/// Things kept of one page.
const MAX_THINGS: usize = 400;
/// Values kept of one property of one thing.
const MAX_VALUES: usize = 60;

/// Properties that a record asks about.
const KEYS: &[&str] = &[
    "@id", "url", "name", "headline", "description", "author", "creator", "publisher", "datePublished", "dateModified",
    "dateCreated", "uploadDate", "articleBody", "articleSection", "keywords", "inLanguage", "mainEntityOfPage",
    "givenName", "familyName", "isAccessibleForFree", "image", "contentUrl", "sameAs",
];

/// Properties behind which stand things that are not this article.
const ELSEWHERE: &[&str] = &[
    "comment", "comments", "review", "reviews", "breadcrumb", "potentialAction", "itemListElement", "logo", "sameAs",
    "relatedLink", "mentions", "about", "citation", "isPartOf", "liveBlogUpdate", "offers", "aggregateRating",
    "address", "contactPoint", "hasPart", "isBasedOn", "blogPost", "speakable", "interactionStatistic", "worksFor",
    "memberOf", "subjectOf", "itemReviewed", "recipeInstructions",
];

/// Something that the page describes.
#[derive(Debug, Clone, Default)]
pub struct Thing {
    /// Where it stands, as `json-ld[0].@graph[2].author[0]` or `microdata[3]`.
    pub place: String,
    /// Its types without the address of their vocabulary.
    pub types: Vec<String>,
    /// The property under which it stands in `parent`; empty at the top.
    pub role: String,
    /// The index of the thing that it stands in.
    pub parent: Option<usize>,
    /// Its properties, one entry a value.
    pub properties: Vec<(&'static str, String)>,
}

impl Thing {
    /// Whether one of its types is a kind of article.
    #[must_use]
    pub fn is_article(&self) -> bool {
        let kinds = ["Article", "Posting", "Report", "Review"];
        self.types.iter().any(|t| kinds.iter().any(|kind| t.ends_with(kind)))
    }
}

/// All things of a page, JSON-LD first.
#[must_use]
pub fn things(document: &Document) -> Vec<Thing> {
    let mut all = Vec::new();
    let mut scripts = 0;
    for i in document.data(Tag::Script) {
        let kind = document.attr(i, Attr::Type).and_then(|t| t.trim().get(..19));
        if kind.is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json")) {
            json_ld(document.raw(i), scripts, &mut all);
            scripts += 1;
        }
    }
    microdata(document, &mut all);
    all
}

fn json_ld(raw: &str, script: usize, all: &mut Vec<Thing>) {
    let decoded = if raw.trim_start().starts_with(['&']) || raw.contains("{&quot;") { decode(raw) } else { raw.into() };
    let values = json::parse(&decoded);
    let several = values.len() > 1;
    for (n, value) in values.iter().enumerate() {
        let place = if several { format!("json-ld[{script}]({n})") } else { format!("json-ld[{script}]") };
        collect(value, &place, "", None, all);
    }
}

/// Recursion is bounded by the depth of `json::parse`.
fn collect(value: &Value, place: &str, role: &str, parent: Option<usize>, all: &mut Vec<Thing>) {
    if all.len() >= MAX_THINGS {
        return;
    }
    match value {
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                collect(item, &format!("{place}[{n}]"), role, parent, all);
            }
        }
        Value::Object(members) => {
            let index = all.len();
            all.push(Thing { place: place.to_owned(), role: role.to_owned(), parent, ..Thing::default() });
            for (key, value) in members {
                member(key, value, place, index, all);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

fn member(key: &str, value: &Value, place: &str, index: usize, all: &mut Vec<Thing>) {
    if key == "@type" {
        each_scalar(value, &mut |t| all[index].types.push(short_type(t)));
    } else if ELSEWHERE.contains(&key) {
        if key == "liveBlogUpdate" {
            let count = if let Value::Array(items) = value { items.len() } else { 1 };
            if all[index].properties.len() < MAX_VALUES {
                all[index].properties.push(("liveBlogUpdate", count.to_string()));
            }
        }
    } else {
        let known = KEYS.iter().find(|k| **k == key);
        if let Some(known) = known {
            each_scalar(value, &mut |text| {
                if all[index].properties.iter().filter(|(k, _)| k == known).count() < MAX_VALUES {
                    all[index].properties.push((known, text.to_owned()));
                }
            });
        }
        if known.is_some() || key == "@graph" || key == "mainEntity" || key == "video" {
            collect(value, &format!("{place}.{key}"), key, Some(index), all);
        }
    }
}

fn each_scalar(value: &Value, take: &mut impl FnMut(&str)) {
    match value {
        Value::Scalar(text) => take(&without_controls(text)),
        Value::Array(items) => {
            for item in items {
                if let Value::Scalar(text) = item {
                    take(&without_controls(text));
                }
            }
        }
        Value::Null | Value::Object(_) => {}
    }
}

/// A text without control characters but its line breaks.
fn without_controls(text: &str) -> Cow<'_, str> {
    let drops = |c: char| c.is_control() && c != '\n';
    // Control characters are below U+0020 or begin with the byte 0xC2.
    let may_drop = text.bytes().fold(0, |may, c| may | u8::from(c < b' ' || c == 0x7f || c == 0xc2));
    if may_drop != 0 && text.contains(drops) { text.replace(drops, " ").into() } else { text.into() }
}

/// `https://schema.org/NewsArticle`, `schema:NewsArticle` and `NewsArticle` are one type.
fn short_type(name: &str) -> String {
    name.trim().rsplit(['/', ':', '#']).next().unwrap_or("").to_owned()
}

fn microdata(document: &Document, all: &mut Vec<Thing>) {
    let mut walk = Microdata { document, scopes: Vec::new(), count: 0, all };
    for i in document.stating.iter().map(|&i| i as usize) {
        walk.leave(i);
        if document.has_any(i, &[Attr::Itemprop, Attr::Itemscope]) {
            walk.element(i);
        }
    }
}

struct Microdata<'a> {
    document: &'a Document<'a>,
    /// The end of each open scope and its thing; None where what stands in it is not told.
    scopes: Vec<(usize, Option<usize>)>,
    count: usize,
    all: &'a mut Vec<Thing>,
}

impl Microdata<'_> {
    fn leave(&mut self, i: usize) {
        while self.scopes.last().is_some_and(|s| s.0 <= i) {
            self.scopes.pop();
        }
    }

    fn element(&mut self, i: usize) {
        let property = self.document.attr(i, Attr::Itemprop);
        if self.document.attr(i, Attr::Itemscope).is_some() {
            let thing = self.thing(i, property.unwrap_or("").trim());
            self.count += 1;
            self.scopes.push((self.document.nodes[i].end as usize, thing));
        } else if let (Some(names), Some((_, Some(thing)))) = (property, self.scopes.last()) {
            let properties = &mut self.all[*thing].properties;
            let asked =
                |k: &&&'static str| names.split_ascii_whitespace().take(8).any(|n| n == **k) && **k != "articleBody";
            let known: Vec<&'static str> = KEYS.iter().filter(asked).copied().collect();
            if !known.is_empty() && properties.len() < MAX_VALUES {
                let value = item_value(self.document, i);
                properties.extend(known.into_iter().map(|k| (k, value.clone())));
            }
        }
    }

    /// The thing that a scope opens, unless it describes something that is not this article.
    fn thing(&mut self, i: usize, role: &str) -> Option<usize> {
        let types: Vec<String> =
            self.document.attr(i, Attr::Itemtype).unwrap_or("").split_ascii_whitespace().map(short_type).collect();
        let untold = self.scopes.last().is_some_and(|s| s.1.is_none());
        let elsewhere =
            ELSEWHERE.contains(&role) || types.iter().any(|t| t == "Comment" || t == "ListItem" || t == "Review");
        if untold || elsewhere || self.all.len() >= MAX_THINGS {
            return None;
        }
        let parent = if role.is_empty() { None } else { self.scopes.last().and_then(|s| s.1) };
        let place = format!("microdata[{}]", self.count);
        self.all.push(Thing { place, types, role: role.to_owned(), parent, properties: Vec::new() });
        Some(self.all.len() - 1)
    }
}

/// The value of a microdata property, as the HTML standard has it.
fn item_value(document: &Document, i: usize) -> String {
    let by = |name| document.attr(i, name).map(|value| clean(beginning(value, 4_000)));
    let direct = match document.nodes[i].tag {
        Tag::A | Tag::Link | Tag::Area if document.attr(i, Attr::Rel).is_none_or(|r| r != "author") => {
            by(Attr::Content).or_else(|| {
                let text = crate::evidence::text_under(document, i, 200);
                let wants_url = matches!(document.attr(i, Attr::Itemprop), Some("url" | "mainEntityOfPage"));
                if wants_url || text.is_empty() { by(Attr::Href) } else { Some(text) }
            })
        }
        Tag::Img | Tag::Source | Tag::Embed | Tag::Iframe => by(Attr::Content).or_else(|| by(Attr::Src)),
        Tag::Time => by(Attr::Datetime).or_else(|| by(Attr::Content)),
        _ => by(Attr::Content).or_else(|| by(Attr::Datetime)),
    };
    direct.unwrap_or_else(|| crate::evidence::text_under(document, i, 300))
}
