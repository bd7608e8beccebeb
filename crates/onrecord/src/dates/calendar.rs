//! The day: what stands around a number that may be a year.
//!
//! One function is one shape. Each reads outward from the year and gives up at the first token that does not fit.

use super::clock::{self, Clock};
use super::months;
use super::tokens::{Kind, Text, Token, digit};
use super::Order;

/// A day, and where it is written.
#[derive(Clone, Copy, Debug)]
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
    fn new(span: (usize, usize), (year, month, day): (i32, u8, u8)) -> Option<Self> {
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
    let Kind::Number { value, digits } = number.kind else { return None };
    match digits {
        2 => short_year(text, number, order),
        4 => {
            let year = Year { token: number, year: i32::try_from(value).ok()? };
            match year.year {
                1900..=2100 => year_month_day(text, year)
                    .or_else(|| year_month_day_with_signs(text, year))
                    .or_else(|| day_month_year(text, year, order))
                    .or_else(|| named_month(text, year))
                    .or_else(|| named_month_time_year(text, year))
                    .or_else(|| year_named_month(text, year)),
                2443..=2643 => buddhist(text, Year { year: year.year - 543, ..year }),
                _ => None,
            }
        }
        8 | 12 | 14 => compact(text, number, value, digits),
        _ => None,
    }
}

#[derive(Clone, Copy)]
struct Year {
    token: Token,
    year: i32,
}

/// Thai: the Buddhist era is 543 years ahead, and its years are met nowhere else.
fn buddhist(text: &Text, year: Year) -> Option<Day> {
    let named = || named_month(text, year).filter(|day| text.text[day.start..day.end].chars().any(is_thai));
    day_month_year(text, year, Order::DayFirst).map(|day| Day { ambiguous: false, ..day }).or_else(named)
}

fn is_indic(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}')
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

/// 2018-05-31, 2018/5/31, 2018.05.31, Hungarian and Korean "2018. 05. 31.".
fn year_month_day(text: &Text, year: Year) -> Option<Day> {
    let (separator, month) = separated(text, year.token.end)?;
    let (again, day) = separated(text, month.end)?;
    let end = day.end;
    let dot_follows = text.char_at(end) == Some('.') && text.char_at(end + 1).is_some_and(|c| digit(c).is_some());
    let fits = separator == again && !dot_follows && clean_right(text, end);
    // A path may have a number before its date: /12/2018/05/31/.
    let left = if separator == '/' { '.' } else { separator };
    if !fits || !clean_left(text, year.token.start, left) {
        return None;
    }
    Day::new((year.token.start, end), (year.year, month.number(2)?, day.number(2)?))
}

/// A separator and the number after it; only a full stop may have a gap behind it.
fn separated(text: &Text, at: usize) -> Option<(char, Token)> {
    let mark = text.after(at)?;
    let Kind::Mark(separator @ ('-' | '/' | '.')) = mark.kind else { return None };
    let number = text.after(mark.end)?;
    number.number(2)?;
    (!mark.gap && (!number.gap || separator == '.')).then_some((separator, number))
}

/// 2018年5月31日, 2018년 5월 31일.
fn year_month_day_with_signs(text: &Text, year: Year) -> Option<Day> {
    let sign = |at: usize, signs: [char; 3]| {
        let token = text.after(at)?;
        let c = text.char_at(token.start)?;
        signs.contains(&c).then_some(token.start + c.len_utf8())
    };
    let month = text.after(sign(year.token.end, ['年', '년', '年'])?)?;
    let day = text.after(sign(month.end, ['月', '월', '月'])?)?;
    let end = sign(day.end, ['日', '일', '号']).or_else(|| sign(day.end, ['號', '号', '号']))?;
    Day::new((year.token.start, end), (year.year, month.number(2)?, day.number(2)?))
}

/// 31.05.2018, 31. 5. 2018, 31/05/2018, 5/31/2018, 31-05-2018.
fn day_month_year(text: &Text, year: Year, order: Order) -> Option<Day> {
    let (separator, second) = separated_before(text, year.token.start)?;
    let (again, first) = separated_before(text, second.start)?;
    let cut = |at: usize| {
        let mark = text.char_at(at);
        (mark == Some(separator) || matches!(mark, Some('.' | '/')))
            && text.char_at(at + 1).is_some_and(|c| digit(c).is_some())
    };
    let end = year.token.end;
    if separator != again || cut(end) || !clean_right(text, end) || !clean_left(text, first.start, separator) {
        return None;
    }
    ordered((first.start, end), year.year, (first.number(2)?, second.number(2)?), (separator, order))
}

