//! A word that is read in other ways: drawn with its neighbours, large, and shown to a recognizer in one visit.

use super::work::{Doing, READER, Task};
use super::{PageKey, Session, WordReadings};
use crate::messages::{recognizing, rendering};
use crate::model::bitmap::BitmapHeader;
use crate::model::error::Error;
use crate::model::guess::Guess;
use crate::model::look::Turn;
use crate::model::options::Options;
use crate::model::page::{Baseline, Dpi, Line, POINTS_PER_INCH, PageText, Rect};
use crate::model::record::PageRecord;
use crate::pipeline::Input;
use crate::session::workers::Asked;

/// Height that the line of a word is drawn with, in pixels.
const HEIGHT: f32 = 52.0;
/// At which resolutions at least and at most.
const DPI: (f32, f32) = (120.0, 600.0);
/// How much of the line is drawn on either side of the word, in heights of the line.
const BESIDE: f32 = 9.0;
/// Paper above and below, in heights of the line.
const AROUND: f32 = 0.5;
/// Milliseconds that each step may take.
const PATIENCE: f64 = 20_000.0;
/// Seconds that each way to read it may take.
const LIMIT_SECONDS: u32 = 5;

/// A word that is being read in other ways.
pub(in crate::session) struct WordWork<P> {
    word: Rect,
    turn: Turn,
    request: rendering::Request,
    pub(super) step: WordStep<P>,
    /// Milliseconds since anything was heard.
    waited: f64,
}

/// What is being done.
pub(in crate::session) enum WordStep<P> {
    /// Its document is to be opened.
    Opening,
    /// It is being drawn.
    Drawing,
    /// It waits for a recognizer.
    Drawn { header: BitmapHeader, pixels: P },
    /// It is being read.
    Reading,
}

impl<C, P> Session<C, P> {
    /// Reads a word of a page in other ways, in place of the one before.
    pub(in crate::session) fn read_word_again(&mut self, page: PageKey, word: usize) {
        self.stop_work_if(|task| task == Task::Word);
        self.again.word = None;
        let is_there =
            self.record(page).and_then(PageRecord::text).is_some_and(|text| find(text, word).is_some());
        if is_there && self.can_read_again(page) {
            self.again.word = Some(WordReadings { page, word, guesses: None });
        }
        self.go_on_again();
    }

    pub(super) fn begin_word(&mut self, page: PageKey, options: &Options) {
        let number = self.again.word.as_ref().map(|word| word.word);
        let found = number.and_then(|number| find(self.record(page)?.text()?, number));
        let Some((line, word)) = found else {
            return self.end_task(page, Task::Word, Error::UnreadableFile);
        };
        let turn = lies(&line.baseline);
        let height = line.row_height.max(1.0);
        let dpi = (HEIGHT * POINTS_PER_INCH / height).clamp(DPI.0, DPI.1);
        let budget = options.budget(self.device);
        let part = (page.page, around(&word, height, turn));
        let request = rendering::Request::draw_part(part, Dpi(dpi), options, &budget, &self.measured);
        if let Some(work) = &mut self.again.work {
            let step = WordStep::Opening;
            work.doing = Doing::Word(WordWork { word, turn, request, step, waited: 0.0 });
        }
        // It starts while the word is drawn.
        self.is_reader_ready();
        self.provide_renderer(true);
    }

    /// Whether a recognizer is there for what is in work; else it soon will be.
    fn is_reader_ready(&mut self) -> bool {
        let models = self.again.work.as_ref().map(|work| work.models.clone());
        models.is_some_and(|models| self.is_recognizer_ready(READER, &models))
    }

    fn word_work(&mut self) -> Option<&mut WordWork<P>> {
        match self.again.work.as_mut().map(|work| &mut work.doing) {
            Some(Doing::Word(work)) => Some(work),
            _ => None,
        }
    }

