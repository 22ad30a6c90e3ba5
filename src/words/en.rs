//! English.

use super::figures::{count, duration, file_size as size, list, megabytes, number, percent};
use super::{
    Announcement, Boot, Chosen, Fixed, KeptState, LanguageOffer, Notice, NoticeKind, PageWord, PasswordState,
    Remaining, Remark, Reservation, Standing, Title, Words,
};
use crate::model::budget::{Bytes, Preset};
use crate::model::error::{Error, StopCause};
use crate::model::look::{Doubt, Turn};
use crate::model::options::Mistake;
use crate::model::page::PageIndex;
use crate::model::record::{HiddenText, Verdict};
use crate::model::site::{Kind, NotJson, SiteMistake, Wrong};
use crate::model::source::{FileKind, PageRangeError};

mod again;
mod offline;
mod report;
mod room;
mod stacks;

/// English.
pub static WORDS: Words = Words {
    code: "en",
    error,
    page_range,
    notice,
    notice_kind,
    announcement,
    duration,
    file_size,
    pages,
    kinds,
    title,
    boot,
    progress,
    remaining,
    memory,
    standing,
    remark,
    password,
    page_state,
    reservation,
    page_heading,
    read_by,
    kept_pages,
    kept_state,
    forget_question,
    options_summary,
    preset_auto,
    mistake,
    variant,
    languages_help,
    no_such_language,
    remove_language,
    first_language,
    add_language,
    forget_model,
    language_offer,
    read_these,
    read_onward,
    offline: offline::WORDS,
    room: room::WORDS,
    report: report::WORDS,
    again: again::WORDS,
    stacks: stacks::WORDS,
    fixed: Fixed {
        start: "Start",
        go_on: "Go on",
        start_again: "Start again",
        pause: "Pause",
        resume: "Resume",
        taken_out: "the document was taken out meanwhile",
        bring_back: "Bring back",
        copy: "Copy text",
        copied: "Copied",
        no_text_here: "No text was found on this page.",
        no_text: "no text",
        own_text: "its own text",
        auto: "Auto",
        all_formats: "All of them (zip)",
        read_all: "All pages",
        enough_languages: "Four languages at a time are the most: each makes reading slower.",
        vertical: ", vertical",
    },
};

