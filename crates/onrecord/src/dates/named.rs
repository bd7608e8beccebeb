//! Dates whose month is a word.

use super::calendar::{Day, Year, century, clean_left};
use super::clock;
use super::months;
use super::tokens::{Kind, Text, Token, digit};

/// Words between the month and the year, folded as all words here.
const BEFORE_YEAR: &[&str] = &[
    "de", "del", "do", "da", "of", "d", "di", "the", "nam", "anul", "al", "dell", "lok", "ng", "พ.ศ", "ค.ศ", "ปี",
    "عام", "سنه", "لعام", "سال", "year", "roku", "anno", "της", "του",
];

/// Words between the day and the month.
const BEFORE_MONTH: &[&str] = &["of", "de", "d", "di", "ng", "del", "من", "da", "der", "do", "ta", "dhen"];

/// What follows a year that stands first: "of the year", or a case ending.
#[rustfmt::skip]
const AFTER_YEAR: &[&str] = &[
    "gada", "g", "წლის", "წ", "жылы", "жылгы", "жылғы", "жылдын", "жылдың", "ж", "il", "ilin", "ci", "cu", "yil", "yilning", "yili", "m",
    "м", "г", "года", "թ", "թվականի", "ko", "eko", "e", "د", "оны", "он", "елнын", "елның", "evi", "ve", "an", "y", "metu",
];

/// A suffix that makes an ordinal of the number it is glued to: 31st, 1er, 1º, 31-го, 31a.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "r", "n", "t", "re", "ro", "e", "º", "ª", "o", "a", "ste", "de", "da", "na", "го",
    "ое", "е", "га", "и", "я", "ησ", "η", "οσ", "ου", "ші", "se", "si", "mh", "u", "inci", "eme", "ain", "ed", "fed",
    "ე", "ին", "ta",
];

/// A month written as a word, or as a number after a word.
#[derive(Clone, Copy)]
struct Month<'t> {
    start: usize,
    number: u8,
    word: &'t str,
}

/// 31 May 2018, 31 de mayo de 2018, May 31, 2018, 31 tháng 5, 2018: everything before the year.
pub fn named_month(text: &Text, year: Year) -> Option<Day> {
    let mut at = year.token.start;
    for _ in 0..5 {
        let token = text.before(at)?;
        match token.kind {
            Kind::Mark('.' | ',' | '-' | '/' | '\'' | ')') => {}
            Kind::Mark(_) => return None,
            Kind::Number { .. } => {
                let day = || day_after_month(text, token, year);
                return numbered_month(text, token).and_then(|month| day_before_month(text, month, year)).or_else(day);
            }
            Kind::Word => match month_ending(text, token) {
                Some(month) => return day_before_month(text, doubled(text, month), year),
                None if one_of(text, token, BEFORE_YEAR) || is_ordinal(text, token) => {}
                None => return None,
            },
        }
        at = token.start;
    }
    None
}

/// 31-May-18, as RFC 850 has it.
pub fn short_year(text: &Text, number: Token) -> Option<Day> {
    let hyphen = |token: Token| text.before(token.start).filter(|mark| mark.is_mark('-') && !mark.gap);
    let month = text.before(hyphen(number)?.start).filter(|word| word.kind == Kind::Word && !word.gap)?;
    let clear = text.char_at(number.end).is_none_or(|c| !c.is_alphanumeric() && c != '-');
    let year = Year { token: number, year: century(number.number(2)?) };
    let day = hyphen(month).and_then(|_| named_month(text, year));
    day.filter(|_| clear)
}

/// The month whose name ends with this word.
fn month_ending<'t>(text: &Text<'t>, token: Token) -> Option<Month<'t>> {
    let word = text.slice(token);
    if let Some(number) = months::month(word) {
        return Some(Month { start: token.start, number, word });
    }
    // Lost markup: "Ivana SplitMay 31, 2019".
    if let Some((head, tail)) = at_capital(word)
        && let Some(number) = months::month(tail)
    {
        return Some(Month { start: token.start + head.len(), number, word: tail });
    }
    let first = text.before(token.start).filter(|first| first.kind == Kind::Word && first.gap)?;
    let number = months::month_of_two(text.slice(first), word)?;
    Some(Month { start: first.start, number, word })
}

