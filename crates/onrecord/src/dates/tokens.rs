//! Tokens read to the right or to the left of a place: numbers, words, marks.
//!
//! Nothing is tokenised ahead: the patterns ask for the next token as long as they still hold, so text around a year
//! that is no date costs a token or two. Every token and every gap has a longest length, which bounds each step.

use super::fold::Folded;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run of decimal digits of any script.
    Number { value: u64, digits: u8 },
    /// A run of letters; a single character in Chinese characters.
    Word,
    /// Any other character.
    Mark(char),
}

/// A token: `text[start..end]`.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// White space lies between the token and the place it was read from.
    pub gap: bool,
}

impl Token {
    /// The value of a number of at most `longest` digits.
    pub fn number(&self, longest: u8) -> Option<u8> {
        match self.kind {
            Kind::Number { value, digits } if digits <= longest && value <= 99 => Some(value as u8),
            _ => None,
        }
    }

    /// The value of a number of exactly two digits.
    pub fn two_digits(&self) -> Option<u8> {
        matches!(self.kind, Kind::Number { digits: 2, .. }).then(|| self.number(2))?
    }

    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Longest run of digits that is told from a longer one.
const DIGITS: u8 = 18;
/// Longest word, in characters.
const LETTERS: usize = 40;
/// Longest gap, in characters; a date is not spread wider.
const GAP: usize = 40;

/// A text, of which nothing before `floor` is read.
#[derive(Clone, Copy)]
pub struct Text<'t> {
    pub text: &'t str,
    pub floor: usize,
}

impl<'t> Text<'t> {
    /// The token that begins at or after `at`.
    pub fn after(&self, at: usize) -> Option<Token> {
        let mut start = at;
        let mut gap = false;
        for c in self.text.get(at..)?.chars().take(GAP) {
            if !is_blank(c) {
                let (kind, end) = self.read(start, c);
                return Some(Token { kind, start, end, gap });
            }
            gap |= c.is_whitespace();
            start += c.len_utf8();
        }
        None
    }

    /// The token that ends at or before `at`.
    pub fn before(&self, at: usize) -> Option<Token> {
        let mut end = at;
        let mut gap = false;
        for c in self.text.get(self.floor..at)?.chars().rev().take(GAP) {
            if !is_blank(c) {
                let (kind, start) = self.read_back(end, c);
                return Some(Token { kind, start, end, gap });
            }
            gap |= c.is_whitespace();
            end -= c.len_utf8();
        }
        None
    }

    /// The character that stands directly before `at`, at or after the floor.
    pub fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(self.floor..at)?.chars().next_back()
    }

    /// The character at `at`.
    pub fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    pub fn slice(&self, token: Token) -> &'t str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    /// The word of a token, folded; other tokens give the empty word.
    pub fn folded(&self, token: Token) -> Folded {
        Folded::new(if token.kind == Kind::Word { self.slice(token) } else { "" })
    }

    fn read(&self, start: usize, first: char) -> (Kind, usize) {
        let rest = &self.text[start..];
        if digit(first).is_some() {
            let (mut value, mut digits, mut end) = (0_u64, 0, start);
            for (c, number) in rest.chars().map_while(|c| Some((c, digit(c)?))).take(usize::from(DIGITS)) {
                value = value * 10 + u64::from(number);
                digits += 1;
                end += c.len_utf8();
            }
            return (Kind::Number { value, digits }, end);
        }
        if !is_letter(first) {
            return (Kind::Mark(plain(first)), start + first.len_utf8());
        }
        let mut end = start + first.len_utf8();
        if !is_ideograph(first) {
            for c in rest.chars().take(LETTERS).skip(1) {
                if !(is_letter(c) && !is_ideograph(c) || c == '.' && self.abbreviates(end)) {
                    break;
                }
                end += c.len_utf8();
            }
        }
        (Kind::Word, end)
    }

    fn read_back(&self, end: usize, last: char) -> (Kind, usize) {
        let rest = &self.text[self.floor..end];
        if digit(last).is_some() {
            let (mut value, mut digits, mut start, mut power) = (0_u64, 0, end, 1_u64);
            for (c, number) in rest.chars().rev().map_while(|c| Some((c, digit(c)?))).take(usize::from(DIGITS)) {
                value += u64::from(number) * power;
                power *= 10;
                digits += 1;
                start -= c.len_utf8();
            }
            return (Kind::Number { value, digits }, start);
        }
        if !is_letter(last) {
            return (Kind::Mark(plain(last)), end - last.len_utf8());
        }
        let mut start = end - last.len_utf8();
        if !is_ideograph(last) {
            for c in rest.chars().rev().take(LETTERS).skip(1) {
                let dot = start - usize::from(c == '.');
                if !(is_letter(c) && !is_ideograph(c) || c == '.' && self.abbreviates(dot)) {
                    break;
                }
                start -= c.len_utf8();
            }
        }
        (Kind::Word, start)
    }

    /// The full stop at `dot` is inside an abbreviation: "p.m", Thai "พ.ค" and "มี.ค", Punjabi "ਬਾ.ਦੁ".
    fn abbreviates(&self, dot: usize) -> bool {
        let follows = self.char_at(dot + 1).is_some_and(|c| is_letter(c) && !is_ideograph(c));
        let mut letters = self.text[self.floor..dot].chars().rev().take_while(|c| is_letter(*c));
        let before = (letters.next(), letters.next(), letters.next(), letters.next());
        let short =
            matches!(before, (Some(_), None, ..) | (Some('\u{900}'..='\u{eff}'), Some('\u{900}'..='\u{eff}'), _, None));
        follows && short
    }
}

/// The value of a decimal digit of any script that news is written in.
pub fn digit(c: char) -> Option<u32> {
    const ZEROS: [u32; 16] = [
        0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0,
        0xff10,
    ];
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = u32::from(c);
    ZEROS.iter().map(|zero| code.wrapping_sub(*zero)).find(|value| *value < 10)
}

/// Letters and the signs that belong to them; `char::is_alphabetic` leaves viramas, nuktas and tone marks out.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    let sign = match c {
        '\u{964}' | '\u{965}' | '\u{970}' | '\u{e2f}' | '\u{e3f}' | '\u{e4f}' => false,
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'
        | '\u{5c1}'..='\u{5c7}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{900}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17d3}' => true,
        _ => c.is_alphabetic(),
    };
    sign && digit(c).is_none()
}

/// Chinese characters, each a token of its own.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// White space, and the invisible marks that steer line breaks and the direction of writing.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One character for the marks that mean one thing.
fn plain(mark: char) -> char {
    match mark {
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{2014}' => '–',
        '：' | '∶' => ':',
        '／' | '⁄' => '/',
        '．' | '॰' => '.',
        '，' | '،' | '、' => ',',
        '（' => '(',
        '）' => ')',
        '’' | '׳' => '\'',
        other => other,
    }
}
