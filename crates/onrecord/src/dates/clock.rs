//! The time of day, and its distance from UTC, beside a date.

use super::tokens::{Kind, Text, Token, digit, is_ideograph};
use super::zones;

/// A time, and where it is written.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    pub start: usize,
    pub end: usize,
    pub hour: u8,
    pub minute: Option<u8>,
    pub second: Option<u8>,
    pub offset_minutes: Option<i32>,
}

impl Clock {
    /// `None` for a time that a clock does not show; the leap second 60 becomes 59.
    pub fn new(span: (usize, usize), hour: u8, minute: Option<u8>, second: Option<u8>) -> Option<Self> {
        let valid = hour < 24 && minute.is_none_or(|minute| minute < 60) && second.is_none_or(|second| second <= 60);
        let (start, end) = span;
        let second = second.map(|second| second.min(59));
        valid.then_some(Self { start, end, hour, minute, second, offset_minutes: None })
    }
}

/// What has been read before the number of the hour.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// A word for the time stands before it ("kl.", "ore"): a dot may divide it, and the hour may stand alone.
    labelled: bool,
    /// The T of ISO 8601: digits may be run together.
    iso: bool,
    /// 下午, 오후: after noon (or before it).
    afternoon: Option<bool>,
    /// Words that are not known stand between: only a colon makes a time.
    strange: u8,
    /// A time divided by a dot is believed without a word: "8. januar 2018 18.34".
    dotted: bool,
}

/// The time beside the date in `start..end`. The one behind it comes first, save where words that are not known stand
/// between ("11:48, 18 July 2024 | UPDATED: 11:50").
pub fn beside(text: &Text, start: usize, end: usize) -> Option<Clock> {
    match after(text, end) {
        Some((clock, known)) if known.strange == 0 => Some(clock),
        other => before(text, start).or(other.map(|(clock, _)| clock)),
    }
}

/// The time that follows a date: "31 May 2018, 14:03", "31.05.2018 um 14.03 Uhr".
fn after(text: &Text, end: usize) -> Option<(Clock, Known)> {
    let (number, known) = bridge(text, end, None)?;
    let number = number?;
    let new_line = || text.text[end..number.start].contains('\n');
    if known.strange > 0 && new_line() {
        return None;
    }
    let dotted = closes(text, number);
    Some((at(text, number, Known { dotted, ..known })?, known))
}

/// No number, price or share follows the minutes of "18.34".
fn closes(text: &Text, hour: Token) -> bool {
    let end = text.after(hour.end).and_then(|dot| text.after(dot.end)).map_or(hour.end, |minute| minute.end);
    let next = text.after(end).map(|token| token.kind);
    !matches!(next, Some(Kind::Mark('.' | '%' | '$' | '€' | '£' | '-' | '–' | '/') | Kind::Number { .. }))
}

/// The time that stands before a date: "14:03, 31 May 2018", "2:03 p.m. EDT on Thursday, May 31".
fn before(text: &Text, start: usize) -> Option<Clock> {
    let mut numbers = [None; 8];
    let mut count = 0;
    let mut at_byte = start;
    for _ in 0..16 {
        let Some(token) = text.before(at_byte).filter(|token| start - token.start <= 80) else {
            break;
        };
        if token.number(2).is_some() && begins_time(text, token) && count < numbers.len() {
            numbers[count] = Some(token);
            count += 1;
        }
        at_byte = token.start;
    }
    numbers.iter().rev().flatten().find_map(|number| {
        let labelled = text.before(number.start).is_some_and(|word| announces_before(text, word));
        let known = Known { labelled, ..Known::default() };
        let clock = at(text, *number, known).filter(|clock| clock.end <= start)?;
        bridge(text, clock.end, Some(start)).map(|_| clock)
    })
}

/// "kl." or "klo" before the hour.
fn announces_before(text: &Text, token: Token) -> bool {
    let word = if token.is_mark('.') { text.before(token.start) } else { Some(token) };
    word.is_some_and(|word| matches!(role(text.folded(word).as_str()), Some(Role::Label)))
}

fn begins_time(text: &Text, token: Token) -> bool {
    text.char_before(token.start)
        .is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | '.' | '$' | '€' | '£' | '+'))
}

/// What a word between a date and its time does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Joins them.
    Link,
    /// Announces a time.
    Label,
    /// Says before or after noon.
    Noon(bool),
}