fn error(error: &Error) -> String {
    let fixed = match error {
        Error::UnsupportedFile => {
            "This is not a PDF or a supported image. Choose a PDF, PNG, JPEG, WebP, BMP, GIF or TIFF file."
        }
        Error::EmptyFile => "This file is empty. Check that it was copied or downloaded completely.",
        Error::UnreadableFile => {
            "The browser could not read this file. It may have been moved or changed; choose it again."
        }
        Error::FileTooLarge => {
            "This file is larger than 4 GB, the most that can be opened. Split it and try the parts."
        }
        Error::DamagedPdf => {
            "This PDF is damaged or incomplete and cannot be opened. Download or scan it again."
        }
        Error::OpeningTooSlow { seconds } => {
            return format!(
                "This file could not be opened within {seconds} seconds, and was given up. It is probably damaged."
            );
        }
        Error::NoPages => "This PDF has no pages, so there is nothing to read.",
        Error::PasswordNeeded => "This PDF is protected. Enter its password to open it.",
        Error::PasswordWrong => "That password does not open this PDF. Check it and try again.",
        Error::UnsupportedEncryption => {
            "This PDF is protected in a way that Pagewise cannot open. Save an unprotected copy and use that."
        }
        Error::UnwritableEncryption { method } => {
            return format!(
                "This PDF is protected in a way that Pagewise cannot write into ({method}). Its text can still be saved in other formats; or save an unprotected copy and use that."
            );
        }
        Error::DamagedPage => "This page is damaged in the file and could not be drawn.",
        Error::PageTooLarge { width_pt, height_pt } => {
            return format!(
                "This page is too large to read ({} \u{d7} {} points). Its size in the file is probably wrong.",
                number(f64::from(*width_pt), 0),
                number(f64::from(*height_pt), 0)
            );
        }
        Error::ImageTooLarge { width, height } => {
            return format!(
                "This image is too large to read ({} \u{d7} {} pixels). Scale it down and try again.",
                number(f64::from(*width), 0),
                number(f64::from(*height), 0)
            );
        }
        Error::DamagedImage { reason } => {
            return format!("This image is damaged or of a kind that cannot be decoded ({reason}).");
        }
        Error::ModelDamaged { model } => {
            return format!(
                "The language model \u{201c}{model}\u{201d} is damaged. Reload the page; if that does not help, its files are incomplete."
            );
        }
        Error::ModelUnfit { is_old: true } => {
            "This language model is for Tesseract 3. Pagewise needs one with a neural network, for Tesseract 4 or 5."
        }
        Error::ModelUnfit { is_old: false } => {
            "This language model is damaged, or of a kind that the engine does not take."
        }
        Error::PartMissing { file } => {
            return format!(
                "Pagewise could not load a part of itself ({file}). Reload the page; if that does not help, it is not whole where it comes from, or cannot be reached."
            );
        }
        Error::LanguageOutOfReach { lang } => return offline::language_out_of_reach(lang),
        Error::DamagedStructure { reason } => {
            return format!("This PDF is damaged ({reason}), so nothing can be added to it as it is.");
        }
        Error::NotWritten { reason } => return format!("The file could not be made ({reason})."),
        Error::EngineFailed { reason } => return format!("The page could not be read ({reason})."),
        Error::WorkerStopped { cause } => {
            let cause = match cause {
                StopCause::OutOfMemory => "it ran out of memory",
                StopCause::Trap => "a trap: it broke a rule of WebAssembly",
                StopCause::Abort => "it aborted",
                StopCause::Killed => "it was killed",
            };
            return format!("The page made the reading engine stop ({cause}).");
        }
        Error::TooSlow { seconds } => {
            return format!(
                "This page was not finished within {seconds} seconds, the time limit. Raise the limit in the options and start again."
            );
        }
        Error::VersionMismatch => "Pagewise was updated while this page was open. Reload the page to go on.",
        Error::NoSimd => {
            "This browser lacks WebAssembly SIMD, without which nothing can be read. Update it: Chrome and Edge have it \
             since version 91, Firefox since 89, Safari since 16.4."
        }
    };
    fixed.to_owned()
}

fn page_range(error: &PageRangeError) -> String {
    match error {
        PageRangeError::Unreadable(part) => {
            format!("\u{201c}{part}\u{201d} is not a page or a range. Write pages like 1-3, 8, 12-.")
        }
        PageRangeError::Zero => "Pages count from 1.".to_owned(),
        PageRangeError::Backwards(first, last) => format!("The range {first}-{last} runs backwards."),
        PageRangeError::AllLeftOut => "All of its pages are left out.".to_owned(),
        PageRangeError::BeyondEnd(pages) => {
            format!("None of these pages exist: the document has {}.", number(f64::from(*pages), 0))
        }
    }
}

