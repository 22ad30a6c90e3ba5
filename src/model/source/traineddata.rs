//! Language models for Tesseract (`.traineddata`), told by the table at their beginning: a count, so many places of 8
//! bytes in little-endian order, and then the parts, the first of them right after the table. A part that is not
//! there is at -1.

use crate::model::error::Error;

/// How a packed model begins; whether it is one, only what comes out of it says.
pub const GZIP_MARK: [u8; 2] = [0x1f, 0x8b];

/// The network, its characters, and how it writes them: what Tesseract 4 and 5 read with. Models that lack them are for
/// the engine of Tesseract 3, which is not part of Pagewise.
const NEEDED: [usize; 3] = [17, 21, 22];
/// Tables have 24 places today. One of many more is no table, and whoever reads a count must not believe all of them.
const MOST_PARTS: usize = 60;
const COUNT_BYTES: usize = 4;
const PLACE_BYTES: usize = 8;

/// Whether a file of so many bytes that begins with `head` is a model that can be read with; `None` for files that are no
/// models at all. Some hundred bytes of it are enough.
pub fn traineddata(head: &[u8], bytes: u64) -> Option<Result<(), Error>> {
    let (count, rest) = head.split_first_chunk::<COUNT_BYTES>()?;
    let count = usize::try_from(i32::from_le_bytes(*count)).ok().filter(|count| *count <= MOST_PARTS)?;
    let table = rest.get(..count * PLACE_BYTES)?;
    let places: Vec<i64> =
        table.as_chunks::<PLACE_BYTES>().0.iter().map(|at| i64::from_le_bytes(*at)).collect();
    let begin = (COUNT_BYTES + table.len()) as i64;
    // A table of ours, and not the head of anything else: its first part follows it at once.
    if places.iter().copied().filter(|at| *at != -1).min()? != begin {
        return None;
    }
    let is_within = |at: i64| at == -1 || u64::try_from(at).is_ok_and(|at| at < bytes);
    Some(if !places.iter().all(|at| is_within(*at)) {
        Err(Error::ModelUnfit { is_old: false })
    } else if NEEDED.iter().any(|part| places.get(*part).is_none_or(|at| *at == -1)) {
        Err(Error::ModelUnfit { is_old: true })
    } else {
        Ok(())
    })
}

/// The code that a model goes by, made of its file's name: `deu` of `deu.traineddata.gz`.
pub fn code_of_file(name: &str) -> String {
    /// As long as a code in the address can be.
    const LONGEST: usize = 40;
    let stem = name.split('.').next().unwrap_or_default().trim();
    let code: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(LONGEST).collect();
    if code.is_empty() { "own".to_owned() } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of a model with these parts, each of 100 bytes.
    fn model(count: i32, parts: &[usize]) -> Vec<u8> {
        let mut bytes = count.to_le_bytes().to_vec();
        let begin = 4 + 8 * i64::from(count);
        for part in 0..count as usize {
            let place = parts.iter().position(|there| *there == part);
            bytes.extend(place.map_or(-1, |place| begin + 100 * place as i64).to_le_bytes());
        }
        bytes.resize(bytes.len() + 100 * parts.len(), 7);
        bytes
    }

    fn told(bytes: &[u8]) -> Option<Result<(), Error>> {
        traineddata(bytes, bytes.len() as u64)
    }

    #[test]
    fn a_model_with_a_network_can_be_read_with() {
        assert_eq!(told(&model(24, &[17, 18, 19, 20, 21, 22, 23])), Some(Ok(())));
        assert_eq!(told(&model(23, &[1, 3, 4, 17, 21, 22])), Some(Ok(())));
        // Its beginning is enough, if it is known how long it is.
        assert_eq!(traineddata(&model(24, &[17, 21, 22])[..196], 500), Some(Ok(())));
    }

    #[test]
    fn a_model_for_tesseract_3_is_told() {
        let old = Some(Err(Error::ModelUnfit { is_old: true }));
        assert_eq!(told(&model(24, &[1, 3, 4, 5, 6, 7, 8, 9, 23])), old);
        assert_eq!(told(&model(17, &[1, 3, 4])), old);
        assert_eq!(told(&model(24, &[17, 21])), old);
    }

    #[test]
    fn a_model_that_ends_too_early_is_damaged() {
        let whole = model(24, &[17, 18, 21, 22]);
        let cut = &whole[..whole.len() - 101];
        assert_eq!(told(cut), Some(Err(Error::ModelUnfit { is_old: false })));
        let mut far = whole.clone();
        far[4 + 8 * 22..4 + 8 * 23].copy_from_slice(&i64::MAX.to_le_bytes());
        assert_eq!(told(&far), Some(Err(Error::ModelUnfit { is_old: false })));
        far[4 + 8 * 22..4 + 8 * 23].copy_from_slice(&i64::MIN.to_le_bytes());
        assert_eq!(told(&far), None);
    }

    #[test]
    fn other_files_are_no_models() {
        for other in
            [&b""[..], b"PK\x03\x04", b"%PDF-1.7 and more", &[0; 300], &[0xff; 300], &[24, 0, 0, 0, 1]]
        {
            assert_eq!(told(other), None, "{other:?}");
        }
        assert_eq!(told(&model(24, &[])), None);
        // Every count there can be, before a table that does not bear it out.
        for count in [i32::MIN, -1, 0, 1, 59, 60, 61, 1 << 20, i32::MAX] {
            let mut bytes = count.to_le_bytes().to_vec();
            bytes.resize(600, 1);
            assert_eq!(told(&bytes), None, "{count}");
        }
    }

    #[test]
    fn a_model_goes_by_the_name_of_its_file() {
        let names =
            ["deu.traineddata", "chi_sim.best.traineddata.gz", "Österreich 2.traineddata", ".traineddata"];
        assert_eq!(names.map(code_of_file), ["deu", "chi_sim", "_sterreich_2", "own"]);
        assert_eq!(code_of_file(&"x".repeat(99)).len(), 40);
    }
}
