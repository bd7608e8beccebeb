//! What holds of every input: nothing panics, nothing recurses, and trees, values and texts are what they claim to be.

#![allow(clippy::expect_used, clippy::panic, clippy::format_collect)] // a test may

use std::fmt::Write;

use onrecord::blocks::Blocks;
use onrecord::dom::{Document, MAX_DEPTH};
use onrecord::forest::Model;
use onrecord::json::{self, Value};
use onrecord::lexis::Lexis;
use onrecord::page::{self, MAX_BYTES};
use onrecord::tags::{Attr, Tag};
use onrecord::{Error, decode, text, things};
use proptest::prelude::*;
use proptest::sample::select;

const TAGS: &[&str] = &[
    "html", "head", "body", "title", "meta", "article", "div", "p", "h1", "h2", "ul", "li", "dl", "dt", "dd", "table",
    "tbody", "tr", "td", "caption", "blockquote", "pre", "figure", "figcaption", "img", "a", "span", "b", "i", "font",
    "br", "hr", "form", "button", "select", "option", "time", "script", "style", "textarea", "svg", "template",
    "noscript", "x-y",
];
const PIECES: &[&str] = &[
    "<!--",
    "-->",
    "<!-->",
    "<!doctype html>",
    "<![CDATA[",
    "]]>",
    "<?x?>",
    "<",
    ">",
    "</",
    "/>",
    "<p",
    "<a href='",
    "<b c=\"",
    "'",
    "\"",
    "=",
    "&",
    "&amp;",
    "&#x41;",
    "&nbsp",
    "&#xffffffff;",
    "\0",
    "\u{feff}",
    "\u{ad}",
    "\u{2028}",
    "é",
    "雨",
    "👩\u{200d}👧",
    " ",
    "\n",
    "\t",
    "Rain fell.",
    "By Jane Doe",
    "31 May 2018, 14:03",
    "<template shadowrootmode=open>",
    "<p hidden>",
    "<p class=byline>",
    "<p class=related>",
    "<p style='display:none'>",
    "<a rel=author href=/x>",
    "<img src=a.jpg>",
    "<time datetime=2018-05-31>",
    "<div itemscope itemtype=https://schema.org/Article>",
    "<b itemprop='name author'>",
    "<meta property=og:title content=Rain>",
    "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[{\"name\":\"Jane\"}]}</script>",
    "<script>{\"publishedAt\":\"2018-05-31\"}</script>",
];

/// A soup of tags, text and broken things.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(TAGS).prop_map(|tag| format!("<{tag}>")),
        3 => select(TAGS).prop_map(|tag| format!("</{tag}>")),
        4 => select(PIECES).prop_map(str::to_owned),
        1 => ".{0,8}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Any text, with more markup in it than chance would give.
fn any_html() -> impl Strategy<Value = String> {
    prop_oneof![4 => soup(), 1 => any::<String>(), 1 => "[<>/!a-c='\" -]{0,60}", 1 => "(<[a-z]{1,4}>){0,80}"]
}

/// Whether blocks that were opened inside an element stay open where it ends.
fn may_end_early(tag: Tag) -> bool {
    !tag.is_block() || tag == Tag::Form
}