fn notice(notice: &Notice) -> String {
    let fixed = match notice {
        Notice::Failed(failure) => return error(failure),
        Notice::AddressNotUsed(options) => {
            let options = options.join(", ");
            return format!(
                "The address of this page gives options that make no sense: {options}. They were left out."
            );
        }
        Notice::NoSuchLanguages(codes) => {
            return format!(
                "This site has no language data for {}. It reads in the languages that stand first in the options.",
                codes.iter().map(|code| format!("\u{201c}{code}\u{201d}")).collect::<Vec<_>>().join(", ")
            );
        }
        Notice::SiteMistake(mistake) => return site_mistake(mistake),
        Notice::NoSuchPages { name, reason } => {
            return format!("\u{201c}{name}\u{201d} was not read. {}", page_range(reason));
        }
        Notice::WrittenAnew { name } => {
            return format!(
                "\u{201c}{name}\u{201d} is damaged. For the searchable PDF the whole file was written anew, as far as it could be repaired."
            );
        }
        Notice::Signed { name } => {
            return format!(
                "\u{201c}{name}\u{201d} is signed. The signature covers the document as it was; viewers will say that text was added afterwards."
            );
        }
        Notice::NoTables => {
            "There is no table in what was read, so there is nothing to put into a spreadsheet."
        }
        Notice::LeftEmpty { name, pages } => {
            return format!(
                "In the PDF of \u{201c}{name}\u{201d} the image of {} could not be used and is missing.",
                listed(pages)
            );
        }
        Notice::HiddenText { name, became, pages } => return hidden_text(name, *became, pages),
        Notice::OptionsWrong => {
            "Reading has not started: an option makes no sense. Put it right, then press Start."
        }
        Notice::NothingKept => {
            "This browser does not let Pagewise keep what it reads: the window is private, there is no room, or the \
             page was not loaded securely. Reading goes on, but after a crash it has to start again."
        }
        Notice::CorrectionNotKept => {
            "A correction could not be kept in this browser. It is in what you download now, but not in the text after a \
             reload."
        }
        Notice::NotReopened => {
            "The file could not be opened again: it was moved, renamed or deleted, or you did not allow it. Choose it \
             again to go on."
        }
        Notice::Forgotten => "Everything that was kept has been forgotten.",
        Notice::NotForgotten => {
            "Not everything could be forgotten, because another tab is using it. Close the other tabs of Pagewise and \
             try again."
        }
        Notice::NotCopied => "The browser did not allow copying. Select the text and copy it yourself.",
    };
    fixed.to_owned()
}

fn site_mistake(SiteMistake { line, column, wrong }: &SiteMistake) -> String {
    let meant = |near: &Option<&str>| {
        near.map_or_else(String::new, |near| format!(" Did you mean \u{201c}{near}\u{201d}?"))
    };
    let sentence = match wrong {
        Wrong::TooLarge => "The file is larger than 1 MB, and was left out.".to_owned(),
        Wrong::NotJson(why) => {
            let why = match why {
                NotJson::Ends => "it ends too early".to_owned(),
                NotJson::Character(character) => {
                    format!("\u{201c}{}\u{201d} cannot stand there", character.escape_debug())
                }
                NotJson::Text => "a text holds a line break or an unknown escape".to_owned(),
                NotJson::Deep => "too many lists within lists".to_owned(),
            };
            format!("This is no JSON ({why}), so nothing of the file is used.")
        }
        Wrong::UnknownKey { key, near } => format!("There is no \u{201c}{key}\u{201d}.{}", meant(near)),
        Wrong::Twice(name) => format!("\u{201c}{name}\u{201d} stands there twice; the first counts."),
        Wrong::Kind { key, wanted } => {
            let wanted = match wanted {
                Kind::Object => "names with values, in braces",
                Kind::Text => "a text in quotation marks, not empty and not too long",
                Kind::Texts => "texts in brackets, one at least",
                Kind::YesOrNo => "true or false",
                Kind::NumberOrText => "a number, or a text in quotation marks",
            };
            match key.as_str() {
                "" => format!("The file has to be {wanted}."),
                key => format!("\u{201c}{key}\u{201d} has to be {wanted}."),
            }
        }
        Wrong::UnknownValue { key, value, near } => {
            format!("\u{201c}{value}\u{201d} is nothing that \u{201c}{key}\u{201d} can be.{}", meant(near))
        }
        Wrong::Option { key, value, mistake: wrong } => {
            format!("\u{201c}{key}\u{201d} cannot be \u{201c}{value}\u{201d}. {}", mistake(wrong))
        }
        Wrong::NoModels(code) => format!("The site has no language data for \u{201c}{code}\u{201d}."),
    };
    format!("The site\u{2019}s configuration, config.json, line {line}, character {column}: {sentence}")
}

fn hidden_text(name: &str, became: HiddenText, pages: &[PageIndex]) -> String {
    let became = match became {
        HiddenText::Replaced => "was taken out, and what was read now stands in its place.",
        HiddenText::TakenOut => "was taken out.",
        HiddenText::NothingRead => "stays: nothing was read there that could stand in its place.",
        HiddenText::Unclear => {
            "stays, if there is any: how the content is written is not clear enough to change it."
        }
        HiddenText::Entangled => "stays: visible text hangs on it.",
    };
    format!("In the PDF of \u{201c}{name}\u{201d} the hidden text of {} {became}", listed(pages))
}