/// 31.05.18, 31/5/18 and 5/31/18; dots demand two digits, since versions and sections have one.
fn short_year(text: &Text, number: Token, order: Order) -> Option<Day> {
    if !matches!(text.char_before(number.start), Some('.' | '/')) {
        return None;
    }
    let (separator, second) = separated_before(text, number.start)?;
    let (_, first) = separated_before(text, second.start)?;
    let tight = first.end + 1 == second.start && second.end + 1 == number.start;
    let padded = first.two_digits().is_some() && second.two_digits().is_some();
    if !tight || (separator == '.' && !padded) || matches!(text.char_at(number.end), Some('%' | '-')) {
        return None;
    }
    let comma = text.char_at(number.end).is_some_and(|c| matches!(c, ',' | ':'))
        && text.char_at(number.end + 1).is_some_and(|c| digit(c).is_some());
    let short = i32::from(number.number(2)?);
    let year = Year { token: number, year: if short < 70 { 2000 + short } else { 1900 + short } };
    if comma { None } else { day_month_year(text, year, order).map(|day| Day { ambiguous: true, ..day }) }
}

/// A separator and the number before it. Hyphens are glued; a full stop is glued to the number it follows.
fn separated_before(text: &Text, at: usize) -> Option<(char, Token)> {
    let mark = text.before(at)?;
    let Kind::Mark(separator @ ('-' | '/' | '.')) = mark.kind else { return None };
    let number = text.before(mark.start)?;
    number.number(2)?;
    let glued = match separator {
        '-' => !mark.gap && !number.gap,
        '.' => !number.gap,
        _ => mark.gap == number.gap,
    };
    glued.then_some((separator, number))
}

/// Which of two numbers is the day. Dots are day first wherever they are written, save on pages known to be month
/// first; a number above twelve is the day; otherwise the page's order, and day first when nothing is known.
fn ordered(
    span: (usize, usize),
    year: i32,
    (first, second): (u8, u8),
    (separator, order): (char, Order),
) -> Option<Day> {
    let dotted = separator == '.' && order != Order::MonthFirst;
    let ambiguous = !dotted && first <= 12 && second <= 12 && first != second;
    let month_first = second > 12 || (first <= 12 && order == Order::MonthFirst);
    let (month, day) = if month_first { (first, second) } else { (second, first) };
    Day::new(span, (year, month, day)).map(|day| Day { ambiguous, ..day })
}

/// A month written as a word, or as a number after a word.
#[derive(Clone, Copy)]
struct Month<'t> {
    start: usize,
    number: u8,
    word: &'t str,
}

/// 31 May 2018, 31 de mayo de 2018, May 31, 2018, 31 tháng 5, 2018: everything before the year.
fn named_month(text: &Text, year: Year) -> Option<Day> {
    let mut at = year.token.start;
    for _ in 0..5 {
        let token = text.before(at)?;
        match token.kind {
            Kind::Mark('.' | ',' | '-' | '/' | '\'' | '(' | ')') => {}
            Kind::Mark(_) => return None,
            Kind::Number { .. } => {
                let day = || day_after_month(text, token, year);
                return numbered_month(text, token).and_then(|month| day_before_month(text, month, year)).or_else(day);
            }
            Kind::Word => match month_ending(text, token) {
                Some(month) => return day_before_month(text, doubled(text, month), year),
                None if links_year(text, token) || is_ordinal(text, token) => {}
                None => return None,
            },
        }
        at = token.start;
    }
    None
}

/// The month whose name ends with this word.
fn month_ending<'t>(text: &Text<'t>, token: Token) -> Option<Month<'t>> {
    let word = text.slice(token);
    if let Some(number) = months::month(word) {
        return Some(Month { start: token.start, number, word });
    }
    let first = text.before(token.start).filter(|first| first.kind == Kind::Word && first.gap)?;
    let number = months::month_of_two(text.slice(first), word)?;
    Some(Month { start: first.start, number, word })
}

/// Vietnamese "tháng 5".
fn numbered_month<'t>(text: &Text<'t>, token: Token) -> Option<Month<'t>> {
    let number = token.number(2)?;
    let sign = text.before(token.start)?;
    let fits = matches!(text.folded(sign).as_str(), "thang" | "thg");
    fits.then_some(Month { start: sign.start, number, word: "" })
}

/// Arabic news gives both names of a month: "مايو/أيار", "أيار (مايو)".
fn doubled<'t>(text: &Text<'t>, month: Month<'t>) -> Month<'t> {
    let twin = || {
        let mark = text.before(month.start)?;
        let word = text.before(mark.start)?;
        let joined = matches!(mark.kind, Kind::Mark('/' | '(' | '-' | '–')) && word.kind == Kind::Word;
        month_ending(text, word).filter(|twin| joined && twin.number == month.number)
    };
    twin().unwrap_or(month)
}

