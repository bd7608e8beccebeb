//! Show how a page is cut and judged: `cargo run --release --example blocks -- page.html`.
//!
//! A line a block: `+` kept, `s` standfirst, `h` headline; probability; words; link share; tag; roles; text.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use onrecord::{blocks::Blocks, body, decode::decode, dom::Document, evidence};

fn main() {
    let Some(bytes) = std::env::args().nth(1).and_then(|path| std::fs::read(path).ok()) else {
        eprintln!("usage: blocks PAGE.html");
        return;
    };
    let (html, encoding) = decode(&bytes, None);
    let Ok(document) = Document::parse(&html) else { return };
    let blocks = Blocks::of(&document, false);
    let decision = body::decide(&document, &blocks, &evidence::title(&document).into_iter().collect::<Vec<_>>());
    println!(
        "{encoding}, {} nodes, container {}..{}, {} hidden words",
        document.nodes.len(),
        decision.first,
        decision.last,
        blocks.hidden_words
    );
    for (i, block) in blocks.blocks.iter().enumerate() {
        let mark = match i {
            _ if decision.headline == Some(i) => 'h',
            _ if decision.kept.contains(&i) => '+',
            _ if decision.standfirst.contains(&i) => 's',
            _ => ' ',
        };
        let text: String = blocks.text_of(i).chars().take(90).collect();
        println!(
            "{i:4}{mark} {:.2} {:3}w {:.1}l {:10} [{}] {} | {}",
            decision.probability[i],
            block.words,
            block.link_share,
            block.place.tag.name(),
            block.roles.words(),
            evidence::path(&document, block.place.node as usize),
            text.replace('\n', "/")
        );
    }
}
