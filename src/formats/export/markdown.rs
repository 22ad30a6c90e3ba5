//! Markdown: `CommonMark` with the tables of GitHub.
//!
//! Paragraphs are one line each. Everything that Markdown would take for markup is escaped, so that the
//! text reads as it was printed. A comment with the page number stands before every page.

use std::io::Write;

use super::characters::Printable;
use super::structure::{self, Element, Marker, Passage};
use super::{DocumentInfo, ExportError, ExportOptions, ExportPage, Exporter, PageContent};

/// Writes Markdown.
pub(super) struct Markdown {
    options: ExportOptions,
    body_height: Option<f32>,
}

impl Markdown {
    pub fn new(options: ExportOptions) -> Self {
        Self { options, body_height: None }
    }
}

impl Exporter for Markdown {
    fn begin(&mut self, document: &DocumentInfo, _: &mut dyn Write) -> Result<(), ExportError> {
        self.body_height = document.body_height;
        Ok(())
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        let number = page.page;
        writeln!(out, "<!-- page {number} -->\n")?;
        if self.options.page_headers {
            writeln!(out, "*\u{2014} Page {number} \u{2014}*\n")?;
        }
        match page.content {
            PageContent::Read(text) => {
                let arrangement = page.arrangement(self.options, self.body_height);
                write_elements(out, &structure::elements(text, arrangement))
            }
            PageContent::Failed(reason) => {
                let reason = Printable(reason).to_string();
                writeln!(out, "*Page {number} could not be read: {}*\n", escape(&reason))?;
                Ok(())
            }
            PageContent::Skipped => Ok(()),
        }
    }

    fn end(&mut self, _: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }
}

fn write_elements(out: &mut dyn Write, elements: &[Element]) -> Result<(), ExportError> {
    let mut previous = None;
    for element in elements {
        let marker = match element {
            Element::Item { marker, .. } => Some(*marker),
            _ => None,
        };
        if previous.is_some() {
            out.write_all(separation(previous.flatten(), marker).as_bytes())?;
        }
        previous = Some(marker);
        match element {
            Element::Heading { level, passage } => {
                writeln!(out, "{} {}", "#".repeat(usize::from(*level)), escape_heading(&passage.text))?;
            }
            Element::Paragraph(passage) => writeln!(out, "{}", escape_line(&passage.text))?,
            Element::Item { marker: Marker::Bullet, passage, .. } => {
                writeln!(out, "- {}", escape_line(&passage.text))?;
            }
            Element::Item { marker: Marker::Number(number, end), passage, .. } => {
                writeln!(out, "{number}{end} {}", escape_line(&passage.text))?;
            }
            Element::Lines(passage) => {
                // A backslash at its end keeps a line a line.
                let lines: Vec<String> = passage.text.lines().map(escape_line).collect();
                writeln!(out, "{}", lines.join("\\\n"))?;
            }
            Element::Table(table) => write_table(out, &table.rows)?,
        }
    }
    if previous.is_some() {
        writeln!(out)?;
    }
    Ok(())
}

/// What stands between two elements.
fn separation(before: Option<Marker>, after: Option<Marker>) -> &'static str {
    match (before, after) {
        (Some(Marker::Bullet), Some(Marker::Bullet)) => "",
        (Some(Marker::Number(before, _)), Some(Marker::Number(after, _))) if after == before + 1 => "",
        // Markdown counts on by itself and would make 1, 5 into 1, 2. An empty comment ends the list.
        (Some(Marker::Number(..)), Some(Marker::Number(..))) => "\n<!-- -->\n\n",
        _ => "\n",
    }
}

fn write_table(out: &mut dyn Write, rows: &[Vec<Passage>]) -> Result<(), ExportError> {
    for (i, row) in rows.iter().enumerate() {
        for cell in row {
            write!(out, "| {} ", escape_cell(&cell.text))?;
        }
        writeln!(out, "|")?;
        if i == 0 {
            writeln!(out, "{}|", "| --- ".repeat(row.len()))?;
        }
    }
    Ok(())
}

/// Text that stands within a line.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' => true,
            '&' => is_entity(&text[i + 1..]),
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Text of a heading, from which number signs at the end would vanish.
fn escape_heading(text: &str) -> String {
    let escaped = escape(text);
    escaped.strip_suffix('#').map(|rest| format!("{rest}\\#")).unwrap_or(escaped)
}

/// Text of a table's cell.
fn escape_cell(text: &str) -> String {
    escape(text).replace('|', "\\|")
}

/// Text that begins a line, where more characters mean something.
fn escape_line(text: &str) -> String {
    let escaped = escape(text);
    if escaped.starts_with(['#', '+', '-', '=', '>', '|']) {
        return format!("\\{escaped}");
    }
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    let ends_marker = matches!(escaped.as_bytes().get(digits), Some(b'.' | b')'))
        && matches!(escaped.as_bytes().get(digits + 1), None | Some(b' '));
    if digits > 0 && ends_marker {
        return format!("{}\\{}", &escaped[..digits], &escaped[digits..]);
    }
    escaped
}

/// Whether what follows an ampersand makes it a character reference.
fn is_entity(rest: &str) -> bool {
    rest.find(';').is_some_and(|end| {
        end > 0 && rest.bytes().take(end).all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_the_text_stays_text() {
        assert_eq!(escape("a*b_c [x](y) <script>"), r"a\*b\_c \[x\](y) \<script>");
        assert_eq!(escape("R&D, &amp; and &#64;"), r"R&D, \&amp; and \&#64;");
        assert_eq!(escape_heading("in C# and F# #"), r"in C# and F# \#");
        assert_eq!(escape_cell("a|b"), r"a\|b");
    }

    #[test]
    fn a_line_begins_nothing_by_accident() {
        assert_eq!(escape_line("1914. A year"), r"1914\. A year");
        assert_eq!(escape_line("3.5 percent"), "3.5 percent");
        assert_eq!(escape_line("# 5"), r"\# 5");
        assert_eq!(escape_line("- and so on"), r"\- and so on");
        assert_eq!(escape_line("2024 was"), "2024 was");
    }
}
