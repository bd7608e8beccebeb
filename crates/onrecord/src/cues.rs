//! What the names that authors of pages give to their elements say about the role of what stands inside.
//!
//! Class, id, data-testid and the like are lower-cased and cut at every border of a word (`articleBody` and
//! `article__body` both become `-article-body-`), and one Aho-Corasick pass finds the cues of the table below.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use foldhash::fast::RandomState;

use crate::dom::Document;
use crate::tags::{Attr, Tag};

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(pub u32);

macro_rules! roles {
    ($($name:ident = $bit:literal, $word:literal;)*) => {
        #[allow(missing_docs)]
        impl Roles {
            $(pub const $name: Self = Self(1 << $bit);)*
            const WORDS: &'static [(Self, &'static str)] = &[$((Self::$name, $word),)*];
        }
    };
}

roles! {
    BODY = 0, "body"; MAIN = 1, "main"; HEADLINE = 2, "headline"; STANDFIRST = 3, "standfirst"; BYLINE = 4, "byline";
    DATE = 5, "date"; CAPTION = 6, "caption"; NAV = 7, "navigation"; FOOTER = 8, "footer"; HEADER = 9, "header";
    ASIDE = 10, "aside"; COMMENT = 11, "comment"; RELATED = 12, "related"; SHARE = 13, "share"; PROMO = 14, "promo";
    AD = 15, "ad"; TAGS = 16, "tags"; BIO = 17, "biography"; EMBED = 18, "embed"; LEGAL = 19, "legal";
    HIDDEN = 20, "hidden"; CREDIT = 21, "credit"; MODIFIED = 22, "modified"; PUBLISHED = 23, "published";
    LIVE = 24, "live"; TEASER = 25, "teaser"; META = 26, "meta"; SAID = 27, "said";
}

impl Roles {
    /// Roles whose content is not the article.
    pub const NEGATIVE: Self = Self(
        Self::NAV.0
            | Self::FOOTER.0
            | Self::HEADER.0
            | Self::ASIDE.0
            | Self::COMMENT.0
            | Self::RELATED.0
            | Self::SHARE.0
            | Self::PROMO.0
            | Self::AD.0
            | Self::TAGS.0
            | Self::BIO.0
            | Self::LEGAL.0
            | Self::TEASER.0
            | Self::EMBED.0
            | Self::META.0
            | Self::BYLINE.0
            | Self::DATE.0
            | Self::CAPTION.0
            | Self::CREDIT.0
            | Self::STANDFIRST.0
            | Self::HEADLINE.0,
    );

    /// Whether any of `other` is in this set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set without the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The roles' words, parted by spaces.
    #[must_use]
    pub fn words(self) -> String {
        let words: Vec<&str> = Self::WORDS.iter().filter(|(role, _)| self.has(*role)).map(|(_, word)| *word).collect();
        words.join(" ")
    }
}

