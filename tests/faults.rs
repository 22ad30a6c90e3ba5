//! A world in which everything goes wrong that can: replies late and in any order among the workers, engines that
//! die, hang or grow, silence as of a machine that slept, a person who cancels. Thousands of courses of it are
//! played through the pipeline; the same seed plays the same course.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use pagewise::model::bitmap::{BitmapHeader, Provenance};
use pagewise::model::budget::{Budget, Bytes, Measured};
use pagewise::model::error::{Error, StopCause};
use pagewise::model::look::Look;
use pagewise::model::options::{Effort, OwnText, PageSegmentationMode};
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::model::record::{PageOutcome, PageRecord, Tally};
use pagewise::pipeline::{Effect, Input, Pipeline, Plan, WorkerIndex};
use pagewise::reading::DrawRequest;

use support::{Chance, Held, Pixels};

const A4: PageSize = PageSize { width: 595.0, height: 842.0 };
const A1: PageSize = PageSize { width: 1684.0, height: 2384.0 };
/// From one line of text to the next, in points.
const LEADING: f32 = 20.0;
const LIMIT_SECONDS: u32 = 60;
const OWN_HEAP: Bytes = Bytes::megabytes(4);
const FRESH_RENDERER: Bytes = Bytes::megabytes(22);
const FRESH_RECOGNIZER: Bytes = Bytes::megabytes(26);

/// How bad a world is, in percent of the work that is done.
#[derive(Clone, Copy)]
struct Weather {
    deaths: u64,
    hangs: u64,
    /// Replaced workers that die, or never are ready.
    bad_starts: u64,
    cancels: bool,
    /// Pages of A1 among those of A4.
    large_pages: bool,
    ceiling: Bytes,
}

const FAIR: Weather = Weather {
    deaths: 0,
    hangs: 0,
    bad_starts: 0,
    cancels: false,
    large_pages: false,
    ceiling: Bytes::megabytes(500),
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Renderer,
    Recognizer(WorkerIndex),
}

enum Work {
    Start,
    Draw(DrawRequest),
    Read(BitmapHeader, Pixels),
}

struct Worker {
    heap: Bytes,
    /// What it has been asked, when it will be done with it, and whether it dies of it. One that hangs is never
    /// done.
    work: Option<(Work, Option<f64>, bool)>,
}

struct World {
    pipeline: Pipeline<Pixels>,
    chance: Chance,
    weather: Weather,
    now: f64,
    workers: BTreeMap<Who, Worker>,
    /// Those that have been started at least once.
    known: BTreeSet<Who>,
    held: Held,
    peak: u64,
    most_bitmaps: usize,
    ended: Vec<PageRecord>,
    finished: usize,
    /// Deaths and hangs that each page was in the middle of.
    faults: BTreeMap<PageIndex, u32>,
}

impl World {
    fn new(seed: u64, pages: u32, workers: u32, weather: Weather) -> Self {
        let plan = Plan {
            pages: (0..pages).map(PageIndex).collect(),
            dpi: None,
            own_text: OwnText::Keep,
            psm: PageSegmentationMode::AUTO,
            turn: None,
            region: None,
            effort: Effort::Balanced,
            budget: Budget::new(weather.ceiling, workers),
            measured: Measured::default(),
            limit_seconds: LIMIT_SECONDS,
        };
        let (pipeline, effects) = Pipeline::start(plan);
        let mut world = World {
            pipeline,
            chance: Chance::new(seed),
            weather,
            now: 0.0,
            workers: BTreeMap::new(),
            known: BTreeSet::new(),
            held: Held::default(),
            peak: 0,
            most_bitmaps: 0,
            ended: Vec::new(),
            finished: 0,
            faults: BTreeMap::new(),
        };
        world.obey(effects);
        world
    }

    fn size(&self, page: PageIndex) -> PageSize {
        if self.weather.large_pages && page.0 % 5 == 3 { A1 } else { A4 }
    }