/// The day in front of the month: 31., 31st of, 31 de, 31-, 1er, ה-31.
fn day_before_month(text: &Text, month: Month, year: Year) -> Option<Day> {
    let mut at = month.start;
    let mut stop = false;
    for _ in 0..4 {
        let token = text.before(at)?;
        match token.kind {
            Kind::Mark('.') => stop = true,
            Kind::Mark('°' | '\'') => {}
            Kind::Mark('-' | '/') if !token.gap => {}
            // A comma keeps English issue numbers and months apart; in Telugu it is usual.
            Kind::Mark(',') if month.word.starts_with(is_indic) => {}
            Kind::Word if links_month(text, token) || is_ordinal(text, token) => {}
            Kind::Number { .. } if clean_left(text, token.start, '.') => {
                let number = months::settle(month.number, month.word, stop);
                return Day::new((token.start, year.token.end), (year.year, number, token.number(2)?));
            }
            _ => return None,
        }
        at = token.start;
    }
    None
}

/// The month in front of the day: "May 31, 2018", "Mayo ika-31, 2018".
fn day_after_month(text: &Text, day: Token, year: Year) -> Option<Day> {
    let number = day.number(2)?;
    let mut at = day.start;
    for _ in 0..3 {
        let token = text.before(at)?;
        match token.kind {
            Kind::Mark('.' | ',' | '-' | '/') => {}
            Kind::Word => {
                if let Some(month) = month_ending(text, token) {
                    return Day::new((month.start, year.token.end), (year.year, month.number, number));
                }
                if !matches!(text.folded(token).as_str(), "the" | "ika" | "le" | "dia") {
                    return None;
                }
            }
            _ => return None,
        }
        at = token.start;
    }
    None
}

/// C's and Twitter's "May 31 14:03:00 +0000 2018", `date`'s "May 31 14:03:00 UTC 2018".
fn named_month_time_year(text: &Text, year: Year) -> Option<Day> {
    let mut token = text.before(year.token.start)?;
    if token.kind == Kind::Word {
        token = text.before(token.start)?;
    } else if matches!(token.kind, Kind::Number { digits: 4, .. }) {
        let sign = text.before(token.start).filter(|sign| matches!(sign.kind, Kind::Mark('+' | '-')))?;
        token = text.before(sign.start)?;
    }
    let mut colons = 0;
    while let Some(colon) = text.before(token.start).filter(|mark| mark.is_mark(':') && colons < 2) {
        token.two_digits()?;
        token = text.before(colon.start)?;
        colons += 1;
    }
    let clock = if colons == 0 { None } else { clock::at(text, token, clock::Known::default()) };
    let day = day_after_month(text, text.before(token.start)?, year)?;
    Some(Day { clock: Some(clock?), ..day })
}

/// 2018. május 31., 2018 m. gegužės 31 d., 2018ko maiatzaren 31, 2018. gada 31. maijs: everything after the year.
fn year_named_month(text: &Text, year: Year) -> Option<Day> {
    if !clean_left(text, year.token.start, '-') {
        return None;
    }
    let mut at = year.token.end;
    let mut announced = false;
    for _ in 0..6 {
        let token = text.after(at)?;
        match token.kind {
            Kind::Mark('.' | '-' | '/' | '\'' | '(' | ')') => {}
            Kind::Mark(',') if announced || text.after(token.end).is_some_and(|c| text.slice(c).starts_with(is_indic)) => {}
            Kind::Number { .. } if announced => return year_day_month(text, token, year),
            Kind::Word => match month_starting(text, token) {
                Some((number, end)) => return year_month_then_day(text, number, end, year),
                None if announces(text, token) => announced = true,
                None => return None,
            },
            _ => return None,
        }
        at = token.end;
    }
    None
}

fn month_starting(text: &Text, token: Token) -> Option<(u8, usize)> {
    let word = text.slice(token);
    if let Some(number) = months::month(word) {
        return Some((number, token.end));
    }
    let second = text.after(token.end).filter(|second| second.kind == Kind::Word && second.gap)?;
    Some((months::month_of_two(word, text.slice(second))?, second.end))
}

fn year_month_then_day(text: &Text, month: u8, end: usize, year: Year) -> Option<Day> {
    let mut token = text.after(end)?;
    if matches!(token.kind, Kind::Mark('.' | '-' | '/')) {
        token = text.after(token.end)?;
    }
    let day = token.number(2)?;
    let next = text.after(token.end);
    let next_is_digit = |at: usize| text.char_at(at).is_some_and(|c| digit(c).is_some());
    let part_of_more = match next.map(|next| (next.kind, next)) {
        // "2018 May 31, 2019": the day belongs to the later year.
        Some((Kind::Mark(','), mark)) => {
            text.after(mark.end).is_some_and(|token| matches!(token.kind, Kind::Number { digits: 4, .. }))
                || next_is_digit(mark.end)
        }
        Some((Kind::Number { digits, .. }, _)) => digits == 4,
        Some((Kind::Mark(':' | '.' | '%'), mark)) => !mark.gap && next_is_digit(mark.end),
        Some((Kind::Word, word)) => !word.gap && word.end - word.start > 6,
        _ => false,
    };
    if part_of_more { None } else { Day::new((year.token.start, token.end), (year.year, month, day)) }
}

