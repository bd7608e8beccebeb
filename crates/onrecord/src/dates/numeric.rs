//! Dates written in numbers alone.

use super::Order;
use super::calendar::{Day, Year, century, clean_left, clean_right};
use super::tokens::{Kind, Text, Token, digit};

/// 2018-05-31, 2018/5/31, 2018.05.31, Hungarian and Korean "2018. 05. 31.".
pub fn year_month_day(text: &Text, year: Year) -> Option<Day> {
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
    let Kind::Mark(separator @ ('-' | '/' | '.')) = mark.kind else {
        return None;
    };
    let number = text.after(mark.end)?;
    number.number(2)?;
    (!mark.gap && (!number.gap || separator == '.')).then_some((separator, number))
}

/// 2018年5月31日, 2018년 5월 31일.
pub fn year_month_day_with_signs(text: &Text, year: Year) -> Option<Day> {
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
pub fn day_month_year(text: &Text, year: Year, order: Order) -> Option<Day> {
    let (separator, second) = separated_before(text, year.token.start)?;
    let (again, first) = separated_before(text, second.start)?;
    let cut = |at: usize| {
        let mark = text.char_at(at);
        (mark == Some(separator) || matches!(mark, Some('.' | '/' | ':')))
            && text.char_at(at + 1).is_some_and(|c| digit(c).is_some())
    };
    let end = year.token.end;
    if separator != again || cut(end) || !clean_right(text, end) || !clean_left(text, first.start, separator) {
        return None;
    }
    ordered((first.start, end), year.year, (first.number(2)?, second.number(2)?), (separator, order))
}

/// 31.05.18, 31/5/18 and 5/31/18; dots demand two digits, since versions and sections have one.
pub fn short_year(text: &Text, number: Token, order: Order) -> Option<Day> {
    if !matches!(text.char_before(number.start), Some('.' | '/')) {
        return None;
    }
    let (separator, second) = separated_before(text, number.start)?;
    let (_, first) = separated_before(text, second.start)?;
    let tight = first.end + 1 == second.start && second.end + 1 == number.start;
    let padded = first.two_digits().is_some() && second.two_digits().is_some();
    let dotted_short = separator == '.' && !padded;
    let more = matches!(text.char_at(number.end), Some('%' | '-')) || fraction_follows(text, number.end);
    if !tight || dotted_short || more {
        return None;
    }
    let comma = text.char_at(number.end).is_some_and(|c| matches!(c, ',' | ':'))
        && text.char_at(number.end + 1).is_some_and(|c| digit(c).is_some());
    let year = Year { token: number, year: century(number.number(2)?) };
    if comma { None } else { day_month_year(text, year, order) }
}

/// Inches: "53 1/2/53 1/2".
fn fraction_follows(text: &Text, at: usize) -> bool {
    let slash = |at: usize| text.after(at).filter(|mark| mark.is_mark('/') && !mark.gap);
    let number = |at: usize| text.after(at).filter(|token| token.number(2).is_some());
    let denominator = number(at).and_then(|top| slash(top.end)).and_then(|slash| number(slash.end));
    denominator.is_some_and(|bottom| slash(bottom.end).is_none())
}

/// A separator and the number before it. Hyphens are glued; a full stop is glued to the number it follows.
fn separated_before(text: &Text, at: usize) -> Option<(char, Token)> {
    let mark = text.before(at)?;
    let Kind::Mark(separator @ ('-' | '/' | '.')) = mark.kind else {
        return None;
    };
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