fn check_tree(html: &str) -> Result<(), TestCaseError> {
    let document = Document::parse(html).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let nodes = &document.nodes;
    prop_assert_eq!((nodes[0].tag, nodes[0].parent, nodes[0].depth), (Tag::Html, 0, 0));
    prop_assert_eq!(nodes[0].end as usize, nodes.len());
    let mut text_end = 0;
    let mut blocks = vec![nodes[0].end];
    for (i, node) in nodes.iter().enumerate().skip(1) {
        let parent = &nodes[node.parent as usize];
        prop_assert!((node.parent as usize) < i);
        prop_assert!(i < parent.end as usize, "{i} stands behind the end of its parent");
        prop_assert!(i < node.end as usize && node.end as usize <= nodes.len());
        prop_assert!(node.end <= parent.end || may_end_early(parent.tag), "{i} ends behind its parent");
        prop_assert_eq!(node.depth, parent.depth + 1);
        prop_assert!(usize::from(node.depth) <= MAX_DEPTH);
        prop_assert!(parent.tag != Tag::Text && !parent.tag.is_void());
        if node.tag == Tag::Text || node.tag.is_void() {
            prop_assert_eq!(node.end as usize, i + 1);
        }
        while blocks.last().is_some_and(|end| *end as usize <= i) {
            blocks.pop();
        }
        if node.tag.is_block() && node.tag != Tag::Form {
            prop_assert!(blocks.last().is_some_and(|end| node.end <= *end), "blocks {i} overlap");
            blocks.push(node.end);
        }
        let raw = document.raw(i); // panics where the range is no text
        if node.tag == Tag::Text {
            prop_assert!(!raw.is_empty() && text_end <= node.start);
            text_end = node.stop;
        }
        for name in [Attr::Class, Attr::Href, Attr::Content, Attr::Itemprop, Attr::Hidden] {
            let value = document.attr(i, name);
            prop_assert!(value.is_none() || document.has_attrs(i) && document.has_any(i, &[name]));
        }
    }
    Ok(())
}

fn check_blocks(html: &str, hidden: bool) -> Result<(), TestCaseError> {
    let document = Document::parse(html).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let blocks = Blocks::of(&document, hidden);
    let mut end = 0;
    for (i, block) in blocks.blocks.iter().enumerate() {
        let text = blocks.text_of(i);
        prop_assert_eq!(block.range.start, end);
        prop_assert_eq!(text.trim(), text);
        prop_assert!(text.chars().any(char::is_alphanumeric));
        prop_assert!(!text.contains("  ") && !text.contains(" \n") && !text.contains("\n ") && !text.contains("\n\n"));
        prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        prop_assert!((0.0..=1.0).contains(&block.link_share));
        prop_assert!((block.place.node as usize) < document.nodes.len());
        end = block.range.end;
    }
    prop_assert_eq!(end, blocks.text.len());
    prop_assert!(blocks.before.is_sorted());
    for container in &blocks.containers {
        prop_assert!(container.first < container.last || container.node == 0 && blocks.blocks.is_empty());
        prop_assert!(container.last as usize <= blocks.blocks.len());
    }
    Ok(())
}

/// Numbers as strict JSON writes them.
fn numbers() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,6})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,2})?"
}

#[derive(Debug, Clone)]
enum Json {
    Bare(String),
    Text(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        select(&["null", "true", "false"][..]).prop_map(|word| Json::Bare(word.to_owned())),
        numbers().prop_map(Json::Bare),
        any::<String>().prop_map(Json::Text),
        "[a-z\"\\\\/{}\\[\\],: \n]{0,12}".prop_map(Json::Text),
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::Array),
            prop::collection::vec(("[a-z\"\\\\é]{0,5}", inner), 0..6).prop_map(Json::Object),
        ]
    })
}

/// Written as strict JSON; `space` stands wherever it may.
fn print(json: &Json, space: &str, out: &mut String) {
    out.push_str(space);
    match json {
        Json::Bare(word) => out.push_str(word),
        Json::Text(text) => print_string(text, out),
        Json::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                print(item, space, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (i, (key, value)) in members.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                out.push_str(space);
                print_string(key, out);
                out.push_str(space);
                out.push(':');
                print(value, space, out);
            }
            out.push('}');
        }
    }
    out.push_str(space);
}

fn print_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c < ' ' || !c.is_ascii() && u32::from(c).is_multiple_of(2) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").expect("a string takes all");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// What reading it should give.
fn value(json: &Json) -> Value<'_> {
    match json {
        Json::Bare(word) if word == "null" => Value::Null,
        Json::Bare(text) | Json::Text(text) => Value::Scalar(text.clone().into()),
        Json::Array(items) => Value::Array(items.iter().map(value).collect()),
        Json::Object(members) => {
            Value::Object(members.iter().map(|(key, member)| (key.clone().into(), value(member))).collect())
        }
    }
}

