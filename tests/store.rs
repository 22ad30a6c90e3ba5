//! Stored records: what was sealed comes back, and nothing else is ever believed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::ops::Range;

use pagewise::model::bitmap::Provenance;
use pagewise::model::budget::Bytes;
use pagewise::model::correction::Edit;
use pagewise::model::error::{Error, StopCause};
use pagewise::model::look::{Look, Turn, UnreadInk};
use pagewise::model::options::Options;
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Dpi, Line, PageIndex, PageSize, PageText, Paragraph, Rect, Word,
};
use pagewise::model::record::{PageOutcome, PageReading, PageRecord};
use pagewise::model::source::FileKind;
use pagewise::store::fingerprint::{preamble, samples};
use pagewise::store::seal::{RECORD_VERSION, seal, unseal};
use pagewise::store::{
    DAYS_KEPT, Fingerprint, JOBS_KEPT, JobRecord, Unusable, outdated, page_file, page_in, pages_in,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use support::Chance;

/// A value as it is stored. The browser makes the same JSON.
fn sealed(value: &impl Serialize) -> Vec<u8> {
    seal(&serde_json::to_string(value).unwrap()).into_bytes()
}

/// Reads a value as the store does: what is not UTF-8 is replaced first, as browsers do.
fn unsealed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unusable> {
    let text = String::from_utf8_lossy(bytes);
    serde_json::from_str(unseal(&text)?).map_err(|_| Unusable::Damaged)
}

fn unsealed_page(bytes: &[u8]) -> Result<PageRecord, Unusable> {
    unsealed(bytes)
}

fn text(page: u32) -> PageText {
    let rect = Rect { x: 72.125, y: 71.9, width: 100.1, height: 12.0 };
    let words = ["Gr\u{fc}\u{df}e", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}", "\"\\\u{1f600}"];
    let words = words.map(|text| Word {
        text: text.to_owned(),
        rect,
        confidence: Confidence(91.337),
        direction: Default::default(),
        is_native: false,
        corrected: None,
    });
    let baseline = Baseline { x0: 72.0, y0: 80.0, x1: 172.0, y1: 80.3 };
    let line = Line { rect, baseline, row_height: 11.2, words: words.to_vec() };
    PageText {
        page: PageIndex(page),
        size: PageSize { width: 595.3, height: 841.9 },
        dpi: Dpi(150.0),
        blocks: vec![Block {
            kind: BlockKind::Text,
            rect,
            paragraphs: vec![Paragraph { rect, lines: vec![line.clone(), line] }],
        }],
        languages: Vec::new(),
        corrections: Vec::new(),
    }
}

fn record(page: u32, outcome: PageOutcome) -> PageRecord {
    let reading = PageReading {
        attempts: 2,
        dpi: Some(Dpi(140.0)),
        provenance: Some(Provenance::Scan),
        has_hidden_text: true,
        size: Some(PageSize { width: 595.3, height: 841.9 }),
        bitmap_bytes: Bytes(1_234_567),
        draw_milliseconds: 12.5,
        read_milliseconds: 1834.75,
        fitted: true,
        strips: 3,
        look: Look {
            again: true,
            turned: Turn::Half,
            straightened: Some(-2.4),
            evened: true,
            unread: Some(UnreadInk { ink: 4000, unread: 80, marks: 6, pieces: 2, words: 90, place: None }),
        },
    };
    PageRecord::new(PageIndex(page), outcome, reading)
}

fn job_record() -> JobRecord {
    JobRecord {
        name: "\u{201c}Vertrag\u{201d}\n7/8.pdf".to_owned(),
        reading: "dpi=150 psm=3 text=keep eng fast".to_owned(),
        options: Options { dpi: Some(Dpi(150.0)), ..Options::default() }.shown(),
        models: vec!["eng fast".to_owned()],
        chosen: vec![PageIndex(0), PageIndex(43)],
        started: 1_700_000_000_000,
        file_pages: vec![43, 1],
        file_names: vec!["a".to_owned(), "b".to_owned()],
        kinds: vec![FileKind::Tiff, FileKind::Png],
        bytes: Bytes(5_000_000_000),
    }
}

