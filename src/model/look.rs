//! What was seen of a page beside its words.

use serde::{Deserialize, Serialize};

use super::page::{Confidence, PageText, Rect, Word};

/// How text lies on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// As it is read.
    #[default]
    Upright,
    /// Turned clockwise by a quarter: lines run down the page.
    Right,
    /// On its head.
    Half,
    /// Turned counter-clockwise by a quarter: lines run up the page.
    Left,
}

impl Turn {
    /// Degrees clockwise from upright.
    pub fn degrees(self) -> u32 {
        match self {
            Turn::Upright => 0,
            Turn::Right => 90,
            Turn::Half => 180,
            Turn::Left => 270,
        }
    }
}

/// What was seen of a page, or of a strip of it. Nothing is known of one that was too large to be looked at, or that
/// brought its text along.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Look {
    /// How the text lay on it, where it was read turned upright.
    pub turned: Turn,
    /// Degrees by which its lines went down to the right, where it was read straightened.
    pub straightened: Option<f32>,
    /// Whether it was read with all its text as black on white, because that gave more than to read it as it is.
    pub evened: bool,
    /// Whether a part of it was read again in another way, because that gave more.
    pub again: bool,
    /// The ink that no word explains.
    pub unread: Option<UnreadInk>,
}

impl Look {
    /// The same together with what was seen of another strip.
    #[must_use]
    pub fn with(self, other: Look) -> Look {
        let further = |a: f32, b: f32| if b.abs() > a.abs() { b } else { a };
        Look {
            turned: if self.turned == Turn::Upright { other.turned } else { self.turned },
            straightened: both(self.straightened, other.straightened, further),
            evened: self.evened || other.evened,
            again: self.again || other.again,
            unread: both(self.unread, other.unread, UnreadInk::with),
        }
    }
}

/// The ink of a page that may be letters, in pixels of whatever size, and what of it no word explains. Ruled lines, pictures,
/// borders and specks are no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct UnreadInk {
    /// All of it.
    pub ink: u64,
    /// What no word explains.
    pub unread: u64,
    /// How many marks that is, about as many as letters.
    pub marks: u32,
    /// About how many words these make,
    pub pieces: u32,
    /// beside so many that were read.
    pub words: u32,
    /// Where most of that stands, in page points.
    pub place: Option<Rect>,
}

/// What stays unread of fewer letters is not worth a word.
const FEW_MARKS: u32 = 12;
/// Nor is that of fewer words, if they have fewer letters.
const FEW_PIECES: u32 = 8;
/// The share of the ink, or of the words, from which on it is.
const MUCH: f32 = 0.05;

impl UnreadInk {
    /// The share of the ink that no word explains, from 0 to 1.
    pub fn share(&self) -> f32 {
        self.unread as f32 / self.ink.max(1) as f32
    }

    /// Whether so much is left that words have probably been missed.
    pub fn is_much(&self) -> bool {
        let is_enough = self.marks >= FEW_MARKS;
        (is_enough && self.share() >= MUCH)
            || ((is_enough || self.pieces >= FEW_PIECES) && self.share_of_words() >= MUCH)
    }

    /// About which share of the words was missed, from 0 to 1: numbers that stand alone have little ink.
    fn share_of_words(&self) -> f32 {
        self.pieces as f32 / (self.pieces + self.words).max(1) as f32
    }

    fn with(self, other: UnreadInk) -> UnreadInk {
        let place = if other.unread > self.unread { other.place } else { self.place };
        let (ink, unread) = (self.ink + other.ink, self.unread + other.unread);
        let [marks, pieces, words] =
            [(self.marks, other.marks), (self.pieces, other.pieces), (self.words, other.words)]
                .map(|(a, b)| a + b);
        UnreadInk { ink, unread, marks, pieces, words, place }
    }
}

/// What to think of a page that was read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// Nothing speaks against it.
    Good,
    /// Words were missed or misread, probably.
    Doubtful(Doubt),
    /// It has no words, and nothing on it looks like any.
    Empty,
}

/// Why a page is doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// Much of what may be letters is in no word.
    Unread {
        /// The share of it, from 0 to 1.
        share: f32,
        /// Where most of it stands, in page points.
        place: Option<Rect>,
    },
    /// The engine was not sure of what it read, or that makes no words: another language, or a page on its head.
    Unsure {
        /// Mean confidence of the words.
        confidence: Confidence,
    },
    /// Its words are of another language than the models it was read with: letters that these do not have came out as others.
    OtherLanguage,
}

/// The share of an unread place that a person's lines take when it has been written down: between lines is space.
const WRITTEN: f32 = 0.5;
/// Text of less confidence is doubtful in any case.
const UNSURE: f32 = 70.0;
/// Text of less confidence is, where too little of it looks like words.
const RATHER_UNSURE: f32 = 85.0;
/// The share of words that look like words below which that is too little.
const FEW_WORDS: f32 = 0.75;
/// An engine is surer of words that it has seen before: of those of another language, it is less sure than this of one in
/// ten, and gets most of these wrong; of printed pages in its own, of one in fifty, and of one in twenty at most.
const KNOWN: f32 = 85.0;
/// The share of such words among all from which on a text is in another language, or badly printed,
const MANY_UNKNOWN: f32 = 0.05;
/// how many there have to be at least,
const FEW_UNKNOWN: usize = 5;
/// and the letters of a word that has to be known: shorter ones are in every language, and numbers in none.
const LONG: usize = 4;

impl Look {
    /// The ink that no word explains, if that is much and nobody has written down what stands there.
    pub fn unread_beside(&self, text: &PageText) -> Option<UnreadInk> {
        let unread = self.unread.filter(UnreadInk::is_much)?;
        let place = unread.place.unwrap_or_default();
        let written: f32 =
            text.corrections.iter().map(|correction| correction.rect.shared_area(&place)).sum();
        (unread.place.is_none() || written < WRITTEN * place.width * place.height).then_some(unread)
    }

    /// What to think of a page with this text.
    pub fn quality(&self, text: &PageText) -> Quality {
        if let Some(unread) = self.unread_beside(text) {
            return Quality::Doubtful(Doubt::Unread { share: unread.share(), place: unread.place });
        }
        // What a person has put right is in doubt no more.
        let Some(confidence) = text.confidence_left() else {
            return if text.words().next().is_none() { Quality::Empty } else { Quality::Good };
        };
        let is_odd = || text.plausible_share().is_some_and(|share| share < FEW_WORDS);
        if confidence.0 < UNSURE || (confidence.0 < RATHER_UNSURE && is_odd()) || has_many_unknown(text) {
            return Quality::Doubtful(Doubt::Unsure { confidence });
        }
        Quality::Good
    }
}

/// Whether an engine is not sure of too many of the words that are long enough to be known.
fn has_many_unknown(text: &PageText) -> bool {
    let measured = || text.words().filter(|word| word.confidence.is_measured());
    let is_long = |word: &Word| word.text.chars().filter(|c| c.is_alphabetic()).count() >= LONG;
    let unknown = measured().filter(|word| word.confidence.0 < KNOWN && is_long(word)).count();
    unknown >= FEW_UNKNOWN && unknown as f32 >= MANY_UNKNOWN * measured().count() as f32
}

/// What is known of either, or of both.
fn both<T>(a: Option<T>, b: Option<T>, join: impl FnOnce(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(join(a, b)),
        (a, b) => a.or(b),
    }
}
