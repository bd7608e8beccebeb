//! The names of elements and attributes that anything here asks about.

/// The longest name that anything asks about, in bytes.
const LONGEST: usize = 16;

/// The name at `start..end` as one number, its letters in lower case, so that a single comparison tells names apart; 0
/// where it is longer than any name that is asked about.
#[must_use]
#[inline]
pub fn word(bytes: &[u8], start: usize, end: usize) -> u128 {
    // Setting this bit turns capitals into small letters, and no other character of a name into a letter.
    const LOWER: u128 = u128::from_le_bytes([0x20; LONGEST]);
    let length = end - start;
    if length == 0 || length > LONGEST {
        return 0;
    }
    let raw = match bytes.get(start..).and_then(<[u8]>::first_chunk) {
        Some(chunk) => u128::from_le_bytes(*chunk),
        None => packed(&bytes[start..end]),
    };
    (raw | LOWER) & (u128::MAX >> (8 * (LONGEST - length)))
}

const fn packed(name: &[u8]) -> u128 {
    let mut word = 0;
    let mut i = 0;
    while i < name.len() {
        word |= (name[i] as u128) << (8 * i);
        i += 1;
    }
    word
}

/// Slots of the open-addressed tables that are filled when the crate is compiled.
const SLOTS: usize = 512;
const FREE: u8 = u8::MAX;

const fn slots(words: &[u128]) -> [u8; SLOTS] {
    let mut slots = [FREE; SLOTS];
    let mut i = 0;
    while i + 1 < words.len() {
        let mut slot = slot_of(words[i]);
        while slots[slot] != FREE {
            slot = (slot + 1) % SLOTS;
        }
        slots[slot] = i as u8;
        i += 1;
    }
    slots
}

const fn slot_of(word: u128) -> usize {
    let folded = (word as u64) ^ ((word >> 64) as u64).rotate_left(17);
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55) as usize
}

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident, $other:ident: $($variant:ident = $name:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $kind { $($variant,)* $other }

        impl $kind {
            /// The number of names, the catch-all included.
            pub const COUNT: usize = $kind::$other as usize + 1;

            const ALL: [Self; Self::COUNT] = [$(Self::$variant,)* Self::$other];
            const WORDS: [u128; Self::COUNT] = [$(packed($name),)* 0];
            const SLOTS: [u8; SLOTS] = slots(&Self::WORDS);

            /// The value of a name, given as `word` gives it; the catch-all where nothing asks about it.
            #[must_use]
            #[inline]
            pub fn of(word: u128) -> Self {
                let mut slot = slot_of(word);
                loop {
                    let found = Self::SLOTS[slot] as usize;
                    if found == FREE as usize {
                        return Self::$other;
                    }
                    if Self::WORDS[found] == word {
                        return Self::ALL[found];
                    }
                    slot = (slot + 1) % SLOTS;
                }
            }

            /// The name as it stands in HTML.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => match std::str::from_utf8($name) { Ok(s) => s, Err(_) => "" },)*
                    Self::$other => "other",
                }
            }
        }
    };
}

names! {
    /// An element's name; `Text` is a run of text, which is no element.
    Tag, Other:
    Text = b"#text", Html = b"html", Head = b"head", Body = b"body",
    Title = b"title", Meta = b"meta", Link = b"link", Base = b"base", Script = b"script", Style = b"style",
    Noscript = b"noscript", Template = b"template",
    Article = b"article", Main = b"main", Section = b"section", Div = b"div", Header = b"header", Footer = b"footer",
    Nav = b"nav", Aside = b"aside", Address = b"address", Hgroup = b"hgroup", Center = b"center",
    Details = b"details", Summary = b"summary", Dialog = b"dialog", Fieldset = b"fieldset", Legend = b"legend",
    Form = b"form", Search = b"search",
    H1 = b"h1", H2 = b"h2", H3 = b"h3", H4 = b"h4", H5 = b"h5", H6 = b"h6",
    P = b"p", Pre = b"pre", Blockquote = b"blockquote", Hr = b"hr", Br = b"br", Wbr = b"wbr",
    Ul = b"ul", Ol = b"ol", Menu = b"menu", Li = b"li", Dl = b"dl", Dt = b"dt", Dd = b"dd",
    Table = b"table", Caption = b"caption", Thead = b"thead", Tbody = b"tbody", Tfoot = b"tfoot",
    Tr = b"tr", Td = b"td", Th = b"th", Colgroup = b"colgroup", Col = b"col",
    Figure = b"figure", Figcaption = b"figcaption", Picture = b"picture", Img = b"img", AmpImg = b"amp-img",
    Source = b"source", Video = b"video", Audio = b"audio", Track = b"track", Iframe = b"iframe", Embed = b"embed",
    Object = b"object", Param = b"param", Canvas = b"canvas", Svg = b"svg", Math = b"math",
    A = b"a", Span = b"span", B = b"b", Strong = b"strong", I = b"i", Em = b"em", U = b"u", S = b"s", Small = b"small",
    Big = b"big", Font = b"font", Sub = b"sub", Sup = b"sup", Mark = b"mark", Q = b"q", Cite = b"cite", Code = b"code",
    Tt = b"tt", Time = b"time", Abbr = b"abbr", Label = b"label", Del = b"del", Ins = b"ins",
    Button = b"button", Input = b"input", Select = b"select", Option = b"option", Optgroup = b"optgroup",
    Textarea = b"textarea", Xmp = b"xmp", Noembed = b"noembed", Noframes = b"noframes", Area = b"area",
    Marquee = b"marquee", Frameset = b"frameset", Listing = b"listing", Dir = b"dir", Nobr = b"nobr",
}

