//! The pipeline, played through with engines that draw and read nothing: ordinary runs, and runs in which
//! workers die at random. Whatever happens, every page ends exactly once and never more than
//! `workers + 1` page bitmaps exist.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::{HashMap, VecDeque};

use pagewise::model::bitmap::{BitmapHeader, Provenance, Strip};
use pagewise::model::budget::{Budget, Bytes, Measured};
use pagewise::model::error::{Error, StopCause};
use pagewise::model::look::Look;
use pagewise::model::options::{Effort, OwnText, PageSegmentationMode};
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::model::record::{PageOutcome, PageRecord};
use pagewise::pipeline::{Effect, Input, Pipeline, Plan, Stage, WorkerIndex};
use pagewise::reading::DrawRequest;

use support::{Chance, Held, Pixels};

const A4: PageSize = PageSize { width: 595.0, height: 842.0 };
const A0: PageSize = PageSize { width: 2384.0, height: 3370.0 };

/// Workers that do as they are told, in an order of chance, and die with the given likelihood.
struct Simulation {
    pipeline: Pipeline<Pixels>,
    /// Of every page.
    size: PageSize,
    waiting: Vec<Input<Pixels>>,
    todo: VecDeque<Effect<Pixels>>,
    live: Held,
    most_live: usize,
    drawing: Option<DrawRequest>,
    reading: HashMap<WorkerIndex, (BitmapHeader, Pixels)>,
    requests: Vec<DrawRequest>,
    records: Vec<PageRecord>,
    finished: usize,
    heap: Bytes,
}

fn plan(pages: u32, workers: u32) -> Plan {
    Plan {
        pages: (0..pages).map(PageIndex).collect(),
        own_text: Default::default(),
        dpi: None,
        psm: PageSegmentationMode::AUTO,
        turn: None,
        region: None,
        effort: Effort::Balanced,
        budget: Budget::new(Bytes::megabytes(500), workers),
        measured: Measured::default(),
        limit_seconds: 120,
    }
}

fn header(request: &DrawRequest, size: PageSize) -> BitmapHeader {
    request.extent(size).unwrap().header(request.page, size, Provenance::Drawn)
}

fn text(header: &BitmapHeader) -> PageText {
    header.blank()
}

fn renderer_ready() -> Input<Pixels> {
    Input::RendererReady { heap: Bytes::megabytes(22) }
}

fn recognizer_ready(worker: WorkerIndex) -> Input<Pixels> {
    Input::RecognizerReady { worker, heap: Bytes::megabytes(26) }
}

fn killed() -> Error {
    Error::WorkerStopped { cause: StopCause::Killed }
}

impl Simulation {
    fn new(plan: Plan) -> Self {
        let (pipeline, effects) = Pipeline::start(plan);
        Self {
            pipeline,
            size: A4,
            waiting: Vec::new(),
            todo: effects.into(),
            live: Held::default(),
            most_live: 0,
            drawing: None,
            reading: HashMap::new(),
            requests: Vec::new(),
            records: Vec::new(),
            finished: 0,
            heap: Bytes::megabytes(30),
        }
    }

    /// Does what the pipeline asked for; what comes of it happens later.
    fn obey(&mut self) {
        while let Some(effect) = self.todo.pop_front() {
            match effect {
                Effect::StartRenderer => {
                    self.drawing = None;
                    self.waiting.push(renderer_ready());
                }
                Effect::StartRecognizer(worker) => {
                    self.reading.remove(&worker);
                    self.waiting.push(recognizer_ready(worker));
                }
                Effect::Draw(request) => {
                    assert!(self.drawing.replace(request).is_none(), "one page is drawn at a time");
                    self.requests.push(request);
                }
                Effect::Recognize { worker, header, options, pixels } => {
                    assert_eq!(options.psm, PageSegmentationMode::AUTO);
                    let before = self.reading.insert(worker, (header, pixels));
                    assert!(before.is_none(), "a recognizer reads one page at a time");
                }
                Effect::PageFinished(record) => self.records.push(record),
                Effect::Paused => {
                    assert!(self.reading.is_empty() && self.drawing.is_none(), "nobody is stopped at work");
                    assert_eq!(self.live.get().0, 0, "no bitmap is held while paused");
                    self.waiting.clear();
                }
                Effect::Finished => {
                    self.finished += 1;
                    // Everybody is dismissed.
                    self.reading.clear();
                    self.drawing = None;
                }
            }
        }
    }

