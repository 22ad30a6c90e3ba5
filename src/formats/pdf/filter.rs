//! Decoding of the streams that hold a file's structure (ISO 32000-1, 7.4).

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::error::PdfError;
use super::object::{Dict, Object};

/// Most bytes a stream may decode to: that many describe some ten million objects.
const MAX_DECODED: usize = 96 << 20;
/// Most filters one after the other.
const MAX_FILTERS: usize = 4;

/// Undoes the filters that the dictionary names. All values must be direct.
pub(super) fn decode(dict: &Dict, mut data: Vec<u8>) -> Result<Vec<u8>, PdfError> {
    let filters = listed(dict.get("Filter").or_else(|| dict.get("F")));
    let parameters = listed(dict.get("DecodeParms").or_else(|| dict.get("DP")));
    if filters.len() > MAX_FILTERS {
        return Err(PdfError::damaged("a stream has too many filters"));
    }
    for (i, filter) in filters.iter().enumerate() {
        let parameters = parameters.get(i).and_then(|value| value.as_dict());
        data = match filter.as_name() {
            Some(b"FlateDecode" | b"Fl") => predicted(parameters, inflate(&data))?,
            Some(b"ASCIIHexDecode" | b"AHx") => hex(&data),
            Some(b"ASCII85Decode" | b"A85") => base85(&data)?,
            Some(b"RunLengthDecode" | b"RL") => run_lengths(&data)?,
            Some(b"Crypt") => data,
            _ => return Err(PdfError::damaged("its structure is coded in an unusual way")),
        };
    }
    Ok(data)
}

fn listed(value: Option<&Object>) -> Vec<&Object> {
    match value {
        Some(Object::Array(elements)) => elements.iter().collect(),
        Some(Object::Null) | None => Vec::new(),
        Some(single) => vec![single],
    }
}

/// As much as can be decoded: what follows a fault is lost, as in viewers.
fn inflate(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // An error leaves what came before it in the buffer, and that is all there is to be had.
    let _ = ZlibDecoder::new(data).take(MAX_DECODED as u64).read_to_end(&mut out);
    out
}

fn hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn base85(data: &[u8]) -> Result<Vec<u8>, PdfError> {
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ if byte.is_ascii_whitespace() || *byte == 0 => {}
            _ => return Err(PdfError::damaged("a stream in base 85 has other characters")),
        }
        if group.len() == 5 {
            out.extend(base85_group(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let known = group.len() - 1;
        group.resize(5, 84);
        out.extend(&base85_group(&group)[..known]);
    }
    Ok(out)
}

fn base85_group(digits: &[u8]) -> [u8; 4] {
    digits
        .iter()
        .fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(u32::from(*digit)))
        .to_be_bytes()
}

fn run_lengths(data: &[u8]) -> Result<Vec<u8>, PdfError> {
    let mut out = Vec::new();
    let mut rest = data;
    while let [length, tail @ ..] = rest {
        let length = usize::from(*length);
        match (length, tail) {
            (128, _) => break,
            (0..=127, _) => {
                let literal = &tail[..tail.len().min(length + 1)];
                out.extend(literal);
                rest = &tail[literal.len()..];
            }
            (_, [byte, after @ ..]) => {
                out.resize(out.len() + 257 - length, *byte);
                rest = after;
            }
            (_, []) => break,
        }
        if out.len() > MAX_DECODED {
            return Err(PdfError::damaged("a stream is too large"));
        }
    }
    Ok(out)
}

