//! A session and everything around it: workers, a store, a clock.

use std::collections::{BTreeMap, VecDeque};

use super::support::{Chance, Held, Pixels};
use pagewise::messages::{Heaps, ReplyEnvelope, RequestId, START_ID, recognizing, rendering, writing};
use pagewise::model::bitmap::{BitmapHeader, Provenance};
use pagewise::model::budget::{Bytes, Presets};
use pagewise::model::error::{Error, StopCause};
use pagewise::model::guess::Guess;
use pagewise::model::kind::PageKind;
use pagewise::model::language::ModelOffer;
use pagewise::model::look::{Look, Turn};
use pagewise::model::options::{Device, Options, OwnText};
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::model::record::{HiddenText, PageRecord, Verdict};
use pagewise::model::source::FileKind;
use pagewise::pipeline::WorkerIndex;
use pagewise::reading::ReadingOptions;
use pagewise::search::folded;
use pagewise::session::document::{DocumentId, Status};
use pagewise::session::{
    ClaimId, Command, Effect, Event, FromWorker, Incoming, Serial, Session, Source, StoreNews, StoreTask, Who,
};
use pagewise::store::{Fingerprint, JobRecord, KeptJob, KeptText};
use pagewise::words::Announcement;

pub const A4: PageSize = PageSize { width: 595.0, height: 842.0 };
pub const OWN_HEAP: Bytes = Bytes::megabytes(4);
pub const HEAPS: Heaps = Heaps { engine: Bytes::megabytes(26), core: Bytes::megabytes(2) };

/// A file: how many pages it has, and by what it is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    pub number: u8,
    pub pages: u32,
    /// What opens it, if it takes a password.
    pub password: Option<&'static str>,
    /// What the engine says of it instead of opening it.
    pub broken: bool,
}

pub const fn file(number: u8, pages: u32) -> File {
    File { number, pages, password: None, broken: false }
}

/// A file that is damaged.
pub const DAMAGED: File = file(9, 2);
/// A file whose pages stand on their head, which nobody finds out.
pub const UPSIDE_DOWN: File = file(111, 2);
/// A file whose pages have text that nobody sees.
pub const LAYERED: File = file(10, 2);
/// The number of a file of whose words the engine is not sure.
pub const DOUBTED: u8 = 140;

pub type News = Event<File, Pixels>;
/// A job, and its pages with the options each was read with.
pub type Kept = (JobRecord, BTreeMap<PageIndex, (String, PageRecord)>);

/// How bad a world is, in percent of what is done.
#[derive(Clone, Copy, Default)]
pub struct Weather {
    pub deaths: u64,
    pub refused: u64,
    /// Files that cannot be read any more when a page of theirs is drawn.
    pub gone: u64,
}

/// A session and everything around it.
pub struct World {
    pub session: Session<File, Pixels>,
    pub chance: Chance,
    pub weather: Weather,
    /// What the site offers.
    pub offers: Vec<ModelOffer>,
    /// The language of pages that are not in English: file, page.
    pub languages: BTreeMap<(u8, PageIndex), &'static str>,
    /// The languages of each recognizer's models.
    pub models: BTreeMap<WorkerIndex, Vec<String>>,
    /// Models that cannot be had.
    pub missing: Vec<String>,
    pub now: f64,
    pub held: Held,
    /// The workers that run, and what they will say, in order.
    pub workers: BTreeMap<Who, (Serial, VecDeque<News>)>,
    /// What else will happen, in order of its kind.
    pub store: VecDeque<News>,
    pub others: VecDeque<News>,
    /// The files of the document that is open.
    pub open: Vec<File>,
    pub kept: BTreeMap<String, Kept>,
    /// Every claim there was.
    pub claims: Vec<ClaimId>,
    pub claimed: Option<String>,
    /// How often each page of each file was read since it was last asked for.
    pub reads: BTreeMap<(u8, PageIndex), u32>,
    /// Whether anybody asked for reading, and it has not come to its end.
    pub asked: bool,
    pub announced: Vec<Announcement>,
    pub offered: Vec<(String, Vec<u8>)>,
    pub handed_over: Vec<(String, Option<Source>)>,
    /// What was read, and how.
    pub recognized: Vec<(BitmapHeader, ReadingOptions)>,
    pub copied: Vec<String>,
    /// The pages that were written last.
    pub written: Vec<PageIndex>,
    /// The texts that the writer was given.
    pub written_texts: Vec<String>,
    pub shown: Vec<(rendering::ShowRequest, u32, u32)>,
    pub not_shown: usize,
    /// How often a page was looked at before it was read.
    pub surveyed: usize,
    /// The pages that were drawn to be read, and what was to be done with their own text.
    pub drawn: Vec<(PageIndex, OwnText)>,
    pub pointed_at: Vec<&'static str>,
    pub updated: usize,
    pub was_cleared: bool,
    pub last: Vec<String>,
}