/// The cues: a hyphen is a border of a word. One line a role; a pattern may stand in several lines.
const CUES: &[(Roles, &[&str])] = &[
    (
        Roles::BODY,
        &[
            "-article-body", "-articlebody", "-article-content", "-articlecontent", "-article-text", "-articletext",
            "-article-copy", "-article-paragraph", "-story-body", "-storybody", "-story-content", "-storycontent",
            "-story-text", "-entry-content", "-entrycontent", "-entry-text", "-entry-body", "-post-content",
            "-postcontent", "-post-body", "-postbody", "-post-text", "-post-entry", "-body-content", "-body-text",
            "-bodytext", "-body-copy", "-bodycopy", "-content-body", "-content-text", "-rich-text", "-richtext",
            "-text-content", "-news-text", "-newstext", "-news-content", "-news-body", "-news-detail",
            "-single-content", "-cuerpo", "-corpo-", "-artikeltext", "-artikel-text", "-artikel-content", "-prose-",
            "-wysiwyg", "-field-name-body", "-field-body", "-story-paragraph", "-text-block", "-textblock",
            "-article-section", "-article-detail", "-detail-text", "-full-text", "-fulltext", "-contenido", "-texto-",
            "-testo-", "-paragraph-", "-tresc-", "-text-long", "-editor-content", "-content-article", "-content-entry",
            "-maincontent-text", "-meteredcontent", "-metered-content", "-paywall-content",
        ],
    ),
    (Roles::MAIN, &["-article-", "-story-", "-post-", "-hentry-", "-entry-", "-main-", "-artikel-", "-articulo-"]),
    (
        Roles::HEADLINE,
        &[
            "-headline", "-entry-title", "-post-title", "-article-title", "-story-title", "-page-title", "-titulo",
            "-hed-", "-news-title", "-title-",
        ],
    ),
    (
        Roles::STANDFIRST,
        &[
            "-standfirst", "-dek-", "-deck-", "-subtitle", "-sub-title", "-sub-headline", "-subheadline",
            "-subheading", "-lede-", "-lead-", "-article-intro", "-intro-", "-article-summary", "-summary-", "-chapo",
            "-entradilla", "-excerpt", "-bajada", "-ingress", "-vorspann", "-sommario", "-occhiello", "-catenaccio",
            "-strapline", "-article-description", "-article-lead", "-leadtext", "-lead-text", "-article-desc",
            "-subtitulo", "-sous-titre", "-abstract-", "-anons", "-article-teaser", "-perex", "-annotation", "-sapo-",
            "-subdek", "-synopsis", "-preamble", "-teaser-text", "-manchet", "-article-subhead", "-subhead-",
            "-subhed", "-subheader", "-strap-", "-preface", "-desc-",
        ],
    ),
    (
        Roles::BYLINE,
        &[
            "-byline", "-author", "-writer", "-autor-", "-autoren", "-autores", "-auteur", "-redactor", "-contributor",
            "-reporter", "-vcard", "-journalist", "-firma-", "-posted-by", "-byname", "-articlebyline", "-fn-",
            "-verfasser", "-forfatter", "-auther",
        ],
    ),
    (
        Roles::DATE,
        &[
            "-date", "-time-", "-timestamp", "-publish", "-posted-on", "-datum", "-fecha", "-pubdate", "-dateline",
            "-updated", "-post-time", "-datetime", "-created", "-posted-", "-data-pub", "-entry-date",
            "-publicationdate", "-zeit-", "-article-time", "-post-meta", "-entry-meta", "-article-meta",
            "-article-info", "-postmeta", "-tarih", "-issued",
        ],
    ),
    (Roles::PUBLISHED, &["-publish", "-posted", "-created", "-pubdate", "-datepublished", "-entry-date", "-issued"]),
    (
        Roles::MODIFIED,
        &["-updated", "-modified", "-lastmod", "-last-update", "-update-", "-aktualisiert", "-datemodified"],
    ),
    (
        Roles::META,
        &["-meta-", "-postmeta", "-entry-info", "-post-info", "-article-info", "-article-tools", "-toolbar", "-tools-"],
    ),
    (
        Roles::CAPTION,
        &[
            "-caption", "-figcaption", "-bildunterschrift", "-image-text", "-img-text", "-photo-text", "-media-legend",
            "-image-description", "-legende", "-pie-de-foto", "-didascalia", "-cutline", "-wp-caption", "-bildtext",
            "-imagetext", "-image-wrapper", "-media-info", "-mediainfo", "-image-container", "-photo-wrapper",
            "-imagebox",
        ],
    ),
    (
        Roles::CREDIT,
        &[
            "-credit", "-photo-credit", "-image-credit", "-copyright", "-photographer", "-image-source",
            "-photo-source", "-bildquelle", "-photo-by", "-foto-quelle", "-attribution", "-source-", "-src-",
            "-quelle-", "-fuente-", "-fonte-", "-copy-right",
        ],
    ),
    (
        Roles::NAV,
        &[
            "-nav-", "-navigation", "-navbar", "-menu-", "-menubar", "-breadcrumb", "-pagination", "-pager", "-skip-",
            "-topbar", "-toc-", "-table-of-contents", "-subnav", "-mainnav", "-megamenu", "-crumb", "-hamburger",
            "-navi-", "-page-links", "-nextprev", "-prev-next", "-post-navigation", "-steadfast", "-jump-to",
        ],
    ),
    (Roles::FOOTER, &["-footer", "-colophon", "-foot-", "-bottom-bar", "-site-info"]),
    (
        Roles::HEADER,
        &[
            "-site-header", "-masthead", "-global-header", "-page-header", "-top-header", "-branding", "-logo-",
            "-siteheader",
        ],
    ),
    (
        Roles::ASIDE,
        &[
            "-sidebar", "-side-bar", "-aside", "-right-rail", "-rightrail", "-right-col", "-rail-", "-widget",
            "-secondary-", "-factbox", "-infobox", "-sidecolumn", "-marginal",
        ],
    ),
    (
        Roles::COMMENT,
        &[
            "-comment", "-disqus", "-kommentar", "-respond-", "-replies", "-livefyre", "-discussion", "-leserbrief",
            "-viafoura", "-coral-", "-opinions-form",
        ],
    ),
    (
        Roles::RELATED,
        &[
            "-related", "-recommend", "-recirc", "-more-news", "-read-more", "-readmore", "-read-also", "-also-read",
            "-trending", "-most-read", "-mostread", "-most-popular", "-popular", "-latest-", "-see-also", "-outbrain",
            "-taboola", "-up-next", "-next-article", "-suggested", "-you-may", "-recent-", "-similar", "-read-next",
            "-more-from", "-more-stories", "-more-on-", "-onward", "-carousel", "-linklist", "-link-list", "-mehr-zum",
            "-weitere", "-leggi-anche", "-lire-aussi", "-a-lire", "-te-puede", "-relacionad", "-ligados", "-crosslink",
            "-topstories", "-top-stories", "-morestories", "-moreon", "-verwandt", "-zergnet", "-internal-links",
            "-jp-relatedposts", "-read-too", "-inline-story", "-interlink", "-leia-", "-saiba", "-relation",
            "-also-on",
        ],
    ),
    (
        Roles::SHARE,
        &[
            "-share-", "-shares-", "-sharebar", "-sharebutton", "-sharetool", "-sharelink", "-sharing", "-social",
            "-addtoany", "-addthis", "-sharedaddy", "-follow-", "-whatsapp", "-teilen", "-compartir", "-heateor",
            "-flattr", "-bookmark-", "-likes-",
        ],
    ),
    (
        Roles::PROMO,
        &[
            "-newsletter", "-subscri", "-signup", "-sign-up", "-donat", "-cookie", "-consent", "-gdpr", "-regwall",
            "-promo", "-banner", "-cta-", "-membership", "-login", "-app-download", "-modal", "-popup", "-pop-up",
            "-overlay", "-toast", "-abo-", "-offer", "-call-to-action", "-marketing", "-fundrais", "-spenden",
            "-mailchimp", "-paywall-message", "-paywall-offer", "-onetrust", "-didomi", "-support-us", "-contribute-",
            "-notification",
        ],
    ),
    (
        Roles::AD,
        &[
            "-ad-", "-ads-", "-advert", "-sponsor", "-adslot", "-dfp-", "-gpt-", "-anzeige", "-werbung", "-adsense",
            "-publicidad", "-reklama", "-adbox", "-adcontainer", "-pub-", "-affiliate",
        ],
    ),
    (
        Roles::TAGS,
        &[
            "-tags", "-tag-", "-topics", "-topic-", "-keywords", "-categories", "-category-", "-tag-list", "-taglist",
            "-hashtag", "-cat-links", "-post-tag", "-schlagwort",
        ],
    ),
    (
        Roles::BIO,
        &[
            "-author-bio", "-authorbio", "-about-author", "-about-the-author", "-author-box", "-authorbox",
            "-author-info", "-bio-", "-author-description", "-author-card", "-author-profile", "-author-details",
            "-author-about", "-author-desc", "-biography",
        ],
    ),
    (
        Roles::EMBED,
        &[
            "-twitter-tweet", "-instagram-media", "-tiktok-embed", "-fb-post", "-bluesky-embed", "-embed-", "-oembed",
            "-video-player", "-jwplayer", "-player-", "-audio-",
        ],
    ),
    (
        Roles::LEGAL,
        &["-copyright", "-disclaimer", "-legal-", "-imprint", "-impressum", "-terms-", "-license", "-rights-"],
    ),
    (
        Roles::TEASER,
        &[
            "-teaser", "-card-", "-promo-item", "-tile-", "-list-item-", "-article-list", "-post-list", "-stories-",
            "-articles-", "-posts-", "-headlines-", "-river-", "-feed-", "-swiper", "-slider", "-slick",
        ],
    ),
    (
        Roles::HIDDEN,
        &[
            "-sr-only", "-visually-hidden", "-visuallyhidden", "-screen-reader", "-screenreader", "-offscreen",
            "-assistive", "-print-only", "-printonly", "-noscreen", "-show-for-print",
        ],
    ),
    (
        Roles::LIVE,
        &["-live-blog", "-liveblog", "-live-update", "-ticker-", "-liveticker", "-live-post", "-lb-post", "-timeline-"],
    ),
];

