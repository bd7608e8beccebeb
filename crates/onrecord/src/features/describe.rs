//! A block in numbers: by itself, by the names around it, by its elements, its like, its place and its neighbours.

use super::{AROUND, FAR, Page, Sink, share, signed, yes};
use crate::cues::Roles;
use crate::kinds::Declared;
use crate::tags::Tag;

/// Blocks before and behind whose looks are told.
const NEAR: isize = 3;

impl Page<'_> {
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

    /// The last heading at or before it; the first block where there is none.
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