fn listed(pages: &[PageIndex]) -> String {
    let numbers: Vec<String> = pages.iter().map(ToString::to_string).collect();
    format!("page{} {}", if pages.len() == 1 { "" } else { "s" }, numbers.join(", "))
}

fn announcement(announcement: &Announcement) -> String {
    let fixed = match announcement {
        Announcement::PagesRead(done, total) => {
            return format!("{} of {} pages read.", count(*done), count(*total));
        }
        Announcement::PageFailed(page, failure) => return format!("Page {page} failed. {}", error(failure)),
        Announcement::ReadingKept(page) => return (again::WORDS.kept)(*page),
        Announcement::ReadAgain(page) => return (again::WORDS.compared)(*page),
        Announcement::LeftOut(page, left_out) => return (again::WORDS.left_out)(*page, *left_out),
        Announcement::Moved { place, count: of } => {
            return format!("Now number {} of {}.", count(*place), count(*of));
        }
        Announcement::Ended { verdict, read, total } => {
            let verdict = match verdict {
                Verdict::Done | Verdict::Partly => "Reading is done",
                Verdict::Doubtful => "Reading is done, and some of it is doubtful",
                Verdict::NothingFound => "Reading is done and no text was found",
                Verdict::Failed => "Reading has ended and nothing could be read",
                Verdict::Cancelled => "Reading was cancelled",
            };
            return format!("{verdict}: {} of {} pages read.", count(*read), count(*total));
        }
        Announcement::FilePreparing => "The file is being prepared.",
        Announcement::FilePreparingAlready => "A file is being prepared already.",
        Announcement::FileReady => "The file is ready.",
        Announcement::Stack(news) => return stacks::news(*news),
        Announcement::Copied => "The text was copied.",
        Announcement::Corrected => "Corrected.",
        Announcement::Undone(page) => return format!("Undone on page {page}."),
        Announcement::Redone(page) => return format!("Done again on page {page}."),
        Announcement::CorrectionsOffered(page, 1) => {
            return format!("Page {page} was read again. Your correction is kept aside.");
        }
        Announcement::CorrectionsOffered(page, number) => {
            return format!(
                "Page {page} was read again. Your {} corrections are kept aside.",
                count(*number)
            );
        }
        Announcement::CorrectionsMade(1) => "1 correction made again.",
        Announcement::CorrectionsMade(number) => {
            return format!("{} corrections made again.", count(*number));
        }
    };
    fixed.to_owned()
}

fn notice_kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Error => "Error:",
        NoticeKind::Warning => "Note:",
        NoticeKind::Info => "",
    }
}

fn file_size(bytes: Bytes) -> String {
    if bytes.0 < 1000 { format!("{} bytes", bytes.0) } else { size(bytes) }
}

fn pages(pages: usize) -> String {
    if pages == 1 { "1 page".to_owned() } else { format!("{} pages", count(pages)) }
}

fn kinds(kinds: &[FileKind]) -> String {
    match kinds {
        [] => String::new(),
        [kind] => kind.label().to_owned(),
        many => format!("{} images", count(many.len())),
    }
}

fn title(title: &Title, name: Option<&str>) -> String {
    let site = name.unwrap_or("Pagewise");
    match title {
        Title::Idle => name.unwrap_or("Pagewise: text from scanned pages").to_owned(),
        Title::Reading(done, total) => format!("{}/{} pages: {site}", count(*done), count(*total)),
        Title::Ended(read, total) => {
            format!("\u{2713} {} of {} pages read: {site}", count(*read), count(*total))
        }
    }
}

fn boot(boot: &Boot) -> String {
    match boot {
        Boot::Loading(None) => "Loading the reading engine\u{2026}".to_owned(),
        Boot::Loading(Some(share)) => format!("Loading the reading engine\u{2026} {}", percent(*share)),
        Boot::Reading => "Ready to read. Loading the rest\u{2026}".to_owned(),
        Boot::ReadingOnly => "Ready to read. What writes files could not be loaded.".to_owned(),
        Boot::Ready => "Ready. Nothing more will be loaded.".to_owned(),
        Boot::ReadyForAny => "Ready. The languages that documents are in will be loaded.".to_owned(),
        Boot::Failed => "The reading engine could not be loaded.".to_owned(),
    }
}

