//! From a word to its month.
//!
//! The names of [`super::names`] are hashed (64-bit FNV-1a over folded letters) into an open-addressed table when the
//! crate is compiled; a look-up folds the word, hashes it and probes. Two words with one 64-bit hash are not expected
//! to be met, so the table keeps the hashes alone.

use super::fold;
use super::names::NAMES;

/// Slots of the table, a power of two, at most half of them taken.
const SLOTS: usize = 4096;
const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Hash of a form, and its month (0: the slot is free).
type Slot = (u64, u8);

static TABLE: [Slot; SLOTS] = table();

const fn step(hash: u64, letter: char) -> u64 {
    (hash ^ letter as u64).wrapping_mul(0x0100_0000_01b3)
}

#[allow(clippy::large_stack_arrays)] // lives in the compiler alone
const fn table() -> [Slot; SLOTS] {
    let mut table = [(0, 0); SLOTS];
    let mut language = 0;
    while language < NAMES.len() {
        let mut month = 0;
        while month < 12 {
            insert_forms(&mut table, NAMES[language].1[month].as_bytes(), month as u8 + 1);
            month += 1;
        }
        language += 1;
    }
    table
}

/// Insert each form of `a|b|c`.
const fn insert_forms(table: &mut [Slot; SLOTS], forms: &[u8], month: u8) {
    let mut hash = START;
    let mut at = 0;
    while at < forms.len() {
        let (c, length) = decode(forms, at);
        at += length;
        if c != '|'
            && let Some(letter) = fold::letter(c)
        {
            hash = step(hash, letter);
        }
        if c == '|' || at == forms.len() {
            insert(table, hash, month);
            hash = START;
        }
    }
}

const fn insert(table: &mut [Slot; SLOTS], hash: u64, month: u8) {
    let mut slot = slot_of(hash);
    while table[slot].1 != 0 && table[slot].0 != hash {
        slot = (slot + 1) % SLOTS;
    }
    if table[slot].1 == 0 {
        table[slot] = (hash, month);
    }
}

const fn slot_of(hash: u64) -> usize {
    (hash ^ (hash >> 32)) as usize % SLOTS
}

/// The character of valid UTF-8 at `at`, and its length; `str::chars` is not `const`.
const fn decode(bytes: &[u8], at: usize) -> (char, usize) {
    let first = bytes[at] as u32;
    let (mut code, length) = match first {
        0..0x80 => (first, 1),
        0x80..0xe0 => (first & 0x1f, 2),
        0xe0..0xf0 => (first & 0x0f, 3),
        _ => (first & 0x07, 4),
    };
    let mut i = 1;
    while i < length {
        code = code << 6 | (bytes[at + i] & 0x3f) as u32;
        i += 1;
    }
    match char::from_u32(code) {
        Some(c) => (c, length),
        None => ('\u{fffd}', length),
    }
}

/// The month (1 to 12) that a word names.
pub fn month(word: &str) -> Option<u8> {
    find(hash(START, word)?)
}

/// The month that two words name together, as in *tishreen al-awwal*.
pub fn month_of_two(first: &str, second: &str) -> Option<u8> {
    find(hash(step(hash(START, first)?, ' '), second)?)
}

/// Croatian *15. listopada* is in October, Polish *15 listopada* in November: Croatian has a full stop after the day.
pub fn settle(month: u8, word: &str, day_with_stop: bool) -> u8 {
    match (day_with_stop, month, fold::Folded::new(word).as_str()) {
        (true, 11, "listopada") => 10,
        (true, 7, "lip") => 6,
        _ => month,
    }
}

fn hash(start: u64, word: &str) -> Option<u64> {
    let letters = word.chars().flat_map(char::to_lowercase).filter_map(fold::letter);
    (word.len() <= 64).then(|| letters.fold(start, step))
}

fn find(hash: u64) -> Option<u8> {
    let mut slot = slot_of(hash);
    while TABLE[slot].1 != 0 {
        if TABLE[slot].0 == hash {
            return Some(TABLE[slot].1);
        }
        slot = (slot + 1) % SLOTS;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_finds_its_month() {
        for (language, months) in NAMES {
            for (number, forms) in months.iter().enumerate() {
                for form in forms.split('|').filter(|form| !form.is_empty()) {
                    assert_eq!(month(form), Some(number as u8 + 1), "{language}: {form}");
                    assert_eq!(month(&form.to_uppercase()), Some(number as u8 + 1), "{language}: {form}");
                }
            }
        }
    }

    #[test]
    fn the_table_is_at_most_half_full() {
        assert!(TABLE.iter().filter(|slot| slot.1 != 0).count() <= SLOTS / 2);
    }
}
