//! Show how a page is cut and judged: `cargo run --release --example blocks -- page.html`.
//!
//! A line a block: class, probability, words, link share, tag, roles, place, text; in front `+` where it was kept.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use onrecord::{body, classes, evidence, forest::Model, page::with_page};

fn main() {
    let Some(bytes) = std::env::args().nth(1).and_then(|path| std::fs::read(path).ok()) else {
        eprintln!("usage: blocks PAGE.html");
        return;
    };
    let model = Model::shipped();
    let shown = with_page(&bytes, None, model, |page, hints| {
        let decision = body::decide(page, hints, model, None);
        println!("{}, certainty {:.2}", decision.kind.name(), decision.certainty);
        for (i, class) in classes::classes(page, &decision).into_iter().enumerate() {
            let block = &page.blocks.blocks[i];
            let text: String = page.blocks.text_of(i).chars().take(90).collect();
            println!(
                "{i:4}{} {:14} {:.2} {:3}w {:.1}l {:10} [{}] {} | {}",
                if decision.kept.contains(&i) { '+' } else { ' ' },
                class.name(),
                decision.probability[i],
                block.words,
                block.link_share,
                block.place.tag.name(),
                block.roles.words(),
                evidence::path(page.document, block.place.node as usize),
                text.replace('\n', "/")
            );
        }
    });
    if let Err(error) = shown {
        eprintln!("{error}");
    }
}