fn progress(done: usize, total: usize) -> String {
    format!("{} of {} pages", count(done), count(total))
}

fn remaining(remaining: &Remaining) -> String {
    match remaining {
        Remaining::Paused => "paused".to_owned(),
        Remaining::None => "none".to_owned(),
        Remaining::Unknown => "estimating".to_owned(),
        Remaining::About(milliseconds) => format!("about {}", duration(*milliseconds)),
    }
}

fn memory(now: Bytes, ceiling: Bytes, peak: Bytes) -> String {
    format!("{} of {}, at most {} so far", megabytes(now), megabytes(ceiling), megabytes(peak))
}

fn standing(standing: &Standing) -> String {
    let word = match standing {
        Standing::Opening => "Opening",
        Standing::Waiting => "Waiting",
        Standing::PasswordNeeded => "Password needed",
        Standing::Unlocking => "Unlocking",
        Standing::Ready => "Ready",
        Standing::FindingLanguage => "Finding its language",
        Standing::Reading => "Reading",
        Standing::Pausing => "Pausing",
        Standing::Paused => "Paused",
        Standing::Elsewhere => "In another tab",
        Standing::NotRead => "Not read",
        Standing::Rejected => "Cannot be read",
        Standing::Ended(Verdict::Done, ..) => "Done",
        Standing::Ended(Verdict::Doubtful, tally, _) => {
            return format!("Done, {} doubtful", count(tally.doubtful));
        }
        Standing::Ended(Verdict::NothingFound, ..) => "No text found",
        Standing::Ended(Verdict::Failed, ..) => "Failed",
        Standing::Ended(Verdict::Partly, tally, total) => {
            return format!("{} of {} read", count(tally.read), count(*total));
        }
        Standing::Ended(Verdict::Cancelled, tally, total) => {
            return format!("Cancelled at {} of {}", count(tally.read + tally.failed), count(*total));
        }
    };
    word.to_owned()
}

fn remark(remark: &Remark) -> String {
    let fixed = match remark {
        Remark::Rejected(failure) => return error(failure),
        Remark::NoSuchPages(reason) => return page_range(reason),
        Remark::AllFailed => "No page of this document could be read; each says why.",
        Remark::Failed(failed) => {
            let says = if *failed == 1 { "says" } else { "say" };
            return format!("{} could not be read and {says} why; the others are here.", pages(*failed));
        }
        Remark::Doubtful(1) => "1 page is doubtful and says why. Compare it with the document.",
        Remark::Doubtful(doubtful) => {
            return format!("{} are doubtful and say why. Compare them with the document.", pages(*doubtful));
        }
        Remark::Unread(left) => return format!("{} left unread.", pages(*left)),
        Remark::NothingFound => {
            "Every page was looked at, and no text was found. Is it a scan of pictures, or in another language?"
        }
        Remark::Elsewhere => {
            "Another tab of this browser is reading this document. Go on there, or close it and press Start."
        }
        Remark::ReadBefore => "Read before: Start brings its text back.",
        Remark::PartlyReadBefore(ended, chosen) => {
            let (ended, chosen) = (count(*ended as usize), pages(*chosen as usize));
            return format!("{ended} of {chosen} read before: Start goes on from there.");
        }
        Remark::ReadOtherwise => "Read before with other options: with those of now, Start reads it anew.",
        Remark::BeingReadElsewhere => "Another tab of this browser is reading this document.",
        Remark::Known(1) => "1 page was read before and is not read again.",
        Remark::Known(known) => return format!("{} were read before and are not read again.", pages(*known)),
        Remark::TextOnly => {
            "Its text was kept here. To make its PDF searchable, or to read it again, choose the file."
        }
    };
    fixed.to_owned()
}

