//! Which blocks belong together: by the form of their elements, by the elements around them, and as the bulk of a page.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{AROUND, Sum};
use crate::blocks::{Blocks, Container};
use crate::dom::Document;
use crate::tags::Attr;

/// The hash of each signature, and the signature of each block: the tags and classes of the element and the two
/// around it, without digits, which number what is alike.
pub(super) fn signatures(document: &Document, blocks: &Blocks) -> (Vec<u64>, Vec<u32>) {
    let mut known: HashMap<u64, u32, RandomState> = HashMap::default();
    let mut hashes = Vec::new();
    let mut of_node = vec![0u64; document.nodes.len()]; // 0: not asked yet
    let numbers = blocks
        .blocks
        .iter()
        .map(|block| {
            let mut hash = u64::from(block.place.tag.heading_level()) << 8 | block.place.tag.name().len() as u64;
            let mut node = block.place.node;
            for _ in 0..3 {
                let own = &mut of_node[node as usize];
                if *own == 0 {
                    *own = name_hash(document, node as usize);
                }
                let own = *own;
                hash = (hash ^ own).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
                node = document.nodes[node as usize].parent;
            }
            *known.entry(hash).or_insert_with(|| {
                hashes.push(hash);
                hashes.len() as u32 - 1
            })
        })
        .collect();
    (hashes, numbers)
}

fn name_hash(document: &Document, node: usize) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let class = document.attr(node, Attr::Class).unwrap_or("").bytes().take(80).filter(|c| !c.is_ascii_digit());
    for c in document.nodes[node].tag.name().bytes().chain([b'.']).chain(class) {
        hash = (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// For each block the containers around it, each with more blocks than the one before; the last one repeats.
pub(super) fn around(blocks: &Blocks) -> Vec<[u32; AROUND]> {
    let containers = &blocks.containers;
    let root = containers.len() as u32 - 1;
    let mut number = vec![root; blocks.roles.len()];
    for (i, container) in containers.iter().enumerate() {
        number[container.node as usize] = i as u32;
    }
    // The next larger container; those around come later, so this runs from the last to the first.
    let mut larger = vec![root; containers.len()];
    for i in (0..containers.len() - 1).rev() {
        let outer = number[containers[i].outer as usize];
        let (a, b) = (&containers[i], &containers[outer as usize]);
        larger[i] = if a.first == b.first && a.last == b.last { larger[outer as usize] } else { outer };
    }
    blocks
        .blocks
        .iter()
        .map(|block| {
            let mut at = number[block.place.node as usize];
            if containers[at as usize].last - containers[at as usize].first == 1 {
                at = larger[at as usize];
            }
            std::array::from_fn(|_| {
                let this = at;
                at = larger[at as usize];
                this
            })
        })
        .collect()
}

/// The container with the best F1 of prose: much of all that is on the page, and little else.
pub(super) fn core(blocks: &Blocks, sums: &[Sum]) -> usize {
    let all = sums[blocks.blocks.len()].prose;
    let f1 = |c: &Container| {
        let inside = sums[c.last as usize].less(sums[c.first as usize]);
        2.0 * inside.prose / (inside.words + all).max(1.0)
    };
    let best = (0..blocks.containers.len())
        .max_by(|a, b| f1(&blocks.containers[*a]).total_cmp(&f1(&blocks.containers[*b])).then(b.cmp(a)));
    best.unwrap_or(0)
}