pub fn offer(variant: &str) -> ModelOffer {
    ModelOffer {
        lang: "eng".to_owned(),
        variant: variant.to_owned(),
        file: format!("eng.{variant}.traineddata"),
        bytes: 4_000_000,
        sha256: String::new(),
    }
}

pub fn fingerprint(file: File) -> Fingerprint {
    fingerprint_of(&[file])
}

/// By what files are known again in this order.
pub fn fingerprint_of(files: &[File]) -> Fingerprint {
    let digest: Vec<u8> = (0..32).map(|i| files[i % files.len()].number).collect();
    Fingerprint::from_digest(&digest).unwrap()
}

/// The file that a page of some files is from, and which page of that it is.
pub fn file_page(files: &[File], page: PageIndex) -> (File, PageIndex) {
    let mut left = page.0;
    for file in files {
        if left < file.pages {
            return (*file, PageIndex(left));
        }
        left -= file.pages;
    }
    panic!("there is no page {page}");
}

/// What a page of a file is, one of each kind after the other.
pub fn kind(file: File, page: PageIndex) -> PageKind {
    PageKind::ALL[(usize::from(file.number) + page.as_usize()) % PageKind::ALL.len()]
}

pub fn killed() -> Error {
    Error::WorkerStopped { cause: StopCause::Killed }
}

/// One word, which is the number of the file and of the page.
pub fn text(file: File, page: PageIndex) -> PageText {
    let rect = Rect { x: 50.0, y: 50.0, width: 90.0, height: 12.0 };
    let word = Word {
        text: format!("{}-{page}", file.number),
        rect,
        confidence: Confidence(if file.number == DOUBTED { 40.0 } else { 90.0 }),
        direction: Direction::LeftToRight,
        is_native: false,
        corrected: None,
    };
    let baseline = Baseline { x0: 50.0, y0: 62.0, x1: 140.0, y1: 62.0 };
    let line = Line { rect, baseline, row_height: 12.0, words: vec![word] };
    let paragraphs = vec![Paragraph { rect, lines: vec![line] }];
    PageText {
        page,
        size: A4,
        dpi: Dpi::BEST,
        blocks: vec![Block { kind: BlockKind::Text, rect, paragraphs }],
        languages: Vec::new(),
        corrections: Vec::new(),
    }
}

impl World {
    pub fn new(seed: u64) -> Self {
        Self::with(seed, Options::default(), Weather::default())
    }

    pub fn with(seed: u64, options: Options, weather: Weather) -> Self {
        let mut world = Self {
            session: Session::new(
                options,
                Device { memory_gb: Some(8.0), cores: 2, presets: Presets::default() },
            ),
            chance: Chance::new(seed),
            weather,
            offers: vec![offer("fast"), offer("best_int")],
            languages: BTreeMap::new(),
            models: BTreeMap::new(),
            missing: Vec::new(),
            now: 0.0,
            held: Held::default(),
            workers: BTreeMap::new(),
            store: VecDeque::new(),
            others: VecDeque::new(),
            open: Vec::new(),
            kept: BTreeMap::new(),
            claims: Vec::new(),
            claimed: None,
            reads: BTreeMap::new(),
            asked: false,
            announced: Vec::new(),
            offered: Vec::new(),
            handed_over: Vec::new(),
            recognized: Vec::new(),
            copied: Vec::new(),
            written: Vec::new(),
            written_texts: Vec::new(),
            shown: Vec::new(),
            not_shown: 0,
            surveyed: 0,
            drawn: Vec::new(),
            pointed_at: Vec::new(),
            updated: 0,
            was_cleared: false,
            last: Vec::new(),
        };
        world.feed(Event::Begun(vec!["en-US".to_owned()]));
        world
    }

    /// Everything that is loaded arrives.
    pub fn load(&mut self) {
        self.feed(Event::ModelsOffered(Ok(self.offers.clone())));
        self.feed(Event::EnginesLoaded(Ok("an engine".to_owned())));
        self.feed(Event::WriterLoaded(Ok(())));
    }

