//! A small writer of PDFs that can also write them the way they are found in the wild: with
//! cross-reference tables or streams, object streams, both at once, and with updates appended.

use std::fmt::Write as _;

use super::encode::{PdfImage, flate};

/// Number of an object.
pub type Id = usize;

/// An indirect object.
#[derive(Debug, Clone)]
pub enum Object {
    /// Anything but a stream, as it is written.
    Plain(String),
    /// A stream: the entries of its dictionary without `/Length`, and its bytes.
    Stream(String, Vec<u8>),
}

/// How the file finds its objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table (PDF 1.4).
    Table,
    /// A stream (PDF 1.5).
    Stream,
    /// A stream, and all plain objects packed into object streams.
    ObjectStreams,
    /// A table for old readers, and a stream for what it hides from them in object streams.
    Hybrid,
}

/// The objects of one document; the first is number 1.
#[derive(Debug, Clone, Default)]
pub struct Pdf {
    objects: Vec<Object>,
    /// The catalog.
    pub root: Id,
    /// Further entries of the trailer.
    pub trailer: String,
}

impl Pdf {
    /// Adds an object.
    pub fn add(&mut self, object: Object) -> Id {
        self.objects.push(object);
        self.objects.len()
    }

    /// Adds a plain object.
    pub fn plain(&mut self, text: impl Into<String>) -> Id {
        self.add(Object::Plain(text.into()))
    }

    /// Adds a stream.
    pub fn stream(&mut self, entries: &str, data: impl Into<Vec<u8>>) -> Id {
        self.add(Object::Stream(entries.to_owned(), data.into()))
    }

    /// Adds an image.
    pub fn image(&mut self, image: &PdfImage) -> Id {
        let PdfImage { width, height, entries, data } = image;
        let entries = format!("/Type /XObject /Subtype /Image /Width {width} /Height {height} {entries}");
        self.stream(&entries, data.clone())
    }

    /// Takes a number for an object that is set later.
    pub fn reserve(&mut self) -> Id {
        self.plain("null")
    }

    /// Sets a plain object.
    pub fn set(&mut self, id: Id, text: impl Into<String>) {
        self.replace(id, Object::Plain(text.into()));
    }

    /// Puts another object in the place of this one.
    pub fn replace(&mut self, id: Id, object: Object) {
        self.objects[id - 1] = object;
    }

    /// The objects, number 1 first.
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// Adds a page tree of these pages, whose own `/Parent` is `tree`, and the catalog. `inherited` are
    /// entries of the tree that its pages inherit.
    pub fn finish(&mut self, tree: Id, pages: &[Id], inherited: &str) {
        let kids = pages.iter().map(|id| format!("{id} 0 R")).collect::<Vec<_>>().join(" ");
        self.set(tree, format!("<< /Type /Pages /Count {} /Kids [{kids}] {inherited} >>", pages.len()));
        self.root = self.plain(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
        // Encryption needs it, and every writer of today puts it in.
        self.trailer =
            "/ID [<7061676577697365706167657769736531> <7061676577697365706167657769736531>]".into();
    }

    /// The file.
    pub fn write(&self, form: Form) -> Vec<u8> {
        let mut writer = Writer::new(if form == Form::Table { "1.4" } else { "1.5" });
        let all = 1..=self.objects.len();
        match form {
            Form::Table => {
                for id in all {
                    writer.object(id, &self.objects[id - 1]);
                }
                writer.table(&self.trailer_entries(), None);
            }
            Form::Stream => {
                for id in all {
                    writer.object(id, &self.objects[id - 1]);
                }
                writer.xref_stream(self.objects.len() + 1, &self.trailer_entries(), None);
            }
            Form::ObjectStreams => {
                let container = self.objects.len() + 1;
                self.pack(&mut writer, container);
                writer.xref_stream(container + 1, &self.trailer_entries(), None);
            }
            Form::Hybrid => self.write_hybrid(&mut writer),
        }
        writer.bytes
    }

    /// What the trailer says apart from sizes and offsets.
    pub fn trailer_entries(&self) -> String {
        format!("/Root {} 0 R {}", self.root, self.trailer)
    }

    fn pack(&self, writer: &mut Writer, container: Id) {
        let mut packed = Vec::new();
        for (i, object) in self.objects.iter().enumerate() {
            match object {
                Object::Plain(text) => packed.push((i + 1, text.as_str())),
                Object::Stream(..) => writer.object(i + 1, object),
            }
        }
        writer.object_stream(container, &packed);
    }

    /// Streams and everything with a type are in the table; the rest is found through the stream only.
    fn write_hybrid(&self, writer: &mut Writer) {
        let container = self.objects.len() + 1;
        let hidden = |object: &Object| matches!(object, Object::Plain(text) if !text.contains("/Type"));
        let mut packed = Vec::new();
        for (i, object) in self.objects.iter().enumerate() {
            match object {
                Object::Plain(text) if hidden(object) => packed.push((i + 1, text.as_str())),
                _ => writer.object(i + 1, object),
            }
        }
        writer.object_stream(container, &packed);
        let packed_entries: Vec<_> =
            writer.entries.extract_if(.., |e| matches!(e.1, Entry::Packed { .. })).collect();
        let table = std::mem::replace(&mut writer.entries, packed_entries);
        let extra = writer.bytes.len();
        writer.xref_stream_at(container + 1, &self.trailer_entries());
        writer.entries = table;
        writer.size = container + 2;
        // As word processors write it: readers look into the stream only when a section of its own,
        // which lists nothing else, points to it.
        let table = writer.table(&self.trailer_entries(), None);
        writer.table(&format!("{} /XRefStm {extra}", self.trailer_entries()), Some(table));
    }
}

/// Where an object is.
#[derive(Debug, Clone, Copy)]
enum Entry {
    Offset(usize),
    Packed { container: Id, index: usize },
}

/// A file in the making, also one that is there already and gets an update.
pub struct Writer {
    /// What has been written.
    pub bytes: Vec<u8>,
    entries: Vec<(Id, Entry)>,
    size: usize,
}

impl Writer {
    /// Begins a file of this version of the format.
    pub fn new(version: &str) -> Self {
        let mut bytes = format!("%PDF-{version}\n%").into_bytes();
        bytes.extend([0xE2, 0xE3, 0xCF, 0xD3, b'\n']);
        Self { bytes, entries: Vec::new(), size: 1 }
    }

