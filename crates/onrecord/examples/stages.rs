//! Where the time goes: `cargo run --release --example stages -- PAGE.html...` reads each page ten times.
#![allow(clippy::print_stdout, clippy::print_stderr, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use onrecord::features::{Hints, Page};
use onrecord::forest::Model;
use onrecord::kinds::Declared;
use onrecord::{
    blocks::Blocks, body, bylines, date_spots, decode::decode, dom::Document, evidence, pictures, structure, things,
};

const STAGES: [&str; 12] = [
    "decode", "parse", "blocks", "head", "read", "describe", "forest", "decide", "bylines", "dates", "rest", "all",
];

fn main() {
    let pages: Vec<Vec<u8>> = std::env::args().skip(1).filter_map(|path| std::fs::read(path).ok()).collect();
    let mut total = [Duration::ZERO; STAGES.len()];
    let rounds = 10;
    let model = Model::shipped();
    for bytes in pages.iter().cycle().take(pages.len() * rounds) {
        let all = Instant::now();
        let mut stage = 0;
        let mut timed = |since: Instant| {
            total[stage] += since.elapsed();
            stage += 1;
        };
        let t = Instant::now();
        let (html, _) = decode(bytes, None);
        timed(t);
        let t = Instant::now();
        let Ok(document) = Document::parse(&html) else { continue };
        timed(t);
        let t = Instant::now();
        let blocks = Blocks::of(&document, false);
        timed(t);
        let t = Instant::now();
        let titles: Vec<String> = evidence::title(&document).into_iter().collect();
        let metas = evidence::metas(&document);
        let things = things::things(&document);
        let declared = Declared::of(&things, &metas, None);
        let hints = Hints { titles: &titles, declared, ..Hints::default() };
        timed(t);
        let t = Instant::now();
        let page = Page::of(&document, &blocks, &hints, None, model);
        timed(t);
        let t = Instant::now();
        let mut rows = Vec::new();
        for i in 0..blocks.blocks.len() {
            page.describe(i, &mut rows);
        }
        timed(t);
        let t = Instant::now();
        black_box(model.body.score(&rows, rows.len() / blocks.blocks.len().max(1)));
        timed(t);
        let again = page_again(&all);
        let t = Instant::now();
        let decision = body::decide(&document, &blocks, &hints, model);
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
        black_box(structure::body_blocks(&blocks, &decision));
        timed(t);
        total[STAGES.len() - 1] += all.elapsed();
        black_box(again);
    }
    let runs = (pages.len() * rounds).max(1) as f64;
    for (name, time) in STAGES.iter().zip(total) {
        println!("{name:8} {:8.1} µs a page", time.as_secs_f64() * 1e6 / runs);
    }
}

fn page_again(since: &Instant) -> Duration {
    since.elapsed()
}