fn password(state: PasswordState) -> &'static str {
    match state {
        PasswordState::Needed => "This PDF is protected. Its password stays on this device.",
        PasswordState::Wrong => "That password does not open this PDF. Check it and try again.",
        PasswordState::Trying => "Trying the password\u{2026}",
        PasswordState::Accepted => "The password was accepted.",
    }
}

fn page_state(word: PageWord) -> &'static str {
    match word {
        PageWord::Waiting => "Waiting",
        PageWord::Drawing => "Drawing",
        PageWord::Drawn => "Drawn",
        PageWord::Reading => "Reading",
        PageWord::Done => "Done",
        PageWord::Doubtful => "Doubtful",
        PageWord::Empty => "Empty",
        PageWord::Failed => "Failed",
        PageWord::Cancelled => "Cancelled",
    }
}

/// From this confidence on, in percent, it is only some words that are misread.
const MOSTLY_SURE: f32 = 80.0;

fn reservation(reservation: &Reservation) -> String {
    match reservation {
        Reservation::PartOfScan => {
            "The image is damaged or ends early; what could be decoded of it was read.".to_owned()
        }
        Reservation::Fitted(strips, dpi) => {
            let how = if *strips > 1 { format!("Read in {strips} strips") } else { "Drawn".to_owned() };
            format!("{how} at {dpi} dpi to stay within the memory ceiling.")
        }
        Reservation::Strips(strips) => format!("Read in {strips} strips to stay within the memory ceiling."),
        Reservation::Retried => "Read at a lower resolution after a first try failed.".to_owned(),
        Reservation::Doubt(Doubt::Unread { share, .. }) => format!(
            "About {} of what looks like letters on this page is in no word. Compare the text with the page.",
            percent(f64::from(*share).max(0.01))
        ),
        Reservation::Doubt(Doubt::OtherLanguage) => {
            "Its words are of another language than it was read in; letters that this has not were misread."
                .to_owned()
        }
        Reservation::Doubt(Doubt::Unsure { confidence }) if confidence.0 >= MOSTLY_SURE => {
            "Some words of this page may be misread. Compare the text with the page.".to_owned()
        }
        Reservation::Doubt(Doubt::Unsure { confidence }) => format!(
            "Most of this may be misread ({} sure). Is it in another language, or on its head?",
            percent(f64::from(confidence.0) / 100.0)
        ),
        Reservation::Turned(Turn::Half) => "On its head, and turned before it was read.".to_owned(),
        Reservation::Turned(_) => "On its side, and turned before it was read.".to_owned(),
        Reservation::Evened => {
            "Read a second time with its shades evened out, which gave more text.".to_owned()
        }
        Reservation::Again => "A part was read again in another way, which gave more text.".to_owned(),
        Reservation::Straightened(degrees) => {
            format!("Straightened by {} degrees before it was read.", number(f64::from(degrees.abs()), 1))
        }
    }
}

fn page_heading(page: PageIndex) -> String {
    format!("Page {page}")
}

fn read_by(engine: &str) -> String {
    format!("Read by {engine}")
}

fn kept_pages(ended: usize, chosen: usize) -> String {
    format!("{} of {} read", count(ended), pages(chosen))
}

fn kept_state(state: KeptState) -> &'static str {
    match state {
        KeptState::Elsewhere => "In another tab",
        KeptState::Done => "Done",
        KeptState::Unfinished => "Unfinished",
    }
}

fn forget_question(documents: usize) -> String {
    let what =
        if documents == 1 { "one document".to_owned() } else { format!("{} documents", count(documents)) };
    format!("The text of {what} and the options will be gone for good.")
}

fn options_summary(options: &Chosen) -> String {
    let Chosen { languages, pages, dpi, workers, ceiling } = *options;
    let languages = languages.map_or_else(|| "Any language".to_owned(), list);
    let pages = if pages.is_empty() { "all pages".to_owned() } else { format!("pages {pages}") };
    let dpi = dpi.map_or_else(|| "automatic resolution".to_owned(), |dpi| format!("{dpi} dpi"));
    let at_once = match workers {
        1 => "one page at a time".to_owned(),
        workers => format!("{workers} pages at a time"),
    };
    format!("{languages}, {pages}, {dpi}, {at_once}, up to {}", megabytes(ceiling))
}