struct Finder {
    automaton: AhoCorasick,
    roles: Vec<Roles>,
}

static FINDER: LazyLock<Option<Finder>> = LazyLock::new(|| {
    let flat: Vec<(Roles, &str)> = CUES.iter().flat_map(|(role, cues)| cues.iter().map(|cue| (*role, *cue))).collect();
    let automaton =
        AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(flat.iter().map(|(_, cue)| *cue)).ok()?;
    Some(Finder { automaton, roles: flat.iter().map(|(role, _)| *role).collect() })
});

/// Finds the roles that elements claim for themselves, not counting those of the elements around them. A page repeats its
/// classes: what one says is looked up once.
#[derive(Debug, Default)]
pub struct RoleFinder<'a> {
    of_class: HashMap<&'a str, Roles, RandomState>,
    buffer: Vec<u8>,
}

impl<'a> RoleFinder<'a> {
    /// The roles of one element.
    pub fn roles(&mut self, document: &Document<'a>, node: usize) -> Roles {
        let tag = document.nodes[node].tag;
        let mut roles = tag_roles(tag);
        if !document.has_attrs(node) || matches!(tag, Tag::Html | Tag::Body) {
            return roles; // the page's body carries classes about everything on the page
        }
        if let Some(class) = document.attr(node, Attr::Class) {
            roles = roles.with(self.of_class(class));
        }
        for name in [Attr::Id, Attr::DataTestid, Attr::DataComponent, Attr::DataType] {
            if let Some(value) = document.attr(node, name) {
                roles = roles.with(said(value, &mut self.buffer));
            }
        }
        if matches!(tag, Tag::Article | Tag::Main) {
            // Its classes name the tags, the category and the state of the post, not the role of what stands in it.
            let kept = Roles::COMMENT.with(Roles::RELATED).with(Roles::TEASER).with(Roles::LIVE);
            roles = roles.without(Roles(Roles::NEGATIVE.0 & !kept.0));
        }
        roles.with(attr_roles(document, node))
    }

