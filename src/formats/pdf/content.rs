//! The content of a page or of a form as operators (ISO 32000-1, 7.8.2), each with its place in the bytes.

use super::object::{Dict, Object};
use super::parse::{ParseError, Parser, is_delimiter, is_space};

/// Most operands of one operator: the format knows six, and `SCN` as many as there are inks.
const MAX_OPERANDS: usize = 64;
/// So many bytes after the end of an inline image are no longer binary.
const AFTER_IMAGE: usize = 10;

/// An operator and what stands before it.
#[derive(Debug, PartialEq)]
pub(super) struct Operator<'a> {
    /// Its name; `BI` stands for a whole inline image.
    pub(super) name: &'a [u8],
    /// Its operands. Numbers of which nobody knows what they mean are null.
    pub(super) operands: Vec<Object>,
    /// Where the first operand begins.
    pub(super) start: usize,
    /// Where its name ends.
    pub(super) end: usize,
}

impl Operator<'_> {
    /// The last operands as numbers, if they are.
    pub(super) fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let first = self.operands.len().checked_sub(N)?;
        let mut numbers = [0.0; N];
        for (number, operand) in numbers.iter_mut().zip(&self.operands[first..]) {
            *number = operand.as_number()?;
        }
        Some(numbers)
    }

    /// The last operand as a name, if it is one.
    pub(super) fn name_operand(&self) -> Option<&[u8]> {
        self.operands.last()?.as_name()
    }
}

/// What comes next.
enum Item<'a> {
    Operand(Object),
    Word(&'a [u8]),
}

/// The operators of a content, one after the other.
pub(super) struct Operators<'a> {
    bytes: &'a [u8],
    parser: Parser<'a>,
}

impl<'a> Operators<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, parser: Parser::new(bytes, true) }
    }

    /// The next operator. An error: from here on nobody knows what the bytes mean.
    pub(super) fn next(&mut self) -> Result<Option<Operator<'a>>, ParseError> {
        self.parser.skip_space();
        let start = self.parser.position();
        let mut operands = Vec::new();
        loop {
            match self.item()? {
                Some(Item::Operand(operand)) if operands.len() < MAX_OPERANDS => operands.push(operand),
                Some(Item::Operand(_)) => return Err(ParseError::Malformed),
                Some(Item::Word(name)) => {
                    if name == b"BI" {
                        self.inline_image()?;
                    }
                    return Ok(Some(Operator { name, operands, start, end: self.parser.position() }));
                }
                None if operands.is_empty() => return Ok(None),
                None => return Err(ParseError::Incomplete),
            }
        }
    }

    fn item(&mut self) -> Result<Option<Item<'a>>, ParseError> {
        self.parser.skip_space();
        let at = self.parser.position();
        let rest = &self.bytes[at..];
        let Some(first) = rest.first() else { return Ok(None) };
        if b"/(<[".contains(first) {
            return self.parser.object().map(|object| Some(Item::Operand(object)));
        }
        let length =
            rest.iter().position(|byte| is_space(*byte) || is_delimiter(*byte)).unwrap_or(rest.len());
        let word = &rest[..length];
        self.parser.seek(at + length);
        Ok(Some(match word {
            b"true" => Item::Operand(Object::Boolean(true)),
            b"false" => Item::Operand(Object::Boolean(false)),
            b"null" => Item::Operand(Object::Null),
            _ if word.iter().all(|byte| b"+-.0123456789".contains(byte)) => {
                let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                Item::Operand(number.map_or(Object::Null, Object::Real))
            }
            // Viewers pass over words that are no operators; bytes that are no words show that the place is lost.
            _ if !word.is_empty() && word.iter().all(u8::is_ascii_graphic) => Item::Word(word),
            _ => return Err(ParseError::Malformed),
        }))
    }

    /// Reads on to the end of an inline image.
    fn inline_image(&mut self) -> Result<(), ParseError> {
        let mut dict = Dict::new();
        loop {
            match (self.item()?, dict.iter().count()) {
                (Some(Item::Operand(Object::Name(key))), 0..MAX_OPERANDS) => {
                    let Some(Item::Operand(value)) = self.item()? else { return Err(ParseError::Malformed) };
                    dict.push(key, value);
                }
                (Some(Item::Word(b"ID")), _) => break,
                _ => return Err(ParseError::Malformed),
            }
        }
        // One white-space character belongs to `ID`.
        let begin = (self.parser.position() + 1).min(self.bytes.len());
        let filter = match dict.get("F").or_else(|| dict.get("Filter")) {
            Some(Object::Array(filters)) => filters.first(),
            other => other,
        };
        let least = match filter.and_then(Object::as_name) {
            // In letters and digits there may be an `EI` before the end that these have of their own.
            Some(b"A85" | b"ASCII85Decode" | b"AHx" | b"ASCIIHexDecode") => {
                self.bytes[begin..].iter().position(|byte| *byte == b'>').ok_or(ParseError::Incomplete)?
            }
            Some(_) => 0,
            None => plain_length(&dict).unwrap_or(0),
        };
        let from = begin.saturating_add(least);
        let data = self.bytes.get(from..).ok_or(ParseError::Incomplete)?;
        let is_end = |at: &usize| {
            let after = &data[at + 2..];
            data[*at..].starts_with(b"EI")
                && after.first().is_none_or(|byte| is_space(*byte))
                && after.iter().take(AFTER_IMAGE).all(|byte| is_space(*byte) || (b' '..=b'~').contains(byte))
        };
        let end = (0..data.len().saturating_sub(1)).find(is_end).ok_or(ParseError::Incomplete)?;
        self.parser.seek(from + end + 2);
        Ok(())
    }
}

