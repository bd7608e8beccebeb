//! What was learned is read or refused as a whole, words are counted alike in all scripts, and blocks get their names.

#![allow(clippy::expect_used, clippy::panic, clippy::float_cmp)] // a test may

use std::collections::HashMap;

use onrecord::classes::{Class, classes};
use onrecord::evidence;
use onrecord::forest::{Forest, Model};
use onrecord::kinds::{Declared, Kind};
use onrecord::lexicon::Lexicon;
use onrecord::lexis::{Lexis, Triple, WordSet, hash_ascii};
use onrecord::memory::Memory;
use onrecord::page::{self, with_page};
use onrecord::study::{remember, study};
use onrecord::{body, dom::Document};

const SHIPPED: &[u8] = include_bytes!("../models/body/body.bin");

/// Feature, distances to both children, threshold.
type Node = (u16, u8, u8, f32);
/// Up to 1 in the first number is worth 1, more is worth 2.
const STEP: [Node; 3] = [(0, 1, 2, 1.0), (0, 0, 0, 1.0), (0, 0, 0, 2.0)];

/// The bytes of a forest.
fn forest(outputs: u32, early: (u32, f32), trees: &[&[Node]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in [outputs, trees.len() as u32, early.0, early.1.to_bits()] {
        bytes.extend(number.to_le_bytes());
    }
    for tree in trees {
        bytes.extend((tree.len() as u16).to_le_bytes());
        for (feature, left, right, threshold) in *tree {
            bytes.extend(feature.to_le_bytes());
            bytes.extend([*left, *right]);
            bytes.extend(threshold.to_le_bytes());
        }
    }
    bytes
}

/// The bytes of a model with one threshold, lexicons of as many weights, and this forest for the body.
fn model(words: u32, names: u32, body: &[u8]) -> Vec<u8> {
    let mut bytes = b"ONRECRD1".to_vec();
    bytes.extend(1u32.to_le_bytes());
    bytes.extend(0.25f32.to_le_bytes());
    for weights in [words, names] {
        bytes.extend(0.5f32.to_le_bytes());
        bytes.extend(0.0f32.to_le_bytes());
        bytes.extend(weights.to_le_bytes());
        bytes.resize(bytes.len() + weights as usize, 3);
    }
    bytes.extend(body);
    bytes.extend(forest(1, (0, 0.0), &[]));
    bytes.extend(forest(1, (0, 0.0), &[]));
    bytes
}

fn body_of(bytes: &[u8]) -> Result<Forest, &'static str> {
    Model::parse(&model(0, 0, bytes)).map(|m| m.body)
}

fn read(text: &str) -> (Lexis, Vec<u32>) {
    let mut hashes = Vec::new();
    let lexis = Lexis::read(text, |hash| hashes.push(hash));
    (lexis, hashes)
}

#[test]
fn the_shipped_model_is_whole() {
    let shipped = Model::parse(SHIPPED).expect("the model that ships");
    assert_eq!(shipped.thresholds.len(), Kind::ALL.len() + 1);
    assert!(shipped.thresholds.iter().all(|t| (0.1..0.9).contains(t)), "{:?}", shipped.thresholds);
    assert_eq!(shipped.body.outputs, 1);
    assert_eq!(shipped.standfirst.outputs, 1);
    assert_eq!(shipped.kind.outputs, Kind::ALL.len());
    assert_eq!(Model::shipped().thresholds, shipped.thresholds);
}

#[test]
fn a_model_that_ends_too_early_is_refused() {
    for length in (0..40).chain((0..SHIPPED.len()).step_by(1000)).chain([SHIPPED.len() - 1]) {
        assert!(Model::parse(&SHIPPED[..length]).is_err(), "{length}");
    }
    let small = model(4, 4, &forest(1, (0, 0.0), &[&STEP]));
    assert!(Model::parse(&small).is_ok());
    for length in 0..small.len() {
        assert!(Model::parse(&small[..length]).is_err(), "{length}");
    }
}

#[test]
fn what_is_no_model_is_refused() {
    let mut other = SHIPPED.to_vec();
    other[7] = b'2';
    assert_eq!(Model::parse(&other).err(), Some("not a model of onrecord"));
    assert_eq!(
        Model::parse(&model(3, 4, &forest(1, (0, 0.0), &[&STEP]))).err(),
        Some("a lexicon of the model has no power of two of weights")
    );
}

