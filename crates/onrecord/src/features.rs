//! What a forest is told of a block: numbers about it, its neighbours, the elements around it and the page.
//!
//! Strategy. One pass reads the text of each block. Prefix sums over the blocks make every sum over an element two
//! look-ups; blocks whose elements carry the same names (a signature) are summed up too, since what a site shows in
//! the same form is the same thing. A rough guess of what is prose (`prose`) says where the bulk of the text lies, and
//! every block is placed in relation to it. The same code makes the features in training and in use.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::blocks::{Block, Blocks, Container};
use crate::cues::Roles;
use crate::dom::Document;
use crate::forest::Model;
use crate::kinds::Declared;
use crate::lexicon::{InRow, Lexicon, NameScores};
use crate::lexis::{STOP_WORDS, Triple, WordSet};
use crate::tags::{Attr, Tag};

/// Elements around a block that are described: those that hold more blocks than the one inside them.
const AROUND: usize = 4;
/// Blocks before and behind whose looks are told.
const NEAR: isize = 3;
/// Longest texts compared with the title and the description, in words.
const SHORT: u32 = 80;
/// A line with author and date has no more words.
const LINE_WORDS: u32 = 20;
/// From this guess on a block is the beginning of the prose.
const BEGINS_PROSE: f32 = 0.4;
/// A heading under the headline with so many words is its standfirst.
const SUBHEADING_WORDS: u32 = 8;
/// No distance counts for more.
pub(crate) const FAR: usize = 60;

/// What the head and the data of a page say that helps to find its body.
#[derive(Debug, Default)]
pub struct Hints<'a> {
    /// What the page is called.
    pub titles: &'a [String],
    /// Its summaries.
    pub descriptions: Vec<&'a str>,
    /// schema.org's articleBody.
    pub article_body: Option<&'a str>,
    /// What the page says of its kind.
    pub declared: Declared,
    /// The address that it claims.
    pub address: Option<&'a str>,
}

/// Takes features one by one: as numbers, or as names.
pub trait Sink {
    /// The next feature.
    fn put(&mut self, name: &'static str, value: f32);
    /// The same feature of another block or of an element around: `number` says which.
    fn put_numbered(&mut self, name: &'static str, number: isize, value: f32);
}

impl Sink for Vec<f32> {
    fn put(&mut self, _: &'static str, value: f32) {
        self.push(value);
    }
    fn put_numbered(&mut self, _: &'static str, _: isize, value: f32) {
        self.push(value);
    }
}

impl Sink for Vec<String> {
    fn put(&mut self, name: &'static str, _: f32) {
        self.push(name.to_owned());
    }
    fn put_numbered(&mut self, name: &'static str, number: isize, _: f32) {
        self.push(format!("{name} {number:+}"));
    }
}

/// What is known of one block by itself.
#[derive(Debug, Clone, Default)]
pub struct Looks {
    /// How much of it is prose, roughly: 0 to 1.
    pub prose: f32,
    /// The number of its signature.
    pub signature: u32,
    /// How the text ends: 0 without a mark, 1 with that of a sentence, 2 with a colon.
    pub ends: u8,
    /// The containers around it, by their numbers, each larger than the one before.
    pub around: [u32; AROUND],
    /// The last heading at or before it, as a block; itself counts.
    pub heading: Option<u32>,
    /// What the lexicons think of its words and of the names around it.
    said: f32,
    named: f32,
    stop: f32,
    begins: u8,
    titled: f32,
    described: f32,
    stated: f32,
    /// The hash of its words, and how many blocks of the page have them.
    pub text: u64,
    /// See `text`.
    pub same_text: u32,
}

/// Sums over blocks.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    blocks: f32,
    words: f32,
    linked: f32,
    prose: f32,
    ended: f32,
}

impl Sum {
    fn add(&mut self, block: &Block, looks: &Looks) {
        let words = block.words as f32;
        self.blocks += 1.0;
        self.words += words;
        self.linked += words * block.link_share;
        self.prose += words * looks.prose;
        self.ended += f32::from(looks.ends == 1);
    }