names! {
    /// An attribute's name; attributes that nothing asks about are not kept.
    Attr, Other:
    Class = b"class", Id = b"id", Href = b"href", Src = b"src", Srcset = b"srcset", DataSrc = b"data-src",
    DataOriginal = b"data-original", DataLazySrc = b"data-lazy-src", DataSrcset = b"data-srcset", Alt = b"alt",
    Title = b"title", Name = b"name", Property = b"property", Content = b"content", HttpEquiv = b"http-equiv",
    Charset = b"charset", Lang = b"lang", XmlLang = b"xml:lang", Type = b"type", Rel = b"rel", Role = b"role",
    Hidden = b"hidden", AriaHidden = b"aria-hidden", AriaLabel = b"aria-label", AriaModal = b"aria-modal", Style = b"style", Datetime = b"datetime",
    Itemprop = b"itemprop", Itemscope = b"itemscope", Itemtype = b"itemtype", Hreflang = b"hreflang",
    DataTestid = b"data-testid", DataComponent = b"data-component", DataType = b"data-type",
    Shadowroot = b"shadowrootmode", Width = b"width",
    DataTimestamp = b"data-timestamp", DataDatetime = b"data-datetime", DataPublished = b"data-published",
}

impl Default for Tag {
    /// The element that says nothing.
    fn default() -> Self {
        Self::Div
    }
}

impl Tag {
    /// Elements without content, which never stay open.
    #[must_use]
    pub fn is_void(self) -> bool {
        use Tag::{Area, Base, Br, Col, Embed, Hr, Img, Input, Link, Meta, Param, Source, Track, Wbr};
        matches!(self, Area | Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr)
    }

    /// Elements whose content is no markup, or markup that a reader does not see: passed over by its end tag alone.
    #[must_use]
    pub fn is_raw(self) -> bool {
        use Tag::{Iframe, Math, Noembed, Noframes, Noscript, Script, Style, Svg, Template, Textarea, Title, Xmp};
        matches!(
            self,
            Script | Style | Title | Textarea | Svg | Math | Iframe | Noscript | Template | Xmp | Noembed | Noframes
        )
    }

    /// Elements that begin a block of their own on the screen.
    #[must_use]
    pub fn is_block(self) -> bool {
        use Tag::{
            Address, Article, Aside, Blockquote, Body, Caption, Center, Dd, Details, Dialog, Dir, Div, Dl, Dt,
            Fieldset, Figcaption, Figure, Footer, Form, Frameset, H1, H2, H3, H4, H5, H6, Head, Header, Hgroup, Hr,
            Html, Legend, Li, Listing, Main, Marquee, Menu, Nav, Ol, Option, P, Pre, Search, Section, Select, Summary,
            Table, Tbody, Td, Tfoot, Th, Thead, Tr, Ul,
        };
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Body
                | Caption
                | Center
                | Dd
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | Frameset
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Head
                | Header
                | Hgroup
                | Hr
                | Html
                | Legend
                | Li
                | Listing
                | Main
                | Marquee
                | Menu
                | Nav
                | Ol
                | Option
                | P
                | Pre
                | Search
                | Section
                | Select
                | Summary
                | Table
                | Tbody
                | Td
                | Tfoot
                | Th
                | Thead
                | Tr
                | Ul
        )
    }

    /// 1 to 6 for a heading, 0 for all else.
    #[must_use]
    pub fn heading_level(self) -> u8 {
        let (first, this) = (Tag::H1 as u8, self as u8);
        if (first..=Tag::H6 as u8).contains(&this) { this - first + 1 } else { 0 }
    }

    /// Elements that hold table structure, which end tags from inside a cell do not reach through.
    #[must_use]
    pub fn is_table_part(self) -> bool {
        use Tag::{Caption, Table, Tbody, Td, Tfoot, Th, Thead, Tr};
        matches!(self, Table | Caption | Thead | Tbody | Tfoot | Tr | Td | Th)
    }
}
