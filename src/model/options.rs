//! What a person may choose before pressing Start. Choices persist, and each can be given in the page's URL.

use serde::{Deserialize, Serialize};

pub use table::{Affects, Mistake, Row, TABLE};

use crate::model::budget::{Budget, Bytes, Preset, Presets};
use crate::model::language::{LanguageChoice, ModelOffer};
use crate::model::page::Dpi;
use crate::model::source::{PageRange, PageRangeError};

mod table;

/// Seconds after which a page that is still being drawn or read is stopped, unless another limit is chosen.
pub const DEFAULT_LIMIT_SECONDS: u32 = 120;

/// Tesseract's page segmentation modes that work without its orientation model, and what they are for.
pub const PAGE_SEGMENTATION_MODES: [u8; 9] = [3, 4, 5, 6, 7, 8, 10, 11, 13];

/// How the engine looks for text on a page: one of [`PAGE_SEGMENTATION_MODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageSegmentationMode(u8);

impl PageSegmentationMode {
    /// Fully automatic: columns, headings and pictures are found.
    pub const AUTO: PageSegmentationMode = PageSegmentationMode(3);

    /// One block of text, without looking for more.
    pub const SINGLE_BLOCK: PageSegmentationMode = PageSegmentationMode(6);
    /// Text in no order, wherever it stands.
    pub const SCATTERED: PageSegmentationMode = PageSegmentationMode(11);
    /// One column of lines, of whatever size.
    pub const SINGLE_COLUMN: PageSegmentationMode = PageSegmentationMode(4);
    /// One line.
    pub const SINGLE_LINE: PageSegmentationMode = PageSegmentationMode(7);
    /// One word.
    pub const SINGLE_WORD: PageSegmentationMode = PageSegmentationMode(8);
    /// One line, taken as it is.
    pub const RAW_LINE: PageSegmentationMode = PageSegmentationMode(13);

    /// The mode with Tesseract's number, if it is one that can be used.
    pub fn new(number: u8) -> Option<Self> {
        PAGE_SEGMENTATION_MODES.contains(&number).then_some(Self(number))
    }

    /// Tesseract's number.
    pub fn number(self) -> u8 {
        self.0
    }
}

/// What to do with pages that already carry their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OwnText {
    /// Take it as it is; nothing is drawn and nothing is read.
    #[default]
    Keep,
    /// Read their pictures all the same, and add what they lack.
    Read,
    /// Read their pictures, and put what was read in the place of text that nobody sees.
    Replace,
    /// Read nothing, and take text out that nobody sees.
    Strip,
}

impl OwnText {
    const ALL: [OwnText; 4] = [OwnText::Keep, OwnText::Read, OwnText::Replace, OwnText::Strip];

    /// The word used in URLs and settings.
    pub fn id(self) -> &'static str {
        match self {
            OwnText::Keep => "keep",
            OwnText::Read => "read",
            OwnText::Replace => "replace",
            OwnText::Strip => "strip",
        }
    }

    /// The choice with this [`OwnText::id`].
    pub fn from_id(id: &str) -> Option<OwnText> {
        OwnText::ALL.into_iter().find(|choice| choice.id().eq_ignore_ascii_case(id))
    }

    /// Whether text that nobody sees goes, so that it is not the page's.
    pub fn takes_out(self) -> bool {
        matches!(self, OwnText::Replace | OwnText::Strip)
    }
}

/// How much is tried to read more of a page than a first reading gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// Nothing: one reading, but of a page that lies on its side or head.
    Fast,
    /// Further readings where something stayed unread, within a share of the time.
    #[default]
    Balanced,
    /// More of them, in all of the time.
    Thorough,
}

impl Effort {
    const ALL: [Effort; 3] = [Effort::Fast, Effort::Balanced, Effort::Thorough];

    /// The word used in URLs and settings.
    pub fn id(self) -> &'static str {
        match self {
            Effort::Fast => "fast",
            Effort::Balanced => "balanced",
            Effort::Thorough => "thorough",
        }
    }

    /// The choice with this [`Effort::id`].
    pub fn from_id(id: &str) -> Option<Effort> {
        Effort::ALL.into_iter().find(|choice| choice.id().eq_ignore_ascii_case(id))
    }
}