#[test]
fn a_tree_that_is_left_by_a_child_is_broken() {
    let broken = Some("a tree of the model is broken");
    let trees: [&[Node]; 4] = [
        &[],
        &[(0, 1, 2, 1.0), (0, 0, 0, 1.0)],
        &[(0, 3, 1, 1.0), (0, 0, 0, 1.0), (0, 0, 0, 2.0)],
        &[(0, 1, 2, 1.0), (0, 0, 0, 1.0), (0, 1, 0, 2.0)],
    ];
    for tree in trees {
        assert_eq!(body_of(&forest(1, (0, 0.0), &[tree])).err(), broken, "{tree:?}");
        // What follows belongs to another tree.
        assert_eq!(body_of(&forest(1, (0, 0.0), &[tree, &STEP])).err(), broken, "{tree:?}");
    }
}

#[test]
fn a_forest_gives_up_within_its_trees_and_with_one_output() {
    for (outputs, early) in [(1, 2), (2, 1)] {
        let late = forest(outputs, (early, 0.0), &[&STEP]);
        assert_eq!(body_of(&late).err(), Some("a forest of the model gives up too late"), "{outputs} {early}");
    }
}

#[test]
fn each_row_of_any_number_gets_its_own_leaf() {
    let deep: &[Node] = &[(1, 1, 4, 0.0), (0, 1, 2, 1.0), (0, 0, 0, 1.0), (0, 0, 0, 2.0), (0, 0, 0, 4.0)];
    let forest = body_of(&forest(1, (0, 0.0), &[deep])).expect("a forest of one tree");
    assert_eq!(forest.score(&[1.0, 0.0, 1.5, 0.0, 1.5, 0.1], 2), [1.0, 2.0, 4.0]);
    for count in [0, 1, 7, 8, 9, 16, 21] {
        let rows: Vec<f32> = (0..count).flat_map(|i| [(i % 3) as f32, (i % 2) as f32]).collect();
        let expected: Vec<f32> = (0..count)
            .map(|i| match (i % 3, i % 2) {
                (_, 1) => 4.0,
                (2, _) => 2.0,
                _ => 1.0,
            })
            .collect();
        assert_eq!(forest.score(&rows, 2), expected, "{count}");
    }
}

#[test]
fn trees_serve_the_outputs_in_turn() {
    let tens: [Node; 3] = [(0, 1, 2, 1.0), (0, 0, 0, 10.0), (0, 0, 0, 20.0)];
    let forest = body_of(&forest(2, (0, 0.0), &[&STEP, &tens, &STEP, &tens])).expect("a forest of two outputs");
    assert_eq!(forest.score(&[0.0, 3.0, 0.0], 1), [2.0, 20.0, 4.0, 40.0, 2.0, 20.0]);
}

#[test]
fn rows_below_the_bound_are_given_up() {
    let forest = body_of(&forest(1, (1, 1.5), &[&STEP, &STEP, &STEP])).expect("a forest that gives up");
    let rows: Vec<f32> = (0..20).map(|i| if i % 3 == 0 { 2.0 } else { 0.0 }).collect();
    let expected: Vec<f32> = (0..20).map(|i| if i % 3 == 0 { 6.0 } else { -8.0 }).collect();
    assert_eq!(forest.score(&rows, 1), expected);
    // At the bound is not below it.
    let forest = body_of(&self::forest(1, (1, 1.0), &[&STEP, &STEP])).expect("a forest that gives up");
    assert_eq!(forest.score(&[0.0], 1), [2.0]);
}

#[test]
fn a_text_is_counted() {
    let (lexis, hashes) = read("“It rained,” said Ann Lee | BBC. 12 mm fell! No.");
    assert_eq!(hashes.len(), 10);
    assert_eq!((lexis.words, lexis.characters), (10, 48));
    assert_eq!((lexis.capitals, lexis.capitalized, lexis.digits), (7, 5, 2));
    assert_eq!((lexis.commas, lexis.quotes, lexis.marks), (1, 2, 1));
    assert_eq!(lexis.sentences, 3);
}

#[test]
fn a_full_stop_within_a_word_ends_nothing() {
    for (text, sentences) in
        [("", 0), ("One", 0), ("One.", 1), ("It cost 3.5 or a.b.c", 0), ("One. Two? Three!", 3), ("雨だ。風だ。", 2)]
    {
        assert_eq!(read(text).0.sentences, sentences, "{text}");
    }
}