    fn obey(&mut self, effects: Vec<Effect<Pixels>>) {
        for effect in effects {
            match effect {
                Effect::StartRenderer => self.begin(Who::Renderer, Work::Start),
                Effect::StartRecognizer(worker) => self.begin(Who::Recognizer(worker), Work::Start),
                Effect::Draw(request) => self.begin(Who::Renderer, Work::Draw(request)),
                Effect::Recognize { worker, header, pixels, .. } => {
                    self.begin(Who::Recognizer(worker), Work::Read(header, pixels));
                }
                Effect::PageFinished(record) => self.ended.push(record),
                Effect::Paused => panic!("nobody pressed Pause"),
                Effect::Finished => {
                    self.finished += 1;
                    // Everybody is dismissed; whoever hung over the last page is not replaced first.
                    for (work, _, _) in std::mem::take(&mut self.workers).into_values().filter_map(|w| w.work)
                    {
                        self.note_fault(&work);
                    }
                }
            }
        }
        let heaps: u64 = self.workers.values().map(|worker| worker.heap.0).sum();
        let (bitmaps, bytes) = self.held.get();
        self.peak = self.peak.max(OWN_HEAP.0 + heaps + bytes);
        self.most_bitmaps = self.most_bitmaps.max(bitmaps);
        assert!(bitmaps <= self.pipeline.live_bitmaps(), "every bitmap has its permit");
    }

    fn begin(&mut self, who: Who, work: Work) {
        let mut done = Some(self.now + 50.0 + self.chance.below(4000) as f64);
        if let Work::Start = work {
            let is_bad = self.known.replace(who).is_some() && self.chance.percent(self.weather.bad_starts);
            let dies = is_bad && self.chance.percent(80);
            if is_bad && !dies {
                done = None;
            }
            let heap = if who == Who::Renderer { FRESH_RENDERER } else { FRESH_RECOGNIZER };
            // Whoever was there before is terminated, with whatever it was doing: a fault of that page.
            let before = self.workers.insert(who, Worker { heap, work: Some((work, done, dies)) });
            if let Some((work, _, _)) = before.and_then(|worker| worker.work) {
                self.note_fault(&work);
            }
            return;
        }
        if self.chance.percent(self.weather.hangs) {
            done = None;
        }
        let dies = self.chance.percent(self.weather.deaths);
        let worker = self.workers.get_mut(&who).expect("only workers that run are asked");
        assert!(worker.work.is_none(), "one thing at a time");
        worker.work = Some((work, done, dies));
    }

    fn note_fault(&mut self, work: &Work) {
        let page = match work {
            Work::Start => return,
            Work::Draw(request) => request.page,
            Work::Read(header, _) => header.page,
        };
        *self.faults.entry(page).or_default() += 1;
    }

    /// Lets the next thing happen: whoever is done first replies, or the clock ticks.
    fn step(&mut self) {
        let next = self
            .workers
            .iter()
            .filter_map(|(who, worker)| Some((worker.work.as_ref()?.1?, *who)))
            .min_by(|(a, _), (b, _)| a.total_cmp(b));
        match next {
            Some((done, who)) if done <= self.now => self.reply(who),
            _ => {
                // Mostly a tick a second; sometimes the machine sleeps for an hour.
                let asleep = self.chance.below(400) == 0;
                self.now += if asleep { 3_600_000.0 } else { 1000.0 };
                if self.weather.cancels && self.chance.below(300) == 0 {
                    // As the page does: everybody is dismissed at once.
                    self.workers.clear();
                    self.feed(Input::Cancel);
                } else {
                    self.feed(Input::Tick);
                }
            }
        }
    }

    fn reply(&mut self, who: Who) {
        let worker = self.workers.get_mut(&who).unwrap();
        let (work, _, dies) = worker.work.take().unwrap();
        if dies {
            self.note_fault(&work);
            drop(work);
            self.workers.remove(&who);
            let error = Error::WorkerStopped { cause: StopCause::Trap };
            return self.feed(match who {
                Who::Renderer => Input::RendererStopped(error),
                Who::Recognizer(worker) => Input::RecognizerStopped(worker, error),
            });
        }
        let milliseconds = 1.0;
        let input = match (who, work) {
            (Who::Renderer, Work::Draw(request)) => {
                let size = self.size(request.page);
                let Some(header) = header(&request, size) else {
                    return self.feed(Input::DrawFailed(Error::PageTooLarge {
                        width_pt: size.width,
                        height_pt: size.height,
                    }));
                };
                let worker = self.workers.get_mut(&who).unwrap();
                worker.heap = worker.heap.max(FRESH_RENDERER + Bytes(header.bytes()));
                let heap = worker.heap;
                Input::Drawn {
                    header,
                    pixels: Pixels::new(header.bytes(), &self.held),
                    own_text: None,
                    milliseconds,
                    heap,
                }
            }
            (Who::Recognizer(index), Work::Read(header, pixels)) => {
                drop(pixels);
                let heap = FRESH_RECOGNIZER + Bytes(header.bytes() * 4);
                let worker = self.workers.get_mut(&who).unwrap();
                worker.heap = worker.heap.max(heap);
                let heap = worker.heap;
                let text = text(&header);
                Input::Recognized { worker: index, text, look: Look::default(), milliseconds, heap }
            }
            (Who::Renderer, _) => Input::RendererReady { heap: FRESH_RENDERER },
            (Who::Recognizer(worker), _) => Input::RecognizerReady { worker, heap: FRESH_RECOGNIZER },
        };
        self.feed(input);
    }

