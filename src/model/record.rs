//! What is known of a finished page: the value that pipeline, session, store, views, report and exporters share.

use serde::{Deserialize, Serialize};

use super::bitmap::Provenance;
use super::budget::Bytes;
use super::correction::offer::{Fit, Offer};
use super::error::{Error, Scope};
use super::language::reads;
use super::look::{Doubt, Look, Quality};
use super::page::{Dpi, PageIndex, PageSize, PageText};

/// How a page ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageOutcome {
    /// It was read; a blank page is a page without words.
    Read(Box<PageText>),
    /// It was given up.
    Failed(Error),
    /// It was not read, because the job was cancelled.
    Cancelled,
}

/// What became of text that a page had and nobody sees, when its document was made searchable anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenText {
    /// What was read stands in its place.
    Replaced,
    /// It was taken out.
    TakenOut,
    /// It stays, since nothing was read on the page.
    NothingRead,
    /// It stays, since the content of the page cannot be followed with certainty.
    Unclear,
    /// It stays, since visible text would move without it.
    Entangled,
}

impl HiddenText {
    /// Whether the page has it no more.
    pub fn is_gone(self) -> bool {
        matches!(self, HiddenText::Replaced | HiddenText::TakenOut)
    }
}

/// How a page was read, or tried to be.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct PageReading {
    /// Tries so far.
    pub attempts: u32,
    /// Resolution it was last drawn at.
    pub dpi: Option<Dpi>,
    /// Whether that is less than was wanted, because the page would not have fitted under the ceiling.
    pub fitted: bool,
    /// How many strips it was read in, once it has been read: 1 where it fitted whole.
    pub strips: usize,
    /// How its pixels came about.
    pub provenance: Option<Provenance>,
    /// Whether it was read although it has text that nobody sees, which another program read.
    pub has_hidden_text: bool,
    /// Size of its page in points, once drawn.
    pub size: Option<PageSize>,
    /// Bytes its bitmap takes, or its last strip's, once drawn.
    pub bitmap_bytes: Bytes,
    /// Time the last drawing took, of all strips together.
    pub draw_milliseconds: f64,
    /// Time the reading took, of all strips together.
    pub read_milliseconds: f64,
    /// What was seen of it beside its words, of all strips together.
    pub look: Look,
}

/// A page that reached its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PageRecord {
    /// Position in the document.
    pub page: PageIndex,
    /// How it ended.
    pub outcome: PageOutcome,
    /// How it was read, or tried to be.
    pub reading: PageReading,
    /// The names of the models it was read with ([`ModelSet::names`](super::language::ModelSet::names)), the main one first;
    /// none where nothing had to be read.
    #[serde(default)]
    pub models: Vec<String>,
    /// The code of the language that its words are in, where that is beyond doubt.
    #[serde(default)]
    pub language: Option<String>,
    /// What a person had put right in earlier readings of it, and is not in its text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// Whether a person chose this reading of it among several: then that is what it comes to, with whatever models.
    #[serde(default)]
    pub by_choice: bool,
    /// Whether a person left it out: it is seen, and not taken away.
    #[serde(default)]
    pub left_out: bool,
    /// Whether its outcome was kept from an earlier run, and nothing was done for it in this one.
    #[serde(skip)]
    pub is_kept: bool,
}

impl PageRecord {
    /// A page that ended so.
    pub fn new(page: PageIndex, outcome: PageOutcome, reading: PageReading) -> Self {
        Self {
            page,
            outcome,
            reading,
            models: Vec::new(),
            language: None,
            offers: Vec::new(),
            by_choice: false,
            left_out: false,
            is_kept: false,
        }
    }

    /// Whether this is how the page ended: one that was cancelled, or failed together with its document, may be read
    /// another time.
    pub fn is_final(&self) -> bool {
        match &self.outcome {
            PageOutcome::Read(_) => true,
            PageOutcome::Failed(error) => error.scope() == Scope::Page,
            PageOutcome::Cancelled => false,
        }
    }

    /// What was read, if it was.
    pub fn text(&self) -> Option<&PageText> {
        match &self.outcome {
            PageOutcome::Read(text) => Some(text),
            PageOutcome::Failed(_) | PageOutcome::Cancelled => None,
        }
    }

    /// What to think of it, if it was read.
    pub fn quality(&self) -> Option<Quality> {
        self.text().map(|text| match self.language_missed() {
            Some(_) => Quality::Doubtful(Doubt::OtherLanguage),
            None => self.reading.look.quality(text),
        })
    }

    /// The language that its words are certainly in, if none of the models it was read with reads that.
    pub fn language_missed(&self) -> Option<&str> {
        let code = self.language.as_deref()?;
        let is_read = self.models.iter().any(|name| reads(name.split(' ').next().unwrap_or(name), code));
        (!is_read && !self.models.is_empty()).then_some(code)
    }