    fn feed(&mut self, input: Input<Pixels>) {
        self.todo.extend(self.pipeline.handle(input));
        self.obey();
        self.most_live = self.most_live.max(self.live.get().0);
        assert!(self.live.get().0 <= self.pipeline.live_bitmaps(), "every bitmap has its permit");
    }

    /// Lets one thing happen. `deaths` of a hundred workers die instead of doing their work.
    fn step(&mut self, chance: &mut Chance, deaths: u64) {
        self.obey();
        let dies = chance.below(100) < deaths;
        let busy: Vec<_> = self.reading.keys().copied().collect();
        match chance.below(3) {
            0 if !self.waiting.is_empty() => {
                let index = chance.below(self.waiting.len() as u64) as usize;
                let input = self.waiting.swap_remove(index);
                match input {
                    Input::RendererReady { .. } if dies => {
                        self.drawing = None;
                        self.feed(Input::RendererStopped(killed()));
                    }
                    Input::RecognizerReady { worker, .. } if dies => {
                        // Its pixels die with it, whatever it was doing.
                        self.reading.remove(&worker);
                        self.feed(Input::RecognizerStopped(worker, killed()));
                    }
                    input => self.feed(input),
                }
            }
            1 if self.drawing.is_some() => {
                let request = self.drawing.take().unwrap();
                if dies {
                    self.feed(Input::RendererStopped(killed()));
                } else {
                    self.draw(&request, None);
                }
            }
            2 if !busy.is_empty() => {
                let worker = busy[chance.below(busy.len() as u64) as usize];
                let (header, pixels) = self.reading.remove(&worker).unwrap();
                drop(pixels);
                if dies {
                    self.feed(Input::RecognizerStopped(worker, killed()));
                } else {
                    let text = text(&header);
                    self.feed(Input::Recognized {
                        worker,
                        text,
                        look: Look::default(),
                        milliseconds: 1.0,
                        heap: self.heap,
                    });
                }
            }
            _ => {}
        }
    }

    /// What was asked for has been drawn.
    fn draw(&mut self, request: &DrawRequest, own_text: Option<PageText>) {
        let (pixels, header) = (Pixels::new(1, &self.live), header(request, self.size));
        self.feed(Input::Drawn { header, pixels, own_text, milliseconds: 1.0, heap: self.heap });
    }

    /// Draws what is asked for and has it read, or the only recognizer die over it. Gives what it was.
    fn draw_and_read(&mut self, dies: bool) -> DrawRequest {
        let worker = WorkerIndex(0);
        let (request, (header, pixels)) = loop {
            let request = self.drawing.take().expect("something is to be drawn");
            self.draw(&request, None);
            // What was being drawn when a worker died may be of no use any more.
            if let Some(reading) = self.reading.remove(&worker) {
                break (request, reading);
            }
        };
        drop(pixels);
        if dies {
            self.feed(Input::RecognizerStopped(worker, killed()));
            self.feed(recognizer_ready(worker));
        } else {
            let text = text(&header);
            self.feed(Input::Recognized {
                worker,
                text,
                look: Look::default(),
                milliseconds: 1.0,
                heap: self.heap,
            });
        }
        request
    }

    fn run(&mut self, chance: &mut Chance, deaths: u64) {
        for _ in 0..200_000 {
            if self.pipeline.is_finished() {
                return;
            }
            self.step(chance, deaths);
        }
        panic!("the job never ended: {:?}", self.pipeline);
    }

    /// How the pages ended, in their order.
    fn outcomes(&self) -> Vec<&PageOutcome> {
        let mut records: Vec<_> = self.records.iter().collect();
        records.sort_by_key(|record| record.page);
        records.into_iter().map(|record| &record.outcome).collect()
    }

    /// The pages that ended, in their order.
    fn pages(&self) -> Vec<PageIndex> {
        let mut pages: Vec<_> = self.records.iter().map(|record| record.page).collect();
        pages.sort();
        pages
    }

    fn stage(&self, page: u32) -> Stage {
        self.pipeline.progress(PageIndex(page)).unwrap().stage
    }
}

fn is_read(outcome: &&PageOutcome) -> bool {
    matches!(outcome, PageOutcome::Read(_))
}

#[test]
fn every_page_is_read_once_and_bitmaps_stay_within_their_number() {
    for workers in 1..=4 {
        let mut simulation = Simulation::new(plan(44, workers));
        simulation.run(&mut Chance::new(7), 0);
        assert!(simulation.outcomes().iter().all(is_read));
        assert_eq!(simulation.pages(), (0..44).map(PageIndex).collect::<Vec<_>>());
        assert_eq!(simulation.finished, 1);
        assert_eq!(simulation.live.get().0, 0);
        assert_eq!(simulation.most_live, workers as usize + 1, "one is drawn ahead, and no more");
    }
}

