//! Stored records: what was sealed comes back, and nothing else is ever believed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::ops::Range;

use pagewise::model::bitmap::Provenance;
use pagewise::model::error::{Error, StopCause};
use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Dpi, Line, PageIndex, PageSize, PageText, Paragraph, Rect, Word,
};
use pagewise::pipeline::{PageJob, PageState};
use pagewise::store::fingerprint::{preamble, samples};
use pagewise::store::record::{RECORD_VERSION, seal, unseal};
use pagewise::store::{
    DAYS_KEPT, Fingerprint, JOBS_KEPT, JobRecord, Unusable, from_parts, outdated, page_file, to_parts,
};

/// A page as it is stored. The browser makes the same JSON.
fn seal_page(job: &PageJob) -> Vec<u8> {
    let (line, envelope) = to_parts(job).unwrap();
    seal(&format!("{line}\n{}", serde_json::to_string(&envelope).unwrap())).into_bytes()
}

/// Reads a page as the store does: what is not UTF-8 is replaced first, as browsers do.
fn unseal_page(bytes: &[u8]) -> Result<PageJob, Unusable> {
    let text = String::from_utf8_lossy(bytes);
    let (line, json) = unseal(&text)?.split_once('\n').ok_or(Unusable::Damaged)?;
    let envelope = serde_json::from_str(json).map_err(|_| Unusable::Damaged)?;
    from_parts(line, envelope).ok_or(Unusable::Damaged)
}

/// A small deterministic source of chance (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
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
    }
}

fn job(page: u32, state: PageState) -> PageJob {
    PageJob {
        state,
        attempts: 2,
        dpi: Some(Dpi(140.0)),
        provenance: Some(Provenance::Scan),
        size: Some(PageSize { width: 595.3, height: 841.9 }),
        draw_milliseconds: 12.5,
        read_milliseconds: 1834.75,
        fitted: true,
        strips: 3,
        ..PageJob::waiting(PageIndex(page))
    }
}

fn job_record() -> JobRecord {
    JobRecord {
        name: "\u{201c}Vertrag\u{201d}\n7/8.pdf".to_owned(),
        reading: "dpi 150 psm 3 eng fast".to_owned(),
        chosen: 44,
        started: 1_700_000_000_000,
    }
}

#[test]
fn a_page_comes_back_as_it_was() {
    let too_large = Error::PageTooLarge { width_pt: 1.0, height_pt: 2.5 };
    let stopped = Error::WorkerStopped { cause: StopCause::Killed };
    for state in [
        PageState::Done(Box::new(text(6))),
        PageState::Failed(Error::DamagedPage),
        PageState::Failed(too_large),
        PageState::Failed(stopped),
    ] {
        let job = job(6, state);
        assert_eq!(page_file(job.page), "page-7");
        let read_milliseconds =
            if matches!(job.state, PageState::Done(_)) { job.read_milliseconds } else { 0.0 };
        assert_eq!(unseal_page(&seal_page(&job)), Ok(PageJob { kept: true, read_milliseconds, ..job }));
    }
    for provenance in [Provenance::Drawn, Provenance::TextLayer, Provenance::PartOfScan] {
        let job = PageJob { provenance: Some(provenance), ..job(0, PageState::Failed(Error::DamagedPage)) };
        assert_eq!(unseal_page(&seal_page(&job)).unwrap().provenance, Some(provenance));
    }
    let bare =
        PageJob { dpi: None, size: None, provenance: None, ..job(0, PageState::Failed(Error::DamagedPage)) };
    let back = unseal_page(&seal_page(&bare)).unwrap();
    assert_eq!((back.dpi, back.size, back.provenance), (None, None, None));
}

#[test]
fn a_job_comes_back_as_it_was() {
    let sealed = seal(&job_record().to_text());
    assert_eq!(JobRecord::from_text(unseal(&sealed).unwrap()), Some(job_record()));
}

#[test]
fn pages_without_an_outcome_are_not_kept() {
    for state in [PageState::Waiting, PageState::Drawing, PageState::Drawn, PageState::Cancelled] {
        assert_eq!(to_parts(&job(0, state)), None);
    }
    assert_eq!(to_parts(&job(0, PageState::Reading { percent: 99 })), None);
}

