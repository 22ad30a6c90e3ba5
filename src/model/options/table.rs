//! Every option once: its name, how it is read and shown, and what it changes.
//!
//! The address, the panel, what is stored for the next visit and the reuse of kept pages all go by this table. A new option
//! is a field of [`Options`], a row here, its field in `index.html`, and the place where it is used.

use std::ops::RangeInclusive;

use super::{Effort, Options, OwnText, PageSegmentationMode, TextFlow};
use crate::model::budget::Preset;
use crate::model::language::{LanguageChoice, is_code};
use crate::model::page::Dpi;
use crate::model::source::{PageRange, PageRangeError};

/// An option.
pub struct Row {
    /// Its name in the address.
    pub name: &'static str,
    /// The id of its field in `index.html`.
    pub field: &'static str,
    /// Takes a choice over from its text. What makes no sense changes nothing.
    pub parse: fn(&mut Options, &str) -> Result<(), Mistake>,
    /// The choice as text, which [`Row::parse`] understands.
    pub show: fn(&Options) -> String,
    /// What it changes.
    pub affects: Affects,
    /// Whether it holds for the next visit.
    pub is_stored: bool,
}

/// What an option changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Affects {
    /// What a page's text comes out as: pages read with another choice are read anew.
    Text,
    /// The model, and by it what a page's text comes out as.
    Model,
    /// Only how pages are read, or which.
    Reading,
    /// Only the files that are taken away.
    Export,
}

/// What is wrong with the text of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// A resolution is a number within bounds, or none.
    Dpi,
    /// So is a number of workers,
    Workers,
    /// a ceiling in megabytes,
    Memory,
    /// and a time limit in seconds.
    Limit,
    /// Not a choice of pages.
    Pages(PageRangeError),
    /// None of the words there are.
    NotAChoice,
}

/// The most recognizers that can be asked for.
const MAX_WORKERS: u32 = 16;
/// The ceilings that can be typed, in megabytes: what one small page takes, and what wasm can address.
const MEMORY_MEGABYTES: RangeInclusive<u32> = 80..=4000;
/// The time limits that can be typed, in seconds.
const LIMIT_SECONDS: RangeInclusive<u32> = 5..=3600;

/// All options, in the order in which an address is usually written.
pub const TABLE: [Row; 15] = [
    Row {
        name: "preset",
        field: "preset",
        parse: |options, text| {
            let preset =
                if is_auto(text) { None } else { Some(Preset::from_id(text).ok_or(Mistake::NotAChoice)?) };
            options.preset = preset;
            Ok(())
        },
        show: |options| options.preset.map_or_else(String::new, |preset| preset.id().to_owned()),
        affects: Affects::Reading,
        is_stored: true,
    },
    Row {
        name: "memory",
        field: "memory-limit",
        parse: |options, text| {
            options.memory = number(text, MEMORY_MEGABYTES, Mistake::Memory)?;
            Ok(())
        },
        show: |options| shown(options.memory),
        affects: Affects::Reading,
        is_stored: true,
    },
    Row {
        name: "limit",
        field: "limit",
        parse: |options, text| {
            options.limit = number(text, LIMIT_SECONDS, Mistake::Limit)?;
            Ok(())
        },
        show: |options| shown(options.limit),
        affects: Affects::Reading,
        is_stored: true,
    },
    Row {
        name: "dpi",
        field: "dpi",
        parse: |options, text| {
            options.dpi = dpi(text)?;
            Ok(())
        },
        show: |options| options.dpi.map_or_else(String::new, |dpi| dpi.0.to_string()),
        affects: Affects::Text,
        is_stored: true,
    },
    Row {
        name: "workers",
        field: "workers",
        parse: |options, text| {
            options.workers = number(text, 1..=MAX_WORKERS, Mistake::Workers)?;
            Ok(())
        },
        show: |options| shown(options.workers),
        affects: Affects::Reading,
        is_stored: true,
    },
    Row {
        name: "pages",
        field: "pages",
        parse: |options, text| {
            PageRange::parse(text).map_err(Mistake::Pages)?;
            options.pages = text.trim().to_owned();
            Ok(())
        },
        show: |options| options.pages.clone(),
        affects: Affects::Reading,
        // Which pages were chosen belongs to the last document, not to the next.
        is_stored: false,
    },
    Row {
        name: "psm",
        field: "psm",
        parse: |options, text| {
            let mode = text.parse().ok().and_then(PageSegmentationMode::new);
            options.psm = mode.ok_or(Mistake::NotAChoice)?;
            Ok(())
        },
        show: |options| options.psm.number().to_string(),
        affects: Affects::Text,
        is_stored: true,
    },
    Row {
        name: "text",
        field: "own-text",
        parse: |options, text| {
            options.own_text = OwnText::from_id(text).ok_or(Mistake::NotAChoice)?;
            Ok(())
        },
        show: |options| options.own_text.id().to_owned(),
        affects: Affects::Text,
        is_stored: true,
    },
    Row {
        name: "effort",
        field: "effort",
        parse: |options, text| {
            options.effort = Effort::from_id(text).ok_or(Mistake::NotAChoice)?;
            Ok(())
        },
        show: |options| options.effort.id().to_owned(),
        affects: Affects::Text,
        is_stored: true,
    },
    Row {
        name: "lang",
        field: "languages",
        parse: |options, text| {
            options.languages = LanguageChoice::parse(text).ok_or(Mistake::NotAChoice)?;
            Ok(())
        },
        show: |options| options.languages.to_string(),
        affects: Affects::Model,
        is_stored: true,
    },
    Row {
        name: "model",
        field: "model",
        parse: |options, text| {
            if !text.is_empty() && !is_code(text) {
                return Err(Mistake::NotAChoice);
            }
            options.variant = (!text.is_empty()).then(|| text.to_owned());
            Ok(())
        },
        show: |options| options.variant.clone().unwrap_or_default(),
        affects: Affects::Model,
        is_stored: true,
    },
    Row {
        name: "keep",
        field: "keep",
        parse: |options, text| {
            options.keep = either(text, "pages", "nothing")?;
            Ok(())
        },
        show: |options| (if options.keep { "pages" } else { "nothing" }).to_owned(),
        affects: Affects::Reading,
        is_stored: true,
    },
    Row {
        name: "headers",
        field: "headers",
        parse: |options, text| {
            options.page_headers = either(text, "numbers", "none")?;
            Ok(())
        },
        show: |options| (if options.page_headers { "numbers" } else { "none" }).to_owned(),
        affects: Affects::Export,
        is_stored: true,
    },
    Row {
        name: "flow",
        field: "flow",
        parse: |options, text| {
            options.flow = TextFlow::from_id(text).ok_or(Mistake::NotAChoice)?;
            Ok(())
        },
        show: |options| options.flow.id().to_owned(),
        affects: Affects::Export,
        is_stored: true,
    },
    Row {
        name: "heads",
        field: "heads",
        parse: |options, text| {
            options.leave_out_heads = either(text, "out", "keep")?;
            Ok(())
        },
        show: |options| (if options.leave_out_heads { "out" } else { "keep" }).to_owned(),
        affects: Affects::Export,
        is_stored: true,
    },
];