    fn less(self, other: Self) -> Self {
        Self {
            blocks: self.blocks - other.blocks,
            words: self.words - other.words,
            linked: self.linked - other.linked,
            prose: self.prose - other.prose,
            ended: self.ended - other.ended,
        }
    }
}

/// The blocks of a page that look alike.
#[derive(Debug, Clone, Copy, Default)]
struct Alike {
    sum: Sum,
    first: u32,
    last: u32,
}

/// A page, ready to describe each of its blocks.
#[derive(Debug)]
pub struct Page<'a> {
    /// Its tree.
    pub document: &'a Document<'a>,
    /// Its blocks.
    pub blocks: &'a Blocks,
    /// What is known of each block.
    pub looks: Vec<Looks>,
    /// The hash of each signature.
    pub signatures: Vec<u64>,
    /// The block of the headline.
    pub headline: Option<usize>,
    sums: Vec<Sum>,
    alike: Vec<Alike>,
    /// The signature with the most prose, and the container with most of the prose and little else.
    main: usize,
    core: usize,
    /// The first block below the headline that is prose and one of several alike.
    begins: usize,
    /// What it says of its kind.
    pub declared: Declared,
    stated_words: f32,
}

/// Call with a page of one block.
pub(crate) fn with_a_page(call: impl FnOnce(&Page)) {
    if let Ok(document) = Document::parse("<p>One.") {
        let blocks = Blocks::of(&document, false);
        call(&Page::of(&document, &blocks, &Hints::default(), None, &Model::default()));
    }
}

pub(crate) fn yes(condition: bool) -> f32 {
    f32::from(u8::from(condition))
}