    /// Begins an update at the end of a file whose trailer has this `/Size`.
    pub fn append(bytes: Vec<u8>, size: usize) -> Self {
        Self { bytes, entries: Vec::new(), size }
    }

    /// Writes an object.
    pub fn object(&mut self, id: Id, object: &Object) {
        self.note(id, Entry::Offset(self.bytes.len()));
        self.bytes.extend(serialize(id, object));
    }

    fn note(&mut self, id: Id, entry: Entry) {
        self.entries.push((id, entry));
        self.size = self.size.max(id + 1);
    }

    fn object_stream(&mut self, container: Id, packed: &[(Id, &str)]) {
        let (mut heads, mut bodies) = (String::new(), String::new());
        for (index, (id, text)) in packed.iter().enumerate() {
            let _ = write!(heads, "{id} {} ", bodies.len());
            bodies.push_str(text);
            bodies.push('\n');
            self.note(*id, Entry::Packed { container, index });
        }
        let entries =
            format!("/Type /ObjStm /N {} /First {} /Filter /FlateDecode", packed.len(), heads.len());
        let data = flate(format!("{heads}{bodies}").as_bytes());
        self.object(container, &Object::Stream(entries, data));
    }

    /// Writes the cross-reference table of the objects written since the beginning (or since the last
    /// table), the trailer and the end of the file. `previous` is the offset of the one before. Gives the
    /// offset of the table.
    pub fn table(&mut self, trailer: &str, previous: Option<usize>) -> usize {
        self.entries.sort_by_key(|entry| entry.0);
        let start = self.bytes.len();
        let mut out = String::from("xref\n");
        if previous.is_none() {
            let _ = writeln!(out, "0 {}", self.size);
            let mut offsets = vec![None; self.size];
            for (id, entry) in &self.entries {
                if let Entry::Offset(offset) = entry {
                    offsets[*id] = Some(*offset);
                }
            }
            out.push_str("0000000000 65535 f \n");
            for offset in &offsets[1..] {
                match offset {
                    Some(offset) => out.push_str(&format!("{offset:010} 00000 n \n")),
                    None => out.push_str("0000000000 00000 f \n"),
                }
            }
        } else if self.entries.is_empty() {
            out.push_str("0 0\n");
        } else {
            for (id, entry) in &self.entries {
                if let Entry::Offset(offset) = entry {
                    let _ = write!(out, "{id} 1\n{offset:010} 00000 n \n");
                }
            }
        }
        let previous = previous.map(|at| format!("/Prev {at}")).unwrap_or_default();
        let _ = write!(
            out,
            "trailer\n<< /Size {} {trailer} {previous} >>\nstartxref\n{start}\n%%EOF\n",
            self.size
        );
        self.bytes.extend(out.into_bytes());
        self.entries.clear();
        start
    }

    /// The same as [`Writer::table`], as a stream with the number `id`.
    pub fn xref_stream(&mut self, id: Id, trailer: &str, previous: Option<usize>) -> usize {
        let previous = previous.map(|at| format!("/Prev {at}")).unwrap_or_default();
        let start = self.xref_stream_at(id, &format!("{trailer} {previous}"));
        self.bytes.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
        start
    }

    fn xref_stream_at(&mut self, id: Id, trailer: &str) -> usize {
        let start = self.bytes.len();
        self.note(id, Entry::Offset(start));
        self.entries.sort_by_key(|entry| entry.0);
        let (mut index, mut rows) = (String::new(), Vec::new());
        if self.entries.first().is_some_and(|(id, _)| *id == 1) {
            index.push_str("0 1 ");
            rows.extend([0, 0, 0, 0, 0, 255]);
        }
        for (id, entry) in &self.entries {
            let _ = write!(index, "{id} 1 ");
            match entry {
                Entry::Offset(offset) => {
                    rows.push(1);
                    rows.extend((*offset as u32).to_be_bytes());
                    rows.push(0);
                }
                Entry::Packed { container, index } => {
                    rows.push(2);
                    rows.extend((*container as u32).to_be_bytes());
                    rows.push(*index as u8);
                }
            }
        }
        let entries = format!(
            "/Type /XRef /Size {} /W [1 4 1] /Index [{}] {trailer} /Filter /FlateDecode",
            self.size,
            index.trim_end()
        );
        let object = Object::Stream(entries, flate(&rows));
        self.bytes.extend(serialize(id, &object));
        self.entries.clear();
        start
    }
}

/// The object as it stands in the file.
pub fn serialize(id: Id, object: &Object) -> Vec<u8> {
    match object {
        Object::Plain(text) => format!("{id} 0 obj\n{text}\nendobj\n").into_bytes(),
        Object::Stream(entries, data) => {
            let mut bytes =
                format!("{id} 0 obj\n<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
            bytes.extend(data);
            bytes.extend(b"\nendstream\nendobj\n");
            bytes
        }
    }
}