    pub fn ready(seed: u64) -> Self {
        let mut world = Self::new(seed);
        world.load();
        world.settle();
        world
    }

    pub fn add(&mut self, files: &[File]) {
        let epoch = self.session.epoch();
        let incoming = |file: &File| Incoming {
            name: format!("{}.pdf", file.number),
            content: *file,
            bytes: 1000,
            kind: Ok(FileKind::Pdf),
        };
        let files = files.iter().map(incoming).collect();
        self.feed(Event::Added { epoch, files, start: false });
    }

    /// Images that were chosen together.
    pub fn add_images(&mut self, files: &[File]) {
        let epoch = self.session.epoch();
        let incoming = |file: &File| Incoming {
            name: format!("{}.tif", file.number),
            content: *file,
            bytes: 1000,
            kind: Ok(FileKind::Tiff),
        };
        let files = files.iter().map(incoming).collect();
        self.feed(Event::Added { epoch, files, start: false });
    }

    pub fn press(&mut self, command: Command) {
        self.last.push(format!("{command:?}"));
        match command {
            Command::Start if !self.session.is_running() => {
                if !self.session.is_anything_left() {
                    self.reads.clear();
                }
                self.asked = !self.session.documents().is_empty();
            }
            Command::StartAfresh if !self.session.is_running() => {
                self.reads.clear();
                self.asked = !self.session.documents().is_empty();
            }
            Command::ReplaceHiddenText(id) => {
                let documents = self.session.documents();
                if documents.iter().any(|one| one.id == id && self.session.offers_to_replace(one)) {
                    self.reads.clear();
                    self.asked = true;
                }
            }
            Command::Cancel => self.asked = false,
            Command::Clear => (self.asked, self.was_cleared) = (false, true),
            _ => {}
        }
        self.feed(Event::Person(command));
    }

    pub fn feed(&mut self, event: News) {
        let effects = self.session.at(self.now, 1.7e12 + self.now, OWN_HEAP).handle(event);
        for effect in effects {
            self.carry_out(effect);
        }
        self.check();
    }

    pub fn file(&self, source: Source) -> File {
        self.files(source)[0]
    }

    pub fn files(&self, source: Source) -> &[File] {
        let (Source::Original(id) | Source::WrittenAnew(id)) = source;
        &self.session.document(id).expect("only documents that are there are asked about").files
    }

    /// A worker will say this, or die instead.
    pub fn say(&mut self, who: Who, news: News, death: impl Fn(Serial) -> News) {
        let dies = self.chance.percent(self.weather.deaths);
        let (serial, says) = self.workers.get_mut(&who).expect("only workers that run are asked");
        let news = if dies { death(*serial) } else { news };
        says.push_back(news);
    }