#[test]
fn workers_that_die_at_random_lose_no_page() {
    for seed in 1..=200 {
        let workers = (seed % 4 + 1) as u32;
        let mut chance = Chance::new(seed * 0x9e37_79b9);
        let mut simulation = Simulation::new(plan(30, workers));
        simulation.run(&mut chance, 25);
        assert_eq!(simulation.pages(), (0..30).map(PageIndex).collect::<Vec<_>>(), "seed {seed}");
        assert!(simulation.most_live <= workers as usize + 1, "seed {seed}");
        assert_eq!(simulation.pipeline.open_pages(), 0, "seed {seed}");
        assert_eq!(simulation.finished, 1, "seed {seed}");
    }
}

#[test]
fn a_page_that_kills_its_worker_is_tried_once_more_at_a_lower_resolution_then_given_up() {
    let mut simulation = Simulation::new(plan(1, 1));
    simulation.feed(renderer_ready());
    simulation.feed(recognizer_ready(WorkerIndex(0)));
    for attempt in 1..=2 {
        let request = simulation.drawing.take().unwrap();
        assert_eq!(request.reduction < 1.0, attempt == 2);
        simulation.draw(&request, None);
        simulation.reading.clear();
        simulation.feed(Input::RecognizerStopped(WorkerIndex(0), killed()));
        simulation.feed(recognizer_ready(WorkerIndex(0)));
    }
    assert_eq!(simulation.outcomes(), [&PageOutcome::Failed(killed())]);
    assert_eq!(simulation.finished, 1);
}

#[test]
fn words_that_a_page_has_itself_are_kept_and_marked_among_those_that_are_read() {
    // As a font sees its word: from the lowest descender to the highest ascender.
    let own = page_of_words(&[Rect { x: 49.0, y: 96.0, width: 32.0, height: 14.0 }]);
    let at = |x: f32| Rect { x, y: 100.0, width: 30.0, height: 8.0 };
    let (text, provenance) =
        read_with_own_text(OwnText::Keep, own, page_of_words(&[at(10.0), at(50.0), at(90.0)]));
    let mut places: Vec<_> = text.words().map(|word| (word.rect.x as u32, word.is_native)).collect();
    places.sort_unstable();
    assert_eq!(places, [(10, false), (49, true), (90, false)], "what was read there gives way to it");
    assert_eq!(provenance, Some(Provenance::Drawn));
}

#[test]
fn where_nothing_can_be_read_the_few_words_that_the_page_has_itself_are_kept() {
    let own = page_of_words(&[Rect { x: 49.0, y: 96.0, width: 32.0, height: 14.0 }]);
    let nothing = page_of_words(&[]);
    let (text, provenance) = read_with_own_text(OwnText::Keep, own.clone(), nothing.clone());
    assert_eq!((&text, provenance), (&own, Some(Provenance::TextLayer)));
    let (text, provenance) = read_with_own_text(OwnText::Read, own, nothing);
    assert_eq!((text.words().count(), provenance), (0, Some(Provenance::Drawn)), "it was not wanted");
}

/// One line of words in these places.
fn page_of_words(places: &[Rect]) -> PageText {
    let word = |rect: &Rect| Word {
        text: "word".to_owned(),
        rect: *rect,
        confidence: Confidence(90.0),
        direction: Direction::LeftToRight,
        is_native: false,
        corrected: None,
    };
    let rect = places.first().copied().unwrap_or_default();
    let baseline = Baseline { x0: 10.0, y0: 108.0, x1: 120.0, y1: 108.0 };
    let lines = vec![Line { rect, baseline, row_height: 8.0, words: places.iter().map(word).collect() }];
    let blocks = vec![Block { kind: BlockKind::Text, rect, paragraphs: vec![Paragraph { rect, lines }] }];
    PageText {
        page: PageIndex(0),
        size: A4,
        dpi: Dpi::BEST,
        blocks,
        languages: Vec::new(),
        corrections: Vec::new(),
    }
}

/// What comes of a page that has text of its own, when this is read on it.
fn read_with_own_text(mode: OwnText, own: PageText, read: PageText) -> (PageText, Option<Provenance>) {
    let mut simulation = Simulation::new(Plan { own_text: mode, ..plan(1, 1) });
    simulation.feed(renderer_ready());
    simulation.feed(recognizer_ready(WorkerIndex(0)));
    let request = simulation.drawing.take().unwrap();
    simulation.draw(&request, Some(own));
    simulation.reading.clear();
    let heap = simulation.heap;
    simulation.feed(Input::Recognized {
        worker: WorkerIndex(0),
        text: read,
        look: Look::default(),
        milliseconds: 1.0,
        heap,
    });
    let record = &simulation.records[0];
    (record.text().unwrap().clone(), record.reading.provenance)
}