#[test]
fn a_word_is_the_same_in_both_cases() {
    for (upper, lower) in
        [("Rain2", "rain2"), ("ДОЖДЬ", "дождь"), ("ЁЖ", "ёж"), ("ÉTÉ", "été"), ("ŠKODA", "škoda"), ("ΡΕΥΜΑ", "ρευμα")]
    {
        let ((counts, one), (other, two)) = (read(upper), read(lower));
        assert_eq!(one, two, "{upper}");
        assert_eq!((one.len(), counts.capitalized, other.capitals), (1, 1, 0), "{upper}");
        assert_eq!(counts.characters, other.characters, "{upper}");
    }
    assert_eq!(read("Дождь идёт").0.capitals, 1);
    assert_ne!(read("дождь").1, read("дождя").1);
    assert_eq!(read("The RAIN").1, [hash_ascii(b"the"), hash_ascii(b"Rain")]);
}

#[test]
fn two_characters_of_a_script_without_spaces_count_as_one_word() {
    let (lexis, hashes) = read("北京下雨了，3 mm");
    assert_eq!((lexis.words, hashes.len()), (3 + 2, 5 + 2));
    assert_eq!((lexis.commas, lexis.digits, lexis.capitals), (1, 1, 0));
    assert_eq!(read("雨").1, read("了雨").1[1..]);
    assert_eq!(read("서울에 비가").0.words, 2);
}

#[test]
fn sets_of_words_know_their_words_and_their_rows() {
    let set = WordSet::of(["It rained", "in the north"], 11);
    assert!(set.has(hash_ascii(b"NORTH")) && !set.has(hash_ascii(b"south")));
    let rows = WordSet::triples("It rained in the north", 17);
    let of = |text: &str| {
        let mut last = Triple::default();
        read(text).1.into_iter().find_map(|hash| last.push(hash)).expect("three words")
    };
    assert!(rows.has(of("rained in the")) && !rows.has(of("in rained the")));
}

#[test]
fn a_lexicon_weighs_long_texts_no_more_than_short_ones() {
    let lexicon = Lexicon::of(vec![1, -2, 3, 4], 0.5, 0.25).expect("four weights");
    assert_eq!((lexicon.weight(1), lexicon.weight(4 + 3)), (-2, 4));
    assert_eq!((lexicon.score(8, 4), lexicon.score(0, 0)), (2.25, 0.25));
    assert!(Lexicon::of(vec![1, 2, 3], 0.5, 0.0).is_none());
    assert_eq!(Lexicon::default().weight(7), 0);
}

const STORY: &str = "<html><head><title>Rain falls on the north</title>\
    <meta property='og:type' content='article'>\
    <link rel='canonical' href='https://example.org/news/2024/05/13/rain-falls-on-the-north'>\
    <script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-05-13\"}</script>\
    </head><body><nav><ul><li><a href='/'>Home</a><li><a href='/sport'>Sport</a></ul></nav>\
    <article><h1>Rain falls on the north</h1>\
    <p class='byline'>By <a rel='author' href='/ann'>Ann Lee</a>, <time datetime='2024-05-13'>13 May 2024</time></p>\
    <p>It rained all day in the north, the weather office said on Monday, and the rivers rose quickly.</p>\
    <figure><img src='a.jpg'><figcaption>The bridge at Alder on Monday</figcaption></figure>\
    <h2>Higher ground</h2>\
    <p>Farmers moved their cattle to higher ground before the evening, as they had done in the spring.</p>\
    <blockquote><p>We had never seen so much water in one day, and the cows had not either, she said.</p></blockquote>\
    <p>The bridge at Alder was closed to lorries until the water had gone down, the council said.</p></article>\
    <section class='comments'><div class='comment'><p>My cellar is full of water, who is going to pay for it?</p></div>\
    </section></body></html>";

/// The class of each block by its text, and the kind of the page.
fn judged(html: &str) -> (HashMap<String, Class>, Kind) {
    let model = Model::shipped();
    with_page(html.as_bytes(), None, model, |page, hints| {
        let body = body::decide(page, hints, model, None);
        let texts = (0..page.blocks.blocks.len()).map(|i| page.blocks.text_of(i).to_owned());
        (texts.zip(classes(page, &body)).collect(), body.kind)
    })
    .expect("a page")
}

#[test]
fn blocks_are_named_for_what_they_are() {
    let (found, kind) = judged(STORY);
    assert_eq!(kind, Kind::Article);
    for (text, class) in [
        ("Rain falls on the north", Class::Headline),
        (
            "It rained all day in the north, the weather office said on Monday, and the rivers rose quickly.",
            Class::Body,
        ),
        ("The bridge at Alder on Monday", Class::Caption),
        ("Higher ground", Class::Heading),
        ("We had never seen so much water in one day, and the cows had not either, she said.", Class::Quote),
        ("My cellar is full of water, who is going to pay for it?", Class::Comment),
        ("Home", Class::Navigation),
    ] {
        assert_eq!(found.get(text), Some(&class), "{text}");
    }
}

