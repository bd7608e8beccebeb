//! Words by which short texts say that they are not the article, in the languages of the press.
//!
//! Each list is one Aho-Corasick automaton over lower-cased text: a block is looked at once, however long the list.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

use crate::text::lower_start;

/// Texts longer than this many words are prose, whatever words they begin with.
const FURNITURE_WORDS: u32 = 22;
/// Texts longer than this many words do not sell, whatever they say.
const SELLING_WORDS: u32 = 36;
/// The same for notes on the author.
const BIOGRAPHY_WORDS: u32 = 60;

/// Whether a short text begins as captions, related links, share bars and notices do.
#[must_use]
pub fn is_furniture(text: &str, words: u32) -> bool {
    if words > FURNITURE_WORDS {
        return false;
    }
    let start = lower_start(text, 48);
    let start =
        start.trim_start_matches(['▶', '►', '>', '•', '-', '–', '—', '*', ' ', '»', '→', '[', '(', '+', '|', ':']);
    // A short word begins a sentence as often as a label: it counts only where hardly anything follows.
    begins_with(&FURNITURE_AUTOMATON, start).is_some_and(|cue| words <= 3 || cue.len() > 6 || cue.ends_with(':'))
}

/// Whether a text sells, asks for consent or guards a wall.
#[must_use]
pub fn sells(text: &str, words: u32) -> bool {
    words <= SELLING_WORDS && says_that_it_sells(text)
}

/// The same for a text of any length.
#[must_use]
pub fn says_that_it_sells(text: &str) -> bool {
    SELLING_AUTOMATON.as_ref().is_some_and(|a| a.is_match(lower_start(text, usize::MAX).as_ref()))
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

static FURNITURE_AUTOMATON: Automaton = LazyLock::new(|| anchored(FURNITURE));
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

const FURNITURE: &[&str] = &[
    "©", "(c) ", "copyright", "all rights reserved", "read more", "read also", "also read", "read next", "read:",
    "see also", "related:", "related stories", "related articles", "related topics", "more on this", "more:",
    "recommended", "sign up", "subscribe", "follow us", "follow @", "share this", "share on", "click here", "tap here",
    "advertisement", "sponsored", "photo:", "image:", "photo by", "photograph:", "getty images", "image credit",
    "picture:", "watch:", "listen:", "listen to this", "tags:", "filed under", "topics:", "categories:", "posted in",
    "published:", "updated:", "last updated", "download our", "download the", "get the latest", "get our", "join our",
    "join the conversation", "like us on", "contact us", "support our", "support independent", "donate", "loading",
    "this article was originally published", "comments", "leave a comment", "leave a reply", "skip to", "most read",
    "most popular", "trending", "story continues", "article continues", "continue reading", "want more", "don't miss",
    "next up", "up next", "have a tip", "got a tip", "enable javascript", "please enable", "your email",
    "by signing up", "by clicking", "lesen sie auch", "lesen sie mehr", "mehr zum thema", "auch interessant",
    "das könnte sie", "zum thema", "anzeige", "newsletter", "teilen", "foto:", "bild:", "quelle:", "jetzt ", "hier ",
    "lire aussi", "à lire aussi", "a lire aussi", "lire la suite", "abonnez", "inscrivez", "partager", "publicité",
    "crédit photo", "voir aussi", "lea también", "lee también", "leer más", "te puede interesar", "suscríb",
    "síguenos", "compartir", "publicidad", "ver más", "también te puede", "más información", "leia também",
    "leia mais", "veja também", "saiba mais", "assine", "siga", "compartilh", "publicidade", "leggi anche",
    "leggi tutto", "iscriviti", "condividi", "pubblicità", "riproduzione riservata", "lees ook", "lees meer", "deel",
    "advertentie", "czytaj też", "czytaj także", "zobacz także", "zobacz też", "reklama", "čtěte také", "olvasd el",
    "läs också", "läs mer", "les også", "læs også", "lue myös", "читайте также", "читать далее", "подпис", "фото:",
    "реклама", "поделиться", "читайте також", "ayrıca oku", "baca juga", "اقرأ أيضا", "اقرأ أيضاً", "आगे पढ़ें", "ये भी पढ़ें",
    "यह भी पढ़ें", "関連記事", "相关阅读", "相关新闻", "责任编辑", "責任編輯", "延伸閱讀", "관련기사", "저작권자",
];

const SELLING: &[&str] = &[
    "this entry was posted", "favour to ask", "favor to ask", "become a member", "sustaining member",
    "unlimited access", "cancel any time", "cancel anytime", "digital access", "free to read because", "boletín",
    "opt out at any", "política de privacidad", "wöchentlich in ihr", "désinscri", "subscriber", "subscription",
    "subscribe now", "sign up for", "sign in to", "log in to", "create an account", "newsletter", "free trial",
    "unsubscribe", "privacy policy", "terms of use", "terms of service", "cookies", "external content",
    "third-party content", "all rights reserved", "abonnés", "abonnez-vous", "se connecter", "abonnent",
    "jetzt testen", "monatlich kündbar", "externen inhalt", "externer inhalt", "personenbezogene daten",
    "einverstanden", "datenschutz", "suscriptor", "suscripción", "suscríbete", "assinante", "assinatura", "abonnement",
    "abbonati", "会員", "ログイン", "無料登録", "подписчик",
];

const IS: &[&str] = &[
    " is a", " is the ", " is an ", " ist ", " es ", " est ", " è ", " has been ", " covers ", " writes ", " joined ",
];

const WHO: &[&str] = &[
    "reporter", "writer", "editor", "journalist", "correspondent", "columnist", "author of", "freelance", "covers ",
    "producer", "founder", "professor", "redakteur", "korrespondent", "periodista", "journaliste", "giornalista",
];
