//! From a password to the key of the file (ISO 32000-2, 7.6.4).

use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::super::error::PdfError;
use super::super::object::{Dict, Object};
use super::{BLOCK, rc4, unsupported};

/// What passwords are filled up with.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E,
    0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];
/// What `/U` and `/O` of the newer revisions are made of: a hash and two salts.
const HASH: usize = 32;
const SALT: usize = 8;

/// What the encryption dictionary says about keys.
struct Handler<'a> {
    revision: i64,
    owner: &'a [u8],
    user: &'a [u8],
    permissions: [u8; 4],
    encrypts_metadata: bool,
    id: &'a [u8],
}

/// The key that this password opens, as that of a user or of the owner.
pub(super) fn find(
    encrypt: &Dict,
    id: &[u8],
    password: &str,
    lengths: &[usize],
) -> Result<Vec<u8>, PdfError> {
    let string = |key: &str| encrypt.get(key).and_then(Object::as_string).unwrap_or_default();
    let revision = encrypt.get("R").and_then(Object::as_integer).unwrap_or(0);
    // Written with or without a sign, the 32 bits are the same.
    let permissions = encrypt.get("P").and_then(Object::as_integer).unwrap_or(0) as u32;
    let handler = Handler {
        revision,
        owner: string("O"),
        user: string("U"),
        permissions: permissions.to_le_bytes(),
        encrypts_metadata: encrypt.get("EncryptMetadata") != Some(&Object::Boolean(false)),
        id,
    };
    let key = match revision {
        2..=4 => spellings(password).iter().find_map(|password| {
            lengths.iter().find_map(|length| {
                handler.user_key(password, *length).or_else(|| handler.owner_key(password, *length))
            })
        }),
        5 | 6 => handler.wrapped_key(password.as_bytes(), string("UE"), string("OE")),
        other => return Err(unsupported(&format!("revision {other}"))),
    };
    key.ok_or(PdfError::PasswordWrong)
}

/// Old files hold passwords in whichever coding their writer had: Latin-1 or UTF-8.
fn spellings(password: &str) -> Vec<Vec<u8>> {
    let latin: Option<Vec<u8>> = password.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    let mut spellings = vec![password.as_bytes().to_vec()];
    spellings.extend(latin.filter(|latin| *latin != password.as_bytes()));
    spellings
}

impl Handler<'_> {
    /// The key, if it is what `/U` was made with.
    fn user_key(&self, password: &[u8], length: usize) -> Option<Vec<u8>> {
        let mut hash = Md5::new();
        hash.update(padded(password));
        hash.update(self.owner.get(..32)?);
        hash.update(self.permissions);
        hash.update(self.id);
        if self.revision >= 4 && !self.encrypts_metadata {
            hash.update([0xFF; 4]);
        }
        let mut key = hash.finalize().to_vec();
        key.truncate(length);
        if self.revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key)[..length].to_vec();
            }
        }
        let matches = if self.revision == 2 {
            self.user.get(..32)? == rc4(&key, PADDING.to_vec())
        } else {
            let check = Md5::new().chain_update(PADDING).chain_update(self.id).finalize().to_vec();
            self.user.get(..16)? == twenty_times(&key, check, 0..=19)
        };
        matches.then_some(key)
    }

    /// The key that the user's password opens, which `/O` holds under that of the owner.
    fn owner_key(&self, password: &[u8], length: usize) -> Option<Vec<u8>> {
        let mut key = Md5::digest(padded(password)).to_vec();
        if self.revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key).to_vec();
            }
        }
        key.truncate(length);
        let stored = self.owner.get(..32)?.to_vec();
        let user = match self.revision {
            2 => rc4(&key, stored),
            _ => twenty_times(&key, stored, (0..=19).rev()),
        };
        self.user_key(&user, length)
    }

    /// The key that `/UE` or `/OE` holds under the password.
    fn wrapped_key(&self, password: &[u8], user_wrap: &[u8], owner_wrap: &[u8]) -> Option<Vec<u8>> {
        let password = &password[..password.len().min(127)];
        let user = self.user.get(..HASH + 2 * SALT)?;
        let owner = self.owner.get(..HASH + 2 * SALT)?;
        for (stored, wrap, besides) in [(user, user_wrap, &[][..]), (owner, owner_wrap, user)] {
            let (hash, salts) = stored.split_at(HASH);
            let (check, wrapping) = salts.split_at(SALT);
            if self.hash(password, check, besides) == hash {
                let key = self.hash(password, wrapping, besides);
                let wrap = wrap.get(..32)?;
                let cipher = cbc::Decryptor::<Aes256>::new_from_slices(&key, &[0; BLOCK]).ok()?;
                return cipher.decrypt_padded_vec::<NoPadding>(wrap).ok();
            }
        }
        None
    }

    /// The hash of a password with a salt (algorithm 2.B; revision 5 stops after its first step).
    fn hash(&self, password: &[u8], salt: &[u8], besides: &[u8]) -> Vec<u8> {
        let first = Sha256::new().chain_update(password).chain_update(salt).chain_update(besides).finalize();
        let mut key = first.to_vec();
        if self.revision == 5 {
            return key;
        }
        let mut round = 0;
        loop {
            let input = [password, &key, besides].concat().repeat(64);
            let Ok(cipher) = cbc::Encryptor::<Aes128>::new_from_slices(&key[..16], &key[16..32]) else {
                return Vec::new();
            };
            let mixed = cipher.encrypt_padded_vec::<NoPadding>(&input);
            // The first sixteen bytes as a number, modulo 3: that of the sum of its digits to base 256.
            key = match mixed.iter().take(16).map(|byte| u32::from(*byte)).sum::<u32>() % 3 {
                0 => Sha256::digest(&mixed).to_vec(),
                1 => Sha384::digest(&mixed).to_vec(),
                _ => Sha512::digest(&mixed).to_vec(),
            };
            round += 1;
            if round >= 64 && mixed.last().is_none_or(|last| u32::from(*last) <= round - 32) {
                key.truncate(HASH);
                return key;
            }
        }
    }
}

fn padded(password: &[u8]) -> Vec<u8> {
    password.iter().chain(&PADDING).take(32).copied().collect()
}

/// RC4 with the key changed a little each time.
fn twenty_times(key: &[u8], bytes: Vec<u8>, steps: impl Iterator<Item = u8>) -> Vec<u8> {
    steps.fold(bytes, |bytes, step| {
        let key: Vec<u8> = key.iter().map(|byte| byte ^ step).collect();
        rc4(&key, bytes)
    })
}