    pub(super) fn word_hears(&mut self, input: Input<P>) {
        let passed = self.now - self.last_tick;
        let Some(work) = self.word_work() else {
            return;
        };
        if !matches!(input, Input::Tick) {
            work.waited = 0.0;
        }
        match input {
            Input::RendererReady { .. } if matches!(work.step, WordStep::Opening) => {
                work.step = WordStep::Drawing;
                let request = work.request.clone();
                self.ask_renderer(Asked::Draw, request, None);
            }
            Input::Drawn { header, pixels, .. } if matches!(work.step, WordStep::Drawing) => {
                work.step = WordStep::Drawn { header, pixels };
                self.show_to_reader();
            }
            Input::RecognizerReady { worker: READER, .. } => self.show_to_reader(),
            Input::DrawFailed(error)
            | Input::RendererStopped(error)
            | Input::Unavailable(error)
            | Input::RecognizerStopped(READER, error)
            | Input::RecognizeFailed(READER, error) => self.word_read(Err(error)),
            Input::Tick => {
                work.waited += passed.max(0.0);
                if work.waited >= PATIENCE {
                    self.dismiss_recognizer(READER);
                    self.word_read(Err(Error::TooSlow { seconds: (PATIENCE / 1000.0) as u32 }));
                }
            }
            _ => {}
        }
    }

    fn show_to_reader(&mut self) {
        if !self.is_reader_ready() {
            return;
        }
        let Some(work) = self.word_work() else {
            return;
        };
        let (word, turn) = (work.word, work.turn);
        match std::mem::replace(&mut work.step, WordStep::Reading) {
            WordStep::Drawn { header, pixels } => {
                let request =
                    recognizing::Request::ReadWord { header, word, turn, limit_seconds: LIMIT_SECONDS };
                self.ask_recognizer(READER, request, Some(pixels));
            }
            // Its turn has not come.
            other => work.step = other,
        }
    }

    /// The word was read, or cannot be.
    pub(in crate::session) fn word_read(&mut self, guesses: Result<Vec<Guess>, Error>) {
        if self.word_work().is_none() {
            return;
        }
        if let Some(word) = &mut self.again.word {
            word.guesses = Some(guesses);
        }
        self.work_done();
    }
}

/// The word in that place of a text, and its line.
fn find(text: &PageText, number: usize) -> Option<(&Line, Rect)> {
    let mut words = text.lines().flat_map(|line| line.words.iter().map(move |word| (line, word.rect)));
    words.nth(number)
}

/// How a line lies that runs so.
fn lies(baseline: &Baseline) -> Turn {
    let Baseline { x0, y0, x1, y1 } = *baseline;
    match (baseline.runs_sideways(), x1 < x0, y1 < y0) {
        (false, false, _) => Turn::Upright,
        (false, true, _) => Turn::Half,
        (true, _, false) => Turn::Right,
        (true, _, true) => Turn::Left,
    }
}

/// What is drawn of a page for one of its words.
fn around(word: &Rect, height: f32, turn: Turn) -> Rect {
    let (beside, around) = (BESIDE * height, AROUND * height);
    let (across, down) = match turn {
        Turn::Upright | Turn::Half => (beside, around),
        Turn::Right | Turn::Left => (around, beside),
    };
    Rect {
        x: word.x - across,
        y: word.y - down,
        width: word.width + 2.0 * across,
        height: word.height + 2.0 * down,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_it_lies() {
        let line = |x0: f32, y0: f32, x1: f32, y1: f32| lies(&Baseline { x0, y0, x1, y1 });
        assert_eq!(line(0.0, 5.0, 90.0, 4.0), Turn::Upright);
        assert_eq!(line(90.0, 5.0, 0.0, 5.0), Turn::Half);
        assert_eq!(line(5.0, 0.0, 5.0, 90.0), Turn::Right, "it runs down the page");
        assert_eq!(line(5.0, 90.0, 4.0, 0.0), Turn::Left);
    }

    #[test]
    fn a_word_is_drawn_with_its_neighbours() {
        let word = Rect { x: 100.0, y: 100.0, width: 40.0, height: 10.0 };
        let drawn = around(&word, 10.0, Turn::Upright);
        assert_eq!(drawn, Rect { x: 10.0, y: 95.0, width: 220.0, height: 20.0 });
        let drawn = around(&word, 10.0, Turn::Left);
        assert_eq!(drawn, Rect { x: 95.0, y: 10.0, width: 50.0, height: 190.0 });
    }
}
