//! Boosted trees as a flat table, and the model that ships with the core.
//!
//! A model is one file, little-endian, written by `training/body`: magic, thresholds, two lexicons, three forests. A
//! tree is its nodes in preorder: the left child follows its parent, and a node names its right child.

use std::ops::Range;
use std::sync::LazyLock;

use crate::lexicon::Lexicon;
use crate::study;

const MAGIC: &[u8; 8] = b"ONRECRD1";
/// Rows that go down a tree side by side: each waits for memory while the others compute.
const LANES: usize = 8;
/// No forest has more outputs, and no model more thresholds.
const MOST_OUTPUTS: usize = 64;
/// The sum of a row that was given up.
const GIVEN_UP: f32 = -8.0;

#[derive(Debug, Clone, Copy)]
struct Node {
    /// What a feature is compared with; the value of a leaf.
    threshold: f32,
    feature: u16,
    /// The children, counted from the node itself; a leaf is its own.
    left: u8,
    right: u8,
}

/// One tree: where it begins, and how many steps lead to its deepest leaf.
#[derive(Debug, Clone, Copy)]
struct Tree {
    first: u32,
    depth: u32,
}

/// Boosted trees over rows of numbers.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    nodes: Vec<Node>,
    trees: Vec<Tree>,
    /// How many sums a row gets; the trees serve them in turn.
    pub outputs: usize,
    /// After so many trees, a row whose sum is below the bound is given up: no more trees would save it.
    early: (usize, f32),
}

impl Forest {
    /// The sum of all trees for each of many rows, `width` numbers each; the outputs of one row stand together.
    ///
    /// Tree by tree, so that a tree stays in the nearest memory; and without a branch that the rows decide, for a leaf
    /// is its own child and all go down as many steps as the deepest.
    #[must_use]
    pub fn score(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let count = rows.len() / width.max(1);
        let mut sums = vec![0.0; count * self.outputs];
        let (early, bound) = self.early;
        let mut alive: Vec<usize> = (0..count).collect();
        self.add(0..early, &alive, (rows, width), &mut sums);
        if early > 0 {
            alive.retain(|row| sums[*row] >= bound);
            sums.iter_mut().filter(|sum| **sum < bound).for_each(|sum| *sum = GIVEN_UP);
        }
        self.add(early..self.trees.len(), &alive, (rows, width), &mut sums);
        sums
    }

    /// Add some trees to the sums of some rows.
    fn add(&self, trees: Range<usize>, chosen: &[usize], (rows, width): (&[f32], usize), sums: &mut [f32]) {
        for n in trees {
            let Tree { first, depth } = self.trees[n];
            let nodes = &self.nodes[first as usize..];
            for several in chosen.chunks(LANES) {
                // The last lanes look at a row once more where there are not enough.
                let lanes: [&[f32]; LANES] =
                    std::array::from_fn(|lane| &rows[several[lane.min(several.len() - 1)] * width..][..width]);
                let found = descend(nodes, depth, &lanes);
                for (row, value) in several.iter().zip(found) {
                    sums[row * self.outputs + n % self.outputs] += value;
                }
            }
        }
    }
}

#[inline]
fn descend(nodes: &[Node], depth: u32, lanes: &[&[f32]; LANES]) -> [f32; LANES] {
    let mut at = [0usize; LANES];
    for _ in 0..depth {
        for (at, row) in at.iter_mut().zip(lanes) {
            let node = nodes[*at];
            let left = row[node.feature as usize] <= node.threshold;
            *at += usize::from(if left { node.left } else { node.right });
        }
    }
    at.map(|at| nodes[at].threshold)
}

/// All that was learned.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// Weights of words.
    pub words: Lexicon,
    /// Weights of the names of elements.
    pub names: Lexicon,
    /// Which blocks are the body.
    pub body: Forest,
    /// Which blocks before it are its standfirst.
    pub standfirst: Forest,
    /// What kind of page it is.
    pub kind: Forest,
    /// From which probability on a block is of the body, kind by kind; the last one is that of the standfirst.
    pub thresholds: Vec<f32>,
}

impl Model {
    /// Read a model.
    ///
    /// # Errors
    /// What is wrong with the bytes, in words.
    pub fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut reader = Reader { rest: bytes };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err("not a model of onrecord");
        }
        let count = reader.u32()? as usize;
        let (of_block, of_page) = study::widths();
        if count > MOST_OUTPUTS {
            return Err("the model has too many thresholds");
        }
        let thresholds = (0..count).map(|_| reader.f32()).collect::<Result<_, _>>()?;
        Ok(Self {
            thresholds,
            words: reader.lexicon()?,
            names: reader.lexicon()?,
            body: reader.forest(of_block)?,
            standfirst: reader.forest(of_block)?,
            kind: reader.forest(of_page)?,
        })
    }

    /// The model that ships with the core. A test reads it; a core without one decides nothing.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Model> =
            LazyLock::new(|| Model::parse(include_bytes!("../models/body/body.bin")).unwrap_or_default());
        &SHIPPED
    }
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], &'static str> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or("the model ends too early")?;
        self.rest = rest;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, &'static str> {
        let taken = self.take(4)?;
        Ok(u32::from_le_bytes([taken[0], taken[1], taken[2], taken[3]]))
    }

    fn u16(&mut self) -> Result<u16, &'static str> {
        let taken = self.take(2)?;
        Ok(u16::from_le_bytes([taken[0], taken[1]]))
    }

    fn f32(&mut self) -> Result<f32, &'static str> {
        Ok(f32::from_bits(self.u32()?))
    }

    fn lexicon(&mut self) -> Result<Lexicon, &'static str> {
        let (scale, bias, length) = (self.f32()?, self.f32()?, self.u32()? as usize);
        let weights = self.take(length)?.iter().map(|w| i8::from_le_bytes([*w])).collect();
        Lexicon::of(weights, scale, bias).ok_or("a lexicon of the model has no power of two of weights")
    }

    fn forest(&mut self, width: usize) -> Result<Forest, &'static str> {
        let outputs = self.u32()? as usize;
        if outputs > MOST_OUTPUTS {
            return Err("a forest of the model has too many outputs");
        }
        let trees = self.u32()? as usize;
        let early = (self.u32()? as usize, self.f32()?);
        if early.0 > trees || early.0 > 0 && outputs != 1 {
            return Err("a forest of the model gives up too late");
        }
        let mut forest = Forest { outputs: outputs.max(1), early, ..Forest::default() };
        for _ in 0..trees {
            let first = forest.nodes.len();
            let count = self.u16()? as usize;
            for _ in 0..count {
                let (feature, children, threshold) = (self.u16()?, self.take(2)?, self.f32()?);
                forest.nodes.push(Node { threshold, feature, left: children[0], right: children[1] });
            }
            if forest.nodes[first..].iter().any(|n| n.feature as usize >= width) {
                return Err("a tree of the model asks for a feature that is not there");
            }
            let depth = depth(&forest.nodes[first..]).ok_or("a tree of the model is broken")?;
            forest.trees.push(Tree { first: first as u32, depth });
        }
        Ok(forest)
    }
}

/// The steps to the deepest leaf; None where a path leaves the tree. Children stand behind their parents.
fn depth(tree: &[Node]) -> Option<u32> {
    let mut depths = vec![0; tree.len()];
    for (i, node) in tree.iter().enumerate() {
        for child in [node.left, node.right].into_iter().filter(|c| *c > 0) {
            *depths.get_mut(i + child as usize)? = depths[i] + 1;
        }
    }
    depths.into_iter().max()
}