fn role(word: &str) -> Option<Role> {
    Some(match word {
        "kl" | "klo" | "klokken" | "klokka" | "klockan" | "saat" | "saati" | "pukul" | "jam" | "godz" | "godzina"
        | "plkst" | "kell" | "val" | "ore" | "orele" | "ora" | "luc" | "ωρα" | "เวลา" | "ساعت" | "الساعه" | "בשעה" => {
            Role::Label
        }
        "at" | "um" | "as" | "a" | "las" | "les" | "alle" | "la" | "v" | "ve" | "в" | "во" | "о" | "об" | "у" | "u"
        | "o" | "ob" | "om" | "on" | "am" | "den" | "le" | "el" | "du" | "de" | "al" | "στισ" | "και" | "في" | "г"
        | "гг" | "год" | "года" | "году" | "року" | "рік" | "р" | "ж" | "жылы" | "r" | "roku" | "m" | "d" | "il"
        | "ci" | "an" | "ел" | "thu" | "chu" | "nhat" | "ab" | "time" | "hora" | "et" | "pt" | "ct" | "mt" | "t"
        | "n" | "ngay" | "vao" | "the" | "น" => Role::Link,
        "오전" => Role::Noon(false),
        "오후" | "pm" => Role::Noon(true),
        _ => return None,
    })
}

/// 上午, 下午, 午前, 午後, 晚上, and the weekday 星期四, (木): all of single characters.
fn over_ideograph(c: char, known: &mut Known) -> Option<()> {
    match c {
        '下' | '晚' | '後' | '后' | '中' | '傍' => known.afternoon = Some(true),
        '上' | '前' | '凌' | '早' | '清' => known.afternoon = known.afternoon.or(Some(false)),
        '星' | '期' | '周' | '週' | '一' | '二' | '三' | '四' | '五' | '六' | '日' | '天' | '月' | '火' | '水'
        | '木' | '金' | '土' | '曜' | '祝' | '号' | '號' | '午' | '晨' | '間' | '间' | '时' | '時' => {}
        _ => return None,
    }
    Some(())
}

/// Walk over what may stand between a date and its time: from the end of a date to a number, which is given, or from
/// the end of a time to the date that starts at `to`.
fn bridge(text: &Text, from: usize, to: Option<usize>) -> Option<(Option<Token>, Known)> {
    let mut known = Known::default();
    let mut at = from;
    let mut last_is_word = false;
    for _ in 0..9 {
        let token = text.after(at)?;
        match token.kind {
            _ if to.is_some_and(|to| token.start >= to) => return Some((None, known)),
            Kind::Number { .. } => return to.is_none().then_some((Some(token), known)),
            // Before a date a full stop ends the sentence that the time is in, unless it shortens a word.
            Kind::Mark('.') if to.is_some() && !last_is_word => return None,
            Kind::Mark(
                '.' | ',' | '|' | '-' | '–' | '•' | '·' | '(' | ')' | '[' | ']' | '@' | '/' | ':' | ';' | '~' | '_'
                | '｜' | '・' | '։' | '‧' | '"' | '\'' | '»' | '’' | '*',
            ) => {}
            Kind::Mark(_) => return None,
            // "12:30 | Recorded on August 19", "until 18.00 and on Sunday": the time belongs to what went before.
            Kind::Word if to.is_some() && known.strange > 0 && opens(text, token) => return None,
            Kind::Word => over_word(text, token, &mut known)?,
        }
        last_is_word = token.kind == Kind::Word;
        at = token.end;
    }
    None
}

fn over_word(text: &Text, token: Token, known: &mut Known) -> Option<()> {
    if let Some(c) = text.char_at(token.start).filter(|c| is_ideograph(*c)) {
        return over_ideograph(c, known);
    }
    match role(text.folded(token).as_str()) {
        Some(Role::Link) if text.slice(token) == "AM" => known.afternoon = Some(false),
        Some(Role::Link) => known.iso |= !token.gap && matches!(text.slice(token), "T" | "t"),
        Some(Role::Label) => known.labelled = true,
        Some(Role::Noon(afternoon)) => known.afternoon = Some(afternoon),
        // A weekday, which may be two words, is strange.
        None if known.strange == 2 => return None,
        None => known.strange += 1,
    }
    Some(())
}

/// A word that opens a date, or a second word that is not known.
fn opens(text: &Text, token: Token) -> bool {
    let word = text.folded(token);
    matches!(word.as_str(), "on" | "am" | "at" | "um" | "el" | "le") || role(word.as_str()).is_none()
}

/// What the dial shows, before noon and zone are read.
struct Face {
    hour: u8,
    minute: Option<u8>,
    second: Option<u8>,
    end: usize,
    /// Written with a dot, or without minutes: a time only if a word says so.
    doubtful: bool,
}

