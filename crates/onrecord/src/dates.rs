//! Dates and times written in a text, in some ninety languages.
//!
//! The text is scanned once, from left to right, for numbers that may be the year of a date (1900 to 2100, or a
//! Buddhist year, 543 ahead), a whole date in eight or more digits, or the short year of 31.05.18. Around such a number
//! [`calendar`] reads outward, token by token, for as long as a known shape of a date holds; [`clock`] and [`zones`]
//! then look for a time beside it. The number of tokens and their length are bounded and nothing before the end of the
//! last date is read again, so the time is linear in the length of the text, and text without numbers costs the scan
//! alone. [`names`] has the months by language, [`months`] their look-up.
//!
//! A date without a year is not found, neither is a month with a year alone; weekdays are not read.

mod calendar;
mod clock;
mod fold;
mod months;
mod named;
mod names;
mod numeric;
mod tokens;
mod zones;

use tokens::{Text, Token};

/// The most dates that [`find`] gives.
pub const MOST: usize = 64;

/// What 03/04/2021 means on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// 3 April, as in most of the world.
    DayFirst,
    /// March 4, as in the United States.
    MonthFirst,
    /// Read as day first where nothing in the date decides, and marked ambiguous.
    #[default]
    Unknown,
}

/// A date found in a text; fields that the text does not state are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it starts, in bytes; a time that stands before the date is inside.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// 1900 to 2100.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31, and in the month.
    pub day: u8,
    /// 0 to 23.
    pub hour: Option<u8>,
    /// 0 to 59.
    pub minute: Option<u8>,
    /// 0 to 59.
    pub second: Option<u8>,
    /// Minutes east of UTC.
    pub offset_minutes: Option<i32>,
    /// Day and month could be swapped: neither is above twelve, and nothing but the page's order decides.
    pub ambiguous: bool,
}

/// The first [`MOST`] dates of a text, in their order; they do not overlap.
///
/// ```
/// use onrecord::dates::{Order, find};
///
/// let found = find("Publié le 31 mai 2018 à 14h03", Order::Unknown);
/// assert_eq!((found[0].year, found[0].month, found[0].day), (2018, 5, 31));
/// assert_eq!((found[0].hour, found[0].minute), (Some(14), Some(3)));
/// ```
#[must_use]
pub fn find(text: &str, order: Order) -> Vec<Found> {
    Dates::new(text, order).take(MOST).collect()
}

/// The first date of a text, which is what a byline or a meta tag is asked for.
#[must_use]
pub fn find_first(text: &str, order: Order) -> Option<Found> {
    Dates::new(text, order).next()
}

struct Dates<'t> {
    text: Text<'t>,
    at: usize,
    order: Order,
}

impl<'t> Dates<'t> {
    fn new(text: &'t str, order: Order) -> Self {
        Self { text: Text { text, floor: 0 }, at: 0, order }
    }
}

impl Iterator for Dates<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while let Some(number) = next_number(&self.text, self.at) {
            self.at = number.end;
            if let Some(found) = found_at(&self.text, number, self.order) {
                self.text.floor = found.end;
                self.at = found.end;
                return Some(found);
            }
        }
        None
    }
}

fn found_at(text: &Text, number: Token, order: Order) -> Option<Found> {
    let day = calendar::around(text, number, order)?;
    let clock = day.clock.or_else(|| clock::beside(text, day.start, day.end));
    Some(Found {
        start: clock.map_or(day.start, |clock| clock.start.min(day.start)),
        end: clock.map_or(day.end, |clock| clock.end.max(day.end)),
        year: day.year,
        month: day.month,
        day: day.day,
        hour: clock.map(|clock| clock.hour),
        minute: clock.and_then(|clock| clock.minute),
        second: clock.and_then(|clock| clock.second),
        offset_minutes: clock.and_then(|clock| clock.offset_minutes),
        ambiguous: day.ambiguous,
    })
}

/// How many bytes the scan looks at in one step; the compiler makes vector instructions of it.
const STEP: usize = 64;

/// The next run of digits that begins at or after `at`, which is not inside a run.
fn next_number(text: &Text, mut at: usize) -> Option<Token> {
    let bytes = text.text.as_bytes();
    while at < bytes.len() {
        let end = bytes.len().min(at + STEP);
        let step = &bytes[at..end];
        let any = step.iter().fold(false, |any, byte| any | may_begin_digit(*byte));
        if any
            && let Some(offset) = (0..step.len()).find(|i| may_begin_digit(step[*i]) && begins_digit(&bytes[at + i..]))
        {
            return text.after(at + offset);
        }
        at = end;
    }
    None
}

/// ASCII digits, and the first bytes of the other scripts' digits.
const fn may_begin_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, 0xd9 | 0xdb | 0xe0 | 0xe1 | 0xef)
}

/// A digit of one of the scripts of [`tokens::digit`], in UTF-8.
#[allow(clippy::match_same_arms)] // a comment for each group of scripts
const fn begins_digit(bytes: &[u8]) -> bool {
    match bytes {
        [b'0'..=b'9', ..] => true,
        // Arabic, Persian.
        [0xd9, 0xa0..=0xa9, ..] | [0xdb, 0xb0..=0xb9, ..] => true,
        // Devanagari to Malayalam; Thai and Lao.
        [0xe0, second @ 0xa5..=0xb5, 0xa6..=0xaf, ..] => *second % 2 == 1,
        [0xe0, 0xb9 | 0xbb, 0x90..=0x99, ..] => true,
        // Burmese, Khmer, full width.
        [0xe1, 0x81, 0x80..=0x89, ..] | [0xe1, 0x9f, 0xa0..=0xa9, ..] | [0xef, 0xbc, 0x90..=0x99, ..] => true,
        _ => false,
    }
}