pub(crate) fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl<'a> Page<'a> {
    /// Read the texts of all blocks and sum them up.
    #[must_use]
    pub fn of(
        document: &'a Document<'a>,
        blocks: &'a Blocks,
        hints: &Hints,
        headline: Option<usize>,
        model: &Model,
    ) -> Self {
        let mut looks = read(blocks, hints, &model.words);
        let mut names = NameScores::of(&model.names, document);
        let (signatures, numbers) = signatures(document, blocks);
        let around = around(blocks);
        let mut alike = vec![Alike { first: u32::MAX, ..Alike::default() }; signatures.len()];
        let mut sums = vec![Sum::default()];
        let mut heading = None;
        for (i, block) in blocks.blocks.iter().enumerate() {
            let look = &mut looks[i];
            look.signature = numbers[i];
            look.around = around[i];
            look.named = names.score(block.place.node);
            if block.place.tag.heading_level() > 0 {
                heading = Some(i as u32);
            }
            look.heading = heading;
            let group = &mut alike[numbers[i] as usize];
            group.sum.add(block, look);
            group.first = group.first.min(i as u32);
            group.last = i as u32;
            let mut sum = sums[i];
            sum.add(block, look);
            sums.push(sum);
        }
        let main = (0..alike.len()).max_by(|a, b| alike[*a].sum.prose.total_cmp(&alike[*b].sum.prose)).unwrap_or(0);
        let core = core(blocks, &sums);
        let stated_words = hints.article_body.map_or(0.0, |t| t.len() as f32 / 6.0);
        let declared = hints.declared;
        let is_prose =
            |i: &usize| looks[*i].prose >= BEGINS_PROSE && alike[looks[*i].signature as usize].sum.blocks >= 2.0;
        let below = headline.map_or(0, |h| h + 1);
        let begins = (below..looks.len()).find(is_prose).unwrap_or(alike.get(main).map_or(0, |a| a.first as usize));
        Self { document, blocks, looks, signatures, headline, sums, alike, main, core, begins, declared, stated_words }
    }

    fn sum(&self, container: &Container) -> Sum {
        self.sums[container.last as usize].less(self.sums[container.first as usize])
    }

    /// The first block of the page's bulk and one past its last.
    #[must_use]
    pub fn core(&self) -> (usize, usize) {
        let core = &self.blocks.containers[self.core];
        (core.first as usize, core.last as usize)
    }

    /// Whether block `i` stands where a standfirst does: before the bulk of the prose, not above the headline.
    #[must_use]
    pub fn may_be_standfirst(&self, i: usize) -> bool {
        let block = &self.blocks.blocks[i];
        i < self.begins
            && self.headline.is_none_or(|h| i > h)
            && (4..=90).contains(&block.words)
            && block.link_share < 0.6
    }

    /// Whether the elements of block `i` call it a standfirst, or it is a long heading right under the headline; and it is
    /// not the first of many alike.
    #[must_use]
    pub fn is_named_standfirst(&self, i: usize) -> bool {
        let block = &self.blocks.blocks[i];
        let subheading = block.place.tag.heading_level() > 1
            && block.words >= SUBHEADING_WORDS
            && self.headline.is_some_and(|h| i <= h + 2);
        let named = self.blocks.near_roles(self.document, i).has(Roles::STANDFIRST) || subheading;
        let alike = self.alike[self.looks[i].signature as usize].sum.blocks;
        named && alike <= 3.0 && !block.roles.has(NOT_STANDFIRST) && self.may_be_standfirst(i)
    }

    /// Whether block `i` stands between the headline and a line with the author or the date: where a standfirst does.
    #[must_use]
    pub fn stands_above_byline(&self, i: usize) -> bool {
        let line = |j: usize| {
            let block = &self.blocks.blocks[j];
            let signed = block.roles.has(Roles::BYLINE.with(Roles::DATE).with(Roles::META))
                || block.lexis.digits * 8 > block.lexis.characters;
            signed && block.words <= LINE_WORDS
        };
        let under = self.headline.is_some_and(|h| i == h + 1) && self.may_be_standfirst(i) && !line(i);
        let near = (i + 1)..(i + 3).min(self.blocks.blocks.len());
        under && self.looks[i].prose > 0.05 && near.clone().any(line)
    }

    /// Describe block `i`.
    pub fn describe(&self, i: usize, sink: &mut impl Sink) {
        self.own(i, sink);
        self.names(i, sink);
        self.elements(i, sink);
        self.signature(i, sink);
        self.position(i, sink);
        self.order(i, sink);
        for offset in (-NEAR..=NEAR).filter(|o| *o != 0) {
            self.neighbour(i, offset, sink);
        }
    }

    /// The block by itself.
    fn own(&self, i: usize, sink: &mut impl Sink) {
        let (block, look) = (&self.blocks.blocks[i], &self.looks[i]);
        let lexis = &block.lexis;
        let (words, characters) = (block.words.max(1) as f32, lexis.characters.max(1) as f32);
        sink.put("words", block.words as f32);
        sink.put("link share", block.link_share);
        sink.put("is a link", yes(block.link != 0));
        sink.put("heading level", f32::from(block.place.tag.heading_level()));
        sink.put("is p", yes(block.place.tag == Tag::P));
        sink.put("is div", yes(block.place.tag == Tag::Div));
        sink.put("is item", yes(matches!(block.place.tag, Tag::Li | Tag::Dd | Tag::Dt)));
        sink.put("is cell", yes(matches!(block.place.tag, Tag::Td | Tag::Th)));
        sink.put("is pre", yes(block.place.tag == Tag::Pre));
        sink.put("in list", yes(block.place.list != 0));
        sink.put("in item", yes(block.place.item != 0));
        sink.put("in table", yes(block.place.table != 0));
        sink.put("in quote", yes(block.place.quote != 0));
        sink.put("letters a word", characters / words);
        sink.put("capitals", lexis.capitals as f32 / characters);
        sink.put("capitalized", lexis.capitalized as f32 / words);
        sink.put("digits", lexis.digits as f32 / characters);
        sink.put("commas", lexis.commas as f32 / words);
        sink.put("sentences", lexis.sentences as f32);
        sink.put("quotes", lexis.quotes as f32);
        sink.put("marks", lexis.marks as f32 / words);
        sink.put("stop words", look.stop);
        sink.put("ends", f32::from(look.ends));
        sink.put("begins", f32::from(look.begins));
        sink.put("titled", look.titled);
        sink.put("described", look.described);
        sink.put("stated", look.stated);
        sink.put("same text", look.same_text as f32);
        sink.put("prose", look.prose);
        sink.put("said", look.said);
        sink.put("named", look.named);
    }

    /// What the elements around it call themselves: all of them, and the nearest alone.
    fn names(&self, i: usize, sink: &mut impl Sink) {
        let block = &self.blocks.blocks[i];
        let near = self.blocks.near_roles(self.document, i);
        for (number, role) in (0..).zip(ROLES) {
            sink.put_numbered("role", number, yes(block.roles.has(role)));
            sink.put_numbered("near role", number, yes(near.has(role)));
        }
    }

    /// The elements around it.
    fn elements(&self, i: usize, sink: &mut impl Sink) {
        let page = self.sums[self.blocks.blocks.len()];
        sink.put("depth", f32::from(self.document.nodes[self.blocks.blocks[i].place.node as usize].depth));
        for (level, container) in (1..).zip(self.looks[i].around) {
            let container = &self.blocks.containers[container as usize];
            let sum = self.sum(container);
            sink.put_numbered("around: blocks", level, sum.blocks);
            sink.put_numbered("around: words", level, sum.words);
            sink.put_numbered("around: link share", level, share(sum.linked, sum.words));
            sink.put_numbered("around: prose share", level, share(sum.prose, sum.words));
            sink.put_numbered("around: of all prose", level, share(sum.prose, page.prose));
            sink.put_numbered("around: ended", level, share(sum.ended, sum.blocks));
            let before = i - container.first as usize;
            sink.put_numbered("around: before", level, before.min(FAR) as f32);
            sink.put_numbered("around: behind", level, (container.last as usize - i - 1).min(FAR) as f32);
            sink.put_numbered("around: words a block", level, share(sum.words, sum.blocks));
        }
    }

    /// The blocks that look like it.
    fn signature(&self, i: usize, sink: &mut impl Sink) {
        let page = self.sums[self.blocks.blocks.len()];
        let group = &self.alike[self.looks[i].signature as usize];
        let main = &self.alike[self.main];
        sink.put("alike: blocks", group.sum.blocks);
        sink.put("alike: words a block", share(group.sum.words, group.sum.blocks));
        sink.put("alike: link share", share(group.sum.linked, group.sum.words));
        sink.put("alike: of all prose", share(group.sum.prose, page.prose));
        sink.put("alike: ended", share(group.sum.ended, group.sum.blocks));
        sink.put("alike: spread", (group.last - group.first) as f32 / group.sum.blocks.max(1.0));
        sink.put("is main", yes(self.looks[i].signature as usize == self.main));
        sink.put("main: of all prose", share(main.sum.prose, page.prose));
        sink.put("main: blocks", main.sum.blocks);
        sink.put("main: from first", signed(i, main.first as usize));
        sink.put("main: from last", signed(i, main.last as usize));
        let shared = self.looks[i].around.iter().position(|c| {
            let c = &self.blocks.containers[*c as usize];
            c.first <= main.first && main.first < c.last
        });
        sink.put("main: shared element", shared.unwrap_or(AROUND) as f32);
    }

    /// Where it stands on the page.
    fn position(&self, i: usize, sink: &mut impl Sink) {
        let count = self.blocks.blocks.len();
        let page = self.sums[count];
        let (first, last) = self.core();
        self.describe_whole(sink);
        sink.put("page: is article", yes(self.declared.has(Declared::ARTICLE)));
        sink.put("page: is news", yes(self.declared.has(Declared::NEWS)));
        sink.put("blocks before", i as f32 / count as f32);
        sink.put("prose before", share(self.sums[i].prose, page.prose));
        sink.put("words before", self.sums[i].words);
        sink.put("core: from first", signed(i, first));
        sink.put("core: from last", signed(i, last));
        let headline = self.headline.unwrap_or(0);
        let since = self.sums[i].less(self.sums[headline.min(i)]);
        sink.put("headline: blocks since", if self.headline.is_some() { signed(i, headline) } else { -100.0 });
        sink.put("headline: words since", since.words);
        sink.put("headline: prose since", since.prose);
    }

    /// The page as a whole.
    pub fn describe_whole(&self, sink: &mut impl Sink) {
        let count = self.blocks.blocks.len();
        let page = self.sums[count];
        let core = self.sum(&self.blocks.containers[self.core]);
        sink.put("page: blocks", count as f32);
        sink.put("page: words", page.words);
        sink.put("page: prose", page.prose);
        sink.put("page: link share", share(page.linked, page.words));
        sink.put("page: stated words", self.stated_words);
        sink.put("page: has headline", yes(self.headline.is_some()));
        sink.put("core: of all prose", share(core.prose, page.prose));
        sink.put("core: prose share", share(core.prose, core.words));
    }

    /// What came before it: headings, bylines, words that end an article.
    fn order(&self, i: usize, sink: &mut impl Sink) {
        let heading = self.looks[i].heading.map_or(0, |h| h as usize);
        let (block, look) = (&self.blocks.blocks[heading], &self.looks[heading]);
        sink.put("under: blocks", (i - heading).min(FAR) as f32);
        sink.put("under: level", f32::from(block.place.tag.heading_level()));
        sink.put("under: link", block.link_share);
        sink.put("under: words", block.words as f32);
        sink.put("under: said", look.said);
        sink.put("under: alike", self.alike[look.signature as usize].sum.blocks);
        sink.put("under: main side", signed(heading, self.alike[self.main].first as usize));
    }

    fn neighbour(&self, i: usize, offset: isize, sink: &mut impl Sink) {
        let Some(j) = i.checked_add_signed(offset).filter(|j| *j < self.blocks.blocks.len()) else {
            for name in NEIGHBOUR {
                sink.put_numbered(name, offset, -1.0);
            }
            return;
        };
        let (block, look) = (&self.blocks.blocks[j], &self.looks[j]);
        let together = self.looks[i].around[0] == look.around[0];
        let values = [
            block.words as f32,
            block.link_share,
            f32::from(block.place.tag.heading_level()),
            look.prose,
            yes(look.signature == self.looks[i].signature),
            yes(together),
            f32::from(look.ends),
            yes(block.place.tag == Tag::P),
        ];
        for (name, value) in NEIGHBOUR.into_iter().zip(values) {
            sink.put_numbered(name, offset, value);
        }
    }
}