    pub fn carry_out(&mut self, effect: Effect<Pixels>) {
        match effect {
            Effect::LoadModel(offer) => {
                let is_missing = self.missing.contains(&offer.lang);
                let result =
                    if is_missing { Err(Error::PartMissing { file: offer.file.clone() }) } else { Ok(()) };
                self.others.push_back(Event::ModelLoaded(offer, result));
            }
            Effect::Identify(id) => {
                let fingerprint = fingerprint_of(self.files(Source::Original(id)));
                self.others.push_back(Event::Identified(id, fingerprint));
            }
            Effect::Store(task) => self.perform(task),
            Effect::StartRenderer(serial) => {
                self.open.clear();
                let died = self.workers.insert(Who::Renderer, (serial, VecDeque::new()));
                assert!(died.is_none(), "one renderer at a time");
                self.say_rendering(START_ID, rendering::Reply::Started, None);
            }
            Effect::StartRecognizer(worker, serial, models) => {
                self.models.insert(worker, models.languages());
                let who = Who::Recognizer(worker);
                let died = self.workers.insert(who, (serial, VecDeque::new()));
                assert!(died.is_none(), "{who:?} is there already");
                self.say_recognizing(worker, START_ID, recognizing::Reply::Started);
            }
            Effect::StartWriter(serial) => {
                self.workers.insert(Who::Writer, (serial, VecDeque::new()));
                self.say_writing(START_ID, writing::Reply::Started);
            }
            Effect::StartRewriter(serial) => {
                self.workers.insert(Who::Rewriter, (serial, VecDeque::new()));
                self.say_rewriting(START_ID, rendering::Reply::Started);
            }
            Effect::Dismiss(who) => {
                self.workers.remove(&who);
            }
            Effect::AskRenderer(serial, id, request, files) => {
                assert_eq!(self.workers[&Who::Renderer].0, serial);
                self.render(id, request, files);
            }
            Effect::AskRecognizer(worker, serial, id, request, pixels) => {
                assert_eq!(self.workers[&Who::Recognizer(worker)].0, serial);
                match request {
                    recognizing::Request::WarmUp => {
                        self.say_recognizing(worker, id, recognizing::Reply::WarmedUp);
                    }
                    recognizing::Request::Sample { header } => {
                        let reply = recognizing::Reply::Sampled { header: Some(header) };
                        self.say_recognizing_of(worker, id, reply, pixels);
                    }
                    recognizing::Request::Try { header } => {
                        let text = self.text_of(worker, header.page);
                        self.say_recognizing_of(worker, id, recognizing::Reply::Tried { text }, pixels);
                    }
                    recognizing::Request::ReadWord { header, word, .. } => {
                        drop(pixels.expect("pixels travel along"));
                        assert!(header.area().shared_area(&word) > 0.0, "it shows the word");
                        let guess = |text: &str, confidence| Guess {
                            text: text.to_owned(),
                            confidence: Confidence(confidence),
                        };
                        let guesses = vec![guess("1-1", 93.0), guess("l-1", 61.0)];
                        self.say_recognizing(worker, id, recognizing::Reply::WordRead { guesses });
                    }
                    recognizing::Request::Recognize { header, options } => {
                        drop(pixels.expect("pixels travel along"));
                        let mut text = self.text_of(worker, header.page);
                        if text.to_string().starts_with("111-") && options.turn != Some(Turn::Half) {
                            text.words_mut().for_each(|word| word.confidence = Confidence(30.0));
                        }
                        self.recognized.push((header, options));
                        let look = Look { turned: options.turn.unwrap_or_default(), ..Look::default() };
                        let reply = recognizing::Reply::Recognized { text, look, milliseconds: 1.0 };
                        self.say_recognizing(worker, id, reply);
                    }
                }
            }
            Effect::AskWriter(_, id, request, files) => self.write(id, request, files),
            Effect::AskRewriter(_, id, request, _) => {
                assert!(matches!(request, rendering::Request::Rewrite { .. }));
                self.say_rewriting(id, rendering::Reply::Rewritten);
            }
            Effect::Shown { request, width, height, pixels, .. } => {
                drop(pixels);
                self.shown.push((request, width, height));
            }
            Effect::NotShown(..) => self.not_shown += 1,
            Effect::HandOver { name, after, .. } => self.handed_over.push((name, after)),
            Effect::Offer { name, bytes, .. } => self.offered.push((name, bytes)),
            Effect::Copy(text) => {
                self.copied.push(text);
                self.others.push_back(Event::Copied(true));
            }
            Effect::Announce(announcement) => self.announced.push(announcement),
            Effect::PointAt(option) => self.pointed_at.push(option),
            Effect::TakeUpdate => self.updated += 1,
            Effect::SaveOptions | Effect::ForgetOptions | Effect::ForgetModel(_) => {}
        }
    }

    pub fn say_rendering(&mut self, id: RequestId, reply: rendering::Reply, pixels: Option<Pixels>) {
        let serial = self.workers[&Who::Renderer].0;
        let envelope = ReplyEnvelope { id, reply, heaps: HEAPS };
        let news = Event::Renderer(serial, FromWorker::Replied(envelope, pixels));
        self.say(Who::Renderer, news, |serial| Event::Renderer(serial, FromWorker::Stopped(killed())));
    }

    pub fn say_recognizing(&mut self, worker: WorkerIndex, id: RequestId, reply: recognizing::Reply) {
        self.say_recognizing_of(worker, id, reply, None);
    }

    /// What a recognizer reads of a page of the running document.
    fn text_of(&self, worker: WorkerIndex, page: PageIndex) -> PageText {
        let is_running = |status: &Status| *status == Status::Running;
        let running = self.session.documents().iter().find(|document| is_running(&document.status));
        let files: Vec<_> = match running {
            Some(document) => document.files.clone(),
            None if self.session.is_reading_again() => self.open.clone(),
            None => Vec::new(),
        };
        assert!(!files.is_empty(), "only what is being read is recognized");
        let (file, page_of_file) = file_page(&files, page);
        let mut text = PageText { page, ..text(file, page_of_file) };
        if let Some(language) = self.languages.get(&(file.number, page)) {
            super::language::read(language, &self.models[&worker], &mut text);
        }
        text
    }

