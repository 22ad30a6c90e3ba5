//! What the page has asked for since it was opened, so that anybody can check what left the computer: nothing.

use serde::{Deserialize, Serialize};

/// A request, or an attempt at one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The whole address.
    pub address: String,
    /// Milliseconds after the page was opened.
    pub at: f64,
    /// Who asked.
    pub by: Asker,
    /// Whether it was answered from what is kept on this computer, so that nothing went over the network.
    pub here: bool,
    /// The directive of the page's policy that forbade it, if one did.
    pub refused: Option<String>,
}

/// Who asked for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asker {
    /// The page.
    Page,
    /// The service worker, which keeps what the site is made of.
    ServiceWorker,
}

/// What a request was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A part of Pagewise.
    Part,
    /// The data of a language.
    Language,
    /// Another address, which no part of Pagewise has.
    Elsewhere,
}

/// What was asked for, in order, and how much of it came late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Requests that went over the network before the engines were there.
    pub before: usize,
    /// Language data that was asked for after that.
    pub languages: usize,
    /// Everything else that was asked for after that.
    pub others: usize,
    /// Attempts that were refused, at any time.
    pub refused: usize,
}

impl Request {
    /// What it was for, on a site with this address.
    pub fn purpose(&self, site: &str) -> Purpose {
        let path = self.address.strip_prefix(site).and_then(|path| path.split(['?', '#']).next());
        match path {
            None => Purpose::Elsewhere,
            Some(path) if path.starts_with("models/") && !path.ends_with(".json") => Purpose::Language,
            Some(_) => Purpose::Part,
        }
    }
}

impl Count {
    /// Counts requests. `ready` is when the engines were there, in milliseconds after the page was opened.
    pub fn of(requests: &[Request], site: &str, ready: Option<f64>) -> Self {
        let mut count = Self::default();
        for request in requests {
            let late = ready.is_some_and(|ready| request.at > ready);
            match request.purpose(site) {
                _ if request.refused.is_some() => count.refused += 1,
                _ if request.here => {}
                _ if !late => count.before += 1,
                Purpose::Language => count.languages += 1,
                Purpose::Part | Purpose::Elsewhere => count.others += 1,
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://example.org/ocr/";

    fn request(path: &str, at: f64) -> Request {
        Request { address: format!("{SITE}{path}"), at, by: Asker::Page, here: false, refused: None }
    }

    #[test]
    fn what_came_late_is_told_from_what_came_before() {
        let requests = [
            request("", 0.0),
            request("models/models.json", 5.0),
            request("models/eng.fast.traineddata", 9.0),
            request("models/deu.fast.traineddata?x", 20.0),
            Request { here: true, ..request("models/fra.fast.traineddata", 21.0) },
            request("licenses.txt", 22.0),
            Request { refused: Some("connect-src".to_owned()), ..request("", 23.0) },
        ];
        let counted = Count::of(&requests, SITE, Some(10.0));
        assert_eq!(counted, Count { before: 3, languages: 1, others: 1, refused: 1 });
        assert_eq!(Count::of(&requests, SITE, None).before, 5);
    }

    #[test]
    fn only_what_lies_under_the_site_is_of_it() {
        assert_eq!(request("page.js?v=1", 0.0).purpose(SITE), Purpose::Part);
        let elsewhere = Request { address: "https://example.org/other.js".to_owned(), ..request("", 0.0) };
        assert_eq!(elsewhere.purpose(SITE), Purpose::Elsewhere);
        assert_eq!(request("models/models.json", 0.0).purpose(SITE), Purpose::Part);
    }
}
