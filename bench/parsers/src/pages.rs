//! The sample of real pages: a fixed number per gold set, evenly spaced over the sorted ids.

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::Value;

use crate::text;

const SETS: [&str; 3] = ["atf", "fundus", "wcxb"];
const PER_SET: usize = 100;

/// One page and the shingles of its known body text.
pub struct Page {
    pub html: String,
    pub gold: Vec<u64>,
}

/// Reads the sample from the folder that holds one folder per gold set.
pub fn load(root: &Path) -> Result<Vec<Page>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for set in SETS {
        let folder = root.join(set);
        for (id, gold) in sample(articles(&folder)?) {
            let html = unzip(&folder.join("pages").join(format!("{id}.html.gz")))?;
            let gold = text::shingles(&gold);
            pages.push(Page { html, gold });
        }
    }
    Ok(pages)
}

/// The `(id, body text)` pairs of a set's articles, sorted by id.
fn articles(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut articles = Vec::new();
    for line in fs::read_to_string(folder.join("gold.jsonl"))?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        if field("type") == "article" && !field("text").is_empty() {
            articles.push((field("id"), field("text")));
        }
    }
    articles.sort();
    Ok(articles)
}

fn sample<T: Clone>(all: Vec<T>) -> Vec<T> {
    let take = PER_SET.min(all.len());
    (0..take).map(|i| all[i * all.len() / take].clone()).collect()
}

fn unzip(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(path)?).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
