//! What is offered to be done about a page that is doubtful.

use super::{Attempt, PageKey, Session};
use crate::identify::is_misread;
use crate::model::look::{Doubt, Quality, Turn};
use crate::model::options::PageSegmentationMode;
use crate::model::page::{PageText, Word};
use crate::model::record::PageRecord;

/// Letters of a word that has a shape.
const LONG: usize = 4;
/// How many such words there have to be before anything is said of their shape.
const ENOUGH: usize = 5;
/// Words that an engine is less sure of on average, in percent, were read the wrong way.
const SURE: f32 = 50.0;
/// The share of words with digits from which on a page may be a table.
const MANY_NUMBERS: f32 = 0.25;

/// What can be done about a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// It is turned: [`Turn::Right`] is a quarter clockwise.
    Turn(Turn),
    /// It is read in this language.
    ReadIn(String),
    /// It is read as a table.
    ReadAsTable,
}

impl Verb {
    /// What it comes to.
    pub fn attempt(&self) -> Attempt {
        match self {
            Verb::Turn(turn) => Attempt::turned(*turn),
            Verb::ReadIn(code) => Attempt { languages: vec![code.clone()], ..Attempt::default() },
            Verb::ReadAsTable => {
                Attempt { psm: Some(PageSegmentationMode::SINGLE_BLOCK), ..Attempt::default() }
            }
        }
    }

    /// What is suspected of a page; `None` where nothing is, or a person has decided already.
    pub fn of(record: &PageRecord) -> Option<Verb> {
        let (Some(Quality::Doubtful(doubt)), false) = (record.quality(), record.by_choice || record.left_out)
        else {
            return None;
        };
        let text = record.text()?;
        if let Some(code) = record.language_missed() {
            return Some(Verb::ReadIn(code.to_owned()));
        }
        if let Some(turn) = turn(text) {
            return Some(Verb::Turn(turn));
        }
        let is_table = matches!(doubt, Doubt::Unread { .. }) && numbers(text) >= MANY_NUMBERS;
        is_table.then_some(Verb::ReadAsTable)
    }
}

impl<C, P> Session<C, P> {
    /// What is offered to be done about a page.
    pub fn offered_verb(&self, page: PageKey) -> Option<Verb> {
        let verb = self.record(page).and_then(Verb::of).filter(|_| self.can_read_again(page))?;
        match &verb {
            Verb::ReadIn(code) if self.offer_for(code).is_none() => None,
            _ => Some(verb),
        }
    }
}

/// By how much a page is to be turned, by what was made of its words: lines that run along its height are taken for such as
/// run down, and others for upright ones.
fn turn(text: &PageText) -> Option<Turn> {
    let is_long =
        |word: &&Word| word.text.chars().count() >= LONG && word.text.chars().all(|c| c < '\u{2e80}');
    let long = text.words().filter(is_long);
    let (tall, all) = long
        .fold((0, 0), |(tall, all), word| (tall + usize::from(word.rect.height > word.rect.width), all + 1));
    let sure = text.mean_confidence()?.0 >= SURE;
    match (all >= ENOUGH && 2 * tall > all, sure) {
        (true, true) => Some(Turn::Left),
        (true, false) => Some(Turn::Right),
        (false, false) if is_misread(text) => Some(Turn::Half),
        _ => None,
    }
}

/// The share of words that have digits.
fn numbers(text: &PageText) -> f32 {
    let (numbers, all) = text.words().fold((0_u32, 0_u32), |(numbers, all), word| {
        (numbers + u32::from(word.text.chars().any(|c| c.is_ascii_digit())), all + 1)
    });
    numbers as f32 / all.max(1) as f32
}
