//! Raw text to what a reader sees: entities decoded, white space collapsed, invisible characters dropped.

use std::borrow::Cow;

use memchr::memchr;

/// Longest entity that is looked for behind an ampersand: the longest name of the standard has 31 letters.
const LONGEST_ENTITY: usize = 33;

/// Writes text piece by piece into a buffer, so that white space collapses across the borders of the pieces.
#[derive(Debug, Default)]
pub struct Collapser {
    /// The text so far: neither starts nor ends with a space of the source.
    pub out: String,
    space: bool,
    /// Where the current run began: no space is written before its first letter.
    start: usize,
}

impl Collapser {
    /// Begin a new run at the end of the buffer.
    pub fn begin(&mut self) {
        self.start = self.out.len();
        self.space = false;
    }

    /// What was written since `begin`.
    #[must_use]
    pub fn run(&self) -> &str {
        &self.out[self.start..]
    }

    /// The byte offset of the current run.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// Forget what was written since `begin`.
    pub fn discard(&mut self) {
        self.out.truncate(self.start);
        self.space = false;
    }

    /// A line break inside the run; spaces around it vanish.
    pub fn line_break(&mut self) {
        if self.out.len() > self.start && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.space = false;
    }

    /// A gap between two inline pieces that a screen would show apart.
    pub fn gap(&mut self) {
        self.space = true;
    }

    /// Drop a trailing line break.
    pub fn trim_end(&mut self) {
        while self.out.len() > self.start && self.out.ends_with('\n') {
            self.out.pop();
        }
    }

    /// Write raw HTML text.
    pub fn push(&mut self, raw: &str) {
        let decoded = decode(raw);
        let text: &str = &decoded;
        let mut at = 0;
        while at < text.len() {
            let end = end_of_run(text.as_bytes(), at);
            if at < end {
                self.word(&text[at..end]);
            }
            let Some(c) = text[end..].chars().next() else { return };
            at = end + c.len_utf8();
            if c.is_whitespace() {
                self.space = true;
            } else if !is_invisible(c) {
                self.word(&text[end..at]);
            }
        }
    }

    fn word(&mut self, word: &str) {
        if self.space && self.out.len() > self.start && !self.out.ends_with('\n') {
            self.out.push(' ');
        }
        self.space = false;
        self.out.push_str(word);
    }
}

/// Where a run of words with single spaces between them ends: nearly all text is written as it stands.
fn end_of_run(bytes: &[u8], start: usize) -> usize {
    let mut spaced = true;
    let goes_on = |c: &&u8| {
        let space = **c == b' ';
        let goes_on = PLAIN[**c as usize] || space && !spaced;
        spaced = space;
        goes_on
    };
    let length = bytes[start..].iter().take_while(goes_on).count();
    let end = start + length;
    if length > 0 && bytes[end - 1] == b' ' { end - 1 } else { end }
}

/// Bytes that belong to characters which are neither white space nor invisible. Those that are begin with an ASCII byte
/// or with 0xC2, 0xE1, 0xE2, 0xE3 or 0xEF; whoever meets one of these looks at the character.
static PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = !matches!(byte, 0..=0x20 | 0x7f | 0xc2 | 0xe1 | 0xe2 | 0xe3 | 0xef);
        byte += 1;
    }
    plain
};

/// Characters that have no width and no meaning in prose: soft hyphens, zero-width spaces, byte order marks, controls.
/// The joiners U+200C and U+200D stay: Persian and emoji need them; so do direction marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fffd}' | '\u{fffc}') || c.is_control()
}

/// The first bytes of a text, cut between characters.
#[must_use]
pub fn beginning(text: &str, bytes: usize) -> &str {
    let cut = (0..=bytes.min(text.len())).rev().find(|i| text.is_char_boundary(*i));
    &text[..cut.unwrap_or(0)]
}

/// Collapse a raw piece on its own.
#[must_use]
pub fn clean(raw: &str) -> String {
    let mut collapser = Collapser { out: String::with_capacity(raw.len()), ..Collapser::default() };
    collapser.push(raw);
    collapser.out
}

/// Decode the character references of a text; borrowed where there are none.
#[must_use]
pub fn decode(raw: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', raw.as_bytes()) else { return Cow::Borrowed(raw) };
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    let mut next = Some(first);
    while let Some(at) = next {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = reference(rest, &mut out);
        if length == 0 {
            out.push('&');
        }
        rest = &rest[length.max(1)..];
        next = memchr(b'&', rest.as_bytes());
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Decode the reference that `text` begins with; gives its length, 0 where it is none.
fn reference(text: &str, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let limit = bytes.len().min(LONGEST_ENTITY);
    let numeric = bytes.get(1) == Some(&b'#');
    let mut end = if numeric { 2 } else { 1 };
    while end < limit && (bytes[end].is_ascii_alphanumeric()) {
        end += 1;
    }
    let closed = bytes.get(end) == Some(&b';');
    let body = &text[1..end];
    let found = if numeric { number(&body[1..]) } else { None };
    if let Some(c) = found {
        out.push(c);
    } else if numeric || body.is_empty() {
        return 0;
    } else if closed {
        let whole = &text[..=end];
        let decoded = html_escape::decode_html_entities(whole);
        if decoded == whole {
            return 0;
        }
        out.push_str(&decoded);
    } else {
        return legacy(body, out);
    }
    end + usize::from(closed)
}

/// Names that browsers take without a semicolon, as old pages write them.
fn legacy(body: &str, out: &mut String) -> usize {
    const NAMES: [(&str, char); 12] = [
        ("nbsp", '\u{a0}'),
        ("quot", '"'),
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("copy", '©'),
        ("reg", '®'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("szlig", 'ß'),
        ("eacute", 'é'),
    ];
    for (name, c) in NAMES {
        if body.starts_with(name) {
            out.push(c);
            return name.len() + 1;
        }
    }
    0
}

/// The character of a numeric reference. 128 to 159 mean windows-1252 there, as browsers have it.
fn number(digits: &str) -> Option<char> {
    const WINDOWS_1252: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d,
        0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d,
        0x17e, 0x178,
    ];
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    match code {
        128..=159 => char::from_u32(u32::from(WINDOWS_1252[code as usize - 128])),
        0 => Some('\u{fffd}'),
        _ => Some(char::from_u32(code).unwrap_or('\u{fffd}')),
    }
}

/// The first characters of a text in lower case.
#[must_use]
pub fn lower_start(text: &str, characters: usize) -> Cow<'_, str> {
    let end = if text.len() <= characters {
        text.len()
    } else {
        text.char_indices().nth(characters).map_or(text.len(), |(i, _)| i)
    };
    let start = &text[..end];
    if start.is_ascii() {
        if start.bytes().any(|c| c.is_ascii_uppercase()) {
            Cow::Owned(start.to_ascii_lowercase())
        } else {
            Cow::Borrowed(start)
        }
    } else {
        Cow::Owned(start.to_lowercase())
    }
}