#[test]
fn a_page_comes_back_as_it_was() {
    let too_large = Error::PageTooLarge { width_pt: 1.0, height_pt: 2.5 };
    let stopped = Error::WorkerStopped { cause: StopCause::Killed };
    for outcome in [
        PageOutcome::Read(Box::new(text(6))),
        PageOutcome::Failed(Error::DamagedPage),
        PageOutcome::Failed(too_large),
        PageOutcome::Failed(stopped),
    ] {
        let record = record(6, outcome);
        assert_eq!(unsealed(&sealed(&record)), Ok(record));
    }
    for provenance in [Provenance::Drawn, Provenance::TextLayer, Provenance::PartOfScan] {
        let mut record = record(0, PageOutcome::Failed(Error::DamagedPage));
        record.reading.provenance = Some(provenance);
        assert_eq!(unsealed(&sealed(&record)), Ok(record));
    }
    let bare =
        PageRecord { reading: PageReading::default(), ..record(0, PageOutcome::Failed(Error::DamagedPage)) };
    assert_eq!(unsealed(&sealed(&bare)), Ok(bare));
}

#[test]
fn a_page_is_found_by_its_number_and_the_options_it_was_read_with() {
    let (then, now) = ("dpi=150 eng fast", "dpi=200 eng fast");
    let file = |page, reading| page_file(PageIndex(page), reading);
    assert_ne!(file(6, then), file(6, now));
    assert_eq!(page_in(&file(6, now)), Some(PageIndex(6)));
    for other in ["job", "handle", "", "page-", "page-7", "page-0-12345678", "page-x-12345678"] {
        assert_eq!(page_in(other), None, "{other}");
    }
    let files = ["job".to_owned(), file(10, now), file(1, now), file(1, then), file(2, then)];
    let found = pages_in(files.iter().map(String::as_str), now);
    assert_eq!(found, (vec![PageIndex(1), PageIndex(10)], 1));
}

#[test]
fn a_job_comes_back_as_it_was() {
    assert_eq!(unsealed(&sealed(&job_record())), Ok(job_record()));
}

#[test]
fn a_page_that_was_put_right_comes_back_as_it_was_and_one_of_before_still_opens() {
    let before = record(0, PageOutcome::Read(Box::new(text(0))));
    let json = String::from_utf8(sealed(&before)).unwrap();
    assert!(
        !json.contains("correct") && !json.contains("offers"),
        "it is as it was written before there were any"
    );
    assert_eq!(unsealed(json.as_bytes()), Ok(before.clone()));
    let mut text = text(0);
    let edit = |first, text: &str| Edit::Words { first, count: 1, text: text.to_owned() };
    text.edit(&edit(0, "right")).unwrap();
    text.edit(&edit(1, "")).unwrap();
    let mended = record(0, PageOutcome::Read(Box::new(text)));
    assert_eq!(unsealed(&sealed(&mended)), Ok(mended.clone()));
    let mut again = before;
    again.offer_again(&mended);
    assert_eq!(again.offers.len(), 2);
    assert_eq!(unsealed(&sealed(&again)), Ok(again));
}

#[test]
fn whether_a_page_was_kept_is_not_kept() {
    let kept = PageRecord { is_kept: true, ..record(0, PageOutcome::Failed(Error::DamagedPage)) };
    assert!(!unsealed_page(&sealed(&kept)).unwrap().is_kept);
}

#[test]
fn truncated_records_are_damaged_wherever_they_end() {
    let bytes = sealed(&record(0, PageOutcome::Read(Box::new(text(0)))));
    for end in 0..bytes.len() {
        assert_eq!(unsealed_page(&bytes[..end]), Err(Unusable::Damaged), "{end}");
    }
}

#[test]
fn damage_of_any_kind_is_noticed() {
    let page = sealed(&record(0, PageOutcome::Read(Box::new(text(0)))));
    let version = format!("pagewise {RECORD_VERSION} ");
    let version = version.as_bytes();
    assert!(page.starts_with(version));
    let mut chance = Chance::new(0x5eed);
    for round in 0..20_000 {
        let mut bytes = page.clone();
        for _ in 0..=chance.index(3) {
            let at = chance.index(bytes.len());
            match chance.index(4) {
                0 => bytes[at] ^= 1 << chance.index(8),
                1 => bytes.truncate(at.max(1)),
                2 => bytes.insert(at, chance.index(256) as u8),
                _ => {
                    let end = (at + chance.index(40)).min(bytes.len());
                    bytes.drain(at..end);
                    if bytes.is_empty() {
                        bytes.push(b'p');
                    }
                }
            }
        }
        match unsealed_page(&bytes) {
            Err(Unusable::Damaged) => {}
            // Damage made the version number larger; the record is left alone, which is safe.
            Err(Unusable::Newer) => assert!(!bytes.starts_with(version), "round {round}"),
            Ok(other) => assert_eq!(sealed(&other), page, "round {round}"),
        }
    }
}

