//! Words by which short texts say that they are not the article, in the languages of the press.
//!
//! Each list is one Aho-Corasick automaton over lower-cased text: a block is looked at once, however long the list.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

use crate::text::lower_start;

/// Texts longer than this many words do not sell, whatever they say.
const SELLING_WORDS: u32 = 36;
/// The same for notes on the author.
const BIOGRAPHY_WORDS: u32 = 60;

/// Whether a text sells, asks for consent or guards a wall.
#[must_use]
pub fn sells(text: &str, words: u32) -> bool {
    words <= SELLING_WORDS
        && SELLING_AUTOMATON.as_ref().is_some_and(|a| a.is_match(lower_start(text, usize::MAX).as_ref()))
}

/// "Jane Doe is a reporter who …", as articles end.
#[must_use]
pub fn is_biography(text: &str, words: u32) -> bool {
    if words > BIOGRAPHY_WORDS {
        return false;
    }
    let start = lower_start(text, 60);
    IS_AUTOMATON.as_ref().is_some_and(|a| a.is_match(start.as_ref()))
        && WHO_AUTOMATON.as_ref().is_some_and(|a| a.is_match(lower_start(text, usize::MAX).as_ref()))
}

/// A list of phrases, compiled when it is first asked.
pub(crate) type Automaton = LazyLock<Option<AhoCorasick>>;

static SELLING_AUTOMATON: Automaton = LazyLock::new(|| AhoCorasick::new(SELLING).ok());
static IS_AUTOMATON: Automaton = LazyLock::new(|| AhoCorasick::new(IS).ok());
static WHO_AUTOMATON: Automaton = LazyLock::new(|| AhoCorasick::new(WHO).ok());

/// An automaton that finds the longest phrase at the beginning of a text.
pub(crate) fn anchored(cues: &[&str]) -> Option<AhoCorasick> {
    let longest = aho_corasick::MatchKind::LeftmostLongest;
    AhoCorasick::builder().start_kind(StartKind::Anchored).match_kind(longest).build(cues).ok()
}

/// The longest cue that a text begins with.
pub(crate) fn begins_with<'t>(automaton: &Automaton, text: &'t str) -> Option<&'t str> {
    let found = automaton.as_ref()?.try_find(Input::new(text).anchored(Anchored::Yes)).ok()??;
    Some(&text[found.range()])
}

const SELLING: &[&str] = &[
    "favour to ask", "favor to ask", "become a member", "sustaining member", "unlimited access", "cancel any time",
    "cancel anytime", "digital access", "free to read because", "boletín", "opt out at any", "política de privacidad",
    "wöchentlich in ihr", "désinscri", "subscriber", "subscription", "subscribe now", "sign up for", "sign in to",
    "log in to", "create an account", "newsletter", "free trial", "unsubscribe", "privacy policy", "terms of use",
    "terms of service", "cookies", "external content", "third-party content", "all rights reserved", "abonnés",
    "abonnez-vous", "se connecter", "abonnent", "jetzt testen", "monatlich kündbar", "externen inhalt",
    "externer inhalt", "personenbezogene daten", "einverstanden", "datenschutz", "suscriptor", "suscripción",
    "suscríbete", "assinante", "assinatura", "abonnement", "abbonati", "会員", "ログイン", "無料登録", "подписчик",
];

const IS: &[&str] = &[
    " is a", " is the ", " is an ", " ist ", " es ", " est ", " è ", " has been ", " covers ", " writes ", " joined ",
];

const WHO: &[&str] = &[
    "reporter", "writer", "editor", "journalist", "correspondent", "columnist", "author of", "freelance", "covers ",
    "producer", "founder", "professor", "redakteur", "korrespondent", "periodista", "journaliste", "giornalista",
];
