//! One small scan, written in every way a PDF can find its objects, damaged, encrypted and signed.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{EncryptionState, EncryptionVersion, Permissions};

use super::Case;
use super::document::{Document, Expected, TruePage};
use super::linearized;
use super::parallel;
use super::pdf::{Form, Object, Pdf, Writer};
use super::prose::Language;
use super::scans::{LIGHT, Scan, pdf_of, prose_sheet, scan, seed};
use super::sheet::A5;

/// The documents of this kind.
pub const CASES: &[Case] = &[
    ("xref-table.pdf", || plain("xref-table.pdf", "A cross-reference table", Form::Table)),
    ("xref-stream.pdf", || plain("xref-stream.pdf", "A cross-reference stream", Form::Stream)),
    ("object-streams.pdf", || {
        plain(
            "object-streams.pdf",
            "All objects but streams packed into an object stream",
            Form::ObjectStreams,
        )
    }),
    ("hybrid.pdf", hybrid),
    ("updated-table.pdf", || updated("updated-table.pdf", "Two updates with tables", Form::Table)),
    ("updated-stream.pdf", || updated("updated-stream.pdf", "Two updates with streams", Form::Stream)),
    ("linearized.pdf", linear),
    ("damaged-startxref.pdf", damaged_startxref),
    ("damaged-xref.pdf", damaged_xref),
    ("no-trailer.pdf", no_trailer),
    ("junk-before-header.pdf", junk_before_header),
    ("encrypted-rc4-40.pdf", || encrypted("encrypted-rc4-40.pdf", Cipher::Rc4(40), USER)),
    ("encrypted-rc4-128.pdf", || encrypted("encrypted-rc4-128.pdf", Cipher::Rc4(128), USER)),
    ("encrypted-aes-128.pdf", || encrypted("encrypted-aes-128.pdf", Cipher::Aes128, USER)),
    ("encrypted-aes-256.pdf", || encrypted("encrypted-aes-256.pdf", Cipher::Aes256, USER)),
    ("owner-password.pdf", || encrypted("owner-password.pdf", Cipher::Aes128, "")),
    ("signed.pdf", signed),
];

/// The password that opens the encrypted documents.
pub const USER: &str = "spring-tide";
/// The password of their owner.
pub const OWNER: &str = "harbour-master";

/// The scan that all of these hold; drawn once.
fn small() -> &'static [Scan] {
    static SCANS: OnceLock<Vec<Scan>> = OnceLock::new();
    SCANS.get_or_init(|| {
        let seed = |page| seed("structure", page);
        parallel::map(2, |i| scan(&prose_sheet(A5, Language::English, i, seed(i)), LIGHT, seed(i)))
    })
}

/// The small scan as a PDF with a cross-reference table.
pub fn small_pdf() -> Pdf {
    pdf_of(small())
}

/// What the small scan shows.
pub fn small_pages() -> Vec<TruePage> {
    small().iter().map(|scan| scan.page.clone()).collect()
}

fn plain(file: &str, description: &str, form: Form) -> Document {
    Document::new(file, description, small_pdf().write(form), small_pages())
}

/// What the pages draw with is an object of its own, hidden from readers that know tables only.
fn hybrid() -> Document {
    let mut pdf = small_pdf();
    for id in 1..=pdf.objects().len() {
        let Object::Plain(text) = &pdf.objects()[id - 1] else { continue };
        let Some((page, resources)) = text.split_once("/Resources ") else { continue };
        let (page, resources) = (page.to_owned(), resources.trim_end_matches(" >>").to_owned());
        // The two dictionaries that were open are closed again.
        let resources = pdf.plain(format!("{resources} >> >>"));
        pdf.set(id, format!("{page}/Resources {resources} 0 R >>"));
    }
    let description = "A cross-reference table, and a stream for the objects that it hides";
    Document::new("hybrid.pdf", description, pdf.write(Form::Hybrid), small_pages())
}

