//! Encryption (ISO 32000-2, 7.6): with the password, what is read is decrypted and what is written is
//! encrypted with the file's own key. Passwords, permissions and the dictionary that describes them stay
//! as they are.

mod key;

use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit, StreamCipher};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use rc4::Rc4;
use sha2::Sha256;

use super::error::PdfError;
use super::object::{Dict, Object, Ref};

/// Size of a block of AES, and of what stands before the first.
const BLOCK: usize = 16;

/// How strings or streams are encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Plain,
    Rc4,
    Aes128,
    Aes256,
}

/// The key of a file, and what it is used for.
#[derive(Debug, Clone)]
pub(super) struct Cipher {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
}

impl Cipher {
    /// Opens a file with a password, that of its owner or of its users. `id` is the first string of the
    /// trailer's `/ID`.
    ///
    /// # Errors
    /// [`PdfError::PasswordWrong`] and [`PdfError::UnsupportedEncryption`].
    pub(super) fn open(encrypt: &Dict, id: &[u8], password: Option<&str>) -> Result<Self, PdfError> {
        let filter = encrypt.get("Filter").and_then(Object::as_name).unwrap_or_default();
        if filter != b"Standard" {
            return Err(unsupported(&format!("the handler {}", String::from_utf8_lossy(filter))));
        }
        let integer = |key: &str| encrypt.get(key).and_then(Object::as_integer);
        let version = integer("V").unwrap_or(0);
        let method = |key: &str| method_of(encrypt, key);
        let (strings, streams) = match version {
            1..=3 => (Method::Rc4, Method::Rc4),
            4 | 5 => (method("StrF")?, method("StmF")?),
            other => return Err(unsupported(&format!("version {other}"))),
        };
        // Where only attached files are encrypted, everybody reads and writes the rest without a key.
        if (strings, streams) == (Method::Plain, Method::Plain) {
            return Ok(Self { key: Vec::new(), strings, streams });
        }
        let lengths = key_lengths(encrypt, version, strings, streams);
        let key = key::find(encrypt, id, password.unwrap_or_default(), &lengths)?;
        // A key of 256 bits is used as it is, the others are mixed with the number of the object.
        let suits = |method| method != Method::Aes256 || key.len() == 32;
        if !suits(strings) || !suits(streams) {
            return Err(unsupported("a key that does not suit its method"));
        }
        Ok(Self { key, strings, streams })
    }

    /// The string of an object, as it is meant. Strings that are not properly encrypted stay as they are.
    pub(super) fn decrypt_string(&self, id: Ref, bytes: Vec<u8>) -> Vec<u8> {
        self.decrypt(self.strings, id, bytes)
    }

    /// The bytes of a stream, before its other filters are undone.
    pub(super) fn decrypt_stream(&self, id: Ref, bytes: Vec<u8>) -> Vec<u8> {
        self.decrypt(self.streams, id, bytes)
    }

    /// The string of an object, as it is stored.
    pub(super) fn encrypt_string(&self, id: Ref, bytes: Vec<u8>) -> Vec<u8> {
        self.encrypt(self.strings, id, bytes)
    }

    /// The bytes of a stream, as they are stored.
    pub(super) fn encrypt_stream(&self, id: Ref, bytes: Vec<u8>) -> Vec<u8> {
        self.encrypt(self.streams, id, bytes)
    }

    fn decrypt(&self, method: Method, id: Ref, bytes: Vec<u8>) -> Vec<u8> {
        match method {
            Method::Plain => bytes,
            Method::Rc4 => rc4(&self.object_key(id, method), bytes),
            Method::Aes128 | Method::Aes256 => {
                let Some((iv, body)) = bytes.split_at_checked(BLOCK) else { return bytes };
                aes_decrypt(&self.object_key(id, method), iv, body).unwrap_or(bytes)
            }
        }
    }

    fn encrypt(&self, method: Method, id: Ref, bytes: Vec<u8>) -> Vec<u8> {
        match method {
            Method::Plain => bytes,
            Method::Rc4 => rc4(&self.object_key(id, method), bytes),
            Method::Aes128 | Method::Aes256 => {
                let iv = self.initial_vector(id, &bytes);
                let body = aes_encrypt(&self.object_key(id, method), &iv, &bytes).unwrap_or_default();
                [iv.as_slice(), &body].concat()
            }
        }
    }

    /// What stands before the first block must not be guessed by who lacks the key, and must differ where
    /// the bytes differ. A hash of the key, the object and the bytes does both, needs no source of
    /// randomness, and makes the same update from the same input: only that the same bytes have been
    /// stored twice under one number could be seen from it.
    fn initial_vector(&self, id: Ref, bytes: &[u8]) -> [u8; BLOCK] {
        let mut hash = Sha256::new();
        hash.update(b"Pagewise initial vector");
        hash.update(&self.key);
        hash.update(id.number.to_le_bytes());
        hash.update(id.generation.to_le_bytes());
        hash.update(bytes);
        let mut iv = [0; BLOCK];
        iv.copy_from_slice(&hash.finalize()[..BLOCK]);
        iv
    }

    fn object_key(&self, id: Ref, method: Method) -> Vec<u8> {
        if method == Method::Aes256 {
            return self.key.clone();
        }
        let mut hash = Md5::new();
        hash.update(&self.key);
        hash.update(&id.number.to_le_bytes()[..3]);
        hash.update(id.generation.to_le_bytes());
        if method == Method::Aes128 {
            hash.update(b"sAlT");
        }
        hash.finalize()[..(self.key.len() + 5).min(16)].to_vec()
    }
}

