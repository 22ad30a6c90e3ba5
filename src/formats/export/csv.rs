//! The tables of a document as CSV (RFC 4180), an empty line between them.
//!
//! It begins with a byte order mark, without which spreadsheets take it for anything but UTF-8. What they would compute is
//! kept from them by an apostrophe: a scan must not bring formulas into a spreadsheet.

use std::io::Write;

use super::{DocumentInfo, ExportError, ExportPage, Exporter, structure};

/// Writes comma-separated values.
#[derive(Default)]
pub(super) struct Csv {
    tables: usize,
}

impl Exporter for Csv {
    fn begin(&mut self, _: &DocumentInfo, out: &mut dyn Write) -> Result<(), ExportError> {
        self.tables = 0;
        Ok(out.write_all("\u{feff}".as_bytes())?)
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        for table in page.text().map_or_else(Vec::new, structure::tables) {
            if self.tables > 0 {
                out.write_all(b"\r\n")?;
            }
            self.tables += 1;
            for row in &table.rows {
                let cells: Vec<String> = row.iter().map(|cell| field(&cell.text)).collect();
                write!(out, "{}\r\n", cells.join(","))?;
            }
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }
}

fn field(cell: &str) -> String {
    let text = if is_computed(cell) { format!("'{cell}") } else { cell.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Whether a spreadsheet would take a cell for a formula. A sign before digits makes none, as long as nothing follows with
/// which one could compute.
fn is_computed(cell: &str) -> bool {
    match cell.strip_prefix(['+', '-']) {
        Some(rest) => {
            !rest.is_empty() && !rest.chars().all(|c| c.is_ascii_digit() || ". ,'\u{2019}%€$£".contains(c))
        }
        None => cell.starts_with(['=', '@']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_divides_fields_is_quoted_and_nothing_is_computed() {
        for (cell, expected) in [
            ("a", "a"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("=A1,\"x\"", "\"'=A1,\"\"x\"\"\""),
            ("-12,50", "\"-12,50\""),
            ("+49 30 123", "+49 30 123"),
            ("-", "-"),
            ("", ""),
        ] {
            assert_eq!(field(cell), expected, "{cell}");
        }
    }
}
