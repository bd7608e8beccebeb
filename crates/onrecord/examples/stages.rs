//! Where the time goes: `cargo run --release --example stages -- PAGE.html...` reads each page ten times;
//! the fastest time of each page and stage counts, which is what a quiet machine would say.
#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use onrecord::{
    blocks::Blocks, body, bylines, date_spots, decode::decode, dom::Document, evidence, features::Page, forest::Model,
    page::Head, pictures, structure,
};

const STAGES: [&str; 12] =
    ["decode", "parse", "blocks", "head", "sum up", "describe", "forest", "decide", "bylines", "dates", "rest", "all"];

fn main() {
    let pages: Vec<Vec<u8>> = std::env::args().skip(1).filter_map(|path| std::fs::read(path).ok()).collect();
    let mut total = [Duration::ZERO; 12];
    for bytes in &pages {
        let mut best = [Duration::MAX; 12];
        for _ in 0..10 {
            let spent = read(bytes);
            best = std::array::from_fn(|i| best[i].min(spent[i]));
        }
        total = std::array::from_fn(|i| total[i] + best[i]);
    }
    for (name, time) in STAGES.iter().zip(total) {
        println!("{name:8} {:8.1} µs a page", time.as_secs_f64() * 1e6 / pages.len().max(1) as f64);
    }
}

/// The time of each stage, and of all.
fn read(bytes: &[u8]) -> [Duration; 12] {
    let mut spent = [Duration::ZERO; 12];
    let mut stage = 0;
    let mut timed = |since: Instant| {
        spent[stage] = since.elapsed();
        stage += 1;
    };
    let t = Instant::now();
    let (html, _) = decode(bytes, None);
    timed(t);
    let t = Instant::now();
    let Ok(document) = Document::parse(&html) else { return spent };
    timed(t);
    let t = Instant::now();
    let blocks = Blocks::of(&document, false);
    timed(t);
    let t = Instant::now();
    let head = Head::of(&document);
    let hints = head.hints();
    timed(t);
    let model = Model::shipped();
    let t = Instant::now();
    let page = Page::of(&document, &blocks, &hints, body::headline(&blocks, &head.titles), model);
    timed(t);
    let t = Instant::now();
    let mut rows = Vec::new();
    (0..blocks.blocks.len()).for_each(|i| page.describe(i, &mut rows));
    timed(t);
    let t = Instant::now();
    black_box(model.body.score(&rows, rows.len() / blocks.blocks.len().max(1)));
    timed(t);
    let probability = body::probability(&page, model);
    let t = Instant::now();
    let decision = body::judge(&page, &hints, probability, model, None);
    timed(t);
    let t = Instant::now();
    black_box(bylines::bylines(&document, &blocks, &decision));
    timed(t);
    let t = Instant::now();
    black_box(date_spots::dates(&document, &blocks, &decision));
    timed(t);
    let t = Instant::now();
    black_box(evidence::headings(&document, &blocks, &decision));
    black_box(pictures::pictures(&document, &blocks, &decision));
    black_box(structure::body_blocks(&document, &blocks, &decision));
    timed(t);
    spent[11] = spent[..11].iter().sum(); // the body was asked twice
    spent
}
