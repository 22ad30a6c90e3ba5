//! The pipeline, played through with engines that draw and read nothing: ordinary runs, and runs in which
//! workers die at random. Whatever happens, every page ends exactly once and never more than
//! `workers + 1` page bitmaps exist.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{HashMap, VecDeque};

use pagewise::model::bitmap::{BitmapHeader, Provenance, Strip};
use pagewise::model::budget::{Budget, Bytes, Measured};
use pagewise::model::error::{Error, StopCause};
use pagewise::model::options::OwnText;
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::pipeline::{Effect, Input, PageJob, PageState, Pipeline, Plan, WorkerIndex};
use pagewise::reading::DrawRequest;

const A4: PageSize = PageSize { width: 595.0, height: 842.0 };
const A0: PageSize = PageSize { width: 2384.0, height: 3370.0 };

/// Pixels whose number is counted while they live, wherever they are.
struct Pixels(std::rc::Rc<std::cell::Cell<usize>>);

impl Pixels {
    fn new(count: &std::rc::Rc<std::cell::Cell<usize>>) -> Self {
        count.set(count.get() + 1);
        Self(std::rc::Rc::clone(count))
    }
}

impl Drop for Pixels {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// A small deterministic source of chance (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// Workers that do as they are told, in an order of chance, and die with the given likelihood.
struct Simulation {
    pipeline: Pipeline<Pixels>,
    /// Of every page.
    size: PageSize,
    waiting: Vec<Input<Pixels>>,
    todo: VecDeque<Effect<Pixels>>,
    live: std::rc::Rc<std::cell::Cell<usize>>,
    most_live: usize,
    drawing: Option<DrawRequest>,
    reading: HashMap<WorkerIndex, (BitmapHeader, Pixels)>,
    requests: Vec<DrawRequest>,
    finished_pages: Vec<PageIndex>,
    finished: usize,
    heap: Bytes,
}

fn plan(pages: u32, workers: u32) -> Plan {
    Plan {
        pages: (0..pages).map(PageIndex).collect(),
        own_text: Default::default(),
        dpi: None,
        budget: Budget::new(Bytes::megabytes(500), workers),
        measured: Measured::default(),
        limit_seconds: 120,
        known: Vec::new(),
    }
}

fn header(request: &DrawRequest, size: PageSize) -> BitmapHeader {
    request.extent(size).unwrap().header(request.page, size, Provenance::Drawn)
}

fn text(header: &BitmapHeader) -> PageText {
    PageText { page: header.page, size: header.size, dpi: header.dpi, blocks: Vec::new() }
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
            live: std::rc::Rc::default(),
            most_live: 0,
            drawing: None,
            reading: HashMap::new(),
            requests: Vec::new(),
            finished_pages: Vec::new(),
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
                Effect::Recognize { worker, header, pixels } => {
                    let before = self.reading.insert(worker, (header, pixels));
                    assert!(before.is_none(), "a recognizer reads one page at a time");
                }
                Effect::PageFinished(page) => self.finished_pages.push(page),
                Effect::Paused => {
                    assert!(self.reading.is_empty() && self.drawing.is_none(), "nobody is stopped at work");
                    assert_eq!(self.live.get(), 0, "no bitmap is held while paused");
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
        self.most_live = self.most_live.max(self.live.get());
        assert!(self.live.get() <= self.pipeline.live_bitmaps(), "every bitmap has its permit");
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
                    self.feed(Input::Recognized { worker, text, milliseconds: 1.0, heap: self.heap });
                }
            }
            _ => {}
        }
    }

    /// What was asked for has been drawn.
    fn draw(&mut self, request: &DrawRequest, own_text: Option<PageText>) {
        let (pixels, header) = (Pixels::new(&self.live), header(request, self.size));
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
            self.feed(Input::Recognized { worker, text, milliseconds: 1.0, heap: self.heap });
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
        panic!("the job never ended: {:?}", self.pipeline.jobs());
    }

    fn states(&self) -> Vec<&PageState> {
        self.pipeline.jobs().iter().map(|job| &job.state).collect()
    }
}

#[test]
fn every_page_is_read_once_and_bitmaps_stay_within_their_number() {
    for workers in 1..=4 {
        let mut simulation = Simulation::new(plan(44, workers));
        simulation.run(&mut Chance(7), 0);
        assert!(simulation.states().iter().all(|state| matches!(state, PageState::Done(_))));
        let mut pages = simulation.finished_pages.clone();
        pages.sort();
        assert_eq!(pages, (0..44).map(PageIndex).collect::<Vec<_>>());
        assert_eq!(simulation.finished, 1);
        assert_eq!(simulation.live.get(), 0);
        assert_eq!(simulation.most_live, workers as usize + 1, "one is drawn ahead, and no more");
    }
}