/// Whether a choice is left to Pagewise.
fn is_auto(text: &str) -> bool {
    text.trim().is_empty() || text.trim().eq_ignore_ascii_case("auto")
}

fn shown(number: Option<u32>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// A whole number, or none where it is left to Pagewise.
fn number(text: &str, range: RangeInclusive<u32>, mistake: Mistake) -> Result<Option<u32>, Mistake> {
    if is_auto(text) {
        return Ok(None);
    }
    text.trim().parse().ok().filter(|number| range.contains(number)).map(Some).ok_or(mistake)
}

fn dpi(text: &str) -> Result<Option<Dpi>, Mistake> {
    if is_auto(text) {
        return Ok(None);
    }
    let dpi = text.trim().parse::<f32>().ok().map(Dpi);
    dpi.filter(|dpi| (Dpi::MIN..=Dpi::MAX).contains(dpi)).map(Some).ok_or(Mistake::Dpi)
}

fn either(text: &str, yes: &str, no: &str) -> Result<bool, Mistake> {
    match text {
        text if text == yes => Ok(true),
        text if text == no => Ok(false),
        _ => Err(Mistake::NotAChoice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_understood() {
        let given = [
            [("preset", "aggressive"), ("memory", "300"), ("limit", "90"), ("dpi", "212.5")],
            [("workers", "3"), ("pages", "2-3, 9-"), ("psm", "11"), ("text", "read")],
            [("lang", "deu_frak+eng"), ("model", "best_int"), ("keep", "nothing"), ("headers", "numbers")],
            [("effort", "thorough"), ("flow", "printed"), ("heads", "out"), ("effort", "thorough")],
        ];
        let mut chosen = Options::default();
        assert!(chosen.apply(given.into_iter().flatten()).is_empty());
        for options in [Options::default(), chosen] {
            let mut other = Options { psm: PageSegmentationMode::new(13).unwrap(), ..Options::default() };
            for row in &TABLE {
                assert_eq!((row.parse)(&mut other, &(row.show)(&options)), Ok(()), "{}", row.name);
            }
            assert_eq!(other, options);
        }
    }

    #[test]
    fn what_makes_no_sense_changes_nothing() {
        for row in &TABLE {
            let mut options = Options::default();
            assert!((row.parse)(&mut options, "\u{2026}no such/choice").is_err(), "{}", row.name);
            assert_eq!(options, Options::default());
        }
    }

    #[test]
    fn every_option_has_one_name_and_its_field_in_the_page() {
        let page = include_str!("../../../index.html");
        let readme = include_str!("../../../README.md");
        for (place, row) in TABLE.iter().enumerate() {
            assert!(TABLE[..place].iter().all(|other| other.name != row.name), "{}", row.name);
            for id in [row.field.to_owned(), format!("{}-error", row.field)] {
                assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
            }
            assert!(
                readme.contains(&format!("`{}`", row.name)) || readme.contains(&format!("{}=", row.name)),
                "{}",
                row.name
            );
        }
    }
}
