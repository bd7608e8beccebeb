//! One walk over every candidate's tree, so that they differ in the tree alone.

/// What is done with a tree in document order.
pub trait Visitor {
    /// An element begins; false leaves its subtree out, and `leave` is not called for it.
    fn enter(&mut self, tag: &str) -> bool;
    fn leave(&mut self);
    fn text(&mut self, text: &str);
}

/// Whether the text below an element with this tag is never shown as prose.
pub fn is_hidden(tag: &str) -> bool {
    ["script", "style", "noscript", "template", "svg"].iter().any(|hidden| tag.eq_ignore_ascii_case(hidden))
}

enum Step<Id> {
    Visit(Id),
    Leave,
}

/// Walks a tree without recursion. `visit` hands one node to the visitor and says whether an
/// element was entered; `children` lists the children of a node in order.
pub fn walk<Id>(
    root: Id,
    visitor: &mut dyn Visitor,
    visit: impl Fn(&Id, &mut dyn Visitor) -> bool,
    children: impl Fn(&Id, &mut Vec<Id>),
) {
    let mut below = Vec::new();
    let mut todo = vec![Step::Visit(root)];
    while let Some(step) = todo.pop() {
        match step {
            Step::Leave => visitor.leave(),
            Step::Visit(node) => {
                if visit(&node, visitor) {
                    todo.push(Step::Leave);
                    children(&node, &mut below);
                    todo.extend(below.drain(..).rev().map(Step::Visit));
                }
            }
        }
    }
}