    fn say_recognizing_of(
        &mut self,
        worker: WorkerIndex,
        id: RequestId,
        reply: recognizing::Reply,
        pixels: Option<Pixels>,
    ) {
        let who = Who::Recognizer(worker);
        let envelope = ReplyEnvelope { id, reply, heaps: HEAPS };
        let news = Event::Recognizer(worker, self.workers[&who].0, FromWorker::Replied(envelope, pixels));
        self.say(who, news, move |serial| Event::Recognizer(worker, serial, FromWorker::Stopped(killed())));
    }

    pub fn say_writing(&mut self, id: RequestId, reply: writing::Reply) {
        let envelope = ReplyEnvelope { id, reply, heaps: Heaps::default() };
        let news = Event::Writer(self.workers[&Who::Writer].0, FromWorker::Replied(envelope, None));
        self.say(Who::Writer, news, |serial| Event::Writer(serial, FromWorker::Stopped(killed())));
    }

    pub fn say_rewriting(&mut self, id: RequestId, reply: rendering::Reply) {
        let envelope = ReplyEnvelope { id, reply, heaps: Heaps::default() };
        let news = Event::Rewriter(self.workers[&Who::Rewriter].0, FromWorker::Replied(envelope, None));
        self.say(Who::Rewriter, news, |serial| Event::Rewriter(serial, FromWorker::Stopped(killed())));
    }

    pub fn render(&mut self, id: RequestId, request: rendering::Request, files: Option<Source>) {
        let reply = match request {
            rendering::Request::Open { password, .. } => {
                let files = self.files(files.expect("files travel along")).to_vec();
                self.open.clone_from(&files);
                match files[0] {
                    File { broken: true, .. } => rendering::Reply::Failed { error: Error::DamagedPdf },
                    File { password: Some(_), .. } if password.is_none() => {
                        rendering::Reply::Failed { error: Error::PasswordNeeded }
                    }
                    File { password: Some(right), .. } if password.as_deref() != Some(right) => {
                        rendering::Reply::Failed { error: Error::PasswordWrong }
                    }
                    _ => rendering::Reply::Opened { pages: files.iter().map(|file| file.pages).collect() },
                }
            }
            rendering::Request::Draw(request) => {
                let is_wanted = self.session.is_running() || self.session.is_reading_again();
                assert!(is_wanted, "nothing is drawn that is not to be read");
                self.drawn.push((request.page, request.own_text));
                if self.chance.percent(self.weather.gone) {
                    let reply = rendering::Reply::Failed { error: Error::UnreadableFile };
                    return self.say_rendering(id, reply, None);
                }
                let header = request.extent(A4).unwrap().header(request.page, A4, Provenance::Drawn);
                let is_layered = self.open.iter().any(|file| file.number == LAYERED.number);
                return self.say_drawn(id, BitmapHeader { has_hidden_text: is_layered, ..header });
            }
            rendering::Request::Show(request) => {
                let (width, height) = (request.width, request.height);
                let pixels = Pixels::new(u64::from(width) * u64::from(height) * 4, &self.held);
                return self.say_rendering(id, rendering::Reply::Shown { width, height }, Some(pixels));
            }
            rendering::Request::Survey { page, .. } => {
                assert!(!self.session.is_running(), "pages are looked at before they are read");
                let (file, page) = file_page(&self.open, page);
                self.surveyed += 1;
                rendering::Reply::Surveyed { kind: kind(file, page) }
            }
            rendering::Request::Rewrite { .. } => panic!("a renderer of its own does that"),
        };
        self.say_rendering(id, reply, None);
    }

    pub fn say_drawn(&mut self, id: RequestId, header: BitmapHeader) {
        let pixels = Pixels::new(header.bytes(), &self.held);
        let reply = rendering::Reply::Drawn { header, own_text: None, milliseconds: 1.0 };
        self.say_rendering(id, reply, Some(pixels));
    }