    /// Whether a person has put anything right in it, or had in an earlier reading.
    pub fn is_mended(&self) -> bool {
        !self.offers.is_empty() || self.text().is_some_and(|text| !text.corrections.is_empty())
    }

    /// Takes the place of an earlier reading: what a person had put right there, and is not in its text, is offered again.
    pub fn offer_again(&mut self, before: &PageRecord) {
        let made = before.text().map(PageText::offers).unwrap_or_default();
        let mut offers = std::mem::take(&mut self.offers);
        for offer in made.into_iter().chain(before.offers.iter().cloned()) {
            let is_done = self.text().is_some_and(|text| text.fit(&offer) == Fit::Done);
            if !is_done && !offers.contains(&offer) {
                offers.push(offer);
            }
        }
        self.offers = offers;
    }

    /// What is taken away of it: what was read, unless it is left out.
    pub fn taken(&self) -> Option<&PageText> {
        self.text().filter(|_| !self.left_out)
    }

    /// Why it was given up, if it was.
    pub fn failure(&self) -> Option<&Error> {
        match &self.outcome {
            PageOutcome::Failed(error) => Some(error),
            PageOutcome::Read(_) | PageOutcome::Cancelled => None,
        }
    }
}

/// How many pages ended, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Read, with or without words.
    pub read: usize,
    /// Of those, how many have any words.
    pub with_words: usize,
    /// Of those read, how many are doubtful.
    pub doubtful: usize,
    /// Given up.
    pub failed: usize,
    /// Not read because the job was cancelled.
    pub cancelled: usize,
    /// Of those read, how many a person left out. What is thought of these is of no interest.
    pub left_out: usize,
}

impl Tally {
    /// Counts a page that ended so.
    pub fn count(&mut self, outcome: &PageOutcome) {
        match outcome {
            PageOutcome::Read(text) => {
                self.read += 1;
                self.with_words += usize::from(text.words().next().is_some());
            }
            PageOutcome::Failed(_) => self.failed += 1,
            PageOutcome::Cancelled => self.cancelled += 1,
        }
    }

    /// Counts a page that is known.
    pub fn count_record(&mut self, record: &PageRecord) {
        self.count(&record.outcome);
        let is_doubtful = matches!(record.quality(), Some(Quality::Doubtful(_)));
        self.doubtful += usize::from(is_doubtful && !record.left_out);
        self.left_out += usize::from(record.left_out && record.text().is_some());
    }

    /// All pages that ended.
    pub fn total(&self) -> usize {
        self.read + self.failed + self.cancelled
    }

    /// What to call a document whose pages all ended like that.
    pub fn verdict(&self) -> Verdict {
        match self {
            Tally { cancelled: 1.., .. } => Verdict::Cancelled,
            Tally { read: 0, failed: 1.., .. } => Verdict::Failed,
            Tally { failed: 1.., .. } => Verdict::Partly,
            Tally { doubtful: 1.., .. } => Verdict::Doubtful,
            Tally { with_words: 0, .. } => Verdict::NothingFound,
            _ => Verdict::Done,
        }
    }
}

/// What a document that was worked on has come to. One vocabulary for rows, report and whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every page was read.
    Done,
    /// Every page was read, and some are doubtful.
    Doubtful,
    /// Some pages could not be read.
    Partly,
    /// Every page was looked at, and none has a word.
    NothingFound,
    /// No page could be read.
    Failed,
    /// It was stopped before all pages were read.
    Cancelled,
}

impl FromIterator<Tally> for Tally {
    fn from_iter<T: IntoIterator<Item = Tally>>(tallies: T) -> Self {
        tallies.into_iter().fold(Tally::default(), |sum, tally| Tally {
            read: sum.read + tally.read,
            with_words: sum.with_words + tally.with_words,
            doubtful: sum.doubtful + tally.doubtful,
            failed: sum.failed + tally.failed,
            cancelled: sum.cancelled + tally.cancelled,
            left_out: sum.left_out + tally.left_out,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_called_what_its_pages_came_to() {
        let verdict = |read, with_words, failed, cancelled| {
            Tally { read, with_words, failed, cancelled, ..Tally::default() }.verdict()
        };
        assert_eq!(verdict(3, 2, 0, 0), Verdict::Done);
        assert_eq!(verdict(2, 2, 1, 0), Verdict::Partly);
        assert_eq!(verdict(3, 0, 0, 0), Verdict::NothingFound);
        assert_eq!(verdict(0, 0, 3, 0), Verdict::Failed);
        assert_eq!(verdict(2, 2, 1, 4), Verdict::Cancelled);
        assert_eq!(verdict(0, 0, 0, 0), Verdict::NothingFound);
        let doubtful = Tally { read: 3, with_words: 3, doubtful: 1, ..Tally::default() };
        assert_eq!(doubtful.verdict(), Verdict::Doubtful);
        assert_eq!(Tally { failed: 1, ..doubtful }.verdict(), Verdict::Partly);
    }
}