fn preset_auto(preset: Preset) -> String {
    let follows = match preset {
        Preset::Conservative => "conservative",
        Preset::Moderate => "moderate",
        Preset::Aggressive => "aggressive",
    };
    format!("Automatic ({follows} here)")
}

fn mistake(mistake: &Mistake) -> String {
    let fixed = match mistake {
        Mistake::Dpi => "Enter a number from 75 to 400, or Auto.",
        Mistake::Workers => "Enter a number from 1 to 16, or leave it empty.",
        Mistake::Memory => "Enter a number from 80 to 4000, or leave it empty.",
        Mistake::Limit => "Enter a number from 5 to 3600, or leave it empty.",
        Mistake::Pages(reason) => return page_range(reason),
        Mistake::NotAChoice => "Choose one of the values there are.",
    };
    fixed.to_owned()
}

fn variant(variant: &str) -> String {
    match variant {
        "fast" => "Fast".to_owned(),
        "own" => "Your own".to_owned(),
        "best_int" => "Thorough (takes half as long again)".to_owned(),
        other => other.to_owned(),
    }
}

fn languages_help(auto: bool, thorough: &[String]) -> String {
    if auto {
        return "Some lines of each document are tried, and it is read in the language that fits them. That takes a few seconds, and loads the languages that are tried.".to_owned();
    }
    let help =
        "What the pages are written in, the main language first. Each further one makes reading slower.";
    match thorough {
        [] => help.to_owned(),
        names => {
            format!(
                "{help} For {} this site has only thorough data, which takes half as long again.",
                list(names)
            )
        }
    }
}

fn no_such_language(typed: &str) -> String {
    format!("This site has no language data called \u{201c}{}\u{201d}.", typed.trim())
}

fn remove_language(name: &str) -> String {
    format!("Do not read {name}")
}

fn first_language(name: &str) -> String {
    format!("Make {name} the main language")
}

fn add_language(name: &str) -> String {
    format!("Add {name}")
}

fn forget_model(name: &str) -> String {
    format!("Remove your language data for {name}")
}

fn language_offer(offer: &LanguageOffer) -> String {
    let is_all = offer.pages.len() == offer.of;
    let (which, looks) = match offer.pages.len() {
        1 if is_all => ("This".to_owned(), "looks"),
        _ if is_all => ("Every page".to_owned(), "looks"),
        1 => (ranges(offer.pages), "looks"),
        _ => (ranges(offer.pages), "look"),
    };
    match (offer.language, offer.is_offered) {
        (Some(name), true) => format!("{which} {looks} like {name}. Read it as {name}?"),
        (Some(name), false) => {
            format!("{which} {looks} like {name}, for which this site has no language data.")
        }
        (None, _) => {
            let makes = if looks == "looks" { "makes" } else { "make" };
            format!(
                "{which} {makes} hardly any words in the language that was read. Find out which one it is?"
            )
        }
    }
}

fn read_these(offer: &LanguageOffer) -> String {
    match (offer.language, offer.pages) {
        (None, _) => "Find out and read again".to_owned(),
        (Some(name), pages) if pages.len() == offer.of => format!("Read as {name}"),
        (Some(_), [page]) => format!("Only page {page}"),
        (Some(_), pages) => format!("These {} pages", count(pages.len())),
    }
}

fn read_onward(offer: &LanguageOffer) -> String {
    let first = offer.pages.first().copied().unwrap_or(PageIndex(0));
    format!("From page {first} on")
}

/// Pages as one says them: `Pages 1 to 3, 7`.
fn ranges(pages: &[PageIndex]) -> String {
    let runs: Vec<String> = pages
        .chunk_by(|a, b| b.0 == a.0 + 1)
        .map(|run| match run {
            [] => String::new(),
            [one] => one.to_string(),
            [first, .., last] => format!("{first} to {last}"),
        })
        .collect();
    format!("Page{} {}", if pages.len() == 1 { "" } else { "s" }, runs.join(", "))
}