#[test]
fn a_damaged_page_fails_at_once_and_the_others_go_on() {
    let mut simulation = Simulation::new(plan(3, 1));
    simulation.feed(renderer_ready());
    assert_eq!(simulation.drawing.take().unwrap().page, PageIndex(0));
    simulation.feed(Input::DrawFailed(Error::DamagedPage));
    simulation.run(&mut Chance::new(3), 0);
    assert_eq!(simulation.outcomes()[0], &PageOutcome::Failed(Error::DamagedPage));
    assert!(simulation.outcomes()[1..].iter().all(is_read));
}

#[test]
fn cancelling_keeps_what_is_done_and_gives_every_bitmap_back() {
    let mut simulation = Simulation::new(plan(20, 2));
    let mut chance = Chance::new(5);
    while simulation.records.len() < 5 {
        simulation.step(&mut chance, 0);
    }
    simulation.feed(Input::Cancel);
    simulation.reading.clear();
    assert_eq!(simulation.finished, 1);
    assert_eq!(simulation.live.get().0, 0);
    assert_eq!(simulation.pipeline.live_bitmaps(), 0);
    assert_eq!(simulation.outcomes().into_iter().filter(is_read).count(), 5);
    assert_eq!(simulation.records.len(), 20);
    // Late news changes nothing.
    assert!(simulation.pipeline.handle(renderer_ready()).is_empty());
}

#[test]
fn a_worker_that_grew_past_its_share_is_replaced_between_pages() {
    let mut simulation = Simulation::new(plan(10, 1));
    // Small, so that they are not taken for pages that need all that.
    simulation.size = PageSize { width: 200.0, height: 300.0 };
    simulation.heap = Bytes::megabytes(400);
    simulation.run(&mut Chance::new(11), 0);
    assert!(simulation.outcomes().iter().all(is_read));
    // Each page but the last costs the renderer and the recognizer, and nobody is replaced for nothing.
    assert_eq!(simulation.pipeline.replacements().count, 18);
}

#[test]
fn workers_that_never_start_end_the_job_with_their_reason() {
    let mut simulation = Simulation::new(plan(5, 1));
    for _ in 0..3 {
        assert_eq!(simulation.finished, 0);
        simulation.feed(Input::RecognizerStopped(WorkerIndex(0), killed()));
    }
    assert_eq!(simulation.finished, 1);
    assert!(simulation.outcomes().iter().all(|outcome| **outcome == PageOutcome::Failed(killed())));
}

#[test]
fn only_what_is_to_be_read_is_drawn_and_a_job_of_no_page_ends_at_once() {
    let pages = [1, 4, 7].map(PageIndex).to_vec();
    let mut simulation = Simulation::new(Plan { pages: pages.clone(), ..plan(0, 2) });
    simulation.run(&mut Chance::new(17), 0);
    assert_eq!(simulation.requests.iter().map(|request| request.page).collect::<Vec<_>>(), pages);
    assert_eq!(simulation.pages(), pages);
    assert!(simulation.pipeline.progress(PageIndex(2)).is_none());
    let (pipeline, effects) = Pipeline::<Pixels>::start(plan(0, 2));
    assert!(pipeline.is_finished());
    assert!(matches!(effects.as_slice(), [Effect::Finished]), "{}", effects.len());
}

#[test]
fn pausing_at_any_moment_loses_no_page_and_reads_none_twice() {
    for seed in 1..=200 {
        let workers = (seed % 4 + 1) as u32;
        let mut chance = Chance::new(seed * 0x51_7cc1_b727);
        let mut simulation = Simulation::new(plan(12, workers));
        for _ in 0..3 {
            for _ in 0..chance.below(25) {
                simulation.step(&mut chance, 0);
            }
            simulation.feed(Input::Pause);
            while !simulation.pipeline.is_at_rest() && !simulation.pipeline.is_finished() {
                simulation.step(&mut chance, 0);
            }
            if simulation.pipeline.is_at_rest() {
                assert_eq!(simulation.pipeline.live_bitmaps(), 0, "seed {seed}");
                // Late news of a worker that was let go starts nobody.
                assert!(simulation.pipeline.handle(Input::RendererStopped(killed())).is_empty());
                let late = Input::RecognizerStopped(WorkerIndex(0), killed());
                assert!(simulation.pipeline.handle(late).is_empty());
            }
            simulation.feed(Input::Resume);
        }
        simulation.run(&mut chance, 0);
        assert_eq!(simulation.pages(), (0..12).map(PageIndex).collect::<Vec<_>>(), "seed {seed}");
        assert!(simulation.records.iter().all(|record| record.reading.attempts == 1), "seed {seed}");
        assert!(simulation.most_live <= workers as usize + 1, "seed {seed}");
    }
}