#[test]
fn workers_that_die_at_random_lose_no_page() {
    for seed in 1..=200 {
        let workers = (seed % 4 + 1) as u32;
        let mut chance = Chance(seed * 0x9e37_79b9);
        let mut simulation = Simulation::new(plan(30, workers));
        simulation.run(&mut chance, 25);
        let mut pages = simulation.finished_pages.clone();
        pages.sort();
        assert_eq!(pages, (0..30).map(PageIndex).collect::<Vec<_>>(), "seed {seed}");
        assert!(simulation.most_live <= workers as usize + 1, "seed {seed}");
        assert!(simulation.states().iter().all(|state| state.is_final()), "seed {seed}");
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
    assert_eq!(simulation.states(), [&PageState::Failed(killed())]);
    assert_eq!(simulation.finished, 1);
}

#[test]
fn words_that_a_page_has_itself_are_marked_when_they_are_read() {
    // As a font sees its word: from the lowest descender to the highest ascender.
    let own = page_of_words(&[Rect { x: 49.0, y: 96.0, width: 32.0, height: 14.0 }]);
    let at = |x: f32| Rect { x, y: 100.0, width: 30.0, height: 8.0 };
    let (text, provenance) =
        read_with_own_text(OwnText::Keep, own, page_of_words(&[at(10.0), at(50.0), at(90.0)]));
    assert_eq!(text.words().map(|word| word.is_native).collect::<Vec<_>>(), [false, true, false]);
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
    };
    let rect = places.first().copied().unwrap_or_default();
    let baseline = Baseline { x0: 10.0, y0: 108.0, x1: 120.0, y1: 108.0 };
    let lines = vec![Line { rect, baseline, row_height: 8.0, words: places.iter().map(word).collect() }];
    let blocks = vec![Block { kind: BlockKind::Text, rect, paragraphs: vec![Paragraph { rect, lines }] }];
    PageText { page: PageIndex(0), size: A4, dpi: Dpi::BEST, blocks }
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
    simulation.feed(Input::Recognized { worker: WorkerIndex(0), text: read, milliseconds: 1.0, heap });
    let job = &simulation.pipeline.jobs()[0];
    let PageState::Done(text) = &job.state else {
        panic!("{:?}", job.state);
    };
    (PageText::clone(text), job.provenance)
}

#[test]
fn a_damaged_page_fails_at_once_and_the_others_go_on() {
    let mut simulation = Simulation::new(plan(3, 1));
    simulation.feed(renderer_ready());
    assert_eq!(simulation.drawing.take().unwrap().page, PageIndex(0));
    simulation.feed(Input::DrawFailed(Error::DamagedPage));
    simulation.run(&mut Chance(3), 0);
    assert_eq!(simulation.states()[0], &PageState::Failed(Error::DamagedPage));
    assert!(simulation.states()[1..].iter().all(|state| matches!(state, PageState::Done(_))));
}

#[test]
fn cancelling_keeps_what_is_done_and_gives_every_bitmap_back() {
    let mut simulation = Simulation::new(plan(20, 2));
    let mut chance = Chance(5);
    while simulation.finished_pages.len() < 5 {
        simulation.step(&mut chance, 0);
    }
    simulation.feed(Input::Cancel);
    simulation.reading.clear();
    assert_eq!(simulation.finished, 1);
    assert_eq!(simulation.live.get(), 0);
    assert_eq!(simulation.pipeline.live_bitmaps(), 0);
    let done = simulation.states().iter().filter(|state| matches!(state, PageState::Done(_))).count();
    assert_eq!(done, 5);
    // Late news changes nothing.
    assert!(simulation.pipeline.handle(renderer_ready()).is_empty());
}

#[test]
fn a_worker_that_grew_past_its_share_is_replaced_between_pages() {
    let mut simulation = Simulation::new(plan(10, 1));
    // Small, so that they are not taken for pages that need all that.
    simulation.size = PageSize { width: 200.0, height: 300.0 };
    simulation.heap = Bytes::megabytes(400);
    simulation.run(&mut Chance(11), 0);
    assert!(simulation.states().iter().all(|state| matches!(state, PageState::Done(_))));
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
    assert!(simulation.states().iter().all(|state| **state == PageState::Failed(killed())));
}

