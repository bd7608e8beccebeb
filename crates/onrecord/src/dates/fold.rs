//! Letters made comparable: lower case, without accents, without the variants that writers do not keep apart.
//!
//! [`letter`] is `const`, so that the table of months is folded when the crate is compiled.

/// The letter that stands for `c` (already lower case) in a comparison; `None` when the character does not count.
pub const fn letter(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c),
        // Combining accents, joiners, Hebrew and Arabic points, tatweel, nuktas.
        '\u{300}'..='\u{36f}'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{591}'..='\u{5c7}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{93c}'
        | '\u{9bc}'
        | '\u{a3c}' => None,
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Some(' '),
        '\u{c0}'..='\u{24f}' | '\u{1ea0}'..='\u{1ef9}' => Some(latin(c)),
        _ => Some(other(c)),
    }
}

const fn latin(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ'..='ị' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => c,
    }
}

const fn other(c: char) -> char {
    match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ΐ' | 'ϊ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ΰ' | 'ϋ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        'й' => 'и',
        'ї' => 'і',
        'ў' => 'у',
        // Arabic, Persian and Urdu keyboards give different letters for one.
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' => 'ي',
        'ک' => 'ك',
        'ة' | 'ۀ' | 'ہ' | 'ۂ' => 'ه',
        'ؤ' => 'و',
        // Letters that Unicode has both whole and with a nukta.
        '\u{95e}' => '\u{92b}',
        '\u{9df}' => '\u{9af}',
        '\u{9dc}' => '\u{9a1}',
        '\u{a5e}' => '\u{a2b}',
        _ => c,
    }
}

/// The longest word, in bytes, that is compared; no name of a month and no word around a date is longer.
const LONGEST: usize = 64;

/// A word folded into a buffer of its own.
pub struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Folded {
    /// Fold a word; one that is too long to matter gives the empty word.
    pub fn new(word: &str) -> Self {
        let mut folded = Self { bytes: [0; LONGEST], length: 0 };
        if word.len() > LONGEST {
            return folded;
        }
        for c in word.chars().flat_map(char::to_lowercase).filter_map(letter) {
            let end = folded.length + c.len_utf8();
            let Some(room) = folded.bytes.get_mut(folded.length..end) else {
                folded.length = 0;
                return folded;
            };
            c.encode_utf8(room);
            folded.length = end;
        }
        folded
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}
