//! The report as a page that anybody can read, print and pass on: one file, no script, nothing loaded.
//!
//! What it says comes in the words of the interface's language; here it gets its form.

use std::fmt::Write;

use crate::formats::export::characters::Xml;

/// Name of the file.
pub const FILE_NAME: &str = "pagewise-report.html";
/// Its media type.
pub const MIME: &str = "text/html;charset=utf-8";

/// How it looks: on a screen in both schemes, and on paper, where a row is not divided and its head is repeated.
const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8886;--doubt:#9a5b00;--bad:#b3261e}\
@media(prefers-color-scheme:dark){:root{--doubt:#f0b75a;--bad:#ff9d94}}\
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem;overflow-wrap:anywhere}h3{font-size:1rem;margin-top:1.5rem}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem;margin:0}dt{opacity:.8}dd{margin:0;overflow-wrap:anywhere}\
.rows{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\
th,td{text-align:start;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}\
thead th{border-bottom-width:2px}.doubtful .state{color:var(--doubt);font-weight:600}.failed .state{color:var(--bad);font-weight:600}\
.state+td{min-width:14rem}code{font-size:.9em}\
@media print{body{max-width:none;margin:0;font-size:10pt}tr{break-inside:avoid}thead{display:table-header-group}h2{break-after:avoid}}";

/// What is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// It is doubtful.
    Doubtful,
    /// It failed.
    Failed,
}

/// A page of a document, in words: a cell for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whether it is to be looked at.
    pub mark: Mark,
    /// What each column says of it.
    pub cells: Vec<String>,
}

/// A document, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPart {
    /// Its name.
    pub name: String,
    /// What is to be said of it as a whole, each with what it is called.
    pub facts: Vec<(&'static str, String)>,
    /// Its pages.
    pub rows: Vec<Row>,
    /// What was chosen, by name.
    pub options: Vec<(String, String)>,
}

/// A report, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportPage {
    /// The language of these words, as HTML names it.
    pub language: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The heading over pages.
    pub pages: &'static str,
    /// What the columns of the pages are called. The first names the page, the second its state, the third says why.
    pub columns: Vec<&'static str>,
    /// The heading over options.
    pub options: &'static str,
    /// The documents.
    pub documents: Vec<DocumentPart>,
}

impl ReportPage {
    /// The page.
    pub fn to_html(&self) -> String {
        let title = Xml(self.title);
        let mut html = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
            Xml(self.language)
        );
        for document in &self.documents {
            self.add_document(document, &mut html);
        }
        html.push_str("</main>\n</body>\n</html>\n");
        html
    }

    fn add_document(&self, document: &DocumentPart, html: &mut String) {
        // Nothing that is written into a string is refused.
        let _ = write!(html, "<section>\n<h2>{}</h2>\n<dl>\n", Xml(&document.name));
        for (name, value) in &document.facts {
            let _ = writeln!(html, "<dt>{}</dt><dd>{}</dd>", Xml(name), Xml(value));
        }
        let _ = write!(
            html,
            "</dl>\n<h3>{}</h3>\n<div class=\"rows\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n",
            Xml(self.pages),
            Xml(self.pages)
        );
        html.push_str("<table>\n<thead><tr>");
        for column in &self.columns {
            let _ = write!(html, "<th scope=\"col\">{}</th>", Xml(column));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for row in &document.rows {
            html.push_str(match row.mark {
                Mark::None => "<tr>",
                Mark::Doubtful => "<tr class=\"doubtful\">",
                Mark::Failed => "<tr class=\"failed\">",
            });
            for (column, cell) in row.cells.iter().enumerate() {
                let _ = match column {
                    0 => write!(html, "<th scope=\"row\">{}</th>", Xml(cell)),
                    1 => write!(html, "<td class=\"state\">{}</td>", Xml(cell)),
                    _ => write!(html, "<td>{}</td>", Xml(cell)),
                };
            }
            html.push_str("</tr>\n");
        }
        let _ = write!(html, "</tbody>\n</table>\n</div>\n<h3>{}</h3>\n<dl>\n", Xml(self.options));
        for (name, value) in &document.options {
            let _ = writeln!(html, "<dt><code>{}</code></dt><dd><code>{}</code></dd>", Xml(name), Xml(value));
        }
        html.push_str("</dl>\n</section>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_reasons_stay_text() {
        let hostile = "<script>alert(1)</script>\" & \0";
        let page = ReportPage {
            language: "en",
            title: "Report",
            pages: "Pages",
            columns: vec!["Page", "State"],
            options: "Options",
            documents: vec![DocumentPart {
                name: hostile.to_owned(),
                facts: vec![("Result", hostile.to_owned())],
                rows: vec![Row { mark: Mark::Doubtful, cells: vec!["1".to_owned(), hostile.to_owned()] }],
                options: vec![("pages".to_owned(), hostile.to_owned())],
            }],
        };
        let html = page.to_html();
        assert!(!html.contains("<script") && !html.contains('\0'));
        assert_eq!(html.matches("&lt;script&gt;").count(), 4);
        assert!(html.contains("<tr class=\"doubtful\"><th scope=\"row\">1</th><td class=\"state\">"));
    }
}