/// Two words that lost the white space between them, parted before the last capital that follows a small letter.
fn at_capital(word: &str) -> Option<(&str, &str)> {
    let bytes = word.as_bytes();
    let at = (1..bytes.len()).rev().find(|at| bytes[at - 1].is_ascii_lowercase() && bytes[*at].is_ascii_uppercase())?;
    word.split_at_checked(at)
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
            Kind::Mark('°' | '\'' | '/') => {}
            Kind::Mark('-') if !token.gap => {}
            // A comma keeps English issue numbers and months apart; in Telugu it is usual.
            Kind::Mark(',') if month.word.starts_with(is_indic) => {}
            // "4th Gen 2020" is a car; "gen" is January in Italian.
            Kind::Word if text.slice(token) == "th" && month.word.eq_ignore_ascii_case("gen") => return None,
            Kind::Word if one_of(text, token, BEFORE_MONTH) || is_ordinal(text, token) => {}
            Kind::Number { .. } if clean_left(text, token.start, '.') && !counts_up(text, token) => {
                let number = months::settle(month.number, month.word, stop);
                return Day::new((token.start, year.token.end), (year.year, number, token.number(2)?));
            }
            _ => return None,
        }
        at = token.start;
    }
    None
}

/// A calendar: "28 29 30 December 2020" is the end of November and a heading.
fn counts_up(text: &Text, day: Token) -> bool {
    let one_less = |than: Token| {
        let before = text.before(than.start)?;
        (before.number(2)? + 1 == than.number(2)?).then_some(before)
    };
    one_less(day).and_then(one_less).is_some()
}

/// The month in front of the day: "May 31, 2018", "Mayo ika-31, 2018", and the last day of "May 30-31, 2018".
fn day_after_month(text: &Text, day: Token, year: Year) -> Option<Day> {
    let number = day.number(2)?;
    let mut at = day.start;
    let mut range = false;
    for _ in 0..3 {
        let token = text.before(at)?;
        match token.kind {
            Kind::Mark('-' | '–') => range = true,
            Kind::Mark('.' | ',' | '/') => {}
            Kind::Number { digits: 1 | 2, .. } if range && !token.gap => {}
            // Abbreviations in languages that put the day first, and words on English pages.
            Kind::Word if matches!(text.folded(token).as_str(), "pro" | "gen" | "led" | "set" | "out") => return None,
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
pub fn named_month_time_year(text: &Text, year: Year) -> Option<Day> {
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
pub fn year_named_month(text: &Text, year: Year) -> Option<Day> {
    if !clean_left(text, year.token.start, '-') {
        return None;
    }
    let mut at = year.token.end;
    let mut announced = false;
    for _ in 0..6 {
        let token = text.after(at)?;
        match token.kind {
            Kind::Mark('.' | '-' | '/' | '\'' | ')') => {}
            Kind::Mark('(') if !token.gap => {}
            Kind::Mark(',')
                if announced || text.after(token.end).is_some_and(|c| text.slice(c).starts_with(is_indic)) => {}
            Kind::Number { .. } if announced => return year_day_month(text, token, year),
            Kind::Word => match month_starting(text, token) {
                Some(_) if text.text[year.token.end..token.start].contains('\n') => return None,
                Some((number, end)) => return year_month_then_day(text, number, end, year),
                None if one_of(text, token, AFTER_YEAR) => announced = true,
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
    if belongs_onward(text, token.end) {
        None
    } else {
        Day::new((year.token.start, token.end), (year.year, month, day))
    }
}

/// The day after a year and a month belongs to what follows: "2018 May 31, 2019", "GT-2000 mag 20. Oktober", "May 14:03".
fn belongs_onward(text: &Text, end: usize) -> bool {
    let glued = |end: usize| text.after(end).filter(|next| !next.gap);
    let digit_at = |at: usize| text.char_at(at).is_some_and(|c| digit(c).is_some());
    let end = match glued(end) {
        Some(word) if word.kind == Kind::Word && word.end - word.start > 6 => return true,
        Some(word) if word.kind == Kind::Word => word.end,
        Some(mark) if matches!(mark.kind, Kind::Mark(':' | '.' | ',' | '%')) && digit_at(mark.end) => return true,
        _ => end,
    };
    let comma = text.after(end).filter(|mark| matches!(mark.kind, Kind::Mark(',' | '.')));
    match text.after(comma.map_or(end, |comma| comma.end)) {
        Some(Token { kind: Kind::Number { digits, .. }, .. }) => digits >= 4,
        Some(word) if word.kind == Kind::Word => months::month(text.slice(word)).is_some(),
        _ => false,
    }
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

/// An ending of [`ORDINALS`] on a number.
fn is_ordinal(text: &Text, token: Token) -> bool {
    let mut before = text.text[text.floor..token.start].chars().rev();
    let glued = match before.next() {
        Some('-' | '.' | ':') => before.next().is_some_and(|c| digit(c).is_some()),
        Some(c) => digit(c).is_some(),
        None => false,
    };
    glued && one_of(text, token, ORDINALS)
}

fn one_of(text: &Text, token: Token, words: &[&str]) -> bool {
    words.contains(&text.folded(token).as_str())
}

fn is_indic(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}')
}
