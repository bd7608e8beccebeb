//! Distances from UTC: +02:00, GMT+2, and the names that news uses in one sense.

use super::tokens::{Kind, Text, Token};

/// Names of time zones and minutes from UTC, as news uses them: CST is Chicago's, IST is India's, BST is London's.
/// "ET", "PT" and the like do not say whether it is summer, so they are not here.
const NAMES: [(&str, i32); 58] = [
    ("Z", 0),
    ("z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("MEZ", 60),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("МСК", 180),
    ("мск", 180),
    ("TRT", 180),
    ("WAT", 60),
    ("CAT", 120),
    ("SAST", 120),
    ("EAT", 180),
    ("GST", 240),
    ("PKT", 300),
    ("IST", 330),
    ("WIB", 420),
    ("ICT", 420),
    ("WITA", 480),
    ("WIT", 540),
    ("HKT", 480),
    ("SGT", 480),
    ("PHT", 480),
    ("MYT", 480),
    ("JST", 540),
    ("KST", 540),
    ("AWST", 480),
    ("ACST", 570),
    ("ACDT", 630),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("NST", -210),
    ("NDT", -150),
    ("AST", -240),
    ("ADT", -180),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("BRT", -180),
];

/// The zone after a time: minutes east of UTC, and where it ends. `exact`: the time has seconds or the T of ISO 8601,
/// so that a hyphen is a minus; in "10:00-12:00" it is not.
pub fn read(text: &Text, at: usize, exact: bool) -> Option<(i32, usize)> {
    let mut token = text.after(at)?;
    if token.is_mark('(') {
        token = text.after(token.end)?;
    }
    match token.kind {
        Kind::Word => named(text, token),
        Kind::Mark('+' | '-') => {
            let number = text.after(token.end)?;
            let four = matches!(number.kind, Kind::Number { digits: 4, .. });
            let believed = token.is_mark('+') || exact || (token.gap && four);
            if believed && (!token.gap || four || exact) { signed(text, token) } else { None }
        }
        _ => None,
    }
}

fn named(text: &Text, token: Token) -> Option<(i32, usize)> {
    let name = text.slice(token);
    let named = NAMES.iter().find(|(known, _)| *known == name).map(|(_, offset)| *offset);
    let universal = matches!(name, "UTC" | "GMT" | "utc" | "gmt" | "Utc" | "Gmt");
    let offset = named.or(universal.then_some(0))?;
    let sign = text.after(token.end).filter(|sign| universal && !sign.gap);
    sign.and_then(|sign| signed(text, sign)).or(Some((offset, token.end)))
}

/// +2, +02, +0200, +02:00.
fn signed(text: &Text, sign: Token) -> Option<(i32, usize)> {
    let direction = match sign.kind {
        Kind::Mark('+') => 1,
        Kind::Mark('-') => -1,
        _ => return None,
    };
    let number = text.after(sign.end).filter(|number| !number.gap)?;
    let Kind::Number { value, digits } = number.kind else {
        return None;
    };
    let colon = text.after(number.end).filter(|mark| mark.is_mark(':') && !mark.gap);
    let minutes = colon.and_then(|colon| text.after(colon.end)).filter(|minutes| !minutes.gap);
    let minutes = minutes.and_then(|token| Some((token.two_digits()?, token.end)));
    let (hour, minute, end) = match (digits, minutes) {
        (1 | 2, Some((minute, end))) => (value, u64::from(minute), end),
        (1 | 2, None) => (value, 0, number.end),
        (4, _) => (value / 100, value % 100, number.end),
        _ => return None,
    };
    let offset = i32::try_from(hour * 60 + minute).ok()?;
    (hour <= 14 && minute < 60).then_some((direction * offset, end))
}
