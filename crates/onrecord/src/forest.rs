//! Boosted trees as a flat table, and the model that ships with the core.
//!
//! A model is one file, little-endian, written by `training/body`: magic, thresholds, two lexicons, three forests. A
//! tree is its nodes in preorder: the left child follows its parent, and a node names its right child.

use std::sync::LazyLock;

use crate::lexicon::Lexicon;

const MAGIC: &[u8; 8] = b"ONRECRD1";
const LEAF: u16 = u16::MAX;
/// Rows that go down a tree side by side: each waits for memory while the others compute.
const LANES: usize = 4;

#[derive(Debug, Clone, Copy)]
struct Node {
    /// What a feature is compared with; the value of a leaf.
    threshold: f32,
    feature: u16,
    /// The right child, counted from the node itself.
    right: u16,
}

/// Boosted trees over rows of numbers.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    nodes: Vec<Node>,
    /// Where each tree begins.
    trees: Vec<u32>,
    /// How many sums a row gets; the trees serve them in turn.
    pub outputs: usize,
}

impl Forest {
    /// The sum of all trees for each of many rows, `width` numbers each; the outputs of one row stand together.
    #[must_use]
    pub fn score(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let count = rows.len() / width.max(1);
        let mut sums = vec![0.0; count * self.outputs];
        for (n, tree) in self.trees.iter().enumerate() {
            let output = n % self.outputs;
            let mut row = 0;
            while row < count {
                let lanes = LANES.min(count - row);
                let found = self.descend(*tree, &rows[row * width..], width, lanes);
                for (lane, value) in found.iter().enumerate().take(lanes) {
                    sums[(row + lane) * self.outputs + output] += value;
                }
                row += lanes;
            }
        }
        sums
    }

    fn descend(&self, tree: u32, rows: &[f32], width: usize, lanes: usize) -> [f32; LANES] {
        let mut at = [tree as usize; LANES];
        let mut values = [0.0; LANES];
        let mut open = (1u32 << lanes) - 1;
        while open != 0 {
            for lane in 0..lanes {
                let node = self.nodes[at[lane]];
                if node.feature == LEAF {
                    values[lane] = node.threshold;
                    open &= !(1 << lane);
                } else {
                    let left = rows[lane * width + node.feature as usize] <= node.threshold;
                    at[lane] += if left { 1 } else { node.right as usize };
                }
            }
        }
        values
    }

    /// The largest feature that any tree asks about, and one more: how wide a row has to be.
    #[must_use]
    pub fn width(&self) -> usize {
        self.nodes.iter().filter(|n| n.feature != LEAF).map(|n| n.feature as usize + 1).max().unwrap_or(0)
    }
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
        let thresholds = (0..count.min(64)).map(|_| reader.f32()).collect::<Result<_, _>>()?;
        Ok(Self {
            thresholds,
            words: reader.lexicon()?,
            names: reader.lexicon()?,
            body: reader.forest()?,
            standfirst: reader.forest()?,
            kind: reader.forest()?,
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

    fn forest(&mut self) -> Result<Forest, &'static str> {
        let outputs = self.u32()? as usize;
        let trees = self.u32()? as usize;
        let mut forest = Forest { outputs: outputs.max(1), ..Forest::default() };
        for _ in 0..trees {
            let first = forest.nodes.len();
            let count = self.u16()? as usize;
            forest.trees.push(first as u32);
            for _ in 0..count {
                let node = Node { feature: self.u16()?, right: self.u16()?, threshold: self.f32()? };
                forest.nodes.push(node);
            }
            check(&forest.nodes[first..])?;
        }
        Ok(forest)
    }
}

/// Whether every path ends in a leaf of the same tree.
fn check(tree: &[Node]) -> Result<(), &'static str> {
    let inside = tree.iter().enumerate().all(|(i, n)| {
        n.feature == LEAF || n.right > 1 && i + (n.right as usize) < tree.len() && i + 1 < tree.len()
    });
    if inside && !tree.is_empty() { Ok(()) } else { Err("a tree of the model is broken") }
}
