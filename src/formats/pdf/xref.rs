//! Where the objects of a file are: its cross-reference sections, the newest first (ISO 32000-1, 7.5).

use std::collections::{HashMap, HashSet};

use super::error::PdfError;
use super::file::{MAX_OBJECT, read_indirect, stream_bytes};
use super::filter::decode;
use super::object::{Dict, Object};
use super::parse::{ParseError, Parser};
use super::source::Source;
use crate::model::source::read_at::ReadAt;

/// Highest object number that PDFium accepts.
pub(super) const MAX_NUMBER: u32 = 4 << 20;
/// Most sections a file may have.
const MAX_SECTIONS: usize = 4096;
/// How far from the end `startxref` may stand.
const TAIL: u64 = 4096;
/// How much of a table is read at a time.
const WINDOW: u64 = 32 << 10;

/// Where one object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nowhere.
    Free,
    /// At this offset.
    At { offset: u64, generation: u16 },
    /// In this object stream.
    Packed { container: u32 },
}

/// How a section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As a table, with a trailer.
    Table,
    /// As a stream.
    Stream,
}

/// All sections of a file, taken together.
#[derive(Debug)]
pub(super) struct Xref {
    entries: HashMap<u32, Entry>,
    /// The newest trailer.
    pub(super) trailer: Dict,
    /// How the newest section is written.
    pub(super) form: Form,
    /// Where the newest section is.
    pub(super) newest: u64,
}

/// A section and what it says besides.
struct Section {
    entries: Vec<(u32, Entry)>,
    trailer: Dict,
    form: Form,
}

impl Xref {
    pub(super) fn read<R: ReadAt>(source: &mut Source<R>) -> Result<Self, PdfError> {
        let newest = find_start(source)?;
        let first = Section::read(source, newest)?;
        let mut xref =
            Xref { entries: HashMap::new(), trailer: first.trailer.clone(), form: first.form, newest };
        let mut seen = HashSet::from([newest]);
        let mut section = first;
        loop {
            // What old readers are to take for free may be in a stream beside the table.
            let hidden = match section.trailer.get("XRefStm") {
                Some(at) if section.form == Form::Table => Section::read(source, offset(at)?)?.entries,
                _ => Vec::new(),
            };
            let (free, used): (Vec<_>, Vec<_>) =
                section.entries.into_iter().partition(|(_, entry)| *entry == Entry::Free);
            for (number, entry) in used.into_iter().chain(hidden).chain(free) {
                xref.entries.entry(number).or_insert(entry);
            }
            let Some(previous) = section.trailer.get("Prev") else { break };
            let previous = offset(previous)?;
            // PDFium stops here, too: what has been read is what there is.
            if !seen.insert(previous) {
                break;
            }
            if seen.len() > MAX_SECTIONS {
                return Err(PdfError::damaged("it has too many updates"));
            }
            section = Section::read(source, previous)?;
        }
        Ok(xref)
    }

    /// Where this object is.
    pub(super) fn entry(&self, number: u32) -> Entry {
        self.entries.get(&number).copied().unwrap_or(Entry::Free)
    }

    /// The first number that no object has, nor had.
    pub(super) fn next_number(&self) -> u32 {
        let used = self.entries.keys().max().map_or(1, |highest| highest + 1);
        let declared = self.trailer.get("Size").and_then(Object::as_integer).unwrap_or(0);
        // A size that no viewer accepts says nothing.
        u32::try_from(declared).ok().filter(|size| *size < MAX_NUMBER).map_or(used, |size| size.max(used))
    }
}

fn offset(value: &Object) -> Result<u64, PdfError> {
    value
        .as_integer()
        .and_then(|offset| u64::try_from(offset).ok())
        .ok_or(PdfError::damaged("a cross-reference section has no place"))
}

/// The offset after the last `startxref`.
fn find_start<R: ReadAt>(source: &mut Source<R>) -> Result<u64, PdfError> {
    const WORD: &[u8] = b"startxref";
    let from = source.len().saturating_sub(TAIL);
    let tail = source.bytes(from, TAIL)?;
    let at = tail
        .windows(WORD.len())
        .rposition(|window| window == WORD)
        .ok_or(PdfError::damaged("it does not say where its objects are"))?;
    let mut parser = Parser::new(&tail[at + WORD.len()..], true);
    match parser.unsigned() {
        Ok(offset) if offset > 0 && offset < source.len() => Ok(offset),
        _ => Err(PdfError::damaged("it does not say where its objects are")),
    }
}

impl Section {
    fn read<R: ReadAt>(source: &mut Source<R>, at: u64) -> Result<Self, PdfError> {
        if at >= source.len() {
            return Err(PdfError::damaged("a cross-reference section lies outside of it"));
        }
        let start = source.bytes(at, 64)?;
        let mut parser = Parser::new(&start, true);
        if parser.keyword("xref") == Ok(true) {
            return Self::table(source, at + parser.position() as u64);
        }
        Self::stream(source, at)
    }

    fn table<R: ReadAt>(source: &mut Source<R>, at: u64) -> Result<Self, PdfError> {
        let mut reader = TableReader { source, at };
        let mut entries = Vec::new();
        loop {
            if reader.next(|parser| parser.keyword("trailer"))? {
                break;
            }
            let (first, count) = reader.next(|parser| Ok((parser.unsigned()?, parser.unsigned()?)))?;
            reader.entries(first, count, &mut entries)?;
        }
        let TableReader { source, at } = reader;
        let trailer = read_dict(source, at)?;
        Ok(Self { entries, trailer, form: Form::Table })
    }

