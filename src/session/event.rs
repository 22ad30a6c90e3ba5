//! What a session is told, and what it asks for.

use crate::messages::{Heaps, ReplyEnvelope, RequestId, recognizing, rendering, writing};
use crate::model::correction::Edit;
use crate::model::error::Error;
use crate::model::kind::Decision;
use crate::model::language::{ModelOffer, ModelSet};
use crate::model::options::{Edited, TextFlow};
use crate::model::page::{PageIndex, Rect};
use crate::model::record::PageRecord;
use crate::model::site::SiteMistake;
use crate::model::source::FileKind;
use crate::pipeline::WorkerIndex;
use crate::store::{Fingerprint, JobRecord, KeptJob, KeptText};
use crate::words::Announcement;

use super::again::Attempt;
use super::document::{DocumentId, PageKey};
use super::offline::Kept;
use super::workers::{Serial, Who};
use crate::formats::export::Format;

/// A file that was chosen, and what it turned out to be.
pub struct Incoming<C> {
    /// Its name.
    pub name: String,
    /// The file, in a form that can be read.
    pub content: C,
    /// Its size as it was chosen, in bytes.
    pub bytes: u64,
    /// What it is, or why it is of no use.
    pub kind: Result<FileKind, Error>,
}

/// Something that happened.
pub enum Event<C, P> {
    /// The session begins. The person's languages as BCP 47 has them, such as `de-AT`, the preferred first.
    Begun(Vec<String>),
    /// Files came in together.
    Added {
        /// [`super::Session::epoch`] when they were chosen.
        epoch: u32,
        /// The files.
        files: Vec<Incoming<C>>,
        /// Whether they are to be read without Start being pressed.
        start: bool,
    },
    /// Bytes of the engines have come.
    Loading {
        /// So many.
        loaded: f64,
        /// Of so many.
        total: f64,
    },
    /// The engines are there, or not.
    EnginesLoaded(Result<String, Error>),
    /// What writes the larger formats is there, or not.
    WriterLoaded(Result<(), Error>),
    /// The list of models is there, or not.
    ModelsOffered(Result<Vec<ModelOffer>, Error>),
    /// A model is there, or not.
    ModelLoaded(ModelOffer, Result<(), Error>),
    /// A person wants something.
    Person(Command),
    /// A document's fingerprint is known.
    Identified(DocumentId, Fingerprint),
    /// Something was heard from the store.
    Store(StoreNews),
    /// Something was heard from a renderer.
    Renderer(Serial, FromWorker<rendering::Reply, P>),
    /// Something was heard from a recognizer.
    Recognizer(WorkerIndex, Serial, FromWorker<recognizing::Reply, P>),
    /// Something was heard from a writer. What it has written is kept by whoever drives the session.
    Writer(Serial, FromWorker<writing::Reply, P>),
    /// Something was heard from the renderer that writes a damaged file anew. The new file is kept by whoever drives the
    /// session.
    Rewriter(Serial, FromWorker<rendering::Reply, P>),
    /// Whether the text is on the clipboard.
    Copied(bool),
    /// What was to be handed over was not taken.
    HandOverRefused,
    /// So much of Pagewise is kept in this browser.
    KeptOffline(Kept),
    /// A new version of Pagewise is kept, and can be used.
    UpdateReady,
    /// A second has passed; see [`super::Session::needs_ticks`].
    Tick,
}

/// What a worker says, or its end.
pub enum FromWorker<R, P> {
    /// It replied; pixels came along with a page that was drawn.
    Replied(ReplyEnvelope<R>, Option<P>),
    /// It is dead.
    Stopped(Error),
}

/// Where a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// One place towards the first.
    Up,
    /// One place towards the last.
    Down,
}

/// Something to be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The text, on the clipboard.
    CopyText,
    /// The text, as a file.
    Text,
    /// The text of one document, as a file.
    TextOf(DocumentId),
    /// The report, as a file.
    Report,
    /// The report, as a page to be read.
    ReportPage,
    /// The documents themselves, made searchable.
    SearchablePdf,
    /// One of the larger formats.
    Format(Format),
    /// Every format, in an archive.
    Everything,
}