/// How the lines of a page become text: in what is shown, copied and written as text, Markdown and DOCX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextFlow {
    /// Lines joined to paragraphs, divided words made whole; headings, lists and tables as such.
    #[default]
    Flowing,
    /// A line for each printed line.
    #[serde(rename = "printed")]
    AsPrinted,
}

impl TextFlow {
    const ALL: [TextFlow; 2] = [TextFlow::Flowing, TextFlow::AsPrinted];

    /// The word used in URLs and settings.
    pub fn id(self) -> &'static str {
        match self {
            TextFlow::Flowing => "flowing",
            TextFlow::AsPrinted => "printed",
        }
    }

    /// The choice with this [`TextFlow::id`].
    pub fn from_id(id: &str) -> Option<TextFlow> {
        TextFlow::ALL.into_iter().find(|choice| choice.id().eq_ignore_ascii_case(id))
    }
}

/// What may be chosen about the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExportOptions {
    /// Whether text and Markdown show a line with the page number above each page.
    pub page_headers: bool,
    /// How lines become text.
    pub flow: TextFlow,
}

/// Everything that can be chosen. `None` leaves a choice to Pagewise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// How much of the machine may be used; by default what suits the device.
    pub preset: Option<Preset>,
    /// The memory ceiling in megabytes; by default the preset's.
    pub memory: Option<u32>,
    /// Seconds that drawing a page, or reading it, may take; by default [`DEFAULT_LIMIT_SECONDS`].
    pub limit: Option<u32>,
    /// Resolution pages are read at; by default [`Dpi::BEST`], from a scan's own pixels where that is better.
    pub dpi: Option<Dpi>,
    /// How many pages are read at a time; by default the preset's number.
    pub workers: Option<u32>,
    /// Which pages, as typed; empty for all.
    pub pages: String,
    /// How the engine looks for text.
    pub psm: PageSegmentationMode,
    /// What to do with pages that already carry their text.
    pub own_text: OwnText,
    /// How much is tried to read more of a page.
    pub effort: Effort,
    /// Which languages pages are read in.
    #[serde(rename = "lang")]
    pub languages: LanguageChoice,
    /// The variant of their models that is preferred, such as `fast`; by default the first that the site offers.
    pub variant: Option<String>,
    /// Whether finished pages are kept in the browser, so that a job survives a crash.
    pub keep: bool,
    /// Whether text and Markdown files show a line with the page number above each page.
    pub page_headers: bool,
    /// How lines become text, wherever it is shown, copied or written.
    pub flow: TextFlow,
    /// Whether flowing text goes without running heads and page numbers.
    pub leave_out_heads: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            preset: None,
            memory: None,
            limit: None,
            dpi: None,
            workers: None,
            pages: String::new(),
            psm: PageSegmentationMode::AUTO,
            own_text: OwnText::Keep,
            effort: Effort::Balanced,
            languages: LanguageChoice::Usual,
            variant: None,
            keep: true,
            page_headers: false,
            flow: TextFlow::Flowing,
            leave_out_heads: false,
        }
    }
}

/// Options as they stand in the fields, and which of them make no sense.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edited {
    /// What is chosen; a field that makes no sense counts as left to Pagewise.
    pub options: Options,
    /// The names of the options whose fields make no sense.
    pub mistakes: Vec<&'static str>,
}

/// What a site cannot honour with the models it offers: the codes of languages, and the variant.
pub fn unavailable(options: &Options, offers: &[ModelOffer]) -> (Vec<String>, Option<String>) {
    let codes = match &options.languages {
        LanguageChoice::These(codes) => codes.as_slice(),
        LanguageChoice::Usual | LanguageChoice::Auto => &[],
    };
    let is_missing = |code: &&String| !offers.iter().any(|offer| offer.lang == **code);
    let languages = codes.iter().filter(is_missing).cloned().collect();
    let is_of = |variant: &&String| offers.iter().any(|offer| offer.variant == **variant);
    (languages, options.variant.as_ref().filter(|variant| !is_of(variant)).cloned())
}