#[test]
fn a_page_of_teasers_is_an_index_page() {
    let teaser = |n: usize| {
        format!(
            "<div class='teaser'><h2><a href='/2024/{n}'>Rain falls on the north for the {n}th day</a></h2>\
             <p>Rivers rise, and the bridge is closed…</p></div>"
        )
    };
    let teasers: String = (0..30).map(teaser).collect::<Vec<_>>().concat();
    let (_, kind) = judged(&format!(
        "<html><head><title>News</title><meta property='og:type' content='website'>\
         <link rel='canonical' href='https://example.org/category/news/'></head><body><h1>News</h1>{teasers}</body></html>"
    ));
    assert_eq!(kind, Kind::Index);
}

#[test]
fn a_page_says_of_what_kind_it_is() {
    let declared = |html: &str, address: Option<&str>| {
        let document = Document::parse(html).expect("a page of few nodes");
        Declared::of(&onrecord::things::things(&document), &evidence::metas(&document), address)
    };
    let og = declared("<meta property='og:type' content='Article'>", None);
    assert!(og.has(Declared::OG_ARTICLE) && og.has(Declared::ARTICLE) && !og.has(Declared::NEWS));
    let news = declared("<script type='application/ld+json'>{\"@type\": \"NewsArticle\"}</script>", None);
    assert!(news.has(Declared::NEWS) && news.has(Declared::ARTICLE) && !news.has(Declared::PRODUCT));
    for (address, said) in [
        ("https://example.org", Declared::AT_FRONT),
        ("https://example.org/forum/7", Declared::AT_FORUM),
        ("https://example.org/Category/rain", Declared::AT_LIST),
        ("https://example.org/shop/boots", Declared::AT_PRODUCT),
    ] {
        assert!(declared("<p>a", Some(address)).has(said), "{address}");
        assert!(!declared("<p>a", Some("https://shop.example.org/rain")).has(said), "{address}");
    }
}

const NOTE: &str =
    "The weather office of the valley has measured rain since the year of the great flood, and it is open.";

/// A story with a box under it.
fn with_note(note: &str) -> Vec<u8> {
    STORY.replace("</article>", &format!("<div class='story-note'><p>{note}</p></div></article>")).into_bytes()
}

fn texts_of_body(html: &[u8], memory: Option<&Memory>) -> Vec<String> {
    let offers = page::read(html, None, Model::shipped(), memory).expect("a page");
    offers.body.into_iter().map(|block| block.text).collect()
}

#[test]
fn what_was_never_kept_elsewhere_is_believed_less() {
    let html = with_note(NOTE);
    let model = Model::shipped();
    let of_page = remember(&html, None, model).expect("a page");
    let texts = study(&html, None, model).expect("a page").texts;
    let at = texts.iter().position(|t| t == NOTE).expect("the note");
    let note = of_page[at];
    assert!(note.kept && note.words == 20, "{note:?}");
    let decided = |memory: &Memory| {
        with_page(&html, None, model, |page, hints| body::decide(page, hints, model, Some(memory)).probability)
            .expect("a page")
    };
    let nothing = decided(&Memory::default());
    let never = decided(&Memory::of(&[(note.signature, 20, 0.0)], &[]));
    let always = decided(&Memory::of(&[(note.signature, 20, 20.0)], &[]));
    let even = decided(&Memory::of(&[(note.signature, 20, 10.0)], &[]));
    let recurs = decided(&Memory::of(&[], &[note.text]));
    assert!((nothing[at] - note.probability).abs() < 1e-5);
    assert!((even[at] - nothing[at]).abs() < 1e-5);
    assert!(never[at] < nothing[at] && nothing[at] < always[at], "{} {}", never[at], always[at]);
    assert!(recurs[at] < nothing[at]);
    for (i, other) in of_page.iter().enumerate().filter(|(_, other)| other.signature != note.signature) {
        assert_eq!(never[i], nothing[i], "{i}");
        assert!(other.text == note.text || recurs[i] == nothing[i], "{i}");
    }
}

#[test]
fn a_box_that_recurs_is_left_out() {
    let html = with_note(NOTE);
    let note = remember(&html, None, Model::shipped()).expect("a page").into_iter().rev().find(|r| r.words == 20);
    let note = note.expect("the note");
    let plain = texts_of_body(&html, None);
    assert!(plain.iter().any(|t| t == NOTE), "{plain:?}");
    let memory = Memory::of(&[(note.signature, 20, 0.0)], &[note.text]);
    let learned = texts_of_body(&html, Some(&memory));
    assert_eq!(learned, plain.into_iter().filter(|t| t != NOTE).collect::<Vec<_>>());
}
