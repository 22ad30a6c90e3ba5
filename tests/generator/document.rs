//! A finished document together with the truth about it.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// A word and where its ink is. The box is in points, origin at the top left of the page as shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrueWord {
    /// The characters.
    pub text: String,
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// What is on one page as a viewer shows it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TruePage {
    /// Width in points (1/72 inch on paper), after cropping and rotation.
    pub width: f32,
    /// Height in points (1/72 inch on paper), after cropping and rotation.
    pub height: f32,
    /// Size of the unit of the page's own coordinates, in points: 1 unless the PDF says otherwise.
    pub user_unit: f32,
    /// Resolution of the scanned image; 0 for a page without one.
    pub dpi: f32,
    /// The text: a line per line, an empty line between paragraphs. Empty if the page cannot be read.
    #[serde(skip)]
    pub text: String,
    /// The words, in reading order.
    #[serde(skip)]
    pub words: Vec<TrueWord>,
}

/// What is to happen when somebody opens the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum Expected {
    /// Every page is read.
    Read,
    /// Every page is read after the password has been given.
    ReadWithPassword,
    /// These pages (counted from 1) cannot be drawn, or come out without their text; all others are read.
    PagesFail {
        /// The numbers of the pages.
        pages: Vec<u32>,
    },
    /// It cannot be opened.
    Refused {
        /// Why, in a word: `empty`, `format`, `damaged`, `no-pages`, `too-large`.
        reason: String,
    },
}

impl Expected {
    /// Shorthand for [`Expected::Refused`].
    pub fn refused(reason: &str) -> Self {
        Self::Refused { reason: reason.to_owned() }
    }
}

/// A document, as bytes, and what it should lead to.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// File name.
    pub file: String,
    /// What is special about it, in a sentence.
    pub description: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The pages in order, with what they say.
    pub pages: Vec<TruePage>,
    /// The password that opens it.
    pub password: Option<String>,
    /// What is to happen.
    pub expected: Expected,
}

/// What `manifest.json` says about a document.
#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    bytes: usize,
    description: String,
    password: Option<String>,
    expected: Expected,
    pages: Vec<TruePage>,
}

impl Document {
    /// A document that is read without a password.
    pub fn new(file: &str, description: &str, bytes: Vec<u8>, pages: Vec<TruePage>) -> Self {
        Self {
            file: file.to_owned(),
            description: description.to_owned(),
            bytes,
            pages,
            password: None,
            expected: Expected::Read,
        }
    }

    /// The same, with another outcome.
    pub fn expecting(self, expected: Expected) -> Self {
        Self { expected, ..self }
    }

    /// The text of all pages, separated by form feeds.
    pub fn text(&self) -> String {
        self.pages.iter().map(|page| page.text.as_str()).collect::<Vec<_>>().join("\u{c}")
    }

    /// Writes the file, `FILE.gt.txt` (the text, pages separated by form feed), `FILE.words.json`
    /// (for each page a list of [`TrueWord`]) and a line in `manifest.json`. Documents that cannot be
    /// opened have no text and no words.
    ///
    /// # Errors
    /// Everything that can go wrong with files.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::write(folder.join(&self.file), &self.bytes)?;
        self.write_truth(folder)?;
        self.list(folder, self.bytes.len())
    }

    /// Writes the text and the words, as [`Document::write`] does.
    ///
    /// # Errors
    /// Everything that can go wrong with files.
    pub fn write_truth(&self, folder: &Path) -> io::Result<()> {
        if !self.pages.is_empty() {
            fs::write(folder.join(format!("{}.gt.txt", self.file)), self.text())?;
            let words: Vec<_> = self.pages.iter().map(|page| &page.words).collect();
            fs::write(folder.join(format!("{}.words.json", self.file)), serde_json::to_vec(&words)?)?;
        }
        Ok(())
    }

    /// Puts the document into the folder's manifest, in place of what it said about this file.
    ///
    /// # Errors
    /// Everything that can go wrong with files.
    pub fn list(&self, folder: &Path, bytes: usize) -> io::Result<()> {
        let path = folder.join("manifest.json");
        let mut entries: Vec<Entry> = match fs::read(&path) {
            Ok(manifest) => serde_json::from_slice(&manifest)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        entries.retain(|entry| entry.file != self.file);
        entries.push(Entry {
            file: self.file.clone(),
            bytes,
            description: self.description.clone(),
            password: self.password.clone(),
            expected: self.expected.clone(),
            pages: self.pages.clone(),
        });
        entries.sort_by(|a, b| a.file.cmp(&b.file));
        fs::write(path, serde_json::to_vec_pretty(&entries)?)
    }
}
