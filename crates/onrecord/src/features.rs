//! What a forest is told of a block: numbers about it, its neighbours, the elements around it and the page.
//!
//! Strategy. One pass reads the text of each block. Prefix sums over the blocks make every sum over an element two
//! look-ups; blocks whose elements carry the same names (a signature) are summed up too, since what a site shows in
//! the same form is the same thing. A rough guess of what is prose (`prose`) says where the bulk of the text lies, and
//! every block is placed in relation to it. The same code makes the features in training and in use.

mod describe;
mod groups;
mod reading;

use crate::blocks::{Block, Blocks, Container};
use crate::cues::Roles;
use crate::dom::Document;
use crate::forest::Model;
use crate::kinds::Declared;
use crate::lexicon::NameScores;

/// Elements around a block that are described: those that hold more blocks than the one inside them.
const AROUND: usize = 4;
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
        let mut looks = reading::read(blocks, hints, &model.words);
        let mut names = NameScores::of(&model.names, document);
        let (signatures, numbers) = groups::signatures(document, blocks);
        let around = groups::around(blocks);
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
        let core = groups::core(blocks, &sums);
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
}

/// Blocks from one to the other, bounded.
pub(crate) fn signed(at: usize, from: usize) -> f32 {
    let far = FAR as f32;
    (at as f32 - from as f32).clamp(-far, far)
}

/// Roles under which nothing is prose.
const NEVER_PROSE: Roles = Roles::COMMENT
    .with(Roles::BIO)
    .with(Roles::NAV)
    .with(Roles::FOOTER)
    .with(Roles::CAPTION)
    .with(Roles::RELATED)
    .with(Roles::PROMO);

/// Roles under which nothing is a standfirst.
const NOT_STANDFIRST: Roles = NEVER_PROSE.with(Roles::BYLINE).with(Roles::TEASER).with(Roles::EMBED).with(Roles::TAGS);
