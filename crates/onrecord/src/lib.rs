//! The walking half of onrecord: the bytes of a news page go in, everything that it offers comes out.
//!
//! `decode` → `dom` → `blocks` → `body`, and beside them `evidence` and `things`: each a function of its arguments. No
//! files, no clock, no Python. What the offers mean for a record is judged above this crate.

pub mod blocks;
pub mod body;
pub mod bylines;
pub mod classes;
pub mod cues;
pub mod date_spots;
pub mod dates;
pub mod decode;
pub mod dom;
mod doubts;
pub mod error;
pub mod evidence;
pub mod features;
pub mod forest;
pub mod json;
pub mod kinds;
pub mod lexicon;
pub mod lexis;
pub mod memory;
pub mod page;
pub mod phrases;
pub mod pictures;
pub mod structure;
pub mod study;
pub mod tags;
pub mod text;
pub mod things;

pub use error::Error;
pub use page::{Offers, read};
