//! What a person may choose before pressing Start. Choices persist, and each can be given in the page's URL.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::model::budget::{Budget, Bytes, Preset};
use crate::model::page::Dpi;
use crate::model::source::{PageRange, PageRangeError};

/// The most recognizers that can be asked for.
pub const MAX_WORKERS: u32 = 16;

/// The ceilings that can be typed, in megabytes: what one small page takes, and what wasm can address.
const MEMORY_MEGABYTES: RangeInclusive<u32> = 80..=4000;

/// The time limits that can be typed, in seconds.
const LIMIT_SECONDS: RangeInclusive<u32> = 5..=3600;

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
    /// Read their pictures all the same.
    Read,
}

impl OwnText {
    /// The word used in URLs and settings.
    pub fn id(self) -> &'static str {
        match self {
            OwnText::Keep => "keep",
            OwnText::Read => "read",
        }
    }

    /// The choice with this [`OwnText::id`].
    pub fn from_id(id: &str) -> Option<OwnText> {
        [OwnText::Keep, OwnText::Read].into_iter().find(|choice| choice.id().eq_ignore_ascii_case(id))
    }
}

/// What may be chosen about the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExportOptions {
    /// Whether text and Markdown show a line with the page number above each page.
    pub page_headers: bool,
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
    /// Language code of the model, such as `eng`.
    pub lang: String,
    /// Variant of the model, such as `fast`; by default the first that the server offers.
    pub variant: Option<String>,
    /// Whether finished pages are kept in the browser, so that a job survives a crash.
    pub keep: bool,
    /// Whether text and Markdown files show a line with the page number above each page.
    pub page_headers: bool,
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
            lang: "eng".to_owned(),
            variant: None,
            keep: true,
            page_headers: false,
        }
    }
}

/// What the browser tells about the device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Device {
    /// Memory in gigabytes, where the browser tells it; it never tells more than 8.
    pub memory_gb: Option<f64>,
    /// Logical processors, at least 1.
    pub cores: u32,
}

/// Reads what was typed into the dpi field. `Ok(None)` is Auto.
///
/// # Errors
/// The sentence shown beside the field.
pub fn parse_dpi(text: &str) -> Result<Option<Dpi>, &'static str> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("auto") {
        return Ok(None);
    }
    text.parse::<f32>()
        .ok()
        .map(Dpi)
        .filter(|dpi| (Dpi::MIN..=Dpi::MAX).contains(dpi))
        .map(Some)
        .ok_or("Enter a number from 75 to 400, or Auto.")
}

/// Reads a whole number from a field that may be left empty.
fn parse_number(
    text: &str,
    range: RangeInclusive<u32>,
    sentence: &'static str,
) -> Result<Option<u32>, &'static str> {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("auto") {
        return Ok(None);
    }
    text.parse().ok().filter(|number| range.contains(number)).map(Some).ok_or(sentence)
}

/// Reads what was typed into the workers field. `Ok(None)` is Auto.
///
/// # Errors
/// The sentence shown beside the field.
pub fn parse_workers(text: &str) -> Result<Option<u32>, &'static str> {
    parse_number(text, 1..=MAX_WORKERS, "Enter a number from 1 to 16, or leave it empty.")
}

/// Reads what was typed into the memory field, in megabytes. `Ok(None)` leaves it to the preset.
///
/// # Errors
/// The sentence shown beside the field.
pub fn parse_memory(text: &str) -> Result<Option<u32>, &'static str> {
    parse_number(text, MEMORY_MEGABYTES, "Enter a number from 80 to 4000, or leave it empty.")
}

/// Reads what was typed into the time limit field, in seconds. `Ok(None)` is [`DEFAULT_LIMIT_SECONDS`].
///
/// # Errors
/// The sentence shown beside the field.
pub fn parse_limit(text: &str) -> Result<Option<u32>, &'static str> {
    parse_number(text, LIMIT_SECONDS, "Enter a number from 5 to 3600, or leave it empty.")
}

/// Whether pages are kept: `pages` or `nothing`, as in the address and in the options.
pub fn parse_keep(text: &str) -> Option<bool> {
    match text {
        "pages" => Some(true),
        "nothing" => Some(false),
        _ => None,
    }
}

/// Whether pages have headers: `numbers` or `none`, as in the address and in the options.
pub fn parse_headers(text: &str) -> Option<bool> {
    match text {
        "numbers" => Some(true),
        "none" => Some(false),
        _ => None,
    }
}