#[test]
fn resuming_before_the_last_page_has_ended_goes_on_with_the_same_workers() {
    let mut simulation = Simulation::new(plan(4, 1));
    simulation.feed(renderer_ready());
    simulation.feed(recognizer_ready(WorkerIndex(0)));
    simulation.waiting.clear();
    simulation.feed(Input::Pause);
    assert!(simulation.pipeline.is_paused() && !simulation.pipeline.is_at_rest());
    simulation.feed(Input::Resume);
    assert!(simulation.waiting.is_empty(), "nobody was started");
    simulation.run(&mut Chance::new(23), 0);
    assert_eq!(simulation.pipeline.replacements().count, 0);
}

/// A job of one page that its ceiling does not let be read whole, with its workers ready.
fn large_page() -> Simulation {
    let plan = Plan { budget: Budget::new(Bytes::megabytes(150), 1), ..plan(1, 1) };
    let mut simulation = Simulation::new(plan);
    simulation.size = A0;
    simulation.heap = Bytes::megabytes(45);
    simulation.obey();
    simulation.waiting.clear();
    simulation.feed(renderer_ready());
    simulation.feed(recognizer_ready(WorkerIndex(0)));
    simulation
}

#[test]
fn a_page_paused_between_its_strips_goes_on_with_the_next() {
    let mut simulation = large_page();
    assert_eq!(simulation.draw_and_read(false).strip, Strip::FIRST);
    assert!(matches!(simulation.stage(0), Stage::Reading { percent: 10..30 }));
    simulation.feed(Input::Pause);
    let ahead = simulation.drawing.take().unwrap();
    simulation.draw(&ahead, None);
    assert!(simulation.pipeline.is_at_rest());
    assert_eq!(simulation.stage(0), Stage::Waiting);
    simulation.feed(Input::Resume);
    simulation.waiting.clear();
    simulation.feed(renderer_ready());
    simulation.feed(recognizer_ready(WorkerIndex(0)));
    let mut next = 1;
    while !simulation.pipeline.is_finished() {
        assert_eq!(simulation.draw_and_read(false).strip.index, next);
        next += 1;
    }
    let [record] = simulation.records.as_slice() else { panic!("one page") };
    assert!(record.text().is_some());
    let reading = record.reading;
    assert_eq!((reading.strips, reading.attempts, reading.fitted), (next as usize, 1, false));
    assert_eq!(reading.read_milliseconds, f64::from(next), "the time of all strips together");
}

#[test]
fn a_strip_that_kills_its_worker_costs_no_other_and_is_tried_again_shorter() {
    let mut simulation = large_page();
    simulation.draw_and_read(false);
    let before = simulation.draw_and_read(true);
    let again = simulation.draw_and_read(false);
    assert_eq!((before.strip, before.reduction), (again.strip, 1.0));
    let rows = |request: &DrawRequest| request.extent(A0).unwrap().rows;
    assert!(again.reduction < 1.0 && rows(&again) < rows(&before), "{again:?}");
    assert!(simulation.draw_and_read(false).strip.top > again.strip.top);
    while !simulation.pipeline.is_finished() {
        simulation.draw_and_read(false);
    }
    assert!(simulation.outcomes().iter().all(is_read));
    assert_eq!(simulation.records[0].reading.attempts, 2);
}

#[test]
fn a_page_ends_with_the_strip_that_fails_again() {
    let mut simulation = large_page();
    simulation.draw_and_read(false);
    simulation.draw_and_read(true);
    simulation.draw_and_read(true);
    assert_eq!(simulation.outcomes(), [&PageOutcome::Failed(killed())]);
    assert_eq!((simulation.finished, simulation.live.get().0), (1, 0));
}

#[test]
fn cancelling_a_paused_job_ends_it() {
    let mut simulation = Simulation::new(plan(4, 1));
    simulation.feed(Input::Pause);
    assert!(simulation.pipeline.is_at_rest());
    simulation.feed(Input::Cancel);
    assert!(simulation.outcomes().iter().all(|outcome| **outcome == PageOutcome::Cancelled));
    assert_eq!(simulation.finished, 1);
}