fn unsupported(method: &str) -> PdfError {
    PdfError::UnsupportedEncryption { method: method.to_owned() }
}

/// What the crypt filter that `/StmF` or `/StrF` names does.
fn method_of(encrypt: &Dict, key: &str) -> Result<Method, PdfError> {
    let Some(filter) = crypt_filter(encrypt, key)? else { return Ok(Method::Plain) };
    match filter.get("CFM").and_then(Object::as_name) {
        Some(b"V2") => Ok(Method::Rc4),
        Some(b"AESV2") => Ok(Method::Aes128),
        Some(b"AESV3") => Ok(Method::Aes256),
        Some(b"None") | None => Ok(Method::Plain),
        Some(other) => Err(unsupported(&format!("the method {}", String::from_utf8_lossy(other)))),
    }
}

/// `None`: what is filtered through it stays as it is.
fn crypt_filter<'a>(encrypt: &'a Dict, key: &str) -> Result<Option<&'a Dict>, PdfError> {
    let name = match encrypt.get(key).and_then(Object::as_name) {
        None | Some(b"Identity") => return Ok(None),
        Some(name) => String::from_utf8_lossy(name),
    };
    let filter = encrypt.get("CF").and_then(Object::as_dict).and_then(|filters| filters.get(&name));
    filter.and_then(Object::as_dict).map(Some).ok_or_else(|| unsupported(&format!("the crypt filter {name}")))
}

/// Lengths that the key may have, in bytes, the likeliest first: files declare them in bits, in bytes, in
/// two places or not at all, and only the right one opens a file.
fn key_lengths(encrypt: &Dict, version: i64, strings: Method, streams: Method) -> Vec<usize> {
    let declared = |dict: &Dict| {
        let length = usize::try_from(dict.get("Length").and_then(Object::as_integer)?).ok()?;
        let bytes = if length < 40 { length } else { length / 8 };
        (5..=16).contains(&bytes).then_some(bytes)
    };
    let mut lengths = match version {
        1 => vec![5],
        4 if strings == Method::Aes128 || streams == Method::Aes128 => vec![16],
        4 => crypt_filter(encrypt, "StmF").ok().flatten().and_then(declared).into_iter().collect(),
        _ => Vec::new(),
    };
    lengths.extend(declared(encrypt));
    lengths.extend([5, 16]);
    lengths
}

/// Encrypts and decrypts.
fn rc4(key: &[u8], mut bytes: Vec<u8>) -> Vec<u8> {
    if let Ok(mut cipher) = Rc4::new_from_slice(key) {
        cipher.apply_keystream(&mut bytes);
    }
    bytes
}

fn aes_decrypt(key: &[u8], iv: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = if key.len() == 32 {
        cbc::Decryptor::<Aes256>::new_from_slices(key, iv)
            .ok()?
            .decrypt_padded_vec::<NoPadding>(bytes)
            .ok()?
    } else {
        cbc::Decryptor::<Aes128>::new_from_slices(key, iv)
            .ok()?
            .decrypt_padded_vec::<NoPadding>(bytes)
            .ok()?
    };
    // Writers get the padding wrong now and then; what was padded is there all the same.
    let padding = plain.last().map_or(0, |last| usize::from(*last));
    if (1..=BLOCK).contains(&padding) {
        plain.truncate(plain.len() - padding);
    }
    Some(plain)
}

fn aes_encrypt(key: &[u8], iv: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    if key.len() == 32 {
        Some(cbc::Encryptor::<Aes256>::new_from_slices(key, iv).ok()?.encrypt_padded_vec::<Pkcs7>(bytes))
    } else {
        Some(cbc::Encryptor::<Aes128>::new_from_slices(key, iv).ok()?.encrypt_padded_vec::<Pkcs7>(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_gives_back_what_it_was_given() {
        for (method, key) in [
            (Method::Plain, 16),
            (Method::Rc4, 5),
            (Method::Rc4, 16),
            (Method::Aes128, 16),
            (Method::Aes256, 32),
        ] {
            let cipher = Cipher { key: (0..key).collect(), strings: method, streams: method };
            let id = Ref { number: 70_000, generation: 3 };
            for text in [&b""[..], b"tide", b"exactly sixteen!"] {
                let stored = cipher.encrypt_string(id, text.to_vec());
                assert_eq!(
                    stored == text,
                    method == Method::Plain || (method == Method::Rc4 && text.is_empty())
                );
                assert_eq!(cipher.decrypt_string(id, stored), text, "{method:?}");
            }
        }
    }

    #[test]
    fn initial_vectors_differ_with_key_object_and_bytes() {
        let cipher = |key| Cipher { key: vec![key; 16], strings: Method::Aes128, streams: Method::Aes128 };
        let vectors = [
            cipher(1).initial_vector(Ref::new(1), b"a"),
            cipher(2).initial_vector(Ref::new(1), b"a"),
            cipher(1).initial_vector(Ref::new(2), b"a"),
            cipher(1).initial_vector(Ref::new(1), b"b"),
        ];
        assert!((1..4).all(|i| !vectors[..i].contains(&vectors[i])));
    }

    #[test]
    fn a_handler_that_is_not_known_is_named() {
        let encrypt = Dict::new().with("Filter", Object::name("Adobe.PubSec")).with("V", Object::Integer(4));
        let error = Cipher::open(&encrypt, b"", None).unwrap_err();
        assert_eq!(error, unsupported("the handler Adobe.PubSec"));
    }
}