fn nesting(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(nesting).max().unwrap_or(0),
        Value::Object(members) => 1 + members.iter().map(|(_, member)| nesting(member)).max().unwrap_or(0),
        Value::Null | Value::Scalar(_) => 0,
    }
}

/// Written with the five references that HTML needs.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn count(text: &str) -> u32 {
    Lexis::read(text, |_| ()).words
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_tree_is_a_tree(html in any_html()) {
        check_tree(&html)?;
    }

    #[test]
    fn deep_trees_are_trees(tags in prop::collection::vec(select(TAGS), 1..4), depth in 1usize..600, ends in 0usize..600) {
        let open: String = tags.iter().map(|tag| format!("<{tag}>")).collect();
        let close: String = tags.iter().rev().map(|tag| format!("</{tag}>")).collect();
        check_tree(&format!("{}rain{}<p>fell", open.repeat(depth), close.repeat(ends)))?;
    }

    #[test]
    fn blocks_are_the_text(html in any_html(), hidden: bool) {
        check_blocks(&html, hidden)?;
    }

    #[test]
    fn json_is_read_to_the_letter(json in any_json(), space in select(&["", " ", "\n", "\t\r\n  "][..])) {
        let whole = Json::Object(vec![("a".to_owned(), json), ("b".to_owned(), Json::Object(Vec::new()))]);
        let mut text = String::new();
        print(&whole, space, &mut text);
        prop_assert_eq!(json::parse(&text), vec![value(&whole)], "{}", text);
    }

    #[test]
    fn broken_json_is_read_somehow(json in any_json(), cut in any::<prop::sample::Index>(), more in "[\\[\\]{}:,\"\\\\ua0é\n]{0,20}") {
        let mut text = String::new();
        print(&json, "", &mut text);
        let cut = (0..=cut.index(text.len() + 1)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let broken = format!("{}{more}{}", &text[..cut], &text[cut..]);
        for text in [&text[..cut], &text[cut..], &broken] {
            for value in json::parse(text) {
                prop_assert!(nesting(&value) <= json::MAX_DEPTH);
            }
        }
    }

    #[test]
    fn any_text_is_read_as_json(text in any::<String>(), marks in "[\\[\\]{}:,\"\\\\/u0-9a-f \n-]{0,80}") {
        let _ = json::parse(&text);
        let _ = json::parse(&marks);
    }

    #[test]
    fn text_without_references_stays(text in "[^&]{0,80}") {
        prop_assert_eq!(&*text::decode(&text), &text);
    }

    #[test]
    fn escaped_text_comes_back(text in any::<String>()) {
        prop_assert_eq!(text::decode(&escaped(&text)).into_owned(), text);
    }

    #[test]
    fn references_are_read_somehow(text in "[&#;xX0-9a-fnbspé ]{0,40}") {
        let read = text::decode(&text);
        prop_assert!(read.len() <= text.len().max(1) * 2);
    }

    #[test]
    fn clean_text_stays_clean(text in any::<String>(), pieces in prop::collection::vec(select(PIECES), 0..10)) {
        for text in [text, pieces.concat()] {
            let clean = text::clean(&text);
            prop_assert!(!clean.contains("  ") && clean.trim() == clean, "{clean:?}");
            prop_assert!(!clean.chars().any(char::is_control), "{clean:?}");
            if !clean.contains('&') {
                prop_assert_eq!(text::clean(&clean), clean);
            }
        }
    }

    #[test]
    fn word_counts_add_up(a in "[a-z雨\\p{Thai}é'’ .-]{0,20}", b in "[a-z雨é ]{0,20}") {
        let (both, apart) = (count(&format!("{a} {b}")), count(&a) + count(&b));
        prop_assert!(both <= apart && both + 1 >= apart, "{both} {apart}");
    }

    #[test]
    fn the_start_in_lower_case(text in any::<String>(), n in 0usize..20) {
        let expected: String = text.chars().take(n).collect::<String>().to_lowercase();
        prop_assert_eq!(text::lower_start(&text, n), expected);
    }

    #[test]
    fn any_bytes_are_decoded(bytes in prop::collection::vec(any::<u8>(), 0..300), label in prop::option::of("[a-z0-9-]{0,12}")) {
        let (text, name) = decode::decode(&bytes, label.as_deref());
        prop_assert!(!name.is_empty());
        prop_assert!(text.len() <= 3 * bytes.len() + 3);
    }

    #[test]
    fn utf_8_is_read_to_the_letter(text in "\\PC{0,40}é", label in prop::option::of("[a-z0-9-]{0,12}")) {
        prop_assume!(!text.contains('\u{feff}'));
        let (read, name) = decode::decode(text.as_bytes(), label.as_deref());
        prop_assert_eq!((&*read, name), (text.as_str(), "UTF-8"));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300), label in prop::option::of("[a-z0-9-]{0,12}")) {
        let _ = page::read(&bytes, label.as_deref(), Model::shipped(), None);
        let _ = page::read(&[b"<p>".as_slice(), &bytes].concat(), label.as_deref(), Model::shipped(), None);
    }

    #[test]
    fn any_page_is_read(html in any_html()) {
        let Ok(offers) = page::read(html.as_bytes(), None, Model::shipped(), None) else { return Ok(()) };
        for block in &offers.body {
            prop_assert!(!block.text.trim().is_empty() && block.parts > 0);
            prop_assert_eq!(block.level > 0, block.kind == "heading");
            prop_assert!(!block.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
        let parts: usize = offers.body.iter().map(|block| block.parts).sum();
        prop_assert!(offers.pictures.iter().all(|picture| picture.before <= parts && !picture.url.is_empty()));
        for (i, thing) in offers.things.iter().enumerate() {
            prop_assert!(thing.parent.is_none_or(|parent| parent < i));
        }
        for spot in offers.headings.iter().chain(&offers.bylines) {
            prop_assert!(!spot.text.is_empty() && !spot.cue.is_empty());
        }
        prop_assert!(offers.title.is_none_or(|title| !title.is_empty()));
    }

    #[test]
    fn a_page_is_read_the_same_way_twice(html in any_html()) {
        let read = || format!("{:?}", page::read(html.as_bytes(), Some("utf-8"), Model::shipped(), None));
        prop_assert_eq!(read(), read());
    }
}

/// Run on a thread whose stack holds no recursion over the depth of a page.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no panic");
}