/// How many bytes an image without filters has.
fn plain_length(dict: &Dict) -> Option<usize> {
    let get = |short: &str, long: &str| dict.get(short).or_else(|| dict.get(long));
    let size = |short: &str, long: &str| {
        get(short, long).and_then(Object::as_integer).and_then(|size| usize::try_from(size).ok())
    };
    let is_mask = get("IM", "ImageMask") == Some(&Object::Boolean(true));
    let inks = match get("CS", "ColorSpace").and_then(Object::as_name) {
        _ if is_mask => 1,
        Some(b"G" | b"DeviceGray") => 1,
        Some(b"RGB" | b"DeviceRGB") => 3,
        Some(b"CMYK" | b"DeviceCMYK") => 4,
        _ => return None,
    };
    let bits = if is_mask { 1 } else { size("BPC", "BitsPerComponent")? };
    let row = size("W", "Width")?.checked_mul(bits)?.checked_mul(inks)?.div_ceil(8);
    row.checked_mul(size("H", "Height")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The operators with the bytes that they take.
    fn taken(bytes: &[u8]) -> Result<Vec<String>, ParseError> {
        let mut operators = Operators::new(bytes);
        let mut found = Vec::new();
        while let Some(operator) = operators.next()? {
            found.push(String::from_utf8_lossy(&bytes[operator.start..operator.end]).into_owned());
        }
        Ok(found)
    }

    #[test]
    fn operators_have_their_operands_and_their_place() {
        assert_eq!(
            taken(b" q 1 0 0 RG%note\n(a\\)(b))Tj[(x)-1.5<41>]TJ/F1 12 Tf T*(y)' /P<</MCID 0>>BDC EMC Q\n")
                .unwrap(),
            [
                "q",
                "1 0 0 RG",
                "(a\\)(b))Tj",
                "[(x)-1.5<41>]TJ",
                "/F1 12 Tf",
                "T*",
                "(y)'",
                "/P<</MCID 0>>BDC",
                "EMC",
                "Q"
            ]
        );
        let mut operators = Operators::new(b"7 1 --2 3 cm 3. Tr");
        assert_eq!(operators.next().unwrap().unwrap().numbers::<2>(), None);
        assert_eq!(operators.next().unwrap().unwrap().numbers(), Some([3.0]));
    }

    #[test]
    fn inline_images_are_passed_over() {
        for image in [
            // The length of what has no filter is known.
            &b"BI /W 4 /H 1 /BPC 8 /CS /G ID EI Q\nEI"[..],
            b"BI /W 9 /H 9 /F/A85 ID 5sdq EI q~> EI",
            b"BI /W 9/H 9/F[/Fl] ID \xff EI \xfe EI \x80\x81EI",
        ] {
            let content = [b"q ", image, b" 3 Tr (more than ten) Tj"].concat();
            let found = taken(&content).unwrap();
            assert_eq!(found.len(), 4, "{found:?}");
            assert_eq!(found[1].as_bytes(), String::from_utf8_lossy(image).as_bytes());
        }
    }

    #[test]
    fn what_nobody_understands_is_not_guessed_at() {
        for content in [
            &b"(open Tj"[..],
            b"1 2 \xffTj",
            b"q ] Q",
            b"1 2",
            b"BI /W 4 ID abc",
            b"BI 4 ID x EI",
            b"[1 2 TJ",
        ] {
            assert!(taken(content).is_err(), "{}", String::from_utf8_lossy(content));
        }
        assert!(taken(&b"1 ".repeat(100)).is_err());
    }
}
