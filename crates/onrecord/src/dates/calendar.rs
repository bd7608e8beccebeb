//! The day: what stands around a number that may be a year.
//!
//! One function is one shape. Each reads outward from the year and gives up at the first token that does not fit.

use super::Order;
use super::clock::Clock;
use super::tokens::{Kind, Text, Token, digit};
use super::{named, numeric};

/// A day, and where it is written.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_field_names)] // a day has a day
pub struct Day {
    pub start: usize,
    pub end: usize,
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub ambiguous: bool,
    /// The time, where it stands inside the date (20180531140300, C's `asctime`).
    pub clock: Option<Clock>,
}

impl Day {
    /// `None` for a day that the calendar does not have.
    pub fn new(span: (usize, usize), (year, month, day): (i32, u8, u8)) -> Option<Self> {
        let valid = (1900..=2100).contains(&year) && (1..=days(year, month)).contains(&day);
        let (start, end) = span;
        valid.then_some(Self { start, end, year, month, day, ambiguous: false, clock: None })
    }
}

fn days(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// The day whose year, or whose whole in eight or more digits, is `number`.
pub fn around(text: &Text, number: Token, order: Order) -> Option<Day> {
    let Kind::Number { value, digits } = number.kind else {
        return None;
    };
    match digits {
        2 => numeric::short_year(text, number, order).or_else(|| named::short_year(text, number)),
        4 => {
            let year = Year { token: number, year: i32::try_from(value).ok()? };
            match year.year {
                1900..=2100 => numeric::year_month_day(text, year)
                    .or_else(|| numeric::year_month_day_with_signs(text, year))
                    .or_else(|| numeric::day_month_year(text, year, order))
                    .or_else(|| named::named_month(text, year))
                    .or_else(|| named::named_month_time_year(text, year))
                    .or_else(|| named::year_named_month(text, year)),
                2443..=2643 => buddhist(text, Year { year: year.year - 543, ..year }),
                _ => None,
            }
        }
        8 | 12 | 14 => compact(text, number, value, digits),
        _ => None,
    }
}

/// The number of a year.
#[derive(Clone, Copy)]
#[allow(clippy::struct_field_names)]
pub struct Year {
    pub token: Token,
    pub year: i32,
}

/// The year that two digits stand for.
pub fn century(short: u8) -> i32 {
    i32::from(short) + if short < 70 { 2000 } else { 1900 }
}

/// Thai: the Buddhist era is 543 years ahead, and its years are met nowhere else.
fn buddhist(text: &Text, year: Year) -> Option<Day> {
    let named = || named::named_month(text, year).filter(|day| text.text[day.start..day.end].chars().any(is_thai));
    numeric::day_month_year(text, year, Order::DayFirst).map(|day| Day { ambiguous: false, ..day }).or_else(named)
}

fn is_thai(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e4e}')
}

/// 20180531, 201805311403, 20180531140300.
fn compact(text: &Text, number: Token, value: u64, digits: u8) -> Option<Day> {
    let bare = number.end - number.start == usize::from(digits) && stands_alone(text, number);
    let (date, time) = match digits {
        _ if !bare => return None,
        8 => (value, None),
        12 => (value / 10_000, Some((value % 10_000 / 100, value % 100, None))),
        _ => (value / 1_000_000, Some((value % 1_000_000 / 10_000, value % 10_000 / 100, Some(value % 100)))),
    };
    let ymd = ((date / 10_000) as i32, (date / 100 % 100) as u8, (date % 100) as u8);
    let mut day = Day::new((number.start, number.end), ymd)?;
    if let Some((hour, minute, second)) = time {
        let second = second.map(|second| second as u8);
        day.clock = Some(Clock::new((number.start, number.end), hour as u8, Some(minute as u8), second)?);
    }
    Some(day)
}

/// No part of a longer number, an identifier, a price or a telephone number.
fn stands_alone(text: &Text, number: Token) -> bool {
    let digit_at = |at: usize| text.char_at(at).is_some_and(|c| digit(c).is_some());
    let right = match text.char_at(number.end) {
        Some('T' | 't') => digit_at(number.end + 1),
        Some('.' | ',' | ':' | '-') => !digit_at(number.end + 1),
        Some('%' | '$' | '€' | '£') => false,
        Some(c) => !c.is_alphanumeric() || spaceless(c),
        None => true,
    };
    let follows_number = text.before(number.start).is_some_and(|token| matches!(token.kind, Kind::Number { .. }));
    right && !follows_number && clean_left(text, number.start, '-')
}

/// Scripts written without spaces: a letter beside a number says nothing.
fn spaceless(c: char) -> bool {
    c >= '\u{e00}' && digit(c).is_none()
}

/// What stands before a number does not make it part of something longer. `separator` is the date's own.
pub fn clean_left(text: &Text, start: usize, separator: char) -> bool {
    let Some(c) = text.char_before(start) else {
        return true;
    };
    let digit_further = || {
        let further = text.char_before(start - c.len_utf8());
        further.is_some_and(|c| digit(c).is_some())
    };
    match c {
        '$' | '€' | '£' | '¥' | '₹' | '§' | '#' | '+' => false,
        '.' | ':' => !digit_further(),
        _ if c == separator => !digit_further(),
        _ => !c.is_alphanumeric() || spaceless(c),
    }
}

/// What stands after a number does not make it part of something longer.
pub fn clean_right(text: &Text, end: usize) -> bool {
    match text.char_at(end) {
        Some('T' | 't') if text.char_at(end + 1).is_some_and(|c| digit(c).is_some()) => true,
        Some('%') => false,
        // Lost markup: "26.09.2019Komoot".
        Some('A'..='Z') => text.char_at(end + 1).is_some_and(|c| c.is_ascii_alphabetic()),
        Some(c) => !c.is_ascii_alphabetic(),
        None => true,
    }
}
