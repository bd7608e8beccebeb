//! Bytes to text: byte order mark, then what the transport said, then what the page says, then a guess.
//!
//! The order and the names are the WHATWG Encoding Standard's (`encoding_rs`); the guess is Firefox's (`chardetng`),
//! fed from the text of the page and not only from its head, which is all markup.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;

/// How much of a page the guess looks at.
const GUESSED: usize = 262_144;
/// How much of a page is searched for a declaration.
const DECLARED: usize = 8_192;

/// Decode a page; gives the text and the name of its encoding. What cannot be decoded becomes U+FFFD.
#[must_use]
pub fn decode<'a>(bytes: &'a [u8], charset: Option<&str>) -> (Cow<'a, str>, &'static str) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(&bytes[length..]).0, encoding.name());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0, encoding.name());
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        // Valid UTF-8 with letters beyond ASCII is UTF-8, whatever is declared: no other encoding looks like it.
        if !text.is_ascii() {
            return (Cow::Borrowed(text), UTF_8.name());
        }
    }
    let encoding = charset
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| declared(&bytes[..bytes.len().min(DECLARED)]))
        .filter(|e| !(*e == UTF_8 && mostly_not_utf8(bytes)))
        .unwrap_or_else(|| if !bytes.is_ascii() && !mostly_not_utf8(bytes) { UTF_8 } else { guess(bytes) });
    (encoding.decode_without_bom_handling(bytes).0, encoding.name())
}

/// UTF-16 is full of NULs on one side of each pair, since markup is ASCII.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let (mut even, mut odd) = (0, 0);
    for pair in head.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let pairs = head.len() / 2;
    match (even * 10 >= pairs * 7, odd * 10 >= pairs * 7) {
        (false, true) if pairs > 1 => Some(UTF_16LE),
        (true, false) if pairs > 1 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that the first bytes declare: `charset=` of `<meta charset>`, of http-equiv, or an XML declaration's `encoding=`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    if lower.starts_with(b"<?xml")
        && let Some(found) = value_after(&lower[..lower.len().min(200)], b"encoding").and_then(Encoding::for_label)
    {
        return Some(found);
    }
    let mut at = 0;
    while let Some(i) = memchr::memchr(b'<', &lower[at..]).map(|i| at + i) {
        let rest = &lower[i..];
        let skip = |needle: &[u8], from: usize| {
            memmem::find(&rest[from..], needle).map_or(rest.len(), |j| from + j + needle.len())
        };
        let end = if rest.starts_with(b"<!--") {
            skip(b"-->", 2)
        } else if rest.starts_with(b"<script") {
            skip(b"</script", 7)
        } else {
            skip(b">", 1)
        };
        if rest.starts_with(b"<meta")
            && let Some(found) = value_after(&rest[..end], b"charset").and_then(Encoding::for_label)
        {
            return Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found });
        }
        at = i + end;
    }
    None
}

/// What stands behind `name=`, without its quotes.
fn value_after<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let rest = text[memmem::find(text, name)? + name.len()..].trim_ascii_start().strip_prefix(b"=")?;
    let start = rest.iter().position(|c| !matches!(c, b'"' | b'\'' | b' '))?;
    let rest = &rest[start..];
    let end =
        rest.iter().position(|c| matches!(c, b'"' | b'\'' | b' ' | b'>' | b';' | b'/' | b'?')).unwrap_or(rest.len());
    Some(&rest[..end])
}

/// Whether a page that is called UTF-8 has more broken than whole sequences: one cut character is no other encoding.
fn mostly_not_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).take(1000).count();
        broken += usize::from(!chunk.invalid().is_empty());
        if broken > 2000 {
            break;
        }
    }
    broken > whole
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if bytes.is_ascii() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(GUESSED / 16);
    detector.feed(&bytes[from..bytes.len().min(from + GUESSED)], true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    if encoding == UTF_8 && mostly_not_utf8(bytes) { WINDOWS_1252 } else { encoding }
}