    pub fn write(&mut self, id: RequestId, request: writing::Request, files: Option<Source>) {
        match &request {
            writing::Request::AddPage(page) => {
                self.written.push(page.page);
                self.written_texts.extend(page.text.as_ref().map(ToString::to_string));
            }
            writing::Request::Begin { .. } => self.written.clear(),
            _ => {}
        }
        let reply = match request {
            writing::Request::BeginPdf { .. } => match files.expect("files travel along") {
                source @ Source::Original(_) if self.file(source).number == DAMAGED.number => {
                    let reason = "its table is wrong".to_owned();
                    writing::Reply::Failed { error: Error::DamagedStructure { reason } }
                }
                _ => writing::Reply::PdfBegun { is_signed: false },
            },
            writing::Request::Finish => writing::Reply::Written { follows_original: true },
            writing::Request::AddPage(page)
                if page.text.as_ref().is_some_and(|text| text.to_string().starts_with("10-")) =>
            {
                let remark = Some(writing::Remark::HiddenText(HiddenText::Replaced));
                writing::Reply::Accepted { remark }
            }
            writing::Request::AddPage(page)
                if page.text.as_ref().is_some_and(|text| text.to_string() == "8-2") =>
            {
                let remark = Some(writing::Remark::LeftEmpty(Error::DamagedPage));
                writing::Reply::Accepted { remark }
            }
            _ => writing::Reply::Accepted { remark: None },
        };
        self.say_writing(id, reply);
    }

    pub fn perform(&mut self, task: StoreTask) {
        let news = match task {
            StoreTask::List => StoreNews::Listed(self.list()),
            StoreTask::Claim { claim, document, record } => {
                self.claims.push(claim);
                if self.chance.percent(self.weather.refused) {
                    self.store.push_back(Event::Store(StoreNews::Refused));
                    StoreNews::NotKept(claim)
                } else {
                    let fingerprint = fingerprint_of(self.files(Source::Original(document)));
                    let folder = fingerprint.to_string();
                    let (kept, pages) =
                        self.kept.entry(folder.clone()).or_insert_with(|| (*record.clone(), BTreeMap::new()));
                    *kept = *record;
                    let known = pages.values().filter(|(reading, _)| *reading == kept.reading);
                    let known = known.map(|(_, page)| PageRecord { is_kept: true, ..page.clone() }).collect();
                    let otherwise = pages.values().filter(|(reading, _)| *reading != kept.reading);
                    let mended =
                        otherwise.map(|(_, page)| page.clone()).filter(PageRecord::is_mended).collect();
                    self.claimed = Some(folder);
                    StoreNews::Claimed { claim, fingerprint, known, mended }
                }
            }
            StoreTask::Keep(key) => {
                let record = self.session.document(key.document).unwrap().job.as_ref().unwrap();
                let record = record.record(key.page).expect("only what has ended is kept").clone();
                let claimed = self.claimed.as_ref().and_then(|folder| self.kept.get_mut(folder));
                if let Some((job, pages)) = claimed {
                    pages.insert(key.page, (job.reading.clone(), record));
                }
                return;
            }
            StoreTask::Amend(key) => {
                let document = self.session.document(key.document).unwrap();
                let job = document.job.as_ref().unwrap();
                let record = job.record(key.page).expect("only what has ended is amended").clone();
                let folder = document.fingerprint.as_ref().expect("only what is known again is amended");
                if let Some((_, pages)) = self.kept.get_mut(folder.as_str()) {
                    let reading = pages.get(&key.page).map(|(reading, _)| reading.clone());
                    let reading = reading.unwrap_or_else(|| job.options.reading_key());
                    pages.insert(key.page, (reading, record));
                }
                return;
            }
            StoreTask::Release => {
                self.claimed = None;
                return;
            }
            StoreTask::Reopen(_) => StoreNews::NotReopened,
            StoreTask::Open(job) => {
                let kept = self.kept.get(job.as_str()).map(|(record, pages)| {
                    let (pages, otherwise): (Vec<_>, Vec<_>) =
                        pages.values().cloned().partition(|(reading, _)| *reading == record.reading);
                    let records =
                        |pages: Vec<(String, PageRecord)>| pages.into_iter().map(|(_, page)| page).collect();
                    let (pages, otherwise) = (records(pages), records(otherwise));
                    (job.clone(), KeptText { record: record.clone(), pages, otherwise })
                });
                StoreNews::Opened(kept.map(Box::new))
            }
            StoreTask::Forget(job) => {
                self.kept.remove(job.as_str());
                StoreNews::Listed(self.list())
            }
            StoreTask::ForgetAll => {
                self.kept.clear();
                self.claimed = None;
                StoreNews::Forgotten(true)
            }
        };
        self.store.push_back(Event::Store(news));
    }

