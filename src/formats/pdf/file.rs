//! The objects of a file, found, verified, decrypted.

use super::crypt::Cipher;
use super::error::PdfError;
use super::filter::decode;
use super::object::{Dict, Object, Ref};
use super::parse::{ParseError, Parser};
use super::source::Source;
use super::xref::{Entry, Xref};
use crate::model::source::read_at::ReadAt;

/// Most bytes an object may take, streams aside.
pub(super) const MAX_OBJECT: u64 = 16 << 20;
/// Most bytes of a stream that is looked into.
const MAX_STREAM: u64 = 64 << 20;
/// How many object streams are kept.
const CONTAINERS: usize = 4;
/// Most bytes that streams decode to in all, those that are decoded again included.
const MOST_DECODED: usize = 1 << 30;
/// Longest chain of objects that need each other to be read.
const MAX_CHAIN: u32 = 16;
/// How far into a file its header may stand.
const HEADER_WITHIN: u64 = 1024;

/// An object as it stands in the file.
pub(super) struct Read {
    /// The number that stands before it.
    pub(super) id: Ref,
    /// The object; for a stream, its dictionary.
    pub(super) object: Object,
    /// Where the bytes begin, if it is a stream.
    pub(super) data: Option<u64>,
}

/// Reads the object at this offset.
pub(super) fn read_indirect<R: ReadAt>(source: &mut Source<R>, at: u64) -> Result<Read, PdfError> {
    let mut length = 1 << 10;
    loop {
        let bytes = source.bytes(at, length)?;
        let is_all = at + bytes.len() as u64 >= source.len();
        match parse_indirect(&bytes, is_all) {
            Ok((id, object, data)) => {
                return Ok(Read { id, object, data: data.map(|data| at + data as u64) });
            }
            Err(ParseError::Incomplete) if !is_all && length < MAX_OBJECT => length *= 4,
            Err(_) => return Err(PdfError::damaged("an object is not where it should be")),
        }
    }
}

fn parse_indirect(bytes: &[u8], is_all: bool) -> Result<(Ref, Object, Option<usize>), ParseError> {
    let mut parser = Parser::new(bytes, is_all);
    let id = parser.head()?;
    let object = parser.object()?;
    if !matches!(object, Object::Dict(_)) || !parser.keyword("stream")? {
        return Ok((id, object, None));
    }
    let at = parser.position();
    let line_end = match bytes.get(at..at + 2) {
        Some(b"\r\n") => 2,
        Some([b'\r' | b'\n', _]) => 1,
        Some(_) => 0,
        None => return Err(ParseError::Incomplete),
    };
    Ok((id, object, Some(at + line_end)))
}

/// The bytes of a stream that begins here: so many, if its end is where that length puts it, or else up to
/// the next `endstream`.
pub(super) fn stream_bytes<R: ReadAt>(
    source: &mut Source<R>,
    at: u64,
    length: Option<u64>,
) -> Result<Vec<u8>, PdfError> {
    const END: &[u8] = b"endstream";
    if let Some(length) = length.filter(|length| *length <= MAX_STREAM) {
        let after = source.bytes(at.saturating_add(length), 32)?;
        if Parser::new(&after, true).keyword("endstream") == Ok(true) {
            return source.bytes(at, length);
        }
    }
    let mut window = 64 << 10;
    loop {
        let bytes = source.bytes(at, window)?;
        if let Some(end) = bytes.windows(END.len()).position(|part| part == END) {
            let data = &bytes[..end];
            let data = data.strip_suffix(b"\n").unwrap_or(data);
            return Ok(data.strip_suffix(b"\r").unwrap_or(data).to_vec());
        }
        if (bytes.len() as u64) < window || window >= MAX_STREAM {
            return Err(PdfError::damaged("a stream has no end"));
        }
        window *= 4;
    }
}

/// A decoded object stream.
struct Container {
    number: u32,
    data: Vec<u8>,
    /// Numbers of its objects and where they begin.
    index: Vec<(u32, usize)>,
}

/// A file and what is known about it.
pub(super) struct File<R> {
    source: Source<R>,
    pub(super) xref: Xref,
    pub(super) cipher: Option<Cipher>,
    /// Most recently used last.
    containers: Vec<Container>,
    chain: u32,
    decoded: usize,
}

