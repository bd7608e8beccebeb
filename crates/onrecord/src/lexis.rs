//! What the words of a block say: one pass over its text, counts and hashes out.
//!
//! Words are compared by a hash of their letters in lower case and kept as sets of bits: a false member in a hundred
//! does not matter to a forest, and nothing is allocated for a word.

use std::sync::LazyLock;

/// A set of hashed words: `1 << log2` bits.
#[derive(Debug, Clone)]
pub struct WordSet {
    bits: Vec<u64>,
    mask: u32,
}

impl WordSet {
    /// The words of some texts; `log2` is the size of the set in bits, as a power of two from 6 up.
    #[must_use]
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>, log2: u32) -> Self {
        let mut set = Self { bits: vec![0; 1 << (log2 - 6)], mask: (1 << log2) - 1 };
        for text in texts {
            Lexis::read(text, |hash| set.insert(hash));
        }
        set
    }

    /// The triples of words in a row of a text.
    #[must_use]
    pub fn triples(text: &str, log2: u32) -> Self {
        let mut set = Self { bits: vec![0; 1 << (log2 - 6)], mask: (1 << log2) - 1 };
        let mut last = Triple::default();
        Lexis::read(text, |hash| {
            if let Some(triple) = last.push(hash) {
                set.insert(triple);
            }
        });
        set
    }

    fn insert(&mut self, hash: u32) {
        let at = hash & self.mask;
        self.bits[(at >> 6) as usize] |= 1 << (at & 63);
    }

    /// Whether a word is in it, or one that looks like it.
    #[must_use]
    pub fn has(&self, hash: u32) -> bool {
        let at = hash & self.mask;
        self.bits[(at >> 6) as usize] >> (at & 63) & 1 != 0
    }
}

/// The last words in a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Triple {
    before: [u32; 2],
    seen: u32,
}

impl Triple {
    /// Add a word; gives the hash of the last three, from the third word on.
    pub fn push(&mut self, hash: u32) -> Option<u32> {
        let [a, b] = self.before;
        self.before = [b, hash];
        self.seen += 1;
        (self.seen > 2).then(|| {
            let mixed = (a.wrapping_mul(0x9e37_79b1) ^ b).wrapping_mul(0x85eb_ca6b) ^ hash;
            mixed ^ (mixed >> 15)
        })
    }
}

/// Counts over the text of one block.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lexis {
    /// Words, counted as runs of letters and digits; two characters of a script without spaces count as one.
    pub words: u32,
    /// Characters.
    pub characters: u32,
    /// Letters in upper case.
    pub capitals: u32,
    /// Words that begin with one.
    pub capitalized: u32,
    /// Digits.
    pub digits: u32,
    /// Commas of all scripts.
    pub commas: u32,
    /// Full stops, question and exclamation marks that no letter follows.
    pub sentences: u32,
    /// Quote marks.
    pub quotes: u32,
    /// Vertical bars, slashes, middle dots, arrows, at signs: the marks of furniture.
    pub marks: u32,
}

impl Lexis {
    /// Count over a text; `word` is called with the hash of each word.
    pub fn read(text: &str, mut word: impl FnMut(u32)) -> Self {
        let mut reader = Reader { lexis: Self::default(), hash: SEED, inside: false, ended: false, unspaced: 0 };
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let (kind, letter, length) = if byte < 128 {
                (ASCII[byte as usize], u32::from(byte | 0x20), 1)
            } else {
                let c = text[at..].chars().next().unwrap_or(' ');
                (Kind::of(c), lower(c) as u32, c.len_utf8())
            };
            let capital =
                kind == Kind::Letter && if byte < 128 { byte & 0x20 == 0 } else { is_capital(&text[at..], letter) };
            reader.step(kind, letter, capital, &mut word);
            at += length;
        }
        reader.step(Kind::Other, 0, false, &mut word);
        reader.lexis.characters -= 1;
        reader.lexis.words += reader.unspaced.div_ceil(2);
        reader.lexis
    }
}

fn is_capital(text: &str, lower: u32) -> bool {
    text.chars().next().is_some_and(|c| c as u32 != lower)
}

struct Reader {
    lexis: Lexis,
    hash: u32,
    inside: bool,
    ended: bool,
    unspaced: u32,
}

impl Reader {
    #[inline]
    fn step(&mut self, kind: Kind, letter: u32, capital: bool, word: &mut impl FnMut(u32)) {
        let lexis = &mut self.lexis;
        lexis.characters += 1;
        if matches!(kind, Kind::Letter | Kind::Digit) {
            lexis.capitals += u32::from(capital);
            lexis.capitalized += u32::from(capital && !self.inside);
            lexis.digits += u32::from(kind == Kind::Digit);
            self.hash = (self.hash ^ letter).wrapping_mul(PRIME);
            self.inside = true;
            self.ended = false;
            return;
        }
        if self.inside {
            lexis.words += 1;
            word(finish(self.hash));
            (self.hash, self.inside) = (SEED, false);
        }
        lexis.sentences += u32::from(self.ended);
        self.ended = kind == Kind::End;
        match kind {
            Kind::Unspaced => {
                self.unspaced += 1;
                word(finish((SEED ^ letter).wrapping_mul(PRIME)));
            }
            Kind::Comma => lexis.commas += 1,
            Kind::Quote => lexis.quotes += 1,
            Kind::Mark => lexis.marks += 1,
            Kind::Stop => lexis.sentences += 1,
            _ => {}
        }
    }
}

/// The hash of a word in ASCII.
#[must_use]
pub fn hash_ascii(word: &[u8]) -> u32 {
    finish(word.iter().fold(SEED, |hash, c| (hash ^ u32::from(c.to_ascii_lowercase())).wrapping_mul(PRIME)))
}

