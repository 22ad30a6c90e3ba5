//! Documents with bytes changed, cut and moved at random: nothing panics, hangs or takes memory that the
//! file only declares, and whatever is written can be read.

use std::time::{Duration, Instant};

use pagewise::formats::pdf::{PdfError, SearchablePdf};
use pagewise::model::page::PageText;

use super::generator::random::Random;
use super::{made, text};

/// Tries for each document. The time for all is a few seconds.
const TRIES: u64 = 1500;
/// No document of a few kilobytes may take longer.
const LONGEST: Duration = Duration::from_secs(5);

#[test]
fn documents_that_were_damaged_at_random_do_no_harm() {
    let names = [
        "shared-page.pdf",
        "shared-fonts.pdf",
        "small-object-streams.pdf",
        "small-encrypted.pdf",
        "hidden-text.pdf",
    ];
    for name in names {
        let document = made(name);
        let size = (document.pages[0].width, document.pages[0].height);
        let pages: Vec<PageText> =
            (0..document.pages.len() as u32).map(|page| text(page, size, &["word", "日本"])).collect();
        let mut opened = 0;
        for seed in 0..TRIES {
            let bytes = damaged(&document.bytes, seed);
            let begun = Instant::now();
            opened += u32::from(try_to_add(&bytes, document.password.as_deref(), &pages));
            assert!(begun.elapsed() < LONGEST, "{name}, seed {seed}: {:?}", begun.elapsed());
        }
        assert!(opened > 0, "{name}: some damage does not matter");
    }
}

#[test]
fn an_encryption_that_is_not_there_is_damage() {
    let mut bytes = made("shared-page.pdf").bytes;
    let trailer = bytes.windows(8).rposition(|window| window == b"trailer\n").expect("it has a trailer");
    let inside = trailer + b"trailer\n<<".len();
    bytes.splice(inside..inside, *b" /Encrypt 99 0 R");
    let error = SearchablePdf::open(bytes.as_slice(), None).err();
    assert!(matches!(error, Some(PdfError::NeedsRewrite { .. })), "{error:?}");
}

/// Whether an update came out of it.
fn try_to_add(bytes: &[u8], password: Option<&str>, pages: &[PageText]) -> bool {
    let Ok(mut pdf) = SearchablePdf::open(bytes, password) else { return false };
    let count = pdf.page_count();
    for page in pages {
        // Where nothing is hidden, that is as adding; contents are looked into all the same.
        if pdf.replace_page(page).is_err() {
            return false;
        }
    }
    let Ok(update) = pdf.finish() else { return false };
    // What we have written, we can read: the same pages, and the layers found again.
    let whole = [bytes, &update].concat();
    let again = SearchablePdf::open(whole.as_slice(), password).expect("an update can be read");
    assert_eq!(again.page_count(), count);
    true
}

fn damaged(original: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut bytes = original.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len().max(1));
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.splice(at..at, std::iter::repeat_n(b'[', random.below(200))).for_each(drop),
            2 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                // Numbers are what structure is made of.
                let digit = (at..bytes.len()).find(|i| bytes[*i].is_ascii_digit());
                if let Some(digit) = digit {
                    bytes[digit] = b'0' + random.below(10) as u8;
                }
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
    bytes
}