const NEIGHBOUR: [&str; 8] = [
    "near: words", "near: link share", "near: heading", "near: prose", "near: alike", "near: together", "near: ends",
    "near: is p",
];

/// The roles that are told.
const ROLES: [Roles; 27] = [
    Roles::BODY,
    Roles::MAIN,
    Roles::HEADLINE,
    Roles::STANDFIRST,
    Roles::BYLINE,
    Roles::DATE,
    Roles::CAPTION,
    Roles::NAV,
    Roles::FOOTER,
    Roles::HEADER,
    Roles::ASIDE,
    Roles::COMMENT,
    Roles::RELATED,
    Roles::SHARE,
    Roles::PROMO,
    Roles::AD,
    Roles::TAGS,
    Roles::BIO,
    Roles::EMBED,
    Roles::LEGAL,
    Roles::CREDIT,
    Roles::MODIFIED,
    Roles::PUBLISHED,
    Roles::LIVE,
    Roles::TEASER,
    Roles::META,
    Roles::HIDDEN,
];

/// Blocks from one to the other, bounded.
pub(crate) fn signed(at: usize, from: usize) -> f32 {
    let far = FAR as f32;
    (at as f32 - from as f32).clamp(-far, far)
}

/// Read the text of every block.
fn read(blocks: &Blocks, hints: &Hints, lexicon: &Lexicon) -> Vec<Looks> {
    let title = WordSet::of(hints.titles.iter().map(String::as_str), 11);
    let description = WordSet::of(hints.descriptions.iter().copied(), 12);
    let stated = hints.article_body.map(|text| WordSet::triples(text, 17));
    let mut seen: HashMap<u64, u32, RandomState> =
        HashMap::with_capacity_and_hasher(blocks.blocks.len(), RandomState::default());
    let stop_words = &*STOP_WORDS;
    let mut looks: Vec<Looks> = (0..blocks.blocks.len())
        .map(|i| {
            let (block, text) = (&blocks.blocks[i], blocks.text_of(i));
            let (mut stop, mut titled, mut described, mut triples, mut known) = (0u32, 0u32, 0u32, 0u32, 0u32);
            let (mut last, mut row) = (Triple::default(), InRow::default());
            let (mut weights, mut weighed) = (0, 0);
            let mut whole = 0u64;
            let lexis = &block.lexis;
            for &hash in blocks.hashes_of(i) {
                stop += u32::from(stop_words.has(hash));
                titled += u32::from(title.has(hash));
                described += u32::from(description.has(hash));
                whole = (whole ^ u64::from(hash)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
                if let Some(hashes) = row.push(hash) {
                    weights += lexicon.weight(hashes[0]) + lexicon.weight(hashes[1]);
                    weighed += 2;
                }
                if let Some(stated) = &stated
                    && let Some(triple) = last.push(hash)
                {
                    triples += 1;
                    known += u32::from(stated.has(triple));
                }
            }
            *seen.entry(whole).or_default() += 1;
            let words = lexis.words.max(1) as f32;
            let short = lexis.words <= SHORT;
            let ends = ends(text);
            Looks {
                prose: prose(block, ends, stop as f32 / words),
                ends,
                begins: begins(text),
                said: lexicon.score(weights, weighed),
                text: whole,
                stop: stop as f32 / words,
                titled: if short { titled as f32 / words } else { 0.0 },
                described: if short { described as f32 / words } else { 0.0 },
                stated: if stated.is_none() { -1.0 } else { share(known as f32, triples as f32) },
                ..Looks::default()
            }
        })
        .collect();
    for look in &mut looks {
        look.same_text = seen.get(&look.text).copied().unwrap_or(1);
    }
    looks
}

/// How much of a block is prose, roughly.
fn prose(block: &Block, ends: u8, stop: f32) -> f32 {
    if block.roles.has(NEVER_PROSE) || block.place.tag.heading_level() > 0 {
        return 0.0;
    }
    let length = (block.words as f32 / 25.0).min(1.0);
    let sentence = if ends > 0 { 1.0 } else { 0.4 };
    let common = (stop * 4.0).clamp(0.4, 1.0);
    length * sentence * common * (1.0 - block.link_share).powi(2)
}

const NEVER_PROSE: Roles = Roles::COMMENT
    .with(Roles::BIO)
    .with(Roles::NAV)
    .with(Roles::FOOTER)
    .with(Roles::CAPTION)
    .with(Roles::RELATED)
    .with(Roles::PROMO);

const NOT_STANDFIRST: Roles = NEVER_PROSE.with(Roles::BYLINE).with(Roles::TEASER).with(Roles::EMBED).with(Roles::TAGS);

fn ends(text: &str) -> u8 {
    let trimmed = text.trim_end_matches(['"', '”', '’', '»', '\'', ')', ']', '」', '』', '“', '*']);
    match trimmed.chars().next_back() {
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | ';' | '։') => 1,
        Some(':' | '：') => 2,
        _ => 0,
    }
}