impl<R: ReadAt> File<R> {
    pub(super) fn open(file: R, password: Option<&str>) -> Result<Self, PdfError> {
        let mut source = Source::new(file);
        let head = source.bytes(0, HEADER_WITHIN)?;
        let header = head
            .windows(4)
            .position(|window| window == b"%PDF")
            .ok_or(PdfError::damaged("it does not begin as a PDF does"))?;
        source.begin_at(header as u64);
        let xref = Xref::read(&mut source)?;
        let mut file = Self { source, xref, cipher: None, containers: Vec::new(), chain: 0, decoded: 0 };
        let encrypt = file.xref.trailer.get("Encrypt").cloned().unwrap_or(Object::Null);
        match file.resolve(&encrypt)? {
            // Where it refers to an object that is not there, one that we add might be taken for it.
            Object::Null if encrypt == Object::Null => {}
            Object::Dict(encrypt) => {
                let mut encrypt = file.resolve_entries(&encrypt)?;
                if let Some(Object::Dict(filters)) = encrypt.get("CF") {
                    let filters = file.resolve_entries(&filters.clone())?;
                    encrypt.set("CF", filters);
                }
                let id = file.id()?.and_then(|id| id.into_iter().next()).unwrap_or_default();
                file.cipher = Some(Cipher::open(&encrypt, &id, password)?);
                // What has been read until now has not been decrypted.
                file.containers.clear();
            }
            _ => return Err(PdfError::damaged("it does not say how it is encrypted")),
        }
        Ok(file)
    }

    /// Number of bytes from the header to the end.
    pub(super) fn len(&self) -> u64 {
        self.source.len()
    }

    /// Whether the last byte ends a line.
    pub(super) fn ends_a_line(&mut self) -> Result<bool, PdfError> {
        let last = self.source.bytes(self.len().saturating_sub(1), 1)?;
        Ok(matches!(last[..], [b'\n' | b'\r']))
    }

    /// The strings of the trailer's `/ID`.
    pub(super) fn id(&mut self) -> Result<Option<Vec<Vec<u8>>>, PdfError> {
        let id = self.xref.trailer.get("ID").cloned().unwrap_or(Object::Null);
        let Object::Array(parts) = self.resolve(&id)? else { return Ok(None) };
        let mut strings = Vec::new();
        for part in parts.iter().take(2) {
            match self.resolve(part)? {
                Object::String(bytes) => strings.push(bytes),
                _ => return Ok(None),
            }
        }
        Ok(Some(strings))
    }

    /// The object, with its strings decrypted; the dictionary of a stream. Null where there is none.
    pub(super) fn object(&mut self, id: Ref) -> Result<Object, PdfError> {
        Ok(self.read(id)?.object)
    }

    /// The same together with the place of a stream's bytes.
    fn read(&mut self, id: Ref) -> Result<Read, PdfError> {
        if self.chain >= MAX_CHAIN {
            return Err(PdfError::damaged("its objects need each other in a circle"));
        }
        self.chain += 1;
        let read = self.read_entry(id);
        self.chain -= 1;
        read
    }

    fn read_entry(&mut self, id: Ref) -> Result<Read, PdfError> {
        match self.xref.entry(id.number) {
            Entry::Free => Ok(Read { id, object: Object::Null, data: None }),
            Entry::At { offset, generation } => {
                let mut read = read_indirect(&mut self.source, offset)?;
                if read.id != (Ref { number: id.number, generation }) || generation != id.generation {
                    return Err(PdfError::damaged("an object is not where it should be"));
                }
                if let Some(cipher) = &self.cipher {
                    let decrypt = &mut |bytes| Ok::<_, PdfError>(cipher.decrypt_string(id, bytes));
                    read.object = read.object.map_strings(decrypt)?;
                }
                Ok(read)
            }
            Entry::Packed { container } => {
                if id.generation != 0 {
                    return Err(PdfError::damaged("an object is not where it should be"));
                }
                let container = self.container(container)?;
                let start =
                    container.index.iter().find(|(number, _)| *number == id.number).map(|entry| entry.1);
                let bytes = start.and_then(|start| container.data.get(start..));
                let object = bytes.and_then(|bytes| Parser::new(bytes, true).object().ok());
                let object = object.ok_or(PdfError::damaged("an object is not where it should be"))?;
                Ok(Read { id, object, data: None })
            }
        }
    }

    fn container(&mut self, number: u32) -> Result<&Container, PdfError> {
        match self.containers.iter().position(|container| container.number == number) {
            Some(at) => {
                let container = self.containers.remove(at);
                self.containers.push(container);
            }
            None => {
                let container = self.read_container(number)?;
                if self.containers.len() == CONTAINERS {
                    self.containers.remove(0);
                }
                self.containers.push(container);
            }
        }
        self.containers.last().ok_or(PdfError::damaged("an object stream is missing"))
    }