/// What the browser tells about the device, and how much of it the site takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Device {
    /// Memory in gigabytes, where the browser tells it; it never tells more than 8.
    pub memory_gb: Option<f64>,
    /// Logical processors, at least 1.
    pub cores: u32,
    /// What the presets come to.
    pub presets: Presets,
}

impl Options {
    /// Takes over every choice that is given by its name in the [`TABLE`], as in a URL's query
    /// (`?dpi=150&workers=2&pages=1-3&psm=3&lang=deu+eng&preset=conservative&memory=200&limit=60`). Unknown names are
    /// ignored; each value that makes no sense is left at what it was and reported as it was given.
    pub fn apply<'a>(&mut self, given: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
        let mut rejected = Vec::new();
        for (name, value) in given {
            let row = TABLE.iter().find(|row| row.name == name);
            if row.is_some_and(|row| (row.parse)(self, value).is_err()) {
                rejected.push(format!("{name}={}", value.chars().take(40).collect::<String>()));
            }
        }
        rejected
    }

    /// Every choice by its name, as text that [`Options::apply`] understands.
    pub fn shown(&self) -> Vec<(String, String)> {
        TABLE.iter().map(|row| (row.name.to_owned(), (row.show)(self))).collect()
    }

    /// The choices that decide what a page's text comes out as, in one line, but for the models: each page's record
    /// says with which it was read.
    pub fn reading_key(&self) -> String {
        let rows = TABLE.iter().filter(|row| row.affects == Affects::Text);
        rows.map(|row| format!("{}={} ", row.name, (row.show)(self))).collect()
    }

    /// The page range as typed, understood.
    ///
    /// # Errors
    /// Says which part is not understood.
    pub fn page_range(&self) -> Result<PageRange, PageRangeError> {
        PageRange::parse(&self.pages)
    }

    /// The preset that applies on this device.
    pub fn preset_for(&self, device: Device) -> Preset {
        self.preset.unwrap_or_else(|| Preset::for_device(device.memory_gb, device.cores))
    }

    /// The memory and workers that apply on this device.
    pub fn budget(&self, device: Device) -> Budget {
        let preset = self.preset_for(device);
        let presets = device.presets;
        let ceiling = self.memory.map_or(presets.ceiling(preset), |memory| Bytes::megabytes(memory.into()));
        // A ceiling of one's own says how much may be held, and with it which preset's number of workers fits.
        let like = if self.memory.is_some() { presets.for_ceiling(ceiling) } else { preset };
        Budget::new(ceiling, self.workers.unwrap_or_else(|| presets.workers(like, device.cores)))
    }

    /// What was chosen about the files that are taken away.
    pub fn export(&self) -> ExportOptions {
        ExportOptions { page_headers: self.page_headers, flow: self.flow }
    }

    /// Seconds that drawing a page, or reading it, may take.
    pub fn limit_seconds(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT_SECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_can_set_every_option() {
        let mut options = Options::default();
        let rejected = options.apply([
            ("dpi", "150"),
            ("workers", "2"),
            ("pages", "1-3"),
            ("psm", "6"),
            ("text", "read"),
            ("effort", "Thorough"),
            ("lang", "deu+eng"),
            ("preset", "Conservative"),
            ("memory", "200"),
            ("limit", "60"),
            ("keep", "nothing"),
            ("headers", "numbers"),
            ("flow", "printed"),
            ("heads", "out"),
            ("utm_source", "x"),
        ]);
        assert!(rejected.is_empty(), "{rejected:?}");
        assert_eq!(options.dpi, Some(Dpi(150.0)));
        assert_eq!(options.workers, Some(2));
        assert_eq!(options.pages, "1-3");
        assert_eq!(options.psm.number(), 6);
        assert_eq!(options.own_text, OwnText::Read);
        assert_eq!(options.effort, Effort::Thorough);
        assert_eq!(options.languages, LanguageChoice::These(vec!["deu".to_owned(), "eng".to_owned()]));
        assert_eq!(options.preset, Some(Preset::Conservative));
        assert_eq!((options.memory, options.limit), (Some(200), Some(60)));
        let device = Device { memory_gb: None, cores: 4, presets: Presets::default() };
        assert_eq!(options.budget(device).ceiling(), Bytes::megabytes(200));
        assert!(!options.keep);
        assert_eq!(options.export(), ExportOptions { page_headers: true, flow: TextFlow::AsPrinted });
        assert!(options.leave_out_heads);
    }

    #[test]
    fn nonsense_in_a_url_changes_nothing_and_is_reported() {
        let mut options = Options::default();
        let rejected = options.apply([
            ("dpi", "9000"),
            ("workers", "-1"),
            ("pages", "x"),
            ("psm", "0"),
            ("text", "no"),
            ("effort", "much"),
            ("lang", "../x"),
            ("memory", "79"),
            ("limit", "0"),
            ("keep", ""),
            ("headers", "yes"),
            ("flow", "on"),
            ("heads", "off"),
        ]);
        assert_eq!(
            rejected,
            [
                "dpi=9000",
                "workers=-1",
                "pages=x",
                "psm=0",
                "text=no",
                "effort=much",
                "lang=../x",
                "memory=79",
                "limit=0",
                "keep=",
                "headers=yes",
                "flow=on",
                "heads=off"
            ]
        );
        assert_eq!(options, Options::default());
    }

    #[test]
    fn the_ceiling_that_was_typed_decides_how_many_workers_there_are() {
        let device = Device { memory_gb: Some(8.0), cores: 8, presets: Presets::default() };
        let workers = |memory| Options { memory, ..Options::default() }.budget(device).workers();
        assert_eq!([Some(80), Some(200), Some(250), Some(800)].map(workers), [1, 1, 2, 8]);
    }

    #[test]
    fn a_site_says_what_its_presets_come_to() {
        let mut presets = Presets::default();
        presets.set_ceiling(Preset::Aggressive, Bytes::megabytes(900));
        presets.set_workers(Preset::Aggressive, 3);
        let device = Device { memory_gb: Some(8.0), cores: 8, presets };
        let budget = Options::default().budget(device);
        assert_eq!((budget.ceiling(), budget.workers()), (Bytes::megabytes(900), 3));
        let typed = Options { memory: Some(800), ..Options::default() }.budget(device);
        assert_eq!(typed.workers(), 2, "no longer the largest");
    }

    #[test]
    fn kept_pages_are_of_use_while_the_choices_that_change_their_text_are_the_same() {
        let key = Options::reading_key;
        let usual = Options::default();
        for same in [
            Options { preset: Some(Preset::Aggressive), ..usual.clone() },
            Options { pages: "3".to_owned(), ..usual.clone() },
            Options { page_headers: true, ..usual.clone() },
            Options { flow: TextFlow::AsPrinted, leave_out_heads: true, ..usual.clone() },
        ] {
            assert_eq!(key(&same), key(&usual));
        }
        for other in [
            Options { dpi: Some(Dpi(150.0)), ..usual.clone() },
            Options { own_text: OwnText::Read, ..usual.clone() },
            Options { own_text: OwnText::Replace, ..usual.clone() },
            Options { effort: Effort::Thorough, ..usual.clone() },
            Options { psm: PageSegmentationMode::new(6).unwrap(), ..usual.clone() },
        ] {
            assert_ne!(key(&other), key(&usual));
        }
    }

    #[test]
    fn what_a_site_cannot_honour_is_named() {
        let offer = |variant: &str| ModelOffer {
            lang: "eng".to_owned(),
            variant: variant.to_owned(),
            file: String::new(),
            bytes: 1,
            sha256: String::new(),
        };
        let offers = [offer("fast"), offer("best_int")];
        let unused = |languages: &str, variant: Option<&str>| {
            let languages = LanguageChoice::parse(languages).unwrap();
            unavailable(
                &Options { languages, variant: variant.map(str::to_owned), ..Options::default() },
                &offers,
            )
        };
        assert_eq!(unused("eng", None), (vec![], None));
        assert_eq!(unused("auto", Some("fast")), (vec![], None));
        assert_eq!(unused("deu+eng", Some("best_int")), (vec!["deu".to_owned()], None));
        assert_eq!(unused("eng", Some("best")), (vec![], Some("best".to_owned())));
    }
}