fn begins(text: &str) -> u8 {
    match text.chars().next() {
        Some(c) if c.is_ascii_digit() => 3,
        Some('"' | '“' | '„' | '«' | '「' | '‘' | '\'') => 4,
        Some(c) if c.is_lowercase() => 2,
        Some(c) if c.is_alphabetic() => 1,
        _ => 0,
    }
}

/// The hash of each signature, and the signature of each block: the tags and classes of the element and the two
/// around it, without digits, which number what is alike.
fn signatures(document: &Document, blocks: &Blocks) -> (Vec<u64>, Vec<u32>) {
    let mut known: HashMap<u64, u32, RandomState> = HashMap::default();
    let mut hashes = Vec::new();
    let mut of_node = vec![0u64; document.nodes.len()]; // 0: not asked yet
    let numbers = blocks
        .blocks
        .iter()
        .map(|block| {
            let mut hash = u64::from(block.place.tag.heading_level()) << 8 | block.place.tag.name().len() as u64;
            let mut node = block.place.node;
            for _ in 0..3 {
                let own = &mut of_node[node as usize];
                if *own == 0 {
                    *own = name_hash(document, node as usize);
                }
                let own = *own;
                hash = (hash ^ own).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
                node = document.nodes[node as usize].parent;
            }
            *known.entry(hash).or_insert_with(|| {
                hashes.push(hash);
                hashes.len() as u32 - 1
            })
        })
        .collect();
    (hashes, numbers)
}