/// The first revision draws nothing on page 1; the first update puts it right, the second adds a note
/// about the document and a new version of page 2.
fn updated(file: &str, how: &str, form: Form) -> Document {
    let pdf = small_pdf();
    let is_content = |object: &Object| matches!(object, Object::Stream(entries, _) if entries.is_empty());
    let content = 1 + pdf.objects().iter().position(is_content).expect("the first page has content");
    let page =
        pdf.objects().iter().rposition(|o| matches!(o, Object::Plain(t) if t.contains("/Type /Page ")));
    let page = 1 + page.expect("there is a last page");
    let (Object::Stream(..), Object::Plain(last)) = (&pdf.objects()[content - 1], &pdf.objects()[page - 1])
    else {
        unreachable!("found above")
    };
    let mut first = pdf.clone();
    first.replace(content, Object::Stream(String::new(), b"q Q".to_vec()));
    let mut bytes = first.write(form);
    let mut size = pdf.objects().len() + 1 + usize::from(form == Form::Stream);
    let entries = pdf.trailer_entries();
    let mut update = |objects: &[(usize, Object)], entries: &str| {
        let previous = last_startxref(&bytes);
        let mut writer = Writer::append(std::mem::take(&mut bytes), size);
        for (id, object) in objects {
            writer.object(*id, object);
            size = size.max(id + 1);
        }
        match form {
            Form::Table => writer.table(entries, Some(previous)),
            _ => {
                size += 1;
                writer.xref_stream(size - 1, entries, Some(previous))
            }
        };
        bytes = writer.bytes;
        size
    };
    let size = update(&[(content, pdf.objects()[content - 1].clone())], &entries);
    let info = Object::Plain("<< /Title (Two pages) /Producer (a second update) >>".to_owned());
    let last = Object::Plain(last.replace("/Type /Page ", "/Type /Page /Annots [] "));
    update(&[(page, last), (size, info)], &format!("{entries} /Info {size} 0 R"));
    Document::new(file, &format!("{how}: without the first, page 1 is blank"), bytes, small_pages())
}

/// The offset that the last `startxref` gives.
pub fn last_startxref(bytes: &[u8]) -> usize {
    let at = find_last(bytes, b"startxref\n") + b"startxref\n".len();
    let digits: String = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).map(|b| *b as char).collect();
    digits.parse().expect("an offset follows startxref")
}

fn find_last(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).rposition(|window| window == what).expect("the file has it")
}

fn linear() -> Document {
    let bytes = linearized::write(small());
    Document::new("linearized.pdf", "Linearized, with hint tables", bytes, small_pages())
}

fn damaged_startxref() -> Document {
    let mut bytes = small_pdf().write(Form::Table);
    let start = last_startxref(&bytes);
    bytes.truncate(find_last(&bytes, b"startxref\n"));
    bytes.extend(format!("startxref\n{}\n%%EOF\n", start - 1234).into_bytes());
    let description = "startxref points into the middle of an image";
    Document::new("damaged-startxref.pdf", description, bytes, small_pages())
}

fn damaged_xref() -> Document {
    let mut bytes = small_pdf().write(Form::Table);
    let start = last_startxref(&bytes);
    let trailer = find_last(&bytes, b"trailer\n");
    // Every offset grows by the same amount, as after a line end conversion that went wrong.
    for entry in bytes[start..trailer].split_mut(|byte| *byte == b'\n').filter(|line| line.ends_with(b" n "))
    {
        let offset: usize = std::str::from_utf8(&entry[..10]).expect("digits").parse().expect("digits");
        entry[..10].copy_from_slice(format!("{:010}", offset + 17).as_bytes());
    }
    Document::new("damaged-xref.pdf", "All offsets in the table are 17 too large", bytes, small_pages())
}

fn no_trailer() -> Document {
    let mut bytes = small_pdf().write(Form::Table);
    bytes.truncate(last_startxref(&bytes));
    // PDFium mends a wrong table, but without any trailer it does not look for a catalog.
    let description = "The file ends after its last object: no table, no trailer";
    Document::new("no-trailer.pdf", description, bytes, Vec::new()).expecting(Expected::refused("damaged"))
}

fn junk_before_header() -> Document {
    let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n".to_vec();
    bytes.extend(small_pdf().write(Form::Table));
    let description = "The header of a download stands before the PDF, so that all offsets are shifted";
    Document::new("junk-before-header.pdf", description, bytes, small_pages())
}