    fn stream<R: ReadAt>(source: &mut Source<R>, at: u64) -> Result<Self, PdfError> {
        const DAMAGED: PdfError =
            PdfError::damaged("there is no cross-reference section where one should be");
        let read = read_indirect(source, at).map_err(|error| match error {
            PdfError::NeedsRewrite { .. } => DAMAGED,
            other => other,
        })?;
        let (Object::Dict(trailer), Some(data)) = (read.object, read.data) else { return Err(DAMAGED) };
        if trailer.get("Type").and_then(Object::as_name) != Some(b"XRef") {
            return Err(DAMAGED);
        }
        let length = trailer.get("Length").and_then(Object::as_integer).and_then(|n| u64::try_from(n).ok());
        let data = decode(&trailer, stream_bytes(source, data, length)?)?;
        let widths = trailer.get("W").and_then(Object::as_array).unwrap_or_default();
        let widths: Vec<usize> = widths
            .iter()
            .filter_map(|width| width.as_integer().and_then(|w| usize::try_from(w).ok()))
            .filter(|width| *width <= 8)
            .collect();
        let [kind, second, third] = widths[..] else { return Err(DAMAGED) };
        if kind + second + third == 0 {
            return Err(DAMAGED);
        }
        let size = trailer.get("Size").and_then(Object::as_integer).unwrap_or(0);
        let index: Vec<i64> = match trailer.get("Index").and_then(Object::as_array) {
            Some(index) => index.iter().filter_map(Object::as_integer).collect(),
            None => vec![0, size],
        };
        let numbers = index.chunks_exact(2).flat_map(|run| {
            let first = run[0].max(0);
            first..first.saturating_add(run[1].max(0))
        });
        let mut entries = Vec::new();
        for (number, row) in numbers.zip(data.chunks_exact(kind + second + third)) {
            let Some(number) = u32::try_from(number).ok().filter(|number| *number <= MAX_NUMBER) else {
                break;
            };
            let (first, rest) = row.split_at(kind);
            let (middle, last) = rest.split_at(second);
            let (middle, last) = (big_endian(middle), big_endian(last));
            let entry = match if kind == 0 { 1 } else { big_endian(first) } {
                0 => Entry::Free,
                1 => Entry::at(middle, last),
                2 => match u32::try_from(middle) {
                    Ok(container) => Entry::Packed { container },
                    Err(_) => Entry::Free,
                },
                // To be taken for null, whatever it may be.
                _ => Entry::Free,
            };
            entries.push((number, entry));
        }
        Ok(Self { entries, trailer, form: Form::Stream })
    }
}

impl Entry {
    /// Nothing can stand where the header is: such an entry is one that its writer did not fill.
    fn at(offset: u64, generation: u64) -> Self {
        match u16::try_from(generation) {
            Ok(generation) if offset > 0 => Entry::At { offset, generation },
            _ => Entry::Free,
        }
    }
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// Reads through a table that may be larger than what is held of it.
struct TableReader<'a, R> {
    source: &'a mut Source<R>,
    at: u64,
}

impl<R: ReadAt> TableReader<'_, R> {
    /// Reads one thing.
    fn next<T>(&mut self, read: impl Fn(&mut Parser<'_>) -> Result<T, ParseError>) -> Result<T, PdfError> {
        let bytes = self.source.bytes(self.at, 256)?;
        let mut parser = Parser::new(&bytes, true);
        let value =
            read(&mut parser).map_err(|_| PdfError::damaged("its cross-reference table is broken"))?;
        self.at += parser.position() as u64;
        Ok(value)
    }

    fn entries(&mut self, first: u64, count: u64, out: &mut Vec<(u32, Entry)>) -> Result<(), PdfError> {
        let mut done = 0;
        while done < count {
            let bytes = self.source.bytes(self.at, WINDOW)?;
            let is_all = self.at + bytes.len() as u64 >= self.source.len();
            let mut parser = Parser::new(&bytes, is_all);
            let before = done;
            while done < count {
                let start = parser.position();
                match table_entry(&mut parser) {
                    Ok(entry) => {
                        if let Ok(number) = u32::try_from(first.saturating_add(done))
                            && number <= MAX_NUMBER
                        {
                            out.push((number, entry));
                        }
                        done += 1;
                    }
                    Err(ParseError::Incomplete) if !is_all => {
                        parser.seek(start);
                        break;
                    }
                    Err(_) => return Err(PdfError::damaged("its cross-reference table is broken")),
                }
            }
            self.at += parser.position() as u64;
            if done == before {
                return Err(PdfError::damaged("its cross-reference table is broken"));
            }
        }
        Ok(())
    }
}

fn table_entry(parser: &mut Parser<'_>) -> Result<Entry, ParseError> {
    let (offset, generation) = (parser.unsigned()?, parser.unsigned()?);
    if parser.keyword("n")? {
        Ok(Entry::at(offset, generation))
    } else if parser.keyword("f")? {
        Ok(Entry::Free)
    } else {
        Err(ParseError::Malformed)
    }
}

/// Reads a dictionary that is not an object of its own.
fn read_dict<R: ReadAt>(source: &mut Source<R>, at: u64) -> Result<Dict, PdfError> {
    let mut length = 1 << 10;
    loop {
        let bytes = source.bytes(at, length)?;
        let is_all = at + bytes.len() as u64 >= source.len();
        match Parser::new(&bytes, is_all).object() {
            Ok(Object::Dict(dict)) => return Ok(dict),
            Err(ParseError::Incomplete) if !is_all && length < MAX_OBJECT => length *= 4,
            _ => return Err(PdfError::damaged("its trailer is broken")),
        }
    }
}
