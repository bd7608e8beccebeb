//! lol_html, a streaming rewriter without a tree, feeding the forgiving arena from its handlers.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::html_content::{Element, TextChunk};
use lol_html::{HtmlRewriter, Settings, doc_text, element};

use super::{Candidate, decode};
use crate::arena::Arena;

pub const CANDIDATE: Candidate = Candidate {
    name: "lol_html + arena",
    parse: |html| tree(html).borrow().len(),
    visit: |html, visitor| tree(html).borrow().show(visitor, decode),
};

type Shared = Rc<RefCell<Arena>>;

fn tree(html: &str) -> Shared {
    let arena = Shared::new(RefCell::new(Arena::new()));
    let settings = Settings::new()
        .with_strict(false)
        .append_element_content_handler(element!("*", |element| {
            start(&arena, element);
            Ok(())
        }))
        .append_document_content_handler(doc_text!(|chunk| {
            text(&arena, chunk);
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| ());
    rewriter.write(html.as_bytes()).expect("no limit is set");
    rewriter.end().expect("no limit is set");
    arena
}

fn start(shared: &Shared, element: &mut Element) {
    let mut arena = shared.borrow_mut();
    let id = arena.start(element.tag_name().as_bytes());
    for attribute in element.attributes() {
        arena.attribute(attribute.name().as_bytes(), attribute.value().as_bytes());
    }
    let depth = arena.top_depth();
    match element.end_tag_handlers() {
        Some(handlers) => {
            let shared = Rc::clone(shared);
            handlers.push(Box::new(move |_| {
                shared.borrow_mut().close_at(depth, id);
                Ok(())
            }));
        }
        None => arena.close_top(),
    }
}

fn text(shared: &Shared, chunk: &TextChunk) {
    if !chunk.as_str().is_empty() {
        shared.borrow_mut().text(chunk.as_str().as_bytes());
    }
}