/// Pages as they end in a run of their own.
fn finished_jobs(pages: u32) -> Vec<PageJob> {
    let mut simulation = Simulation::new(plan(pages, 1));
    simulation.run(&mut Chance(13), 0);
    simulation.pipeline.jobs().to_vec()
}

#[test]
fn pages_known_from_before_are_not_read_again() {
    let known: Vec<_> = finished_jobs(12).into_iter().filter(|job| job.page.0 % 3 != 1).collect();
    let mut simulation = Simulation::new(Plan { known: known.clone(), ..plan(10, 2) });
    simulation.run(&mut Chance(17), 0);
    let drawn: Vec<_> = simulation.requests.iter().map(|request| request.page.0).collect();
    assert_eq!(drawn, [1, 4, 7]);
    let jobs = simulation.pipeline.jobs();
    assert_eq!(jobs.iter().map(|job| job.page.0).collect::<Vec<_>>(), (0..10).collect::<Vec<_>>());
    assert!(jobs.iter().all(|job| matches!(job.state, PageState::Done(_))));
    for job in known.iter().filter(|job| job.page.0 < 10) {
        assert!(jobs.contains(job), "{job:?}");
    }
}

#[test]
fn a_job_of_which_every_page_is_known_ends_at_once_and_starts_nobody() {
    let known = finished_jobs(3);
    let (pipeline, effects) = Pipeline::<Pixels>::start(Plan { known, ..plan(3, 2) });
    assert!(pipeline.is_finished());
    assert!(matches!(effects.as_slice(), [Effect::Finished]), "{}", effects.len());
}

#[test]
fn what_is_known_of_a_page_that_did_not_end_counts_for_nothing() {
    let mut known = finished_jobs(2);
    known[0].state = PageState::Drawn;
    let mut simulation = Simulation::new(Plan { known, ..plan(2, 1) });
    simulation.run(&mut Chance(19), 0);
    assert_eq!(simulation.requests.len(), 1);
    assert_eq!(simulation.requests[0].page, PageIndex(0));
}

#[test]
fn pausing_at_any_moment_loses_no_page_and_reads_none_twice() {
    for seed in 1..=200 {
        let workers = (seed % 4 + 1) as u32;
        let mut chance = Chance(seed * 0x51_7cc1_b727);
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
        let mut pages = simulation.finished_pages.clone();
        pages.sort();
        assert_eq!(pages, (0..12).map(PageIndex).collect::<Vec<_>>(), "seed {seed}");
        assert!(simulation.pipeline.jobs().iter().all(|job| job.attempts == 1), "seed {seed}");
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
    simulation.run(&mut Chance(23), 0);
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
    assert!(matches!(simulation.states()[..], [PageState::Reading { percent: 10..30 }]));
    simulation.feed(Input::Pause);
    let ahead = simulation.drawing.take().unwrap();
    simulation.draw(&ahead, None);
    assert!(simulation.pipeline.is_at_rest());
    assert_eq!(simulation.states(), [&PageState::Waiting]);
    simulation.feed(Input::Resume);
    simulation.waiting.clear();
    simulation.feed(renderer_ready());
    simulation.feed(recognizer_ready(WorkerIndex(0)));
    let mut next = 1;
    while !simulation.pipeline.is_finished() {
        assert_eq!(simulation.draw_and_read(false).strip.index, next);
        next += 1;
    }
    let [job] = simulation.pipeline.jobs() else { panic!("one page") };
    assert!(matches!(job.state, PageState::Done(_)));
    assert_eq!((job.strips, job.attempts, job.fitted), (next as usize, 1, false));
    assert_eq!(job.read_milliseconds, f64::from(next), "the time of all strips together");
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
    assert!(matches!(simulation.states()[..], [PageState::Done(_)]));
    assert_eq!(simulation.pipeline.jobs()[0].attempts, 2);
}

#[test]
fn a_page_ends_with_the_strip_that_fails_again() {
    let mut simulation = large_page();
    simulation.draw_and_read(false);
    simulation.draw_and_read(true);
    simulation.draw_and_read(true);
    assert_eq!(simulation.states(), [&PageState::Failed(killed())]);
    assert_eq!((simulation.finished, simulation.live.get()), (1, 0));
}

#[test]
fn cancelling_a_paused_job_ends_it() {
    let mut simulation = Simulation::new(plan(4, 1));
    simulation.feed(Input::Pause);
    assert!(simulation.pipeline.is_at_rest());
    simulation.feed(Input::Cancel);
    assert!(simulation.states().iter().all(|state| **state == PageState::Cancelled));
    assert_eq!(simulation.finished, 1);
}