#[test]
fn garbage_is_damaged() {
    let mut chance = Chance::new(77);
    for _ in 0..5_000 {
        let mut bytes: Vec<u8> = (0..chance.index(400)).map(|_| chance.index(256) as u8).collect();
        assert_eq!(unsealed_page(&bytes), Err(Unusable::Damaged));
        bytes.splice(0..0, *b"pagewise 2 ");
        assert_eq!(unsealed_page(&bytes), Err(Unusable::Damaged));
        // Sealed by somebody, and still not a record.
        let sealed = seal(&String::from_utf8_lossy(&bytes));
        assert_eq!(unsealed_page(sealed.as_bytes()), Err(Unusable::Damaged));
    }
    assert_eq!(unseal(""), Err(Unusable::Damaged));
    // One kind of record is not another, whatever its checksum says.
    assert_eq!(unsealed_page(&sealed(&job_record())), Err(Unusable::Damaged));
    let page = sealed(&record(0, PageOutcome::Cancelled));
    assert_eq!(unsealed::<JobRecord>(&page), Err(Unusable::Damaged));
}

#[test]
fn what_an_older_version_wrote_is_passed_over() {
    let (version, before) =
        (format!("pagewise {RECORD_VERSION}"), format!("pagewise {}", RECORD_VERSION - 1));
    let older = String::from_utf8(sealed(&job_record())).unwrap().replacen(&version, &before, 1);
    assert_eq!(unseal(&older), Err(Unusable::Damaged));
}

#[test]
fn what_a_newer_version_wrote_is_told_apart_from_damage() {
    let newer = format!("pagewise {} whatever that version writes\n\u{1}", RECORD_VERSION + 1);
    assert_eq!(unseal(&newer), Err(Unusable::Newer));
}

#[test]
fn samples_cover_small_files_and_stay_within_large_ones() {
    assert_eq!(samples(0), vec![Range { start: 0, end: 0 }]);
    assert_eq!(samples(1000), vec![Range { start: 0, end: 1000 }]);
    let mut chance = Chance::new(3);
    let sizes = (0..2_000).map(|_| chance.below(1 << 40));
    for size in sizes.chain([524_288, 524_289, 600_000, 1 << 32, u64::MAX]) {
        let parts = samples(size);
        assert_eq!(parts.first().unwrap().start, 0, "{size}");
        assert_eq!(parts.last().unwrap().end, size, "{size}");
        assert!(parts.windows(2).all(|pair| pair[0].end <= pair[1].start), "{size}: {parts:?}");
        assert!(parts.iter().map(|part| part.end - part.start).sum::<u64>() <= 524_288, "{size}");
    }
    assert_ne!(preamble(&[1, 23]), preamble(&[12, 3]));
}

#[test]
fn a_fingerprint_is_fit_to_be_a_file_name_and_is_known_again() {
    let fingerprint = Fingerprint::from_digest(&[0xab; 32]).unwrap();
    assert_eq!(fingerprint.as_str(), "ab".repeat(16));
    assert_eq!(Fingerprint::from_name(fingerprint.as_str()), Some(fingerprint));
    for name in ["", "ab", "../../../../../../../../../../..", &"AB".repeat(16), &"ab".repeat(17)] {
        assert_eq!(Fingerprint::from_name(name), None, "{name}");
    }
    assert_eq!(Fingerprint::from_digest(&[1; 20]), None);
}

#[test]
fn old_jobs_go_and_so_do_the_oldest_of_too_many() {
    let day = 86_400_000;
    let now = 100 * day;
    assert_eq!(outdated(&[now, now - u64::from(DAYS_KEPT + 1) * day, now - day], now), [1]);
    let many: Vec<u64> = (0..JOBS_KEPT + 2).map(|index| now - index as u64).collect();
    assert_eq!(outdated(&many, now), [JOBS_KEPT, JOBS_KEPT + 1]);
    assert!(outdated(&[], now).is_empty());
    // A clock that was set back makes nothing old.
    assert!(outdated(&[now + day], now).is_empty());
}
