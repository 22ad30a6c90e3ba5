//! Every sentence a person reads, one file a language.
//!
//! What happens inside is a value; here it becomes words. A language is one [`Words`], in a file of its own: the compiler
//! asks for whatever is missing in it. How numbers are written is no matter of words: [`Figures`] knows.

use crate::model::budget::{Bytes, Preset};
use crate::model::error::Error;
use crate::model::look::{Doubt, Turn};
use crate::model::options::Mistake;
use crate::model::page::{Dpi, PageIndex};
use crate::model::record::{HiddenText, Tally, Verdict};
use crate::model::site::SiteMistake;
use crate::model::source::{FileKind, PageRangeError};

pub use figures::{Figures, count, megabytes, percent, speak, words};

pub mod de;
pub mod en;
mod figures;
mod offline;
mod report;
mod room;

pub use offline::{OfflineWords, UpdateOffer};
pub use report::ReportWords;
pub use room::{RoomWords, Summary};

/// A language of the interface.
pub struct Words {
    /// Its code, as in HTML's `lang`.
    pub code: &'static str,
    /// What a failure is, and what to do about it, in complete sentences.
    pub error: fn(&Error) -> String,
    /// Why a choice of pages cannot be understood.
    pub page_range: fn(&PageRangeError) -> String,
    /// The sentence of a notice.
    pub notice: fn(&Notice) -> String,
    /// The word before it.
    pub notice_kind: fn(NoticeKind) -> &'static str,
    /// What screen readers are told.
    pub announcement: fn(&Announcement) -> String,
    /// Milliseconds as people say them.
    pub duration: fn(f64) -> String,
    /// The size of a file.
    pub file_size: fn(Bytes) -> String,
    /// A number of pages.
    pub pages: fn(usize) -> String,
    /// What a document is made of.
    pub kinds: fn(&[FileKind]) -> String,
    /// The title of the tab, and what the site calls itself, if it has a name of its own.
    pub title: fn(&Title, Option<&str>) -> String,
    /// Whether reading could begin.
    pub boot: fn(&Boot) -> String,
    /// How far it is: pages that ended, of so many.
    pub progress: fn(usize, usize) -> String,
    /// How long it will still take.
    pub remaining: fn(&Remaining) -> String,
    /// What is held in memory: now, at the ceiling, at most.
    pub memory: fn(Bytes, Bytes, Bytes) -> String,
    /// Where a document stands, in a word or two.
    pub standing: fn(&Standing) -> String,
    /// What is to be said of a document.
    pub remark: fn(&Remark) -> String,
    /// What a password field says.
    pub password: fn(PasswordState) -> &'static str,
    /// Where a page stands, in a word.
    pub page_state: fn(PageWord) -> &'static str,
    /// Why a page may have been read less well than others.
    pub reservation: fn(&Reservation) -> String,
    /// The heading over a page's text.
    pub page_heading: fn(PageIndex) -> String,
    /// Which engine reads.
    pub read_by: fn(&str) -> String,
    /// How many pages of a kept document were read.
    pub kept_pages: fn(usize, usize) -> String,
    /// Where a kept document stands.
    pub kept_state: fn(KeptState) -> &'static str,
    /// What is asked before everything is forgotten.
    pub forget_question: fn(usize) -> String,
    /// What is chosen in the options, in a line.
    pub options_summary: fn(&Chosen) -> String,
    /// A preset that is left to Pagewise, and the one that follows from it.
    pub preset_auto: fn(Preset) -> String,
    /// What is wrong with a field of the options.
    pub mistake: fn(&Mistake) -> String,
    /// A variant of models to choose.
    pub variant: fn(&str) -> String,
    /// How languages are chosen, whether they are found out, and which of them there are only thorough models for.
    pub languages_help: fn(bool, &[String]) -> String,
    /// A language that the site does not have was typed.
    pub no_such_language: fn(&str) -> String,
    /// Leaves a language out.
    pub remove_language: fn(&str) -> String,
    /// Makes a language the main one.
    pub first_language: fn(&str) -> String,
    /// Adds a language.
    pub add_language: fn(&str) -> String,
    /// Lets go of a model of one's own.
    pub forget_model: fn(&str) -> String,
    /// Pages seem to be in another language.
    pub language_offer: fn(&LanguageOffer) -> String,
    /// Reads those once more.
    pub read_these: fn(&LanguageOffer) -> String,
    /// Reads those from the first of them on once more.
    pub read_onward: fn(&LanguageOffer) -> String,
    /// What is said of use without a network, of updates and of requests.
    pub offline: OfflineWords,
    /// What is said in the room where pages are read.
    pub room: RoomWords,
    /// What the report says.
    pub report: ReportWords,
    /// Single words and short sentences.
    pub fixed: Fixed,
}