    pub fn list(&self) -> Vec<KeptJob> {
        let job = |(folder, (record, pages)): (&String, &Kept)| {
            let is_current =
                |(_, (reading, _)): &(&PageIndex, &(String, PageRecord))| *reading == record.reading;
            let current: Vec<_> = pages.iter().filter(is_current).map(|(page, _)| *page).collect();
            KeptJob {
                fingerprint: Fingerprint::from_name(folder).unwrap(),
                record: record.clone(),
                otherwise: pages.len() - current.len(),
                pages: current,
                at_hand: false,
                elsewhere: false,
            }
        };
        self.kept.iter().map(job).collect()
    }

    /// Lets one thing happen, or a second pass. Whether there was anything to happen.
    pub fn step(&mut self) -> bool {
        let busy: Vec<Who> =
            self.workers.iter().filter(|(_, (_, says))| !says.is_empty()).map(|(who, _)| *who).collect();
        let sources = busy.len() + usize::from(!self.store.is_empty()) + usize::from(!self.others.is_empty());
        if sources == 0 {
            return false;
        }
        self.now += 10.0;
        let pick = self.chance.index(sources);
        let event = match busy.get(pick) {
            Some(who) => self.workers.get_mut(who).unwrap().1.pop_front(),
            None if pick == busy.len() && !self.store.is_empty() => self.store.pop_front(),
            None => self.others.pop_front(),
        };
        let event = event.unwrap();
        if let Event::Recognizer(_, _, FromWorker::Replied(envelope, _)) = &event
            && let recognizing::Reply::Recognized { text, .. } = &envelope.reply
            && self.session.is_running()
        {
            let number = text.to_string().split('-').next().unwrap().parse().unwrap();
            *self.reads.entry((number, text.page)).or_default() += 1;
        }
        self.feed(event);
        true
    }

    /// Lets everything happen that will.
    pub fn settle(&mut self) {
        for _ in 0..100_000 {
            if !self.step() {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    pub fn second(&mut self) {
        self.now += 1000.0;
        if self.session.needs_ticks() {
            self.feed(Event::Tick);
        }
    }

    /// What holds at every moment.
    pub fn check(&mut self) {
        if self.session.is_running() {
            assert!(self.asked, "nobody asked for that: {:?}", self.last);
        } else if self.session.can_read()
            && !self.session.documents().iter().any(|document| document.is_opening())
            && !self.others.iter().any(|news| matches!(news, Event::Added { .. }))
        {
            // It has come to its end.
            self.asked = false;
        }
        if std::mem::take(&mut self.was_cleared) {
            assert!(self.session.documents().is_empty() && self.session.notices().is_empty());
            assert!(!self.session.is_reading_again() && self.session.comparison().is_none());
            assert!(!self.session.is_running() && !self.session.has_begun() && !self.session.is_writing());
            assert!(self.workers.is_empty(), "{:?}", self.workers.keys());
            assert_eq!(self.held.get(), (0, 0), "no bitmap is left");
            assert_eq!(self.session.progress(), (0, 0));
            assert!(self.claimed.is_none() || !self.store.is_empty(), "no job is held");
        }
        let running = self.session.documents().iter().filter(|document| document.status == Status::Running);
        assert!(running.count() <= 1, "one document is read at a time");
        if let Some(search) = self.session.search() {
            let query = folded(search.query());
            let texts = self.session.documents().iter().flat_map(|document| document.texts());
            let found = texts.map(|text| folded(&text.to_string()).matches(&query).count()).sum::<usize>();
            assert_eq!(
                search.count(),
                found,
                "{:?} is found wherever it is: {:?}",
                search.query(),
                self.last
            );
            assert_eq!(search.present().is_some(), found > 0, "one find is looked at");
        }
    }

    pub fn states(&self) -> Vec<&Status> {
        self.session.documents().iter().map(|document| &document.status).collect()
    }

    pub fn id(&self, place: usize) -> DocumentId {
        self.session.documents()[place].id
    }

    pub fn verdicts(&self) -> Vec<Option<Verdict>> {
        self.session.documents().iter().map(|document| document.job.as_ref()?.verdict()).collect()
    }

    /// The words of all pages of a document, in their order.
    pub fn words(&self, place: usize) -> Vec<String> {
        self.session.documents()[place].texts().map(ToString::to_string).collect()
    }
}
