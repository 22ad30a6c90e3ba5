//! Corrections of a page that has been read anew: they are offered again where they still fit.

use serde::{Deserialize, Serialize};

use super::{Edit, says};
use crate::model::page::{PageText, Rect};

/// The part of a word that stands within a place for it to belong there.
const WITHIN: f32 = 0.5;

/// A correction apart from the text in which it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Its place.
    pub rect: Rect,
    /// What the engine had read there; empty where it had missed it.
    pub read: String,
    /// What a person wrote; empty where they had taken it out.
    pub text: String,
}

/// How a correction goes with another reading of its page.
#[derive(Debug, Clone, PartialEq)]
pub enum Fit {
    /// What was wrong is wrong again; this puts it right.
    Again(Edit),
    /// It says what the person wrote.
    Done,
    /// It says something else there.
    Otherwise,
}

impl PageText {
    /// Its corrections, apart from it.
    pub fn offers(&self) -> Vec<Offer> {
        let words: Vec<_> = self.words().cloned().collect();
        let offer = |(correction, span): (&super::Correction, std::ops::Range<usize>)| Offer {
            rect: correction.rect,
            read: says(&correction.read),
            text: words.get(span).map(says).unwrap_or_default(),
        };
        self.corrections.iter().zip(self.spans()).map(offer).collect()
    }

    /// How a correction goes with it.
    pub fn fit(&self, offer: &Offer) -> Fit {
        let mut numbers = Vec::new();
        let mut there = Vec::new();
        for (number, word) in self.words().enumerate() {
            let area = word.rect.width * word.rect.height;
            if word.rect.shared_area(&offer.rect) > WITHIN * area {
                numbers.push(number);
                there.push(word.text.as_str());
            }
        }
        let there = there.join(" ");
        let first = numbers.first().copied();
        if there == offer.text {
            return Fit::Done;
        }
        if there != offer.read {
            return Fit::Otherwise;
        }
        let Some(first) = first else {
            return Fit::Again(Edit::Line { rect: offer.rect, text: offer.text.clone() });
        };
        let (line, begins) = match self.place_of(first) {
            Some((place, begins)) => (self.line_at(place), begins),
            None => (None, 0),
        };
        let ends = begins + line.map_or(0, |line| line.words.len());
        let follow = numbers.iter().enumerate().all(|(i, number)| *number == first + i && *number < ends);
        if follow {
            Fit::Again(Edit::Words { first, count: numbers.len(), text: offer.text.clone() })
        } else {
            Fit::Otherwise
        }
    }
}