/// Single words and short sentences of the page that change while it is used.
pub struct Fixed {
    /// Begins to read.
    pub start: &'static str,
    /// Goes on with what was left.
    pub go_on: &'static str,
    /// Reads once more.
    pub start_again: &'static str,
    /// Pauses.
    pub pause: &'static str,
    /// Ends a pause.
    pub resume: &'static str,
    /// Why a file could not be written: what it was to be made of was taken out.
    pub taken_out: &'static str,
    /// Brings back a kept text.
    pub bring_back: &'static str,
    /// Copies the text.
    pub copy: &'static str,
    /// The text was copied.
    pub copied: &'static str,
    /// A page without text.
    pub no_text_here: &'static str,
    /// In place of a confidence.
    pub no_text: &'static str,
    /// In place of a resolution.
    pub own_text: &'static str,
    /// In place of a resolution that was left to Pagewise.
    pub auto: &'static str,
    /// All formats in an archive.
    pub all_formats: &'static str,
    /// Reads all pages once more that were not read well.
    pub read_all: &'static str,
    /// No more languages can be chosen.
    pub enough_languages: &'static str,
    /// After the name of a language whose lines run down the page.
    pub vertical: &'static str,
}

/// Every language there is. What `index.html` says stands in a `.json` file beside each but the first, because it is said
/// before there is a program (`www/language.js`).
pub static LANGUAGES: [&Words; 2] = [&en::WORDS, &de::WORDS];

/// The language with this code.
pub fn language(code: &str) -> Option<&'static Words> {
    LANGUAGES.into_iter().find(|words| words.code == code)
}

/// Something to be said until it is dismissed.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A part of Pagewise, or its version, is not as it should be; or a file could not be made.
    Failed(Error),
    /// The site has no models for these languages.
    NoSuchLanguages(Vec<String>),
    /// Options in the page's address that are not used, as they stand there.
    AddressNotUsed(Vec<String>),
    /// Something is wrong in what the site says of itself.
    SiteMistake(SiteMistake),
    /// A document was passed over, because it has none of the pages that were chosen.
    NoSuchPages {
        /// The document.
        name: String,
        /// What is wrong with the choice.
        reason: PageRangeError,
    },
    /// Nothing starts while an option makes no sense.
    OptionsWrong,
    /// Nothing can be kept in this browser.
    NothingKept,
    /// What a person has put right could not be stored.
    CorrectionNotKept,
    /// A kept file is not to be had.
    NotReopened,
    /// All that was kept is gone.
    Forgotten,
    /// Not all that was kept is gone.
    NotForgotten,
    /// For its searchable PDF a damaged file was written anew.
    WrittenAnew {
        /// The document.
        name: String,
    },
    /// A signed file got an addition.
    Signed {
        /// The document.
        name: String,
    },
    /// Pages of a file are empty, because their images could not be put into it.
    LeftEmpty {
        /// The document.
        name: String,
        /// Which.
        pages: Vec<PageIndex>,
    },
    /// Tables were wanted, and there are none in what was read.
    NoTables,
    /// Pages of a searchable PDF had text that nobody sees, and were to lose it.
    HiddenText {
        /// The document.
        name: String,
        /// What became of it.
        became: HiddenText,
        /// On which pages.
        pages: Vec<PageIndex>,
    },
    /// The browser does not let anything be copied.
    NotCopied,
}

/// What a notice is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something failed.
    Error,
    /// Something is not as one might expect.
    Warning,
    /// Good to know.
    Info,
}

impl Notice {
    /// What it is like.
    pub fn kind(&self) -> NoticeKind {
        match self {
            Notice::Failed(_) | Notice::NotForgotten | Notice::NotCopied => NoticeKind::Error,
            Notice::AddressNotUsed(_)
            | Notice::SiteMistake(_)
            | Notice::NoSuchLanguages(_)
            | Notice::NoSuchPages { .. }
            | Notice::OptionsWrong
            | Notice::NothingKept
            | Notice::CorrectionNotKept
            | Notice::NotReopened
            | Notice::WrittenAnew { .. }
            | Notice::LeftEmpty { .. } => NoticeKind::Warning,
            Notice::HiddenText { became, .. } if !became.is_gone() => NoticeKind::Warning,
            Notice::Forgotten | Notice::NoTables | Notice::Signed { .. } | Notice::HiddenText { .. } => {
                NoticeKind::Info
            }
        }
    }
}

/// Something told to those who do not see the page, once.
#[derive(Debug, Clone, PartialEq)]
pub enum Announcement {
    /// So many pages of so many are read.
    PagesRead(usize, usize),
    /// A page was given up.
    PageFailed(PageIndex, Error),
    /// All that was to be read has ended.
    Ended {
        /// What it came to.
        verdict: Verdict,
        /// How many pages were read.
        read: usize,
        /// Of so many.
        total: usize,
    },
    /// A document changed its place.
    Moved {
        /// Its place now, from 1.
        place: usize,
        /// Of so many.
        count: usize,
    },
    /// A file is on its way.
    FilePreparing,
    /// Another file is on its way.
    FilePreparingAlready,
    /// The file is there.
    FileReady,
    /// The text is on the clipboard.
    Copied,
    /// A person has put something right.
    Corrected,
    /// What was put right on a page was taken back.
    Undone(PageIndex),
    /// What was taken back on a page was done again.
    Redone(PageIndex),
    /// A page was read anew; so many corrections of its earlier reading are offered.
    CorrectionsOffered(PageIndex, usize),
    /// So many corrections of an earlier reading were made again.
    CorrectionsMade(usize),
}

