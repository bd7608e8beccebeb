//! What kind of page it is: an article, an index page, a forum, a product, or something else.
//!
//! A small forest over numbers of the whole page: what it says of itself, what its address looks like, and what the
//! first opinion of its blocks adds up to.

use crate::blocks::Blocks;
use crate::cues::Roles;
use crate::features::{Page, Sink, share, yes};
use crate::things::Thing;

/// A kind of page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// One text that somebody published.
    #[default]
    Article,
    /// A list of other pages.
    Index,
    /// A thread of posts.
    Forum,
    /// Something that is sold.
    Product,
    /// A service, documentation, all else.
    Other,
}

impl Kind {
    /// All kinds, in the order of the forest's outputs and of the model's thresholds.
    pub const ALL: [Self; 5] = [Self::Article, Self::Index, Self::Forum, Self::Product, Self::Other];

    /// Its name in a record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Index => "index page",
            Self::Forum => "forum",
            Self::Product => "product",
            Self::Other => "other",
        }
    }
}

/// What a page says of its own kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Declared(u32);

macro_rules! declared {
    ($($name:ident = $bit:literal;)*) => {
        #[allow(missing_docs)]
        impl Declared {
            $(pub const $name: Self = Self(1 << $bit);)*
            const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

declared! {
    ARTICLE = 0; NEWS = 1; BLOG = 2; PRODUCT = 3; FORUM = 4; LIST = 5; RECIPE = 6; SITE = 7; OG_ARTICLE = 8;
    OG_WEBSITE = 9; OG_PRODUCT = 10; DATED = 11;
    AT_FORUM = 12; AT_PRODUCT = 13; AT_LIST = 14; AT_MANUAL = 15; AT_NEWS = 16; AT_FRONT = 17;
}

impl Declared {
    /// Whether it says any of the other's.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, other: Self, condition: bool) {
        self.0 |= if condition { other.0 } else { 0 };
    }

    /// By the things and metas of a page and the address that it claims.
    #[must_use]
    pub fn of(things: &[Thing], metas: &[(&str, String)], address: Option<&str>) -> Self {
        let mut found = Self::default();
        for name in things.iter().filter(|t| t.role != "author" && t.role != "publisher").flat_map(|t| &t.types) {
            let ends = |names: &[&str]| names.iter().any(|n| name.ends_with(n));
            found.add(Self::ARTICLE, ends(&["Article", "Posting", "Report", "Review"]));
            found.add(Self::NEWS, ends(&["NewsArticle"]));
            found.add(Self::BLOG, ends(&["BlogPosting", "Blog"]));
            found.add(Self::PRODUCT, ends(&["Product", "Offer", "AggregateOffer", "ProductGroup"]));
            found.add(Self::FORUM, ends(&["DiscussionForumPosting", "QAPage", "Question", "Answer", "Comment"]));
            found.add(Self::LIST, ends(&["ItemList", "CollectionPage", "SearchResultsPage", "OfferCatalog"]));
            found.add(Self::RECIPE, ends(&["Recipe", "HowTo", "FAQPage"]));
            found.add(Self::SITE, ends(&["LocalBusiness", "Service", "AboutPage", "ContactPage"]));
        }
        for (key, value) in metas {
            let kind = value.trim();
            match *key {
                "og:type" => {
                    found.add(Self::OG_ARTICLE, kind.eq_ignore_ascii_case("article"));
                    found.add(Self::OG_WEBSITE, kind.eq_ignore_ascii_case("website"));
                    found.add(Self::OG_PRODUCT, kind.to_ascii_lowercase().contains("product"));
                }
                "article:published_time" | "article:section" | "datepublished" => found.add(Self::DATED, true),
                _ => {}
            }
        }
        found.add(Self::ARTICLE, found.has(Self::OG_ARTICLE));
        if let Some(address) = address {
            found.say_address(address);
        }
        found
    }

    fn say_address(&mut self, address: &str) {
        let path = path(address).to_ascii_lowercase();
        let any = |parts: &[&str]| parts.iter().any(|p| path.contains(p));
        self.add(
            Self::AT_FORUM,
            any(&[
                "/forum", "/thread", "/topic/", "/t/", "viewtopic", "/questions/", "/discuss", "/community/",
                "/comments/",
            ]),
        );
        self.add(Self::AT_PRODUCT, any(&["/product", "/dp/", "/p/", "/itm/", "/shop/", "/pdp/", "/item/"]));
        self.add(
            Self::AT_LIST,
            any(&["/category", "/collection", "/c/", "/tag/", "/tags/", "/search", "/browse", "/listing", "/topics"]),
        );
        self.add(
            Self::AT_MANUAL,
            any(&["/docs", "/documentation", "/manual", "/reference", "/api", "/guide", "/help"]),
        );
        self.add(Self::AT_NEWS, any(&["/news", "/article", "/blog", "/story", "/20"]));
        self.add(Self::AT_FRONT, path.trim_matches('/').is_empty());
    }
}

/// The path of an address, with what follows it.
fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.find('/').map_or("", |i| &rest[i..])
}

/// Describe a page: its blocks with the probability that each is of the body.
pub fn describe(page: &Page, probability: &[f32], address: Option<&str>, sink: &mut impl Sink) {
    for (number, said) in (0..).zip(Declared::ALL) {
        sink.put_numbered("declared", number, yes(page.declared.has(*said)));
    }
    let last = address.map_or("", path).trim_end_matches('/').rsplit('/').next().unwrap_or("");
    sink.put("address: steps", address.map_or(-1.0, |a| path(a).matches('/').count() as f32));
    sink.put("address: last", last.len() as f32);
    sink.put("address: hyphens", last.matches(['-', '_']).count() as f32);
    sink.put("address: digits", last.bytes().filter(u8::is_ascii_digit).count() as f32);
    page.describe_whole(sink);
    let sums = Sums::of(page.blocks, page, probability);
    let count = page.blocks.blocks.len() as f32;
    sink.put("expected words", sums.expected);
    sink.put("expected share", share(sums.expected, sums.words));
    sink.put("doubt", share(sums.doubt, sums.expected));
    sink.put("likely blocks", sums.likely);
    sink.put("likely share", share(sums.likely, count));
    sink.put("words a likely block", share(sums.likely_words, sums.likely));
    sink.put("likely headings", share(sums.headings, sums.likely));
    sink.put("likely items", share(sums.items, sums.likely));
    sink.put("likely cells", share(sums.cells, sums.likely));
    sink.put("likely linked", share(sums.linked, sums.likely_words));
    sink.put("likely paragraphs", sums.paragraphs);
    sink.put("linked headings", sums.linked_headings);
    sink.put("comments", sums.comments);
    sink.put("bylines", sums.bylines);
    sink.put("dates", sums.dates);
    sink.put("prices", sums.prices);
    sink.put("prices a block", share(sums.prices, count));
}

/// A text with a price has no more words.
const PRICE_WORDS: u32 = 12;

fn names_price(text: &str) -> bool {
    let may = text.bytes().any(|c| c == b'$' || !c.is_ascii()); // most short texts are told at once
    may && text.contains(['$', '€', '£', '₹', '¥'])
}

/// Sums over the blocks of a page.
#[derive(Debug, Default)]
struct Sums {
    words: f32,
    expected: f32,
    doubt: f32,
    likely: f32,
    likely_words: f32,
    headings: f32,
    items: f32,
    cells: f32,
    linked: f32,
    paragraphs: f32,
    linked_headings: f32,
    comments: f32,
    bylines: f32,
    dates: f32,
    prices: f32,
}

impl Sums {
    fn of(blocks: &Blocks, page: &Page, probability: &[f32]) -> Self {
        let mut sums = Self::default();
        for (i, (block, p)) in blocks.blocks.iter().zip(probability).enumerate() {
            let words = block.words as f32;
            let heading = block.place.tag.heading_level() > 0;
            sums.words += words;
            sums.expected += p * words;
            sums.doubt += p * (1.0 - p) * words;
            if *p > 0.5 {
                sums.likely += 1.0;
                sums.likely_words += words;
                sums.headings += yes(heading);
                sums.items += yes(block.place.item != 0);
                sums.cells += yes(block.place.cell != 0);
                sums.linked += words * block.link_share;
                sums.paragraphs += yes(block.words >= 12 && page.looks[i].ends == 1);
            }
            sums.linked_headings += yes(heading && block.link != 0);
            sums.comments += yes(block.roles.has(Roles::COMMENT));
            sums.bylines += yes(block.roles.has(Roles::BYLINE));
            sums.dates += yes(block.roles.has(Roles::DATE));
            sums.prices += yes(block.words <= PRICE_WORDS && names_price(blocks.text_of(i)));
        }
        sums
    }
}