/// Undoes what was done to the rows before compression.
fn predicted(parameters: Option<&Dict>, data: Vec<u8>) -> Result<Vec<u8>, PdfError> {
    let value = |key: &str, default: i64| {
        parameters.and_then(|parameters| parameters.get(key)).and_then(Object::as_integer).unwrap_or(default)
    };
    let predictor = value("Predictor", 1);
    if predictor <= 1 {
        return Ok(data);
    }
    let bounded = |value: i64| usize::try_from(value).ok().filter(|value| (1..=1 << 20).contains(value));
    let (Some(colors), Some(bits), Some(columns)) =
        (bounded(value("Colors", 1)), bounded(value("BitsPerComponent", 8)), bounded(value("Columns", 1)))
    else {
        return Err(PdfError::damaged("a stream has impossible rows"));
    };
    let row_bits = colors.checked_mul(bits).and_then(|bits| bits.checked_mul(columns));
    let row = row_bits.filter(|bits| *bits < 1 << 30).map(|bits| bits.div_ceil(8));
    let Some(row) = row else {
        return Err(PdfError::damaged("a stream has impossible rows"));
    };
    let pixel = (colors * bits).div_ceil(8);
    match predictor {
        2 if bits == 8 => Ok(undo_tiff(data, row, pixel)),
        10..=15 => Ok(undo_png(&data, row, pixel)),
        _ => Err(PdfError::damaged("its structure is coded in an unusual way")),
    }
}

fn undo_tiff(mut data: Vec<u8>, row: usize, pixel: usize) -> Vec<u8> {
    for line in data.chunks_mut(row) {
        for i in pixel..line.len() {
            line[i] = line[i].wrapping_add(line[i - pixel]);
        }
    }
    data
}

fn undo_png(data: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0; row];
    for line in data.chunks(row + 1) {
        let Some((kind, coded)) = line.split_first() else { break };
        let mut current = vec![0; row];
        for (i, byte) in coded.iter().enumerate() {
            let (left, corner) = if i < pixel { (0, 0) } else { (current[i - pixel], above[i - pixel]) };
            let guess = match kind {
                1 => left,
                2 => above[i],
                3 => ((u16::from(left) + u16::from(above[i])) / 2) as u8,
                4 => paeth(left, above[i], corner),
                _ => 0,
            };
            current[i] = byte.wrapping_add(guess);
        }
        out.extend(&current[..coded.len()]);
        above = current;
    }
    out
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let (to_left, to_above, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_above && to_left <= to_corner {
        left
    } else if to_above <= to_corner {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::pdf::write::deflate;

    fn filtered(filter: &str, parameters: Dict) -> Dict {
        Dict::new().with("Filter", Object::name(filter)).with("DecodeParms", parameters)
    }

    #[test]
    fn rows_are_as_they_were_before_compression() {
        // Each row of five as it is, then with one of the predictors of PNG; the image is 3, 6, 9, ...
        let rows: [[u8; 6]; 5] = [
            [0, 3, 6, 9, 12, 15],
            [1, 18, 3, 3, 3, 3],
            [2, 15, 15, 15, 15, 15],
            [3, 32, 9, 9, 9, 9],
            [4, 15, 3, 3, 3, 3],
        ];
        let expected: Vec<u8> = (1..=25).map(|i| i * 3).collect();
        let columns = Dict::new().with("Predictor", Object::Integer(12)).with("Columns", Object::Integer(5));
        let data = deflate(rows.concat().as_slice());
        assert_eq!(decode(&filtered("FlateDecode", columns), data).unwrap(), expected);
        let tiff = Dict::new().with("Predictor", Object::Integer(2)).with("Columns", Object::Integer(25));
        assert_eq!(decode(&filtered("FlateDecode", tiff), deflate(&[3; 25])).unwrap(), expected);
    }

    #[test]
    fn text_codings_and_run_lengths_are_undone() {
        let decode =
            |filter: &str, data: &[u8]| decode(&filtered(filter, Dict::new()), data.to_vec()).unwrap();
        assert_eq!(decode("ASCIIHexDecode", b"48 65 6c6C 6F7>"), b"Hellop");
        assert_eq!(decode("ASCII85Decode", b"z87cURD\n]i,\"Ebo7 ~>"), b"\0\0\0\0Hello World");
        assert_eq!(decode("RunLengthDecode", &[1, b'a', b'b', 254, b'c', 128, 9]), b"abccc");
    }

    #[test]
    fn data_that_breaks_off_gives_what_was_there() {
        let mut data = deflate(&[7; 10_000]);
        data.truncate(data.len() - 6);
        let got = decode(&filtered("FlateDecode", Dict::new()), data).unwrap();
        assert!(got.iter().all(|byte| *byte == 7));
    }
}