#[test]
fn depth_takes_no_stack() {
    for tags in [
        vec!["div"],
        vec!["span"],
        vec!["a"],
        vec!["b", "div"],
        vec!["table", "tr", "td"],
        vec!["ul", "li"],
        vec!["font", "p"],
    ] {
        on_a_small_stack(move || {
            let open: String = tags.iter().map(|tag| format!("<{tag}>")).collect();
            let close: String = tags.iter().rev().map(|tag| format!("</{tag}>")).collect();
            for ends in [0, 200_000] {
                let page = format!("{}rain{}", open.repeat(200_000), close.repeat(ends));
                assert!(page::read(page.as_bytes(), None, Model::shipped(), None).is_ok(), "{tags:?}");
            }
        });
    }
}

#[test]
fn nested_json_takes_no_stack() {
    for (open, close) in
        [("[", "]"), ("{\"author\":", "}"), ("[{\"@graph\":", "}]"), ("{\"@type\":\"Article\",\"author\":[", "]}")]
    {
        on_a_small_stack(move || {
            for ends in [0, 100_000] {
                let script = format!("{}\"x\"{}", open.repeat(100_000), close.repeat(ends));
                let page = format!("<script type=application/ld+json>{script}</script><p>rain");
                let document = Document::parse(&page).expect("a page of few nodes");
                assert!(things::things(&document).len() <= json::MAX_DEPTH + 1, "{open}");
            }
        });
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let page = vec![b'x'; MAX_BYTES + 1];
    assert_eq!(page::read(&page, None, Model::shipped(), None).err(), Some(Error::TooLarge("bytes", MAX_BYTES)));
    for page in ["", " ", "\0\0", "\n\t "] {
        assert_eq!(page::read(page.as_bytes(), None, Model::shipped(), None).err(), Some(Error::Empty), "{page:?}");
    }
}