/// Latvian "2018. gada 31. maijs", Kazakh "2018 жылғы 31 мамыр", Uzbek "2018-yil 31-may", Mongolian
/// "2018 оны 5 сарын 31".
fn year_day_month(text: &Text, number: Token, year: Year) -> Option<Day> {
    let mut at = number.end;
    for _ in 0..3 {
        let token = text.after(at)?;
        match token.kind {
            Kind::Mark('.' | '-') => {}
            Kind::Word if matches!(text.folded(token).as_str(), "сарын" | "men") => {
                return year_month_then_day(text, number.number(2)?, token.end, year);
            }
            Kind::Word => match month_starting(text, token) {
                Some((month, end)) => {
                    return Day::new((year.token.start, end), (year.year, month, number.number(2)?));
                }
                None if matches!(text.folded(token).as_str(), "р" | "го" | "та" | "ші" | "se" | "ci") => {}
                None => return None,
            },
            _ => return None,
        }
        at = token.end;
    }
    None
}

/// Words between the month and the year.
fn links_year(text: &Text, token: Token) -> bool {
    matches!(
        text.folded(token).as_str(),
        "de" | "del" | "do" | "da" | "of" | "d" | "di" | "the" | "nam" | "anul" | "al" | "dell" | "lok" | "ng"
            | "พ.ศ" | "ค.ศ" | "ปี" | "عام" | "سنه" | "لعام" | "سال" | "year" | "roku" | "anno" | "της" | "του"
    )
}

/// Words between the day and the month.
fn links_month(text: &Text, token: Token) -> bool {
    matches!(text.folded(token).as_str(), "of" | "de" | "d" | "di" | "ng" | "del" | "من" | "da" | "der" | "do" | "ta" | "dhen")
}

/// What follows a year that stands first: "of the year", or a case ending.
fn announces(text: &Text, token: Token) -> bool {
    matches!(
        text.folded(token).as_str(),
        "gada" | "g" | "წლის" | "წ" | "жылы" | "жылгы" | "жылғы" | "жылдын" | "жылдың" | "ж" | "il" | "ilin" | "ci"
            | "cu" | "yil" | "yilning" | "yili" | "m" | "м" | "г" | "года" | "թ" | "թվականի" | "ko" | "eko" | "e" | "د" | "оны"
            | "он" | "елнын" | "елның" | "evi" | "ve" | "an" | "y" | "s" | "г.ч" | "metu" | "metų"
    )
}

/// A suffix that makes an ordinal of the number it is glued to: 31st, 1er, 1º, 31-го, 31a.
fn is_ordinal(text: &Text, token: Token) -> bool {
    let mut before = text.text[text.floor..token.start].chars().rev();
    let glued = match before.next() {
        Some('-' | '.' | ':') => before.next().is_some_and(|c| digit(c).is_some()),
        Some(c) => digit(c).is_some(),
        None => false,
    };
    glued
        && matches!(
            text.folded(token).as_str(),
            "st" | "nd" | "rd" | "th" | "er" | "r" | "n" | "t" | "re" | "ro" | "e" | "º" | "ª" | "o" | "a" | "ste"
                | "de" | "da" | "na" | "го" | "ое" | "е" | "га" | "и" | "я" | "ησ" | "η" | "οσ" | "ου" | "ші" | "ші̆"
                | "se" | "si" | "mh" | "u" | "inci" | "eme" | "ain" | "ed" | "fed" | "లు" | "न" | "ე" | "ին" | "ta"
        )
}

/// Scripts written without spaces: a letter beside a number says nothing.
fn spaceless(c: char) -> bool {
    c >= '\u{e00}' && digit(c).is_none()
}

/// What stands before a number does not make it part of something longer. `separator` is the date's own.
fn clean_left(text: &Text, start: usize, separator: char) -> bool {
    let Some(c) = text.char_before(start) else { return true };
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
fn clean_right(text: &Text, end: usize) -> bool {
    match text.char_at(end) {
        Some('T' | 't') => text.char_at(end + 1).is_some_and(|c| digit(c).is_some()),
        Some('%') => false,
        Some(c) => !c.is_ascii_alphabetic(),
        None => true,
    }
}
