//! Reading what lies on its side or its head once more, turned upright.

use super::arrange::sense;
use super::lie::{Suspicion, part, sureness, suspicion};
use super::look::upright;
use super::recognize::{Read, Sheet, drop_empty, heard, read};
use super::two_ways::{clear, join};
use super::{ReadingOptions, Recognizer};
use crate::model::error::Error;
use crate::model::look::Turn;
use crate::model::page::Rect;

/// How little less one of upright text may be worth than one that runs down the page, of which less can be told.
const AS_GOOD: f32 = 0.97;
/// How much surer a window has to be read turned, for its page to be turned: five times as sure is usual, and one that is
/// in another language is read alike either way.
const CLEARLY: f32 = 2.0;

/// What is read of a sheet that is turned upright, if it or a part of it may lie another way, and that is better.
pub(super) fn read_turned<R: Recognizer>(
    engine: &mut R,
    first: Read<R::Pixels>,
    options: ReadingOptions,
) -> Result<Read<R::Pixels>, Error> {
    let Sheet { header, pixels, .. } = &first.sheet;
    let mut is_so_in = |window: &Rect, turn: Turn| -> Result<bool, Error> {
        let (header, pixels) = part(header, pixels, window, turn);
        let turned = heard(engine.recognize(&header, pixels, options))?;
        let sure = turned.map_or(0.0, |turned| sureness(&turned, window));
        Ok(sure > CLEARLY * sureness(&first.reading.text, window))
    };
    let turn = match suspicion(&first.reading.text) {
        Some(Suspicion::Certain(turn)) => turn,
        Some(Suspicion::Either(window, turn, _)) if is_so_in(&window, turn)? => turn,
        Some(Suspicion::Either(_, _, otherwise)) => otherwise,
        Some(Suspicion::Head(window)) if is_so_in(&window, Turn::Half)? => Turn::Half,
        Some(Suspicion::Part(window, part)) => {
            for turn in [Turn::Left, Turn::Right] {
                if is_so_in(&window, turn)? {
                    return read_part(engine, first, &part, turn, options);
                }
            }
            return Ok(first);
        }
        _ => return Ok(first),
    };
    let (header, pixels) = upright(header, pixels, [0, 0, header.width, header.height], turn);
    let Ok(sheet) = Sheet::of(header, pixels, options.levers) else {
        return Ok(first);
    };
    let Some((mut reading, unread)) =
        heard(read(engine, &sheet, sheet.pixels.clone(), sheet.seen.paper, options))?
    else {
        return Ok(first);
    };
    reading.look.turned = turn;
    let turned = Read { sheet, reading, unread };
    // A page that was read well on its side is worth no more when it is upright, but more can be told of it.
    let is_better = sense(turned.reading.text.words()) > AS_GOOD * sense(first.reading.text.words());
    let (mut best, other) = if is_better { (turned, first) } else { (first, turned) };
    // Parts of a page that lie another way than the rest were read in the other direction.
    join(&mut best.reading.text, &other.reading.text);
    drop_empty(&mut best.reading.text);
    best.look_again();
    Ok(best)
}

/// What is read of a sheet of which a part lies another way.
fn read_part<R: Recognizer>(
    engine: &mut R,
    mut first: Read<R::Pixels>,
    place: &Rect,
    turn: Turn,
    options: ReadingOptions,
) -> Result<Read<R::Pixels>, Error> {
    let Read { sheet: Sheet { header, pixels, seen }, reading, unread } = &mut first;
    let (turned, pixels) = part(header, pixels, place, turn);
    if let Some(text) = heard(engine.recognize(&turned, pixels, options))?
        && sureness(&text, place) > CLEARLY * sureness(&reading.text, place)
    {
        clear(&mut reading.text, place);
        join(&mut reading.text, &text);
        drop_empty(&mut reading.text);
        *unread = seen.unread(header, &reading.text);
        reading.look.unread = Some(unread.ink);
    }
    Ok(first)
}