    fn of_class(&mut self, class: &'a str) -> Roles {
        if let Some(known) = self.of_class.get(class) {
            return *known;
        }
        let roles = said(class, &mut self.buffer);
        self.of_class.insert(class, roles);
        roles
    }
}

/// The roles that a name, or several, say.
fn said(value: &str, buffer: &mut Vec<u8>) -> Roles {
    buffer.clear();
    normalize(value, buffer);
    let Some(finder) = FINDER.as_ref() else { return Roles::default() };
    let found = finder.automaton.find_overlapping_iter(buffer.as_slice());
    found.fold(Roles::default(), |roles, cue| roles.with(finder.roles[cue.pattern().as_usize()]))
}

/// Lower-case, with a hyphen at every border of a word and at both ends.
fn normalize(value: &str, out: &mut Vec<u8>) {
    out.push(b'-');
    let mut before = b'-';
    for &c in value.as_bytes().iter().take(400) {
        let border = !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if border && out.last() != Some(&b'-') {
            out.push(b'-');
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    if out.last() != Some(&b'-') {
        out.push(b'-');
    }
}

fn tag_roles(tag: Tag) -> Roles {
    match tag {
        Tag::Nav | Tag::Menu => Roles::NAV,
        Tag::Footer => Roles::FOOTER,
        Tag::Aside => Roles::ASIDE,
        Tag::Figcaption => Roles::CAPTION,
        Tag::Article | Tag::Main => Roles::MAIN,
        Tag::Dialog => Roles::PROMO,
        Tag::Time => Roles::DATE,
        _ => Roles::default(),
    }
}

fn attr_roles(document: &Document, node: usize) -> Roles {
    let mut roles = match document.attr(node, Attr::Role) {
        Some("navigation" | "menu" | "menubar" | "search") => Roles::NAV,
        Some("contentinfo") => Roles::FOOTER,
        Some("banner") => Roles::HEADER,
        Some("complementary") => Roles::ASIDE,
        Some("main" | "article") => Roles::MAIN,
        Some("dialog" | "alertdialog") => Roles::PROMO,
        _ => Roles::default(),
    };
    roles = roles.with(match document.attr(node, Attr::Itemprop) {
        Some("articleBody") => Roles::BODY,
        Some("headline") => Roles::HEADLINE,
        Some("author" | "creator") => Roles::BYLINE,
        Some("datePublished") => Roles::DATE.with(Roles::PUBLISHED),
        Some("dateModified") => Roles::DATE.with(Roles::MODIFIED),
        Some("caption") => Roles::CAPTION,
        Some("copyrightHolder" | "creditText" | "copyrightNotice") => Roles::CREDIT,
        Some("comment") => Roles::COMMENT,
        _ => Roles::default(),
    });
    if document.attr(node, Attr::Rel) == Some("author") {
        roles = roles.with(Roles::BYLINE);
    }
    if is_hidden(document, node) { roles.with(Roles::HIDDEN) } else { roles }
}

/// Whether the markup itself keeps an element from being seen.
fn is_hidden(document: &Document, node: usize) -> bool {
    if document.attr(node, Attr::AriaHidden) == Some("true") {
        return true;
    }
    if document.attr(node, Attr::Style).is_some_and(style_hides) {
        return true;
    }
    // A streaming renderer parks finished parts in <div hidden id="S:1"> until a script moves them into place.
    document.attr(node, Attr::Hidden).is_some() && !document.attr(node, Attr::Id).is_some_and(|id| id.starts_with("S:"))
}

/// Whether an inline style says `display: none` or `visibility: hidden`.
fn style_hides(style: &str) -> bool {
    style.split(';').take(30).filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        let (property, value) = (property.trim(), value.trim());
        property.eq_ignore_ascii_case("display") && value.get(..4).is_some_and(|v| v.eq_ignore_ascii_case("none"))
            || property.eq_ignore_ascii_case("visibility")
                && value.get(..6).is_some_and(|v| v.eq_ignore_ascii_case("hidden"))
    })
}