impl Options {
    /// Takes over every choice given in a URL's query
    /// (`?dpi=150&workers=2&pages=1-3&psm=3&lang=eng&preset=conservative&memory=200&limit=60`).
    /// Unknown names are ignored; each value that makes no sense is left at what it was and reported.
    pub fn apply_query<'a>(&mut self, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
        let mut rejected = Vec::new();
        for (name, value) in query {
            let accepted = match name {
                "preset" => Preset::from_id(value).map(|preset| self.preset = Some(preset)),
                "memory" => parse_memory(value).ok().map(|memory| self.memory = memory),
                "limit" => parse_limit(value).ok().map(|limit| self.limit = limit),
                "dpi" => parse_dpi(value).ok().map(|dpi| self.dpi = dpi),
                "workers" => parse_workers(value).ok().map(|workers| self.workers = workers),
                "pages" => PageRange::parse(value).ok().map(|_| self.pages = value.to_owned()),
                "psm" => value.parse().ok().and_then(PageSegmentationMode::new).map(|psm| self.psm = psm),
                "text" => OwnText::from_id(value).map(|own_text| self.own_text = own_text),
                "lang" => is_language_code(value).then(|| self.lang = value.to_owned()),
                "keep" => parse_keep(value).map(|keep| self.keep = keep),
                "headers" => parse_headers(value).map(|headers| self.page_headers = headers),
                "model" => is_language_code(value).then(|| self.variant = Some(value.to_owned())),
                _ => Some(()),
            };
            if accepted.is_none() {
                rejected.push(name.to_owned());
            }
        }
        rejected
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
        let ceiling = self.memory.map_or(preset.ceiling(), |memory| Bytes::megabytes(memory.into()));
        // A ceiling of one's own says how much may be held, and with it which preset's number of workers fits.
        let like = if self.memory.is_some() { Preset::for_ceiling(ceiling) } else { preset };
        Budget::new(ceiling, self.workers.unwrap_or_else(|| like.workers(device.cores)))
    }

    /// What was chosen about the files that are taken away.
    pub fn export(&self) -> ExportOptions {
        ExportOptions { page_headers: self.page_headers }
    }

    /// Seconds that drawing a page, or reading it, may take.
    pub fn limit_seconds(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT_SECONDS)
    }
}

fn is_language_code(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_can_set_every_option() {
        let mut options = Options::default();
        let rejected = options.apply_query([
            ("dpi", "150"),
            ("workers", "2"),
            ("pages", "1-3"),
            ("psm", "6"),
            ("text", "read"),
            ("lang", "deu"),
            ("preset", "Conservative"),
            ("memory", "200"),
            ("limit", "60"),
            ("keep", "nothing"),
            ("headers", "numbers"),
            ("utm_source", "x"),
        ]);
        assert!(rejected.is_empty(), "{rejected:?}");
        assert_eq!(options.dpi, Some(Dpi(150.0)));
        assert_eq!(options.workers, Some(2));
        assert_eq!(options.pages, "1-3");
        assert_eq!(options.psm.number(), 6);
        assert_eq!(options.own_text, OwnText::Read);
        assert_eq!(options.lang, "deu");
        assert_eq!(options.preset, Some(Preset::Conservative));
        assert_eq!((options.memory, options.limit), (Some(200), Some(60)));
        assert_eq!(options.budget(Device { memory_gb: None, cores: 4 }).ceiling(), Bytes::megabytes(200));
        assert!(!options.keep);
        assert_eq!(options.export(), ExportOptions { page_headers: true });
    }

    #[test]
    fn nonsense_in_a_url_changes_nothing_and_is_reported() {
        let mut options = Options::default();
        let rejected = options.apply_query([
            ("dpi", "9000"),
            ("workers", "-1"),
            ("pages", "x"),
            ("psm", "0"),
            ("text", "no"),
            ("lang", "../x"),
            ("memory", "79"),
            ("limit", "0"),
            ("keep", ""),
            ("headers", "yes"),
        ]);
        assert_eq!(
            rejected,
            ["dpi", "workers", "pages", "psm", "text", "lang", "memory", "limit", "keep", "headers"]
        );
        assert_eq!(options, Options::default());
    }

    #[test]
    fn the_ceiling_that_was_typed_decides_how_many_workers_there_are() {
        let device = Device { memory_gb: Some(8.0), cores: 8 };
        let workers = |memory| Options { memory, ..Options::default() }.budget(device).workers();
        assert_eq!([Some(80), Some(200), Some(250), Some(800)].map(workers), [1, 1, 2, 4]);
    }

    #[test]
    fn stored_options_of_an_older_version_still_load() {
        let options: Options = serde_json::from_str(r#"{"dpi":150.0,"gone":true}"#).unwrap();
        assert_eq!(options.dpi, Some(Dpi(150.0)));
        assert_eq!(options.lang, "eng");
        assert!(options.keep);
        assert_eq!(options.export(), ExportOptions::default());
    }
}