    fn feed(&mut self, input: Input<Pixels>) {
        let effects = self.pipeline.at(self.now, OWN_HEAP).handle(input);
        self.obey(effects);
    }

    fn run(&mut self) {
        for _ in 0..1_000_000 {
            if self.pipeline.is_finished() {
                return;
            }
            self.step();
        }
        panic!("the job never ended: {:?}", self.ended);
    }

    /// What the pages came to, in their order.
    fn records(&self) -> Vec<&PageRecord> {
        let mut records: Vec<_> = self.ended.iter().collect();
        records.sort_by_key(|record| record.page);
        records
    }
}

fn header(request: &DrawRequest, size: PageSize) -> Option<BitmapHeader> {
    Some(request.extent(size)?.header(request.page, size, Provenance::Drawn))
}

/// Every page has one column of lines, each of one word, which is its number.
fn text_of(size: PageSize) -> impl Iterator<Item = Line> {
    (0..(size.height / LEADING) as u16).map(|number| {
        let rect = Rect { x: 50.0, y: f32::from(number) * LEADING, width: 90.0, height: LEADING * 0.7 };
        let word = Word {
            text: number.to_string(),
            rect,
            confidence: Confidence(90.0),
            direction: Direction::LeftToRight,
            is_native: false,
            corrected: None,
        };
        let baseline = Baseline { x0: 50.0, y0: rect.bottom(), x1: 140.0, y1: rect.bottom() };
        Line { rect, baseline, row_height: rect.height, words: vec![word] }
    })
}

/// What a strip of a page says: its lines, and rubbish where its edge cuts one.
fn text(header: &BitmapHeader) -> PageText {
    let area = header.area();
    let seen = text_of(header.size).filter_map(|mut line| {
        let (top, bottom) = (line.rect.y.max(area.y), line.rect.bottom().min(area.bottom()));
        if bottom <= top {
            return None;
        }
        if bottom - top < line.rect.height {
            line.rect = Rect { y: top, height: bottom - top, ..line.rect };
            line.words[0].rect = line.rect;
            line.words[0].text = "?".to_owned();
        }
        Some(line)
    });
    let paragraph = Paragraph { rect: area, lines: seen.collect() };
    let block = Block { kind: BlockKind::Text, rect: area, paragraphs: vec![paragraph] };
    PageText { blocks: vec![block], ..header.blank() }
}

/// What holds whatever happened.
fn assert_lawful(world: &World, pages: u32, course: &str) {
    assert_eq!(world.finished, 1, "{course}");
    let ended: Vec<_> = world.records().into_iter().map(|record| record.page).collect();
    assert_eq!(ended, (0..pages).map(PageIndex).collect::<Vec<_>>(), "{course}: every page ends once");
    assert_eq!(world.pipeline.live_bitmaps(), 0, "{course}: all permits are back");
    assert_eq!(world.held.get(), (0, 0), "{course}: all bitmaps are gone");
    assert_eq!(world.pipeline.open_pages(), 0, "{course}");
    let mut tally = Tally::default();
    for PageRecord { page, outcome, reading, .. } in world.records() {
        tally.count(outcome);
        let faults = world.faults.get(page).copied().unwrap_or(0);
        assert!(reading.attempts <= 2, "{course}: {page} {reading:?}");
        match outcome {
            PageOutcome::Read(text) => {
                assert_eq!(text.page, *page, "{course}");
                let read: Vec<_> = text.words().map(|word| word.text.as_str()).collect();
                let truth: Vec<_> = text_of(text.size).map(|line| line.to_string()).collect();
                assert_eq!(read, truth, "{course}: page {page} in {} strips", reading.strips);
            }
            // Given up for what killed it, and only after the second time.
            PageOutcome::Failed(error @ (Error::WorkerStopped { .. } | Error::TooSlow { .. })) => {
                assert!(reading.attempts == 0 || faults >= 2, "{course}: {error:?} after {faults} faults");
            }
            PageOutcome::Failed(Error::PageTooLarge { .. }) | PageOutcome::Cancelled => {}
            outcome => panic!("{course}: page {page} ended as {outcome:?}"),
        }
    }
    assert_eq!(tally.total(), pages as usize, "{course}");
}