    fn read_container(&mut self, number: u32) -> Result<Container, PdfError> {
        const DAMAGED: PdfError = PdfError::damaged("an object stream is broken");
        // An object stream in an object stream, or one that is older than a change to its number, is none.
        let Entry::At { generation, .. } = self.xref.entry(number) else { return Err(DAMAGED) };
        let (dict, data) = self.stream(Ref { number, generation })?.ok_or(DAMAGED)?;
        if dict.get("Type").and_then(Object::as_name) != Some(b"ObjStm") {
            return Err(DAMAGED);
        }
        let integer =
            |key: &str| dict.get(key).and_then(Object::as_integer).and_then(|n| usize::try_from(n).ok());
        let (count, first) = (integer("N").ok_or(DAMAGED)?, integer("First").ok_or(DAMAGED)?);
        let heads = data.get(..first).ok_or(DAMAGED)?;
        let mut parser = Parser::new(heads, true);
        let mut index = Vec::new();
        // There is no more of them than bytes, whatever the number says.
        for _ in 0..count.min(heads.len()) {
            let (Ok(number), Ok(offset)) = (parser.unsigned(), parser.unsigned()) else { break };
            let start = usize::try_from(offset).ok().and_then(|offset| first.checked_add(offset));
            let (Ok(number), Some(start)) = (u32::try_from(number), start) else { return Err(DAMAGED) };
            index.push((number, start));
        }
        Ok(Container { number, data, index })
    }

    /// What the dictionary of a stream says about its bytes, resolved, and the bytes, decoded. `None`: it is no
    /// stream.
    pub(super) fn stream(&mut self, id: Ref) -> Result<Option<(Dict, Vec<u8>)>, PdfError> {
        let stream = self.content(id)?;
        self.decoded = self.decoded.saturating_add(stream.as_ref().map_or(0, |(_, data)| data.len()));
        if self.decoded > MOST_DECODED {
            return Err(PdfError::damaged("too much of it refers to the same objects"));
        }
        Ok(stream)
    }

    /// The same for the content of a page, of which there may be any amount in a file.
    pub(super) fn content(&mut self, id: Ref) -> Result<Option<(Dict, Vec<u8>)>, PdfError> {
        let Read { object: Object::Dict(dict), data: Some(at), .. } = self.read(id)? else {
            return Ok(None);
        };
        let dict = self.resolve_entries(&of_coding(&dict))?;
        let length = dict.get("Length").and_then(Object::as_integer).and_then(|n| u64::try_from(n).ok());
        let mut data = stream_bytes(&mut self.source, at, length)?;
        if let Some(cipher) = self.cipher.as_ref().filter(|_| !is_left_plain(&dict)) {
            data = cipher.decrypt_stream(id, data);
        }
        let data = decode(&dict, data)?;
        Ok(Some((dict, data)))
    }

    /// The dictionary of a stream. `None`: it is no stream.
    pub(super) fn stream_dict(&mut self, id: Ref) -> Result<Option<Dict>, PdfError> {
        let read = self.read(id)?;
        Ok(match (read.object, read.data) {
            (Object::Dict(dict), Some(_)) => Some(dict),
            _ => None,
        })
    }

    /// The object itself, or what it refers to.
    pub(super) fn resolve(&mut self, object: &Object) -> Result<Object, PdfError> {
        let mut object = object.clone();
        for _ in 0..MAX_CHAIN {
            match object {
                Object::Reference(id) => object = self.object(id)?,
                other => return Ok(other),
            }
        }
        Err(PdfError::damaged("its objects need each other in a circle"))
    }

    /// The value of a key, resolved.
    pub(super) fn get(&mut self, dict: &Dict, key: &str) -> Result<Object, PdfError> {
        dict.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// The same dictionary with its values resolved, and those in its arrays and dictionaries, once.
    fn resolve_entries(&mut self, dict: &Dict) -> Result<Dict, PdfError> {
        let mut resolved = Dict::new();
        for (key, value) in dict.iter() {
            let value = match self.resolve(value)? {
                Object::Array(elements) => {
                    let elements = elements.iter().map(|element| self.resolve(element));
                    Object::Array(elements.collect::<Result<_, _>>()?)
                }
                other => other,
            };
            resolved.push(key.to_vec(), value);
        }
        Ok(resolved)
    }
}

/// The entries that say how the bytes of a stream are coded, and what an object stream holds.
fn of_coding(dict: &Dict) -> Dict {
    const KEYS: [&str; 8] = ["Type", "Length", "Filter", "F", "DecodeParms", "DP", "N", "First"];
    let entries = KEYS.into_iter().filter_map(|key| Some((key, dict.get(key)?)));
    entries.fold(Dict::new(), |coding, (key, value)| coding.with(key, value.clone()))
}

/// Whether a stream says that it is exempt from encryption.
fn is_left_plain(dict: &Dict) -> bool {
    let first = |key: &str| match dict.get(key) {
        Some(Object::Array(elements)) => elements.first(),
        other => other,
    };
    let name = first("DecodeParms").and_then(Object::as_dict).and_then(|parameters| parameters.get("Name"));
    let is_exempt = first("Filter").and_then(Object::as_name) == Some(b"Crypt")
        && name.and_then(Object::as_name).is_none_or(|name| name == b"Identity");
    is_exempt || dict.get("Type").and_then(Object::as_name) == Some(b"XRef")
}