/// The time that begins with `number`.
pub fn at(text: &Text, number: Token, known: Known) -> Option<Clock> {
    let face = run_together(text, number, known).or_else(|| face(text, number, known))?;
    let (end, labelled) = unit(text, face.end);
    let noon = meridiem(text, end);
    let end = noon.map_or(end, |(_, end)| end);
    let dotted = known.dotted && face.minute.is_some() && matches!(number.kind, Kind::Number { digits: 2, .. });
    let sure = dotted || known.labelled || known.iso || labelled || noon.is_some() || known.afternoon.is_some();
    let sure = sure && (known.strange == 0 || labelled || noon.is_some());
    let lone_hour = face.minute.is_none() && known.strange > 0 && noon.is_none();
    if (face.doubtful && !sure) || lone_hour {
        return None;
    }
    let hour = match noon.map(|(afternoon, _)| afternoon).or(known.afternoon) {
        Some(true) if face.hour < 12 => face.hour + 12,
        Some(false) if face.hour == 12 => 0,
        _ => face.hour,
    };
    let mut clock = Clock::new((number.start, end), hour, face.minute, face.second)?;
    if let Some((offset, end)) = zones::read(text, end, known.iso || face.second.is_some()) {
        clock.offset_minutes = Some(offset);
        clock.end = end;
    }
    Some(clock)
}

/// 140300 and 1403 after the T of ISO 8601; 1403 before a zone ("1403 GMT").
fn run_together(text: &Text, number: Token, known: Known) -> Option<Face> {
    let Kind::Number { value, digits } = number.kind else {
        return None;
    };
    let zoned = || zones::read(text, number.end, false).is_some() && text.char_at(number.end) == Some(' ');
    let (hour, minute, second) = match digits {
        4 if known.iso || zoned() => (value / 100, value % 100, None),
        6 if known.iso => (value / 10_000, value / 100 % 100, Some((value % 100) as u8)),
        _ => return None,
    };
    let end = if second.is_some() { fraction(text, number.end) } else { number.end };
    Some(Face { hour: hour as u8, minute: Some(minute as u8), second, end, doubtful: false })
}

/// 14:03, 14:03:00.123, 14.03, 14h03, 14時03分, 14시 3분, and the hour alone.
fn face(text: &Text, number: Token, known: Known) -> Option<Face> {
    let hour = number.number(2)?;
    let alone = Face { hour, minute: None, second: None, end: number.end, doubtful: true };
    let Some(next) = text.after(number.end) else {
        return Some(alone);
    };
    let minute = text.after(next.end);
    match next.kind {
        Kind::Mark(':') => {
            let minute = minute?;
            let (second, end) = seconds(text, minute.end);
            if second.is_none() && is_length(text, end) {
                return None;
            }
            Some(Face { hour, minute: Some(minute.two_digits()?), second, end, doubtful: false })
        }
        Kind::Mark('.') if known.strange == 0 || known.labelled => {
            match minute.filter(|minute| !minute.gap && !next.gap) {
                Some(minute) if !dotted_on(text, minute.end) => {
                    Some(Face { minute: Some(minute.two_digits()?), end: minute.end, ..alone })
                }
                Some(_) => None,
                None => Some(alone),
            }
        }
        Kind::Word => Some(spelt(text, alone, next)),
        _ => Some(alone),
    }
}

/// "03:07 min" is how long a video takes.
fn is_length(text: &Text, at: usize) -> bool {
    let word = text.after(at).map(|word| text.folded(word));
    word.is_some_and(|word| matches!(word.as_str(), "min" | "mins" | "minuten" | "minutes" | "sec" | "sek"))
}

/// A dot and a digit follow: a date or a version, not a time.
fn dotted_on(text: &Text, at: usize) -> bool {
    text.char_at(at) == Some('.') && text.char_at(at + 1).is_some_and(|c| digit(c).is_some())
}

/// ":00" and a fraction of a second.
fn seconds(text: &Text, at: usize) -> (Option<u8>, usize) {
    let second = || {
        let colon = text.after(at).filter(|mark| mark.is_mark(':') && !mark.gap)?;
        let second = text.after(colon.end).filter(|second| !second.gap)?;
        Some((second.two_digits()?, fraction(text, second.end)))
    };
    second().map_or((None, at), |(second, end)| (Some(second), end))
}

/// Where ".123" ends.
fn fraction(text: &Text, at: usize) -> usize {
    let digits = || {
        let mark = text.after(at).filter(|mark| matches!(mark.kind, Kind::Mark('.' | ',')) && !mark.gap)?;
        let number = text.after(mark.end).filter(|number| !number.gap)?;
        matches!(number.kind, Kind::Number { digits: 1..=9, .. }).then_some(number.end)
    };
    digits().unwrap_or(at)
}

