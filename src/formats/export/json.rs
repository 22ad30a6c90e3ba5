//! The page model itself, as JSON.
//!
//! ```json
//! {"format":"pagewise","version":1,"software":"Pagewise 0.1.0",
//!  "document":{"name":"contract.pdf","page_count":2,"languages":["eng"],"created":null},
//!  "pages":[
//! {"number":1,"outcome":"done","error":null,"size":{"width":595.0,"height":842.0},
//!  "mean_confidence":93.5,"text":{"page":0,"size":{...},"dpi":200.0,"blocks":[...]}},
//! {"number":2,"outcome":"failed","error":"The page ...","size":null,"mean_confidence":null,"text":null}
//! ]}
//! ```
//!
//! `version` is [`crate::model::page::MODEL_VERSION`], raised when a field changes its meaning; fields may be added
//! without that. `outcome` is `done`, `failed` (then `error` is a sentence) or `skipped`. `text` is a
//! [`crate::model::page::PageText`]: blocks ⊃ paragraphs ⊃ lines ⊃ words, every length in points (1/72 inch) from
//! the top left corner of the page as shown, confidences in percent; `page` counts from 0, `number` from 1.
//! A word that a person has put right says what had been read there (`corrected`), and has a confidence of 100, which no
//! engine gives; `corrections` of a page has what had been read as it was.
//! Every page stands on a line of its own, so that a large file can be read line by line.

use std::io::Write;

use serde::Serialize;

use super::{DocumentInfo, ExportError, ExportPage, Exporter, PageContent, SOFTWARE};
use crate::model::page::{Confidence, MODEL_VERSION, PageSize, PageText};

/// Writes JSON, a page per line.
#[derive(Default)]
pub(super) struct Json {
    pages: u32,
}

#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    page_count: u32,
    languages: &'a [String],
    created: Option<&'a str>,
}

#[derive(Serialize)]
struct Page<'a> {
    number: u32,
    outcome: &'static str,
    error: Option<&'a str>,
    size: Option<PageSize>,
    mean_confidence: Option<Confidence>,
    text: Option<&'a PageText>,
}

impl Exporter for Json {
    fn begin(&mut self, document: &DocumentInfo, out: &mut dyn Write) -> Result<(), ExportError> {
        self.pages = 0;
        let software = serde_json::to_string(&format!("{SOFTWARE} {}", document.version))?;
        let document = serde_json::to_string(&Document {
            name: &document.name,
            page_count: document.page_count,
            languages: &document.languages,
            created: document.created.as_deref(),
        })?;
        write!(
            out,
            "{{\"format\":\"pagewise\",\"version\":{MODEL_VERSION},\"software\":{software},\n \"document\":{document},\n \"pages\":["
        )?;
        Ok(())
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        out.write_all(if self.pages == 0 { b"\n" } else { b",\n" })?;
        self.pages += 1;
        let (outcome, error) = match page.content {
            PageContent::Read(_) => ("done", None),
            PageContent::Failed(reason) => ("failed", Some(reason)),
            PageContent::Skipped => ("skipped", None),
        };
        let text = page.text();
        let page = Page {
            number: page.page.number(),
            outcome,
            error,
            size: page.size,
            mean_confidence: text.and_then(PageText::mean_confidence),
            text,
        };
        serde_json::to_writer(out, &page)?;
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        out.write_all(b"\n]}\n")?;
        Ok(())
    }
}
