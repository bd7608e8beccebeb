//! JSON as pages write it: strict JSON is read as it is, and broken JSON is read as far as it can be understood.
//!
//! Forgiven: comments and CDATA around it, raw line breaks and unescaped quotes in strings, missing and trailing
//! commas, several values in a row, an end cut off. Nesting beyond `MAX_DEPTH` is passed over. One pass, linear.

use std::borrow::Cow;

/// Objects and arrays nested deeper than this are passed over.
pub const MAX_DEPTH: usize = 48;
/// Values beyond this many are passed over: a gigantic document is no description of an article.
const MAX_VALUES: usize = 100_000;

/// A JSON value; strings are borrowed from the text where no escape stands in them.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`, and whatever could not be understood.
    Null,
    /// A string with its escapes decoded, or a number or boolean as it is written.
    Scalar(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object; a key that stands twice is kept twice.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// All values in a text, one after the other.
#[must_use]
pub fn parse(text: &str) -> Vec<Value<'_>> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, values: 0 };
    let mut all = Vec::new();
    while let Some(i) = memchr::memchr2(b'{', b'[', &reader.bytes[reader.at..]) {
        reader.at += i;
        let before = reader.at;
        if text[before..].starts_with("[CDATA[") {
            reader.at += 7;
            continue;
        }
        let value = reader.value(0);
        // An array of bare words is no description of anything.
        if !matches!(&value, Value::Array(items) if items.iter().all(|v| matches!(v, Value::Null | Value::Scalar(_)))) {
            all.push(value);
        }
        reader.at = reader.at.max(before + 1);
    }
    all
}

/// What was decoded of a string and what follows it; borrowed where nothing was.
fn joined(mut decoded: String, rest: &str) -> Cow<'_, str> {
    if decoded.is_empty() {
        return Cow::Borrowed(rest);
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(|c| c.is_ascii_whitespace() || *c == 0) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn value(&mut self, depth: usize) -> Value<'a> {
        self.values += 1;
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH || self.values > MAX_VALUES => {
                self.pass_over();
                Value::Null
            }
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Value::Scalar(self.string()),
            Some(_) => self.bare(),
            None => Value::Null,
        }
    }

    fn object(&mut self, depth: usize) -> Value<'a> {
        self.at += 1;
        let mut members = Vec::new();
        loop {
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                None | Some(b']') => break, // the bracket of an array around: this object was never closed
                Some(b'"') => {
                    let key = self.string();
                    if self.peek() == Some(b':') {
                        self.at += 1;
                        let value = self.value(depth + 1);
                        members.push((key, value));
                    }
                }
                Some(_) => self.at += 1, // a comma, or something that has no place here
            }
        }
        Value::Object(members)
    }

    fn array(&mut self, depth: usize) -> Value<'a> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                None | Some(b'}') => break,
                Some(b',' | b':') => self.at += 1,
                Some(_) => {
                    let before = self.at;
                    items.push(self.value(depth + 1));
                    self.at = self.at.max(before + 1);
                }
            }
        }
        Value::Array(items)
    }

    /// A number, `true`, `false`, `null`, or something that should have been quoted.
    fn bare(&mut self) -> Value<'a> {
        let start = self.at;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|c| !matches!(c, b',' | b'}' | b']' | b'{' | b'[' | b'"' | b':' | b'\n'))
        {
            self.at += 1;
        }
        match self.text.get(start..self.at).unwrap_or("").trim() {
            "" | "null" | "undefined" => Value::Null,
            text => Value::Scalar(text.into()),
        }
    }

    /// A string from its opening quote on.
    fn string(&mut self) -> Cow<'a, str> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = &self.bytes[self.at..];
            let (from, text) = (self.at, self.text);
            let Some(i) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.bytes.len();
                return joined(out, &text[from..]);
            };
            self.at += i + 1;
            if rest[i] == b'"' && self.ends_here() {
                return joined(out, &text[from..from + i]);
            }
            out.push_str(&text[from..from + i]);
            if rest[i] == b'"' {
                out.push('"');
            } else {
                self.escape(&mut out);
            }
        }
    }

    /// Whether the quote just read ends its string: what follows is punctuation of JSON, or a new line with a new key.
    fn ends_here(&self) -> bool {
        let rest = &self.bytes[self.at..];
        let spaces = rest.iter().take_while(|c| c.is_ascii_whitespace()).count();
        match rest.get(spaces) {
            None | Some(b':' | b'}' | b']' | b'/' | b'<') => true,
            Some(b',') => {
                // `"He said "no", twice"`: a comma inside prose is followed by a letter, one of JSON is not.
                let after = &rest[spaces + 1..];
                let gap = after.iter().take(64).take_while(|c| c.is_ascii_whitespace()).count();
                after.get(gap).is_none_or(|c| !c.is_ascii_alphabetic())
                    || after[gap..].starts_with(b"true")
                    || after[gap..].starts_with(b"null")
                    || after[gap..].starts_with(b"false")
            }
            Some(b'"') => rest[..spaces].contains(&b'\n'),
            Some(_) => false,
        }
    }

    fn escape(&mut self, out: &mut String) {
        let Some(&c) = self.bytes.get(self.at) else { return };
        if !c.is_ascii() {
            return; // a stray backslash before a letter
        }
        self.at += 1;
        match c {
            b'n' | b'r' => out.push('\n'),
            b't' => out.push('\t'),
            b'b' | b'f' => out.push(' '),
            b'u' => out.push(self.unicode_escape()),
            _ => out.push(c as char),
        }
    }

    fn unicode_escape(&mut self) -> char {
        let Some(high) = self.hex4() else { return '\u{fffd}' };
        if (0xd800..0xdc00).contains(&high) && self.bytes[self.at..].starts_with(b"\\u") {
            let back = self.at;
            self.at += 2;
            if let Some(low) = self.hex4()
                && (0xdc00..0xe000).contains(&low)
            {
                return char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)).unwrap_or('\u{fffd}');
            }
            self.at = back;
        }
        char::from_u32(high).unwrap_or('\u{fffd}')
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if digits.starts_with('+') {
            return None; // a sign is a digit to nobody but the parser of numbers
        }
        let code = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(code)
    }

    /// Go past a value by its brackets alone.
    fn pass_over(&mut self) {
        let mut depth = 0usize;
        while let Some(&c) = self.bytes.get(self.at) {
            match c {
                b'"' => {
                    self.at += 1;
                    while let Some(i) = memchr::memchr2(b'"', b'\\', &self.bytes[self.at..]) {
                        let quote = self.bytes[self.at + i] == b'"';
                        self.at = (self.at + i + if quote { 1 } else { 2 }).min(self.bytes.len());
                        if quote {
                            break;
                        }
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}