/// "14h03", "14 Uhr 03", 14時03分20秒, "14시 3분": the hour's word stands before the minutes.
fn spelt(text: &Text, hour: Face, sign: Token) -> Face {
    let Some(hour_end) = hour_sign(text, sign) else {
        return hour;
    };
    let bare = Face { end: hour_end, doubtful: false, ..hour };
    let Some(minute) = text.after(hour_end) else {
        return bare;
    };
    let next = text.after(minute.end);
    let counted = next.and_then(|next| counter(text, next, ['分', '분']));
    let tight = !minute.gap || sign.gap;
    let value = if counted.is_some() { minute.number(2) } else { minute.two_digits().filter(|_| tight) };
    let Some(value) = value.filter(|value| *value < 60) else {
        return bare;
    };
    let end = counted.unwrap_or(minute.end);
    let with_minute = Face { minute: Some(value), end, ..bare };
    let second = || {
        let second = counted.and_then(|end| text.after(end))?;
        let end = counter(text, text.after(second.end)?, ['秒', '초'])?;
        Some((second.number(2)?, end))
    };
    match second() {
        Some((second, end)) => Face { second: Some(second), end, ..with_minute },
        None => with_minute,
    }
}

/// Where the word for "hour" ends.
fn hour_sign(text: &Text, sign: Token) -> Option<usize> {
    let known = matches!(text.folded(sign).as_str(), "h" | "hs" | "hrs" | "uhr" | "uur" | "gio" | "ч" | "год" | "saat")
        || (!sign.gap && matches!(text.slice(sign), "u" | "g"));
    if known {
        Some(sign.end)
    } else {
        counter(text, sign, ['時', '시']).or_else(|| counter(text, sign, ['时', '點']))
    }
}

fn counter(text: &Text, token: Token, signs: [char; 2]) -> Option<usize> {
    let c = text.char_at(token.start)?;
    signs.contains(&c).then_some(token.start + c.len_utf8())
}

/// "Uhr", "h", "hrs", "น.", "ч." after a time: where it ends, and whether there is one.
fn unit(text: &Text, at: usize) -> (usize, bool) {
    let Some(word) = text.after(at).filter(|word| word.kind == Kind::Word) else {
        return (at, false);
    };
    match text.folded(word).as_str() {
        "uhr" | "uur" | "val" => (word.end, true),
        "h" | "hs" | "hrs" | "น" | "ч" | "godz" | "kl" | "ura" | "klukkan" => {
            let stop = text.char_at(word.end) == Some('.');
            (word.end + usize::from(stop), true)
        }
        _ => (at, false),
    }
}

/// Folded, without the last full stop: English, Greek, Arabic, Swedish, Malay, Albanian, Amharic, Punjabi, Bengali, Hindi.
#[rustfmt::skip]
const BEFORE_NOON: &[&str] = &[
    "am", "a.m", "πμ", "π.μ", "ص", "صباحا", "fm", "f.m", "pg", "p.d", "ጥዋት", "ਪੂ.ਦੁ", "পূর্বাহ্ণ", "पूर्वाह्न",
];
#[rustfmt::skip]
const AFTER_NOON: &[&str] = &[
    "pm", "p.m", "μμ", "μ.μ", "م", "مساء", "em", "e.m", "ptg", "m.d", "ከሰዓት", "ਬਾ.ਦੁ", "অপরাহ্ণ", "अपराह्न",
];

/// am, p.m., "p. m.", μ.μ., ص: whether it is after noon, and where the word ends.
fn meridiem(text: &Text, at: usize) -> Option<(bool, usize)> {
    let word = text.after(at).filter(|word| word.kind == Kind::Word)?;
    let stop = |end: usize| end + usize::from(text.char_at(end) == Some('.'));
    let afternoon = match text.folded(word).as_str() {
        known if BEFORE_NOON.contains(&known) => false,
        known if AFTER_NOON.contains(&known) => true,
        letter @ ("a" | "p") if text.char_at(word.end) == Some('.') => {
            let second = text.after(word.end + 1).filter(|second| matches!(text.slice(*second), "m" | "M"))?;
            return Some((letter == "p", stop(second.end)));
        }
        // Vietnamese; in lower case these are common words elsewhere.
        _ => match text.slice(word) {
            "SA" => false,
            "CH" => true,
            _ => return None,
        },
    };
    Some((afternoon, stop(word.end)))
}
