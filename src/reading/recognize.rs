//! From a bitmap to what it says.

use super::alone::Strip;
use super::arrange::{arrange, sense};
use super::evened::read_evened;
use super::harder::{WAYS, read_harder};
use super::look::{Seen, Unread, straighten, upright};
use super::turned::read_turned;
use super::{Levers, Pixels, ReadingOptions, Recognizer};
use crate::model::bitmap::{BitmapHeader, MAX_SIDE};
use crate::model::error::Error;
use crate::model::look::{Look, Turn};
use crate::model::options::{Effort, PageSegmentationMode};
use crate::model::page::{Block, BlockKind, PageText};

/// Bitmaps of more bytes are read as they are: looking at one may take as much memory again. A3 at 200 dpi has less.
const MOST_LOOKED_AT: u64 = 8_000_000;
/// Lines that are less askew, in degrees, are read as well as straight ones.
const STRAIGHT: f32 = 1.0;
/// A bitmap is only read again while less than this share of its time is over.
const TIME_LEFT: f64 = 0.45;
/// The same where it is to be read thoroughly: engines stop by themselves when it is over, and what was read before counts.
const ALL_BUT_A_LITTLE: f64 = 0.9;
/// Text of less confidence is not printed in what the engine reads: more of the same is worth no time.
const SURE: f32 = 85.0;
/// The share of the ink of a rough page that may stay unread: a bad copy that an engine misses a line of it misreads, too.
const ON_ROUGH: f32 = 0.02;
/// The tone of the paper of what was evened out.
pub(super) const WHITE: u8 = 255;
/// How much more a further reading has to be worth: what is as good was read as it is.
pub(super) const BETTER: f32 = 1.02;

/// What a bitmap says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its words.
    pub text: PageText,
    /// What was seen beside them.
    pub look: Look,
}

/// A bitmap as it is to be read, and what was seen of it before.
pub(super) struct Sheet<P> {
    pub(super) header: BitmapHeader,
    pub(super) pixels: P,
    pub(super) seen: Seen,
}

impl<P: Pixels> Sheet<P> {
    /// A bitmap without what only misleads an engine; the pixels as they are where nobody can look at them.
    pub(super) fn of(header: BitmapHeader, pixels: P, levers: Levers) -> Result<Self, P> {
        let seen = (header.bytes() <= MOST_LOOKED_AT).then(|| Seen::of(&header, &pixels)).flatten();
        let Some(seen) = seen else {
            return Err(pixels);
        };
        let without = levers.leaders.then(|| seen.without_leaders(&header, &pixels)).flatten();
        let pixels = without.unwrap_or(pixels);
        Ok(Self { header, pixels, seen })
    }
}

/// What a sheet says, and what of its ink is left.
pub(super) struct Read<P> {
    pub(super) sheet: Sheet<P>,
    pub(super) reading: Reading,
    pub(super) unread: Unread,
}

impl<P: Pixels> Read<P> {
    /// The same, if what stands out only a little is no ink.
    fn without_faint(mut self) -> Self {
        self.sheet.seen = self.sheet.seen.without_faint();
        self.look_again();
        self
    }

    /// Sees what is left unread of what is there now.
    pub(super) fn look_again(&mut self) {
        self.unread = self.sheet.seen.unread(&self.sheet.header, &self.reading.text);
        self.reading.look.unread = Some(self.unread.ink);
    }
}

