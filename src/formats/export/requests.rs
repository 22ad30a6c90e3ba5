//! `pagewise-requests.json`: what the page has asked for since it was opened, to be held against what a firewall or the
//! browser's own tools have seen.

use serde::Serialize;

use super::{ExportError, indented};
use crate::model::request::{Count, Purpose, Request};

/// Name of the file.
pub const FILE_NAME: &str = "pagewise-requests.json";

/// Version of the layout. Raised when a field changes its meaning.
const VERSION: u32 = 1;

/// Everything that is told.
#[derive(Debug, Serialize)]
pub struct RequestReport<'a> {
    version: u32,
    app_version: &'static str,
    /// The address under which everything of the site lies.
    site: &'a str,
    /// When this was written, in ISO 8601.
    created: &'a str,
    /// When the engines were there, in milliseconds after the page was opened.
    engines_loaded: Option<f64>,
    /// Requests over the network since then.
    since_engines_loaded: usize,
    /// The page's security policy, under which its browser refuses everything else.
    policy: &'a str,
    requests: Vec<Line<'a>>,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    request: &'a Request,
    purpose: Purpose,
}

impl<'a> RequestReport<'a> {
    /// A report of these requests. `ready` is when the engines were there.
    pub fn new(
        requests: &'a [Request],
        site: &'a str,
        ready: Option<f64>,
        policy: &'a str,
        created: &'a str,
    ) -> Self {
        let count = Count::of(requests, site, ready);
        let lines = requests.iter().map(|request| Line { request, purpose: request.purpose(site) });
        Self {
            version: VERSION,
            app_version: env!("CARGO_PKG_VERSION"),
            site,
            created,
            engines_loaded: ready,
            since_engines_loaded: count.languages + count.others,
            policy,
            requests: lines.collect(),
        }
    }

    /// The report as indented JSON.
    ///
    /// # Errors
    /// When a value has no form in JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, ExportError> {
        indented(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::request::Asker;

    #[test]
    fn every_request_is_in_it_with_what_it_was_for() -> Result<(), Box<dyn std::error::Error>> {
        let language = Request {
            address: "https://a.test/models/deu.fast.traineddata".to_owned(),
            at: 12.5,
            by: Asker::Page,
            here: false,
            refused: None,
        };
        let site = "https://a.test/";
        let json =
            RequestReport::new(&[language], site, Some(10.0), "default-src 'none'", "now").to_json()?;
        let value: serde_json::Value = serde_json::from_slice(&json)?;
        assert_eq!(value["since_engines_loaded"], 1);
        assert_eq!(value["requests"][0]["purpose"], "language");
        assert_eq!(value["requests"][0]["by"], "page");
        assert_eq!(value["policy"], "default-src 'none'");
        Ok(())
    }
}
