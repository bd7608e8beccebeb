//! Speed and fidelity of every candidate on the sample of real pages.

use std::hint::black_box;
use std::panic::{self, AssertUnwindSafe};
use std::time::Instant;

use crate::candidates::Candidate;
use crate::pages::Page;
use crate::text;

/// Passes over all pages; a page's time is its best, since other processes can only add to it.
pub const PASSES: usize = 7;

/// What one candidate did with all pages.
pub struct Figures {
    pub name: &'static str,
    /// Milliseconds of the best pass for each page, in ascending order.
    pub parse: Vec<f64>,
    pub parse_and_text: Vec<f64>,
    /// Nodes in all trees.
    pub nodes: usize,
    /// The share of the gold text found, page by page.
    pub shares: Vec<Option<f64>>,
    /// The share of the first candidate's texts that stand in the same place, page by page.
    pub placed: Vec<Option<f64>>,
    pub panics: usize,
}

/// Measures all candidates, pass by pass in turn, so that a busy moment hits none of them alone.
pub fn all(candidates: &[Candidate], pages: &[Page]) -> Vec<Figures> {
    let mut figures: Vec<Figures> = candidates.iter().map(|c| fidelity(*c, candidates[0], pages)).collect();
    for _ in 0..PASSES {
        for (candidate, figures) in candidates.iter().zip(&mut figures) {
            keep_best(&mut figures.parse, pages, |html| {
                black_box((candidate.parse)(html));
            });
            keep_best(&mut figures.parse_and_text, pages, |html| {
                black_box(candidate.text(html));
            });
        }
    }
    for figures in &mut figures {
        figures.parse.sort_by(f64::total_cmp);
        figures.parse_and_text.sort_by(f64::total_cmp);
    }
    figures
}

fn fidelity(candidate: Candidate, first: Candidate, pages: &[Page]) -> Figures {
    let mut figures = Figures {
        name: candidate.name,
        parse: vec![f64::INFINITY; pages.len()],
        parse_and_text: vec![f64::INFINITY; pages.len()],
        nodes: 0,
        shares: Vec::with_capacity(pages.len()),
        placed: Vec::with_capacity(pages.len()),
        panics: 0,
    };
    for page in pages {
        let html = &page.html;
        let result = guarded(|| {
            let nodes = (candidate.parse)(html);
            (nodes, candidate.text(html), candidate.places(html))
        });
        figures.panics += usize::from(result.is_none());
        let (nodes, text, places) = result.unwrap_or_default();
        figures.nodes += nodes;
        figures.shares.push(text::share_found(&page.gold, &text));
        figures.placed.push(first.places(html).share_in(&places));
    }
    figures
}

fn keep_best(best: &mut [f64], pages: &[Page], work: impl Fn(&str)) {
    for (best, page) in best.iter_mut().zip(pages) {
        let start = Instant::now();
        guarded(|| work(&page.html));
        *best = best.min(start.elapsed().as_secs_f64() * 1e3);
    }
}

/// A panic costs the page it happens on, not the run.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}