/// Looks at a bitmap, straightens it if its lines are askew, and reads it. If what comes out says that its text lies on
/// its side or its head, it is turned and read again; where much of its ink is then left unread that is faint or does not
/// stand on paper, it is evened out and read once more. Where a person says how it lies, it is read so. It is only read again if `now` (milliseconds from whenever) leaves
/// the time, and the better reading counts. An empty page is a page without blocks. Rows and drop caps come out as
/// such.
///
/// # Errors
/// [`Error::PageTooLarge`] for what no engine can read, and those of the engine.
pub fn recognize<R: Recognizer>(
    engine: &mut R,
    header: &BitmapHeader,
    pixels: R::Pixels,
    options: ReadingOptions,
    now: impl Fn() -> f64,
) -> Result<Reading, Error> {
    if header.width.max(header.height) > MAX_SIDE || header.width == 0 || header.height == 0 {
        return Err(Error::PageTooLarge { width_pt: header.size.width, height_pt: header.size.height });
    }
    let begun = now();
    let turn = options.turn.unwrap_or_default();
    let (header, pixels) = match turn {
        Turn::Upright => (*header, pixels),
        turn => upright(header, &pixels, [0, 0, header.width, header.height], turn),
    };
    // A person knows better how it lies.
    let levers = Levers { turn: options.levers.turn && options.turn.is_none(), ..options.levers };
    let options = ReadingOptions { levers, ..options };
    let sheet = match Sheet::of(header, pixels, options.levers) {
        Ok(sheet) => sheet,
        Err(pixels) => {
            let mut text = engine.recognize(&header, pixels, options)?;
            drop_empty(&mut text);
            return Ok(Reading { text, look: Look { turned: turn, ..Look::default() } });
        }
    };
    // How to read on, if there is time for that.
    let further = || {
        let limit = f64::from(options.limit_seconds) * 1000.0;
        let passed = now() - begun;
        let left = if limit == 0.0 { 0 } else { ((limit - passed) / 1000.0).max(1.0) as u32 };
        let share = if options.effort == Effort::Thorough { ALL_BUT_A_LITTLE } else { TIME_LEFT };
        let is_time_left = limit == 0.0 || passed < share * limit;
        is_time_left.then_some(ReadingOptions { limit_seconds: left, ..options })
    };
    // The same for what a page can do without.
    let again = || further().filter(|_| options.effort != Effort::Fast);
    let (reading, unread) = read(engine, &sheet, sheet.pixels.clone(), sheet.seen.paper, options)?;
    let mut best = Read { sheet, reading, unread };
    if options.levers.turn
        && let Some(options) = further()
    {
        best = read_turned(engine, best, options)?;
    }
    if options.levers.even
        && best.unread.is_uneven
        && (best.unread.ink.is_much() || (best.sheet.seen.is_rough && best.unread.ink.share() >= ON_ROUGH))
        && let Some(options) = again()
    {
        match read_evened(engine, &best, options)? {
            Some(evened) => best.reading = evened,
            // What is faint and nobody can read shows through from behind.
            None => best = best.without_faint(),
        }
    }
    if options.levers.arrange && options.psm == PageSegmentationMode::AUTO {
        arrange(engine, &best.sheet.header, &best.sheet.pixels, &mut best.reading, again)?;
    }
    if options.levers.alone
        && let Some(options) = again()
    {
        read_alone(engine, &mut best, options)?;
    }
    best.look_again();
    if options.levers.again {
        let is_unsure = best.reading.text.mean_confidence().is_none_or(|mean| mean.0 < SURE);
        let ways = match options.effort {
            Effort::Balanced if !is_unsure => &WAYS[..1],
            Effort::Thorough => &WAYS,
            Effort::Fast | Effort::Balanced => &[],
        };
        read_harder(engine, &mut best, ways, again)?;
        // What was added may be the missing pieces of rows.
        if best.reading.look.again && options.levers.arrange && options.psm == PageSegmentationMode::AUTO {
            arrange(engine, &best.sheet.header, &best.sheet.pixels, &mut best.reading, again)?;
            best.look_again();
        }
    }
    if turn != Turn::Upright {
        best.reading.look.turned = turn;
    }
    Ok(best.reading)
}

/// Reads pixels of a sheet whose paper has that tone, straightened if its lines are askew, and sees what is left unread.
pub(super) fn read<R: Recognizer>(
    engine: &mut R,
    sheet: &Sheet<R::Pixels>,
    pixels: R::Pixels,
    paper: u8,
    options: ReadingOptions,
) -> Result<(Reading, Unread), Error> {
    let Sheet { header, seen, .. } = sheet;
    let mut look = Look::default();
    let is_list = options.levers.leaders && seen.is_list && options.psm == PageSegmentationMode::AUTO;
    let psm = if is_list { PageSegmentationMode::SINGLE_COLUMN } else { options.psm };
    let options = ReadingOptions { psm, ..options };
    let is_askew = options.levers.straighten && seen.skew.abs() >= STRAIGHT;
    let mut text = match is_askew.then(|| straighten(header, &pixels, seen.skew, paper)).flatten() {
        Some((header, straight)) => {
            look.straightened = Some(seen.skew);
            drop(pixels);
            engine.recognize(&header, straight, options)?
        }
        None => engine.recognize(header, pixels, options)?,
    };
    drop_empty(&mut text);
    let unread = seen.unread(header, &text);
    look.unread = Some(unread.ink);
    Ok((Reading { text, look }, unread))
}

/// Reads doubtful words that stand alone once more, together with the others of their lines.
fn read_alone<R: Recognizer>(
    engine: &mut R,
    best: &mut Read<R::Pixels>,
    options: ReadingOptions,
) -> Result<(), Error> {
    let Read { sheet: Sheet { header, pixels, seen }, reading, .. } = best;
    if let Some(strip) = Strip::of(header, &reading.text) {
        let (header, pixels) = strip.drawn(header, pixels, seen.paper);
        let options = ReadingOptions { psm: PageSegmentationMode::SINGLE_BLOCK, ..options };
        if let Some(read) = heard(engine.recognize(&header, pixels, options))? {
            strip.put(&header, &read, &mut reading.text);
        }
    }
    Ok(())
}

/// What came of a further reading, if anything: the first one counts then. But nothing that a broken engine has said can
/// be trusted.
pub(super) fn heard<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(heard) => Ok(Some(heard)),
        Err(error @ Error::WorkerStopped { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

/// What a reading is worth beside another of the same bitmap: the sense that its text makes, by how much of the ink is in
/// any word.
pub(super) fn worth(reading: &Reading) -> f32 {
    let unread = reading.look.unread.map_or(0.0, |unread| unread.share());
    sense(reading.text.words()) * (1.0 - unread)
}

/// Takes out words without characters, and lines, paragraphs and text blocks without words.
pub(super) fn drop_empty(text: &mut PageText) {
    for block in &mut text.blocks {
        for paragraph in &mut block.paragraphs {
            for line in &mut paragraph.lines {
                line.words.retain(|word| !word.text.is_empty());
            }
            paragraph.lines.retain(|line| !line.words.is_empty());
        }
        block.paragraphs.retain(|paragraph| !paragraph.lines.is_empty());
    }
    let is_picture = |block: &Block| matches!(block.kind, BlockKind::Image | BlockKind::Separator);
    text.blocks.retain(|block| is_picture(block) || !block.paragraphs.is_empty());
}
