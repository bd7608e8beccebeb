//! html5gum's tokenizer feeding the forgiving arena.

use std::borrow::Cow;
use std::convert::Infallible;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::Candidate;
use crate::arena::{self, Arena};

pub const CANDIDATE: Candidate = Candidate {
    name: "html5gum + arena",
    parse: |html| tree(html).len(),
    visit: |html, visitor| tree(html).show(visitor, |text| Cow::Borrowed(text)),
};

struct Builder<'a> {
    arena: &'a mut Arena,
    /// Whether a start tag is being read: html5gum reports attributes of end tags, too.
    in_start_tag: bool,
    is_void: bool,
}

fn tree(html: &str) -> Arena {
    let mut arena = Arena::new();
    let mut emitter = CallbackEmitter::new(Builder { arena: &mut arena, in_start_tag: false, is_void: false });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    arena
}

impl Callback<Infallible, ()> for Builder<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.arena.start(name);
                self.in_start_tag = true;
                self.is_void = arena::is_void(name);
            }
            CallbackEvent::AttributeName { name } if self.in_start_tag => {
                self.arena.attribute(name, b"");
            }
            CallbackEvent::AttributeValue { value } if self.in_start_tag => {
                self.arena.attribute_value(value);
            }
            CallbackEvent::CloseStartTag { self_closing } => self.close_start_tag(self_closing),
            CallbackEvent::EndTag { name } => self.arena.end(name),
            CallbackEvent::String { value } => self.arena.text(value),
            _ => {}
        }
        None
    }
}

impl Builder<'_> {
    /// Only foreign elements may close themselves, and of those only the ones in `svg` are common.
    fn close_start_tag(&mut self, self_closing: bool) {
        if self.is_void || (self_closing && self.arena.is_in_svg()) {
            self.arena.close_top();
        }
        self.in_start_tag = false;
    }
}
