//! Makes a PDF searchable, for tests and benchmarks that look at the result with other programs.
//!
//! `searchable IN.pdf PAGES.json OUT.pdf [--password P]` adds the pages in `PAGES.json`, a list of
//! `PageText`, and writes the original followed by the update. What became of it is printed as JSON. With `--replace`
//! the pages lose what nobody sees of their old text, with `--strip` all pages do and nothing is added.

use std::cell::RefCell;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs::File};

use pagewise::formats::pdf::{Layered, PdfError, SearchablePdf};
use pagewise::model::page::{PageIndex, PageText};
use pagewise::model::source::read_at::ReadAt;
use serde_json::{Value, json};

/// A file on disk, with a count of what was read of it.
struct FileOnDisk {
    file: RefCell<File>,
    length: u64,
    read: RefCell<u64>,
}

impl FileOnDisk {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file: RefCell::new(file), length, read: RefCell::new(0) })
    }
}

impl ReadAt for &FileOnDisk {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.borrow_mut();
        let read = file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(buffer));
        *self.read.borrow_mut() += buffer.len() as u64;
        read
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (choice, arguments): (Vec<&str>, Vec<&str>) =
        arguments.into_iter().partition(|argument| matches!(*argument, "--replace" | "--strip"));
    let choice = choice.first().copied();
    let result = match arguments[..] {
        [from, pages, to] => run(Path::new(from), Path::new(pages), Path::new(to), None, choice),
        [from, pages, to, "--password", password] => {
            run(Path::new(from), Path::new(pages), Path::new(to), Some(password), choice)
        }
        _ => {
            Err(io::Error::other("searchable IN.pdf PAGES.json OUT.pdf [--password P] [--replace | --strip]"))
        }
    };
    match result {
        Ok(outcome) => {
            println!("{outcome}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("searchable: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(
    from: &Path,
    pages: &Path,
    to: &Path,
    password: Option<&str>,
    choice: Option<&str>,
) -> io::Result<Value> {
    let pages: Vec<PageText> = serde_json::from_slice(&fs::read(pages)?)?;
    let file = FileOnDisk::open(from)?;
    Ok(match layered(&file, &pages, password, choice) {
        Ok((update, outcome)) => {
            fs::write(to, [fs::read(from)?, update].concat())?;
            outcome
        }
        Err(error) => {
            let kind = match &error {
                PdfError::NeedsRewrite { .. } => "needs-rewrite",
                PdfError::PasswordWrong => "password-wrong",
                PdfError::UnsupportedEncryption { .. } => "unsupported-encryption",
                _ => "unreadable",
            };
            json!({ "outcome": kind, "reason": error.to_string() })
        }
    })
}

fn layered(
    file: &FileOnDisk,
    pages: &[PageText],
    password: Option<&str>,
    choice: Option<&str>,
) -> Result<(Vec<u8>, Value), PdfError> {
    let mut pdf = SearchablePdf::open(file, password)?;
    let page_count = pdf.page_count();
    let facts = pdf.facts().clone();
    let mut update = Vec::new();
    let mut outcomes = Vec::new();
    let mut note = |pdf: &mut SearchablePdf<_>, layered: Layered| {
        outcomes.push(match layered {
            Layered::Added => "added".to_owned(),
            Layered::Replaced => "replaced".to_owned(),
            Layered::Exchanged => "exchanged".to_owned(),
            Layered::TakenOut => "taken out".to_owned(),
            Layered::Left(reason) => format!("left: {reason:?}"),
        });
        update.extend(pdf.take_bytes());
    };
    if choice == Some("--strip") {
        for page in (0..page_count).map(PageIndex) {
            let layered = pdf.strip_page(page)?;
            note(&mut pdf, layered);
        }
    } else {
        for page in pages {
            let layered = if choice.is_some() { pdf.replace_page(page)? } else { pdf.add_page(page)? };
            note(&mut pdf, layered);
        }
    }
    update.extend(pdf.finish()?);
    let outcome = json!({
        "outcome": "done",
        "pageCount": page_count,
        "signed": facts.is_signed,
        "encrypted": facts.is_encrypted,
        "layered": facts.layered,
        "pages": outcomes,
        "added": update.len(),
        "read": *file.read.borrow(),
    });
    Ok((update, outcome))
}