/// What a person wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Other options.
    EditOptions(Edited),
    /// Text flows so from now on, wherever it is shown, copied or taken away.
    SetFlow(TextFlow),
    /// A document opened with this password.
    EnterPassword(DocumentId, String),
    /// Everything read that is not read yet; if there is nothing such, everything once more.
    Start,
    /// Everything read once more.
    StartAfresh,
    /// A document read once more, and the text replaced that its pages have and nobody sees.
    ReplaceHiddenText(DocumentId),
    /// Pages of a document read once more in the language that is offered for it ([`super::Suggestion`]), or in the one that they
    /// turn out to be in.
    ReadAs(DocumentId, Reach),
    /// Nothing more to be offered about the language of a document.
    DeclineLanguage(DocumentId),
    /// Reading stopped. What is done is kept.
    Cancel,
    /// Everything gone from the session. What is kept in the store stays.
    Clear,
    /// Reading paused, or gone on with.
    PauseOrResume,
    /// A document at another place.
    Move(DocumentId, Direction),
    /// A document taken out.
    Remove(DocumentId),
    /// The files of a document from this one on, counted from 0, as a document of their own.
    Split(DocumentId, usize),
    /// A document and the next as one.
    Join(DocumentId, DocumentId),
    /// A file of a document in another place among its files: from where, and to where.
    MoveFile(DocumentId, usize, usize),
    /// Each of the images that were chosen together with those of this document as a document of its own.
    Apart(DocumentId),
    /// All of them as one document.
    Together(DocumentId),
    /// What is done with pages of a document that was not begun; `None` for what is usually done.
    Decide(DocumentId, Vec<PageIndex>, Option<Decision>),
    /// A page to look at.
    Show(DocumentId, rendering::ShowRequest),
    /// A page read in other ways, beside what is known of it ([`super::Session::comparison`]).
    ReadAgain(PageKey, Vec<Attempt>),
    /// A part of a page, in page points, read by itself ([`super::Session::region_reading`]).
    ReadRegion(PageKey, Rect),
    /// What was read of a part of a page, on the clipboard.
    CopyRegion {
        /// As rows with tabs between cells, and not as text.
        as_table: bool,
    },
    /// A word of a page, by its place among its words, read in other ways ([`super::Session::word_readings`]).
    ReadWordAgain(PageKey, usize),
    /// What the attempt in this place of the comparison came to, in the place of what was known of its page.
    KeepReading(usize),
    /// The same, and how it was read for everything that is read from now on.
    UseForAll(usize),
    /// What was known of the page of the comparison left as it is.
    DropReadings,
    /// A page left out of everything that is taken away, or taken in again.
    LeaveOut(PageKey, bool),
    /// The page that a person has before them; what concerns one page concerns it.
    LookAt(PageKey),
    /// Something looked for in all texts, as it is being typed; nothing ends it.
    Search(String),
    /// The next find looked at.
    NextHit,
    /// The find before looked at.
    PreviousHit,
    /// This find, counted from 0.
    GoToHit(usize),
    /// Something put right on a page.
    Correct(PageKey, Edit),
    /// What was put right last as it was before.
    Undo,
    /// What was taken back last done again.
    Redo,
    /// The corrections of an earlier reading of a page made again where they fit.
    ApplyCorrections(PageKey),
    /// These corrections offered no more.
    DismissCorrections(PageKey),
    /// A kept job gone on with, by a handle on its file.
    Reopen(Fingerprint),
    /// The text of a kept job, without its file.
    OpenKept(Fingerprint),
    /// What is kept of a document removed.
    Forget(Fingerprint),
    /// A model of one's own removed.
    ForgetModel(ModelOffer),
    /// Everything that is kept removed.
    ForgetEverything,
    /// Something to take away.
    Take {
        /// What.
        wanted: Wanted,
        /// The present date, in ISO 8601 with a time zone.
        created: String,
    },
    /// A notice gone.
    Dismiss(u32),
    /// The new version of Pagewise used. Nothing happens while the offer is not made.
    TakeUpdate,
    /// The new version left for later.
    PostponeUpdate,
    /// To be told that options were given which are not used.
    NameUnused(Vec<String>),
    /// To be told that something is wrong in what the site says of itself.
    NameMistake(SiteMistake),
}

/// What came of something asked of the store.
pub enum StoreNews {
    /// The jobs that are kept.
    Listed(Vec<KeptJob>),
    /// A job's pages are stored from now on; these are there already.
    Claimed {
        /// The claim.
        claim: ClaimId,
        /// By what the document is known again.
        fingerprint: Fingerprint,
        /// Pages that ended before.
        known: Vec<PageRecord>,
        /// Pages that a person has put right as they were read with other options, of which there is nothing newer.
        mended: Vec<PageRecord>,
    },
    /// Nothing of a job is stored.
    NotKept(ClaimId),
    /// Somebody else is reading the same document.
    Elsewhere(ClaimId),
    /// Nothing can be stored: no room, no permission, no such thing.
    Refused,
    /// A newer version of Pagewise has been here.
    Newer,
    /// A page that was changed is not stored as it is now.
    NotAmended,
    /// The text of a kept job, or that it is not to be had.
    Opened(Option<Box<(Fingerprint, KeptText)>>),
    /// The file of a kept job is not to be had.
    NotReopened,
    /// Everything is gone, or not.
    Forgotten(bool),
}

