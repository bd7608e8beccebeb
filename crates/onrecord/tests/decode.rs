//! Which encoding a page is read in: its mark, its NULs, its UTF-8, the transport, its own word, a guess.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, ISO_8859_2, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use onrecord::decode::decode;

const RUSSIAN: &str =
    "<p>Весь день на севере страны шёл дождь, сообщили в понедельник синоптики, и реки поднялись.</p>";
const JAPANESE: &str =
    "<p>気象庁によると、北部では一日中雨が降り続き、川の水位が上がっているという。けが人はいなかった。</p>";
const CHINESE: &str = "<p>气象局星期一说，北方下了一整天的雨，河水正在上涨，沿海公路已经关闭，没有人受伤。</p>";
const KOREAN: &str = "<p>기상청은 월요일 북부 지방에 하루 종일 비가 내렸으며 강물이 불어나고 있다고 밝혔다.</p>";
const GERMAN: &str =
    "<p>Im Norden hat es den ganzen Tag geregnet, und die Flüsse führen größere Mengen Wasser als üblich.</p>";

fn bytes(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

/// The name of the encoding and the text.
fn read(page: &[u8], charset: Option<&str>) -> (&'static str, String) {
    let (text, name) = decode(page, charset);
    (name, text.into_owned())
}

fn name(page: &[u8], charset: Option<&str>) -> &'static str {
    decode(page, charset).1
}

#[test]
fn a_mark_wins() {
    let page = [b"\xef\xbb\xbf".as_slice(), "<meta charset=koi8-r>é".as_bytes()].concat();
    assert_eq!(read(&page, Some("shift_jis")), ("UTF-8", "<meta charset=koi8-r>é".to_owned()));
    let page = [b"\xff\xfe".to_vec(), utf_16("<meta charset=utf-8>é", u16::to_le_bytes)].concat();
    assert_eq!(read(&page, Some("utf-8")), ("UTF-16LE", "<meta charset=utf-8>é".to_owned()));
    let page = [b"\xfe\xff".to_vec(), utf_16("<p>é", u16::to_be_bytes)].concat();
    assert_eq!(read(&page, Some("utf-16le")), ("UTF-16BE", "<p>é".to_owned()));
    assert_eq!(read(b"\xef\xbb\xbf", None), ("UTF-8", String::new()));
    // What cannot be decoded stays visible.
    assert_eq!(read(b"\xef\xbb\xbfa\xffb", None).1, "a\u{fffd}b");
}

#[test]
fn utf_16_without_a_mark_is_seen_by_its_zeros() {
    for text in [GERMAN, "<html><head><title>Rain in the north"] {
        assert_eq!(read(&utf_16(text, u16::to_le_bytes), Some("utf-8")), ("UTF-16LE", text.to_owned()));
        assert_eq!(read(&utf_16(text, u16::to_be_bytes), None), ("UTF-16BE", text.to_owned()));
    }
    // A few zeros are no encoding; neither is nothing but zeros, nor a single pair.
    assert_eq!(name(b"<p>a\0b\0c\0 and much more text without them</p>", None), "UTF-8");
    assert_eq!(name(&[0; 100], None), "UTF-8");
    assert_eq!(name(b"a\0", None), "UTF-8");
}

#[test]
fn valid_utf_8_is_utf_8() {
    for charset in [None, Some("windows-1252"), Some("shift_jis"), Some("utf-8"), Some("nonsense")] {
        for text in [GERMAN, RUSSIAN, JAPANESE, "é", "<meta charset=windows-1251>é"] {
            assert_eq!(read(text.as_bytes(), charset), ("UTF-8", text.to_owned()), "{charset:?}");
        }
    }
}

#[test]
fn the_transport_outranks_the_page() {
    let page = bytes(&format!("<meta charset=windows-1252>{RUSSIAN}"), WINDOWS_1251);
    assert_eq!(name(&page, Some("windows-1251")), "windows-1251");
    assert_eq!(name(&page, Some(" Windows-1251 ")), "windows-1251");
    assert_eq!(name(&page, Some("cp1251")), "windows-1251");
    assert_eq!(name(&page, None), "windows-1252");
    // A label that nobody knows says nothing.
    assert_eq!(name(&page, Some("nonsense")), "windows-1252");
    assert_eq!(name(&page, Some("")), "windows-1252");
    assert_eq!(name(b"<p>Rain", Some("windows-1251")), "windows-1251");
}

#[test]
fn the_page_says_it_in_many_ways() {
    // These letters alone would not be guessed to be ISO-8859-2.
    for declaration in [
        "<meta charset=iso-8859-2>",
        "<meta charset=\"iso-8859-2\">",
        "<meta charset='ISO-8859-2' />",
        "<META CHARSET=ISO-8859-2>",
        "<meta charset=\" iso-8859-2 \">",
        "<meta charset = \"iso-8859-2\">",
        "<meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-2\">",
        "<meta http-equiv=\"Content-Type\" content=\"text/html;charset=iso-8859-2\"/>",
        "<meta content=\"text/html; charset='iso-8859-2'\" http-equiv=content-type>",
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=latin2; x=y\">",
        "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>",
        "<?xml version='1.0' encoding='iso-8859-2' standalone='yes'?><!doctype html>",
    ] {
        let page = bytes(&format!("{declaration}<p>zażółć</p>"), ISO_8859_2);
        assert_eq!(name(&page, None), "ISO-8859-2", "{declaration}");
    }
}