const SEED: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;

fn finish(hash: u32) -> u32 {
    hash ^ (hash >> 15)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Unspaced,
    Comma,
    Quote,
    Mark,
    /// Ends a sentence wherever it stands.
    Stop,
    /// Ends a sentence where no letter follows.
    End,
    Other,
}

/// The kinds of ASCII.
const ASCII: [Kind; 128] = {
    let mut kinds = [Kind::Other; 128];
    let mut c = 0;
    while c < 128 {
        kinds[c as usize] = match c {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b',' | b';' => Kind::Comma,
            b'"' => Kind::Quote,
            b'|' | b'/' | b'@' | b'>' | b'<' | b'#' | b'_' | b'+' | b'=' => Kind::Mark,
            b'.' | b'!' | b'?' => Kind::End,
            _ => Kind::Other,
        };
        c += 1;
    }
    kinds
};

impl Kind {
    /// The kind of a character beyond ASCII.
    fn of(c: char) -> Self {
        match c {
            '’' => Self::Other,
            '،' | '、' | '，' => Self::Comma,
            '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' => Self::Quote,
            '·' | '•' | '©' | '→' | '›' => Self::Mark,
            '…' => Self::End,
            '。' | '！' | '？' | '।' | '؟' | '۔' | '։' => Self::Stop,
            _ if writes_no_spaces(c) => Self::Unspaced,
            _ if c.is_alphanumeric() => Self::Letter,
            _ => Self::Other,
        }
    }
}

fn writes_no_spaces(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// Lower case for the scripts of the press that have two cases, where it is a matter of adding a number.
fn lower(c: char) -> char {
    let shift = match c {
        'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => 32,
        'Ѐ'..='Џ' => 80,
        '\u{100}'..='\u{137}' | '\u{14a}'..='\u{177}' if (c as u32).is_multiple_of(2) => 1,
        '\u{139}'..='\u{148}' | '\u{179}'..='\u{17e}' if !(c as u32).is_multiple_of(2) => 1,
        _ => 0,
    };
    if shift == 0 { c } else { char::from_u32(c as u32 + shift).unwrap_or(c) }
}

/// Words without which no prose is written, language by language.
pub static STOP_WORDS: LazyLock<WordSet> = LazyLock::new(|| WordSet::of(STOP.iter().copied(), 16));

const STOP: &[&str] = &[
    "the of and to in that is was he for it with as his on be at by had not are but from or have an they which one you \
     were all her she there would their we him been has when who will no more if out so said what up its about than \
     into them can only other time new some could these two may first then do any like my now over such our me even \
     most after also did many before must through",
    "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat \
     dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr \
     durch man sein wurde sei hatte kann gegen vom können schon wenn seine ihre dann unter wir soll ich eines jahr \
     zwei diese dieser wieder keine seiner worden",
    "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son mais comme \
     ou si leur y dont elle deux aux cette ces été être fait ont nous vous tout après sa sans même aussi bien peut ses",
    "que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya \
     entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han yo hay \
     vez puede todos así nos ni parte tiene él uno donde bien tiempo mismo ese ahora",
    "o a e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando muito nos já \
     eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas esse eles você foi ser são está",
    "di e il la che in un a per è una sono con non del si le da della dei al più ha nel come i alla anche ma gli su \
     lo delle se o degli dal nella ai questo ed dalla essere stato hanno ci era due tra cui dopo suo quando molto",
    "de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij uit nog naar heeft hebben wordt \
     over door deze worden tot werd meer kan al zij hij ze wel geen was had zich dit tegen onder",
    "i w na z do się nie że to jest o jak za od po przez co ale dla przy już tym są być oraz tylko jego który które która \
     ze czy też może pod jej był ma tego było",
    "og i det er en til som på de med han av for at ikke den har jeg om et men var fra hun så etter kan ble eller ved \
     att är och för inte av ett sig från vara hade där också efter men kommer af ikke blev efter kunne skal vil",
    "ja on ei se että oli hän mutta ovat myös kun kuin joka niin tai sen ole vain jo jos",
    "a az és hogy nem is egy meg ez de csak volt már el mint még van vagy ki lesz",
    "a v na se je že o do s z i to za k jako ale by ve od pro po jsou si které který však být jeho nebo jen už tak",
    "și de la în a nu pe cu un o din că pentru mai ce este care au fi sunt fost prin după",
    "ve bir bu da de için ile olarak çok daha gibi olan kadar sonra ancak ise en o ne",
    "yang dan di ini itu dengan untuk dari dalam tidak akan pada juga ke karena tersebut bisa ada oleh mereka saya kami",
    "и в не на что с по как это а то к у но за от из его для так же все был или бы о при она он они было мы вы до уже \
     также может после том если который которые года",
    "і в у на що з не до та за як це по від про для його але так або які який було є він вона вони також",
    "και το να του η της με που την από για τα είναι των σε ο οι στο θα τη στην δεν τον",
    "في من على أن إلى عن مع هذا التي الذي كان هذه لا ما بعد بين قد أو كما لم كل وقد ذلك",
    "از در به که این را با است برای آن یک خود تا کرد بر هم شد می ها",
    "के में है की से का को और पर ने कि यह भी एक हैं इस लिए हो नहीं कर तो था थे या",
    "của và là có trong cho được với các không một người đã này những để khi từ đến cũng",
    "的 是 了 在 不 和 有 我 他 这 也 就 人 都 一 の に は を た が で て と し れ さ 의 은 는 을 를 에 가 이 한",
];