/// Tells a claim from those before: an answer to one that was given up may still be on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimId(pub u32);

/// Which pages of a document are read in another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those that seem to be in it.
    These,
    /// Those from the first of these on that were not read well.
    Onward,
    /// All that were not read well.
    All,
}

/// Something asked of the store. All of it is done in order.
#[derive(Debug, Clone, PartialEq)]
pub enum StoreTask {
    /// Tell which jobs are kept.
    List,
    /// Tell what is known of a document, and store its pages from now on.
    Claim {
        /// What the answer is to name.
        claim: ClaimId,
        /// The document.
        document: DocumentId,
        /// What is kept of the job as a whole.
        record: Box<JobRecord>,
    },
    /// Store a page that ended.
    Keep(PageKey),
    /// The claimed job is not stored any more.
    Release,
    /// Have the file of a job added, by the handle on it.
    Reopen(Fingerprint),
    /// Store a page that was changed in place of what is kept of it, whether its job is claimed or not.
    Amend(PageKey),
    /// Tell what is kept of a job.
    Open(Fingerprint),
    /// Remove a job.
    Forget(Fingerprint),
    /// Remove everything.
    ForgetAll,
}

/// Files that travel with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A document's own.
    Original(DocumentId),
    /// What a [`Event::Rewriter`] made of them.
    WrittenAnew(DocumentId),
}

/// Something to do.
#[derive(Debug)]
pub enum Effect<P> {
    /// Load a model.
    LoadModel(ModelOffer),
    /// Let go of a model that a person brought along, and do not keep it any more.
    ForgetModel(ModelOffer),
    /// Compute a document's fingerprint.
    Identify(DocumentId),
    /// Ask the store for something.
    Store(StoreTask),
    /// Start a renderer.
    StartRenderer(Serial),
    /// Start a recognizer, in place of the one there may be.
    StartRecognizer(WorkerIndex, Serial, ModelSet),
    /// Start a writer.
    StartWriter(Serial),
    /// Start a renderer that writes a file anew.
    StartRewriter(Serial),
    /// Terminate a worker, if it is there.
    Dismiss(Who),
    /// Ask the renderer.
    AskRenderer(Serial, RequestId, rendering::Request, Option<Source>),
    /// Ask a recognizer; pixels move there.
    AskRecognizer(WorkerIndex, Serial, RequestId, recognizing::Request, Option<P>),
    /// Ask the writer.
    AskWriter(Serial, RequestId, writing::Request, Option<Source>),
    /// Ask the renderer that writes a file anew.
    AskRewriter(Serial, RequestId, rendering::Request, Source),
    /// A page to be looked at, or a part of it, is there: red, green, blue, alpha.
    Shown {
        /// The document.
        document: DocumentId,
        /// What was asked for, as it was: how large it came, for lack of room, is another matter.
        request: rendering::ShowRequest,
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
        /// The pixels.
        pixels: P,
    },
    /// What was asked for cannot be looked at.
    NotShown(DocumentId, rendering::ShowRequest, Error),
    /// Hand over what was written.
    HandOver {
        /// Name of the file.
        name: String,
        /// What kind of file.
        mime: &'static str,
        /// The file that it is added to, if it is.
        after: Option<Source>,
    },
    /// Hand over these bytes.
    Offer {
        /// The file.
        bytes: Vec<u8>,
        /// What kind of file.
        mime: &'static str,
        /// Its name.
        name: String,
    },
    /// Put this on the clipboard.
    Copy(String),
    /// Tell those who do not see the page.
    Announce(Announcement),
    /// Lead the person to an option that makes no sense.
    PointAt(&'static str),
    /// Keep the options for the next visit.
    SaveOptions,
    /// Forget the options of this visit.
    ForgetOptions,
    /// Change to the new version of Pagewise.
    TakeUpdate,
}

impl<R, P> FromWorker<R, P> {
    /// What the worker's memories have come to, if it said so. Signs of life come without figures.
    pub(super) fn heaps(&self) -> Option<Heaps> {
        match self {
            FromWorker::Replied(envelope, _) => {
                Some(envelope.heaps).filter(|heaps| *heaps != Heaps::default())
            }
            FromWorker::Stopped(_) => None,
        }
    }
}

impl DocumentId {
    /// The key of one of its pages.
    pub fn page(self, page: PageIndex) -> PageKey {
        PageKey { document: self, page }
    }
}