#[test]
fn what_the_page_says_of_something_else_is_not_its_own() {
    for before in [
        "<script src=a charset=\"koi8-r\"></script>",
        "<script>var link = 'https://example.org/?charset=koi8-r'</script>",
        "<a href=\"?charset=koi8-r\">x</a>",
        "<!-- <meta charset=koi8-r> -->",
        "<script>charset=nonsense</script>",
        "<form accept-charset=koi8-r>",
        "<p encoding=koi8-r>",
    ] {
        let page = bytes(&format!("{before}<meta charset=iso-8859-2><p>zażółć</p>"), ISO_8859_2);
        assert_eq!(name(&page, None), "ISO-8859-2", "{before}");
    }
}

#[test]
fn labels_mean_what_browsers_take_them_for() {
    for (label, expected) in [
        ("iso-8859-1", "windows-1252"),
        ("latin1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("gb2312", "GBK"),
        ("x-gbk", "GBK"),
        ("gb18030", "gb18030"),
        ("sjis", "Shift_JIS"),
        ("x-sjis", "Shift_JIS"),
        ("ks_c_5601-1987", "EUC-KR"),
        ("big5-hkscs", "Big5"),
        ("iso-8859-9", "windows-1254"),
        ("tis-620", "windows-874"),
    ] {
        assert_eq!(name(b"<p>caf\xe9", Some(label)), expected, "{label}");
        assert_eq!(name(format!("<meta charset={label}>").as_bytes(), None), expected, "{label}");
    }
    // A page that can be read as ASCII to find this is not UTF-16.
    assert_eq!(name(b"<meta charset=utf-16><p>Rain", None), "UTF-8");
    assert_eq!(name(b"<meta charset=utf-16le><p>Rain", None), "UTF-8");
}

#[test]
fn what_was_declared_is_decoded() {
    for (text, encoding, label) in [
        (JAPANESE, SHIFT_JIS, "shift_jis"),
        (CHINESE, GB18030, "gb18030"),
        (KOREAN, EUC_KR, "euc-kr"),
        (RUSSIAN, KOI8_R, "koi8-r"),
        (RUSSIAN, WINDOWS_1251, "windows-1251"),
        (GERMAN, WINDOWS_1252, "iso-8859-1"),
        ("<p>氣象局星期一說，北方下了一整天的雨。", BIG5, "big5"),
    ] {
        let page = bytes(text, encoding);
        assert_eq!(read(&page, Some(label)), (encoding.name(), text.to_owned()), "{label}");
        let declared = [format!("<meta charset={label}>").into_bytes(), page].concat();
        assert_eq!(read(&declared, None).1, format!("<meta charset={label}>{text}"), "{label}");
    }
    assert_eq!(read(b"<p>\x93Rain\x94 \x96 \x80", Some("iso-8859-1")).1, "<p>“Rain” – €");
}

#[test]
fn what_nobody_declared_is_guessed() {
    for (text, encoding) in [
        (JAPANESE, SHIFT_JIS),
        (CHINESE, encoding_rs::GBK),
        (KOREAN, EUC_KR),
        (RUSSIAN, WINDOWS_1251),
        (GERMAN, WINDOWS_1252),
    ] {
        // The head of a page is all markup; the guess has to look beyond it.
        let page = bytes(&format!("<html>{}{}", "<link rel=x>".repeat(30_000), text.repeat(4)), encoding);
        assert_eq!(name(&page, None), encoding.name());
    }
    assert_eq!(name(b"<p>Rain", None), "UTF-8");
    assert_eq!(name(b"", None), "UTF-8");
}

#[test]
fn a_false_claim_of_utf_8_is_not_believed() {
    let page = bytes(&GERMAN.repeat(5), WINDOWS_1252);
    assert_eq!(read(&page, Some("utf-8")), ("windows-1252", GERMAN.repeat(5)));
    let page = [b"<meta charset=utf-8>".to_vec(), page].concat();
    assert_eq!(name(&page, None), "windows-1252");
    let page = bytes(&RUSSIAN.repeat(5), WINDOWS_1251);
    assert_eq!(name(&page, Some("utf-8")), "windows-1251");
}

#[test]
fn a_few_broken_bytes_do_not_change_the_encoding() {
    let broken = [RUSSIAN.as_bytes(), b"\xff\xe9", GERMAN.as_bytes()].concat();
    for charset in [Some("utf-8"), None] {
        let (name, text) = read(&broken, charset);
        assert_eq!(name, "UTF-8", "{charset:?}");
        assert!(text.contains("дождь") && text.contains("größere") && text.contains('\u{fffd}'), "{charset:?}");
    }
    // A download that was cut inside a character.
    for text in [JAPANESE, RUSSIAN] {
        let middle = (text.len() / 2..text.len()).find(|i| !text.is_char_boundary(*i)).unwrap_or(text.len());
        let cut = &text.as_bytes()[..middle];
        assert_eq!(name(cut, Some("utf-8")), "UTF-8");
        assert_eq!(name(cut, None), "UTF-8");
    }
}