fn name_hash(document: &Document, node: usize) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let class = document.attr(node, Attr::Class).unwrap_or("").bytes().take(80).filter(|c| !c.is_ascii_digit());
    for c in document.nodes[node].tag.name().bytes().chain([b'.']).chain(class) {
        hash = (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// For each block the containers around it, each with more blocks than the one before; the last one repeats.
fn around(blocks: &Blocks) -> Vec<[u32; AROUND]> {
    let containers = &blocks.containers;
    let root = containers.len() as u32 - 1;
    let mut number = vec![root; blocks.roles.len()];
    for (i, container) in containers.iter().enumerate() {
        number[container.node as usize] = i as u32;
    }
    // The next larger container; those around come later, so this runs from the last to the first.
    let mut larger = vec![root; containers.len()];
    for i in (0..containers.len() - 1).rev() {
        let outer = number[containers[i].outer as usize];
        let (a, b) = (&containers[i], &containers[outer as usize]);
        larger[i] = if a.first == b.first && a.last == b.last { larger[outer as usize] } else { outer };
    }
    blocks
        .blocks
        .iter()
        .map(|block| {
            let mut at = number[block.place.node as usize];
            if containers[at as usize].last - containers[at as usize].first == 1 {
                at = larger[at as usize];
            }
            std::array::from_fn(|_| {
                let this = at;
                at = larger[at as usize];
                this
            })
        })
        .collect()
}

/// The container with the best F1 of prose: much of all that is on the page, and little else.
fn core(blocks: &Blocks, sums: &[Sum]) -> usize {
    let all = sums[blocks.blocks.len()].prose;
    let f1 = |c: &Container| {
        let inside = sums[c.last as usize].less(sums[c.first as usize]);
        2.0 * inside.prose / (inside.words + all).max(1.0)
    };
    let best = (0..blocks.containers.len())
        .max_by(|a, b| f1(&blocks.containers[*a]).total_cmp(&f1(&blocks.containers[*b])).then(b.cmp(a)));
    best.unwrap_or(0)
}