/// How a document is encrypted.
#[derive(Clone, Copy)]
pub enum Cipher {
    /// RC4 with so many bits.
    Rc4(usize),
    /// AES with 128 bits.
    Aes128,
    /// AES with 256 bits.
    Aes256,
}

/// Encrypts a PDF. The bytes differ from run to run, what they show does not: AES takes its initial vectors
/// from the system's randomness, and so do sixteen bytes of the password check of all but 40-bit RC4.
pub fn encrypt(pdf: &[u8], cipher: Cipher, user_password: &str) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(pdf).expect("our own PDF");
    let permissions = Permissions::PRINTABLE;
    let filter = |filter: Arc<dyn CryptFilter>| BTreeMap::from([(b"StdCF".to_vec(), filter)]);
    let name = b"StdCF".to_vec();
    // The key of a document that is public needs no secret.
    let key: [u8; 32] = std::array::from_fn(|i| (i * 37 + 11) as u8);
    let owner_password = OWNER;
    let version = match cipher {
        Cipher::Rc4(40) => {
            EncryptionVersion::V1 { document: &document, owner_password, user_password, permissions }
        }
        Cipher::Rc4(key_length) => EncryptionVersion::V2 {
            document: &document,
            owner_password,
            user_password,
            key_length,
            permissions,
        },
        Cipher::Aes128 => EncryptionVersion::V4 {
            document: &document,
            encrypt_metadata: true,
            crypt_filters: filter(Arc::new(Aes128CryptFilter)),
            stream_filter: name.clone(),
            string_filter: name,
            owner_password,
            user_password,
            permissions,
        },
        Cipher::Aes256 => EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: filter(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &key,
            stream_filter: name.clone(),
            string_filter: name,
            owner_password,
            user_password,
            permissions,
        },
    };
    let state = EncryptionState::try_from(version).expect("a sound configuration");
    document.encrypt(&state).expect("a plain document");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("writing to memory");
    bytes
}

fn encrypted(file: &str, cipher: Cipher, user_password: &str) -> Document {
    let bytes = encrypt(&small_pdf().write(Form::Table), cipher, user_password);
    let how = match cipher {
        Cipher::Rc4(bits) => format!("RC4 with {bits} bits"),
        Cipher::Aes128 => "AES with 128 bits".to_owned(),
        Cipher::Aes256 => "AES with 256 bits".to_owned(),
    };
    if user_password.is_empty() {
        let description = format!("{how}; opens without a password, changing it needs one");
        return Document::new(file, &description, bytes, small_pages());
    }
    Document {
        password: Some(user_password.to_owned()),
        expected: Expected::ReadWithPassword,
        ..Document::new(file, &how, bytes, small_pages())
    }
}

/// A signature field whose byte range covers the whole file but for the (empty) signature itself.
fn signed() -> Document {
    let mut pdf = small_pdf();
    let hole = "0".repeat(2048);
    let marker = "/ByteRange [0000000000 0000000000 0000000000 0000000000]";
    let signature = pdf.plain(format!(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Name (Clara Whitmore) \
         /M (D:20240301120000Z) {marker} /Contents <{hole}> >>"
    ));
    let field = pdf.plain(format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V {signature} 0 R /F 132 /Rect [0 0 0 0] >>"
    ));
    let Object::Plain(catalog) = &pdf.objects()[pdf.root - 1] else { unreachable!("a catalog is plain") };
    let form = format!("/AcroForm << /Fields [{field} 0 R] /SigFlags 3 >> >>");
    let catalog = format!("{} {form}", catalog.trim_end_matches(">>"));
    pdf.set(pdf.root, catalog);
    let mut bytes = pdf.write(Form::Table);
    let begin = find_last(&bytes, format!("<{hole}>").as_bytes());
    let end = begin + hole.len() + 2;
    let at = find_last(&bytes, marker.as_bytes());
    let range = format!("/ByteRange [{:010} {begin:010} {end:010} {:010}]", 0, bytes.len() - end);
    bytes[at..at + marker.len()].copy_from_slice(range.as_bytes());
    let description = "Has a signature field whose byte range covers the file; the signature itself is empty";
    Document::new("signed.pdf", description, bytes, small_pages())
}