/// What the tab tells, so that one can do something else meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// Nothing is going on.
    Idle,
    /// So many pages of so many have ended.
    Reading(usize, usize),
    /// Reading has ended: so many pages of so many were read.
    Ended(usize, usize),
}

/// How far the parts of Pagewise are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Boot {
    /// On their way, to this share, where it is known.
    Loading(Option<f64>),
    /// Reading could begin, and the rest is on its way.
    Reading,
    /// Reading could begin, and what writes files is not to be had.
    ReadingOnly,
    /// All there.
    Ready,
    /// All there but the languages that are yet to be found out.
    ReadyForAny,
    /// Not to be had.
    Failed,
}

/// How long it will still take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Remaining {
    /// It is paused.
    Paused,
    /// It has ended.
    None,
    /// Nobody can tell yet.
    Unknown,
    /// About so many milliseconds.
    About(f64),
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is being opened.
    Opening,
    /// It waits until others have been read.
    Waiting,
    /// A password is awaited.
    PasswordNeeded,
    /// A password is tried.
    Unlocking,
    /// It can be read.
    Ready,
    /// Its language is being found out.
    FindingLanguage,
    /// It is being read.
    Reading,
    /// It is about to pause.
    Pausing,
    /// It is paused.
    Paused,
    /// It is being read elsewhere.
    Elsewhere,
    /// It has none of the pages that were chosen.
    NotRead,
    /// It was read as far as it will be: what it came to, and of so many pages.
    Ended(Verdict, Tally, usize),
    /// It cannot be read.
    Rejected,
}

/// What is to be said of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Remark {
    /// It cannot be read.
    Rejected(Error),
    /// None of the pages that were chosen exist.
    NoSuchPages(PageRangeError),
    /// No page could be read.
    AllFailed,
    /// Some pages could not be read.
    Failed(usize),
    /// Some pages are doubtful.
    Doubtful(usize),
    /// Some pages are left unread.
    Unread(usize),
    /// No page has a word.
    NothingFound,
    /// Another tab is reading it.
    Elsewhere,
    /// Every page was read before.
    ReadBefore,
    /// Some pages were read before.
    PartlyReadBefore(u32, u32),
    /// Pages were read before, with other options.
    ReadOtherwise,
    /// Another tab was seen reading it.
    BeingReadElsewhere,
    /// So many pages were known and are not read again.
    Known(usize),
    /// Its text was kept; its file is not here.
    TextOnly,
}

/// What is chosen in the options.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// The names of the languages, the main one first; `None` where they are found out.
    pub languages: Option<&'a [String]>,
    /// Which pages, as typed; empty for all.
    pub pages: &'a str,
    /// The resolution, if one is asked for.
    pub dpi: Option<Dpi>,
    /// How many pages are read at a time.
    pub workers: u32,
    /// The memory ceiling.
    pub ceiling: Bytes,
}

/// Pages of a document seem to be in another language than they were read in.
#[derive(Debug, Clone, Copy)]
pub struct LanguageOffer<'a> {
    /// The name of that language; `None` where it is yet to be found out.
    pub language: Option<&'a str>,
    /// Whether the site has a model for it.
    pub is_offered: bool,
    /// The pages, ascending.
    pub pages: &'a [PageIndex],
    /// Of so many.
    pub of: usize,
}

/// What a password field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordState {
    /// A password is awaited.
    Needed,
    /// The password was wrong.
    Wrong,
    /// It is being tried.
    Trying,
    /// It was right.
    Accepted,
}

/// Where a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageWord {
    /// Its turn has not come.
    Waiting,
    /// It is being drawn.
    Drawing,
    /// It is drawn.
    Drawn,
    /// It is being read.
    Reading,
    /// It was read.
    Done,
    /// It was read, and words were missed or misread, probably.
    Doubtful,
    /// It was read, and has no words.
    Empty,
    /// It could not be read.
    Failed,
    /// It was not read.
    Cancelled,
}

/// Why a page may have been read less well than others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reservation {
    /// Its image is damaged or ends early.
    PartOfScan,
    /// Its resolution was lowered to fit: in so many strips, at so many dpi.
    Fitted(usize, Dpi),
    /// It was read in so many strips.
    Strips(usize),
    /// A first try failed.
    Retried,
    /// Words were missed or misread, probably.
    Doubt(Doubt),
    /// Its text lay turned.
    Turned(Turn),
    /// Its grounds were evened out.
    Evened,
    /// A part of it was read again in another way.
    Again,
    /// Its lines were askew by so many degrees.
    Straightened(f32),
}

/// Where a kept document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptState {
    /// Another tab is reading it.
    Elsewhere,
    /// Every page was read.
    Done,
    /// Some pages are left.
    Unfinished,
}