#[test]
fn truncated_records_are_damaged_wherever_they_end() {
    let bytes = seal_page(&job(0, PageState::Done(Box::new(text(0)))));
    for end in 0..bytes.len() {
        assert_eq!(unseal_page(&bytes[..end]), Err(Unusable::Damaged), "{end}");
    }
}

#[test]
fn damage_of_any_kind_is_noticed() {
    let sealed = seal_page(&job(0, PageState::Done(Box::new(text(0)))));
    let version = b"pagewise 1 ";
    assert!(sealed.starts_with(version));
    let mut chance = Chance(0x5eed);
    for round in 0..20_000 {
        let mut bytes = sealed.clone();
        for _ in 0..=chance.below(3) {
            let at = chance.below(bytes.len());
            match chance.below(4) {
                0 => bytes[at] ^= 1 << chance.below(8),
                1 => bytes.truncate(at.max(1)),
                2 => bytes.insert(at, chance.below(256) as u8),
                _ => {
                    let end = (at + chance.below(40)).min(bytes.len());
                    bytes.drain(at..end);
                    if bytes.is_empty() {
                        bytes.push(b'p');
                    }
                }
            }
        }
        match unseal_page(&bytes) {
            Err(Unusable::Damaged) => {}
            // Damage made the version number larger; the record is left alone, which is safe.
            Err(Unusable::Newer) => assert!(!bytes.starts_with(version), "round {round}"),
            Ok(page) => assert_eq!(seal_page(&page), sealed, "round {round}"),
        }
    }
}

#[test]
fn garbage_is_damaged() {
    let mut chance = Chance(77);
    for _ in 0..5_000 {
        let mut bytes: Vec<u8> = (0..chance.below(400)).map(|_| chance.below(256) as u8).collect();
        assert_eq!(unseal_page(&bytes), Err(Unusable::Damaged));
        bytes.splice(0..0, *b"pagewise 1 ");
        assert_eq!(unseal_page(&bytes), Err(Unusable::Damaged));
        // Sealed by somebody, and still not a record.
        let sealed = seal(&String::from_utf8_lossy(&bytes));
        assert_eq!(unseal_page(sealed.as_bytes()), Err(Unusable::Damaged));
    }
    assert_eq!(unseal(""), Err(Unusable::Damaged));
    for text in ["", "\n", "1\nx\ny", "a b\nx\ny", "1 -2\nx\ny", "99999999999 1\nx\ny", "1 2\nx"] {
        assert_eq!(JobRecord::from_text(text), None, "{text:?}");
    }
    // One kind of record is not another, whatever its checksum says.
    assert_eq!(unseal_page(seal(&job_record().to_text()).as_bytes()), Err(Unusable::Damaged));
}

#[test]
fn figures_that_are_none_make_no_page() {
    let (line, envelope) = to_parts(&job(3, PageState::Failed(Error::DamagedPage))).unwrap();
    assert!(from_parts(&line, envelope.clone()).is_some());
    for line in [
        "",
        "0 1 - - - - 0 0",
        "1 1 - - - - 0",
        "1 1 - - - - 0 0 1 0",
        "1 x - - - - 0 0",
        "-1 1 - - - - 0 0",
        "1 1 a - - - 0 0",
        "1 1 - - - - 0 0 -1",
    ] {
        assert_eq!(from_parts(line, envelope.clone()), None, "{line}");
    }
}

#[test]
fn a_page_kept_before_there_were_strips_was_read_whole() {
    let (line, envelope) = to_parts(&job(0, PageState::Done(Box::new(text(0))))).unwrap();
    let older = line.strip_suffix(" 3").unwrap();
    assert_eq!(from_parts(older, envelope.clone()).unwrap().strips, 1);
    assert_eq!(from_parts(&format!("{line} 3"), envelope.clone()), None);
    assert_eq!(from_parts(&format!("{older} some"), envelope), None);
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
    let mut chance = Chance(3);
    let sizes = (0..2_000).map(|_| chance.below(1 << 40) as u64);
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
