//! What each block is: part of the article, or which kind of thing around it.
//!
//! What the forests keep is named by its structure. What they leave out is named by the first that holds of the roles
//! that its elements claim, its links, and where it stands.

use crate::body::Body;
use crate::cues::Roles;
use crate::features::Page;
use crate::tags::Tag;

/// The class of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Class {
    Body,
    Heading,
    List,
    Table,
    Quote,
    Code,
    Headline,
    Standfirst,
    Byline,
    Date,
    Caption,
    Credit,
    Embed,
    Related,
    CallToAction,
    Biography,
    Comment,
    Legal,
    OtherArticle,
    Navigation,
}

impl Class {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Heading => "heading",
            Self::List => "list",
            Self::Table => "table",
            Self::Quote => "quote",
            Self::Code => "code",
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Date => "date",
            Self::Caption => "caption",
            Self::Credit => "credit",
            Self::Embed => "embed",
            Self::Related => "related",
            Self::CallToAction => "call to action",
            Self::Biography => "biography",
            Self::Comment => "comment",
            Self::Legal => "legal",
            Self::OtherArticle => "other article",
            Self::Navigation => "navigation",
        }
    }
}

/// The roles that name what was left out, the most telling first.
const ROLES: [(Roles, Class); 15] = [
    (Roles::COMMENT, Class::Comment),
    (Roles::BIO, Class::Biography),
    (Roles::CAPTION, Class::Caption),
    (Roles::CREDIT, Class::Credit),
    (Roles::EMBED, Class::Embed),
    (Roles::RELATED, Class::Related),
    (Roles::NAV, Class::Navigation),
    (Roles::PROMO, Class::CallToAction),
    (Roles::AD, Class::CallToAction),
    (Roles::LEGAL, Class::Legal),
    (Roles::SHARE, Class::Navigation),
    (Roles::TAGS, Class::Navigation),
    (Roles::FOOTER, Class::Navigation),
    (Roles::TEASER, Class::Related),
    (Roles::BYLINE, Class::Byline),
];
/// A byline or a date is no longer than this.
const LINE_WORDS: u32 = 25;
/// A text with so many words is prose: of another article where nothing else names it.
const PROSE_WORDS: u32 = 12;

/// The class of every block.
#[must_use]
pub fn classes(page: &Page, body: &Body) -> Vec<Class> {
    let mut classes: Vec<Class> = (0..page.blocks.blocks.len()).map(|i| left_out(page, i)).collect();
    for &i in &body.kept {
        classes[i] = kept(page, i);
    }
    for &i in &body.standfirst {
        classes[i] = Class::Standfirst;
    }
    if let Some(headline) = body.headline {
        classes[headline] = Class::Headline;
    }
    classes
}

fn kept(page: &Page, i: usize) -> Class {
    let place = &page.blocks.blocks[i].place;
    match place.tag {
        tag if tag.heading_level() > 0 => Class::Heading,
        Tag::Pre => Class::Code,
        _ if place.cell != 0 => Class::Table,
        _ if place.quote != 0 => Class::Quote,
        _ if place.item != 0 => Class::List,
        _ => Class::Body,
    }
}

fn left_out(page: &Page, i: usize) -> Class {
    let block = &page.blocks.blocks[i];
    let line = block.words <= LINE_WORDS;
    let named = ROLES.iter().find(|(role, class)| block.roles.has(*role) && (*class != Class::Byline || line));
    if let Some((_, class)) = named {
        return *class;
    }
    match block.words {
        words if block.roles.has(Roles::DATE) && line && words > 0 => Class::Date,
        words if words >= PROSE_WORDS && block.link_share < 0.5 => Class::OtherArticle,
        words if words >= 4 && (block.link != 0 || block.place.tag.heading_level() > 0) => Class::Related,
        _ => Class::Navigation,
    }
}