#[test]
fn no_course_of_events_loses_doubles_or_misplaces_a_page() {
    const PAGES: u32 = 24;
    let mut most_strips = 0;
    for seed in 1..=3000 {
        let workers = (seed % 4 + 1) as u32;
        let weather = Weather {
            deaths: seed % 30,
            hangs: seed % 7,
            bad_starts: seed % 20,
            cancels: seed % 5 == 0,
            large_pages: seed % 3 == 0,
            ..FAIR
        };
        let mut world = World::new(seed, PAGES, workers, weather);
        world.run();
        assert_lawful(&world, PAGES, &format!("seed {seed}"));
        assert!(world.most_bitmaps <= workers as usize + 1, "seed {seed}");
        most_strips =
            world.records().iter().map(|record| record.reading.strips).fold(most_strips, usize::max);
    }
    assert!(most_strips > 3, "{most_strips}");
}

#[test]
fn the_sum_of_everything_held_stays_under_the_ceiling() {
    const PAGES: u32 = 30;
    for (seed, megabytes) in (1..=300).zip([90, 110, 150, 200, 250, 330, 500].into_iter().cycle()) {
        let weather =
            Weather { deaths: seed % 10, large_pages: true, ceiling: Bytes::megabytes(megabytes), ..FAIR };
        let mut world = World::new(seed, PAGES, 4, weather);
        world.run();
        let course = format!("seed {seed}, {megabytes} MB");
        assert_lawful(&world, PAGES, &course);
        let peak = Bytes(world.peak);
        assert!(peak <= Bytes::megabytes(megabytes), "{course}: {peak}");
        for record in world.records().into_iter().filter(|record| record.text().is_some()) {
            let reading = record.reading;
            let is_less = reading.dpi.is_some_and(|dpi| dpi.0 < Dpi::BEST.0 - 1.0);
            assert!(
                reading.fitted || !is_less || reading.attempts > 1,
                "{course}: {record:?} does not say why"
            );
        }
    }
}

#[test]
fn a_page_that_hangs_is_stopped_twice_and_then_fails_with_the_limit() {
    let mut world = World::new(1, 3, 1, Weather { hangs: 100, ..FAIR });
    world.run();
    assert_lawful(&world, 3, "everything hangs");
    for record in world.records() {
        assert_eq!(record.failure(), Some(&Error::TooSlow { seconds: LIMIT_SECONDS }));
        assert_eq!(record.reading.attempts, 2);
    }
    // One after another, each twice: never before its time.
    assert!(world.now >= 6.0 * f64::from(LIMIT_SECONDS) * 1000.0, "{}", world.now);
    assert!(world.pipeline.replacements().slowest_milliseconds <= 5000.0);
}

#[test]
fn a_machine_that_slept_does_not_cost_a_page() {
    let mut world = World::new(3, 1, 1, FAIR);
    while !world.workers.values().any(|worker| matches!(worker.work, Some((Work::Read(..), _, _)))) {
        world.step();
    }
    for worker in world.workers.values_mut() {
        if let Some((_, done, _)) = &mut worker.work {
            *done = Some(world.now + 8.0 * 3_600_000.0 + 10_000.0);
        }
    }
    world.now += 8.0 * 3_600_000.0;
    world.feed(Input::Tick);
    world.run();
    assert!(world.ended[0].text().is_some(), "{:?}", world.ended);
    assert_eq!(world.ended[0].reading.attempts, 1);
}
