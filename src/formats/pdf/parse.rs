//! Bytes as objects (ISO 32000-1, 7.2 and 7.3), as lenient as viewers are and no more.

use super::object::{Dict, Object, Ref};

/// How deep arrays and dictionaries may stand in each other.
const MAX_DEPTH: usize = 64;

/// Why no object could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParseError {
    /// The bytes end before the object does.
    Incomplete,
    /// It is not an object.
    Malformed,
}

/// A place in bytes of which more may follow.
#[derive(Debug, Clone)]
pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether nothing follows the bytes: then their end also ends a token.
    is_all: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8], is_all: bool) -> Self {
        Self { bytes, at: 0, is_all }
    }

    /// How many bytes have been read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn seek(&mut self, position: usize) {
        self.at = position.min(self.bytes.len());
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    fn peek(&self) -> Result<u8, ParseError> {
        self.rest().first().copied().ok_or(ParseError::Incomplete)
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(&byte) = self.rest().first() {
            if byte == b'%' {
                let line = self.rest().iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                self.at = line.map_or(self.bytes.len(), |length| self.at + length);
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Reads this word, if it is what comes next.
    pub(super) fn keyword(&mut self, word: &str) -> Result<bool, ParseError> {
        self.skip_space();
        let rest = self.rest();
        if rest.len() < word.len() && word.as_bytes().starts_with(rest) {
            return if self.is_all { Ok(false) } else { Err(ParseError::Incomplete) };
        }
        let found = rest.starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        Ok(found)
    }

    /// Reads a number without sign or fraction.
    pub(super) fn unsigned(&mut self) -> Result<u64, ParseError> {
        self.skip_space();
        let digits = self.token()?;
        std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok()).ok_or(ParseError::Malformed)
    }

    /// Reads `N G obj`.
    pub(super) fn head(&mut self) -> Result<Ref, ParseError> {
        let number = u32::try_from(self.unsigned()?).map_err(|_| ParseError::Malformed)?;
        let generation = u16::try_from(self.unsigned()?).map_err(|_| ParseError::Malformed)?;
        if self.keyword("obj")? { Ok(Ref { number, generation }) } else { Err(ParseError::Malformed) }
    }

    /// Reads an object.
    pub(super) fn object(&mut self) -> Result<Object, ParseError> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Result<Object, ParseError> {
        if depth > MAX_DEPTH {
            return Err(ParseError::Malformed);
        }
        self.skip_space();
        match self.peek()? {
            b'/' => self.name().map(Object::Name),
            b'(' => self.literal_string().map(Object::String),
            b'<' if self.second()? == Some(b'<') => self.dict(depth).map(Object::Dict),
            b'<' => self.hex_string().map(Object::String),
            b'[' => self.array(depth).map(Object::Array),
            b'0'..=b'9' => self.number_or_reference(),
            b'+' | b'-' | b'.' => self.number(),
            _ => match self.token()? {
                b"true" => Ok(Object::Boolean(true)),
                b"false" => Ok(Object::Boolean(false)),
                b"null" => Ok(Object::Null),
                _ => Err(ParseError::Malformed),
            },
        }
    }

    fn second(&self) -> Result<Option<u8>, ParseError> {
        match self.rest().get(1) {
            None if !self.is_all => Err(ParseError::Incomplete),
            other => Ok(other.copied()),
        }
    }

    /// Characters up to the next delimiter. Never empty.
    fn token(&mut self) -> Result<&'a [u8], ParseError> {
        let rest = self.rest();
        let length = match rest.iter().position(|&byte| is_space(byte) || is_delimiter(byte)) {
            Some(length) => length,
            None if self.is_all => rest.len(),
            None => return Err(ParseError::Incomplete),
        };
        if length == 0 {
            return Err(ParseError::Malformed);
        }
        self.at += length;
        Ok(&rest[..length])
    }

    fn name(&mut self) -> Result<Vec<u8>, ParseError> {
        self.at += 1;
        let written = match self.peek() {
            Ok(byte) if is_space(byte) || is_delimiter(byte) => return Ok(Vec::new()),
            _ => self.token()?,
        };
        let mut name = Vec::with_capacity(written.len());
        let mut rest = written;
        while let [byte, tail @ ..] = rest {
            if let [b'#', high, low, after @ ..] = rest
                && let (Some(high), Some(low)) = (hex_digit(*high), hex_digit(*low))
            {
                name.push(high << 4 | low);
                rest = after;
            } else {
                name.push(*byte);
                rest = tail;
            }
        }
        Ok(name)
    }

    fn number_or_reference(&mut self) -> Result<Object, ParseError> {
        let start = self.at;
        if let Ok(number) = self.unsigned() {
            let after_number = self.at;
            match self.reference_tail() {
                Ok(Some(generation)) => {
                    let number = u32::try_from(number).map_err(|_| ParseError::Malformed)?;
                    return Ok(Object::Reference(Ref { number, generation }));
                }
                Err(ParseError::Incomplete) => return Err(ParseError::Incomplete),
                Ok(None) | Err(ParseError::Malformed) => self.at = after_number,
            }
        }
        self.at = start;
        self.number()
    }

    /// The generation and `R` of a reference, if that is what comes next.
    fn reference_tail(&mut self) -> Result<Option<u16>, ParseError> {
        self.skip_space();
        if self.at == self.bytes.len() && !self.is_all {
            return Err(ParseError::Incomplete);
        }
        if !self.rest().first().is_some_and(u8::is_ascii_digit) {
            return Ok(None);
        }
        let generation = self.unsigned()?;
        self.skip_space();
        match self.rest() {
            [] if !self.is_all => Err(ParseError::Incomplete),
            [b'R'] if !self.is_all => Err(ParseError::Incomplete),
            [b'R', after @ ..] if after.first().is_none_or(|&b| is_space(b) || is_delimiter(b)) => {
                self.at += 1;
                Ok(u16::try_from(generation).ok())
            }
            _ => Ok(None),
        }
    }

    fn number(&mut self) -> Result<Object, ParseError> {
        let token = std::str::from_utf8(self.token()?).map_err(|_| ParseError::Malformed)?;
        if let Ok(value) = token.parse() {
            return Ok(Object::Integer(value));
        }
        // Digits, one point and one sign; `parse` would also take `inf` and exponents.
        if token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-')) {
            if let Ok(value) = token.parse() {
                return Ok(Object::Real(value));
            }
            // What is left of it once nothing remains that makes it a number.
            if matches!(token, "." | "-" | "+" | "-.") {
                return Ok(Object::Integer(0));
            }
        }
        Err(ParseError::Malformed)
    }

    fn literal_string(&mut self) -> Result<Vec<u8>, ParseError> {
        self.at += 1;
        let mut string = Vec::new();
        let mut open = 1_usize;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(string);
                    }
                }
                b'\\' => {
                    string.extend(self.escaped()?);
                    continue;
                }
                // A line end is a line feed, however it is written.
                b'\r' => {
                    if self.peek()? == b'\n' {
                        self.at += 1;
                    }
                    string.push(b'\n');
                    continue;
                }
                _ => {}
            }
            string.push(byte);
        }
    }

    fn escaped(&mut self) -> Result<Option<u8>, ParseError> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek()? {
                        digit @ b'0'..=b'7' => value = value * 8 + u32::from(digit - b'0'),
                        _ => break,
                    }
                    self.at += 1;
                }
                (value & 0xFF) as u8
            }
            b'\n' => return Ok(None),
            b'\r' => {
                if self.peek()? == b'\n' {
                    self.at += 1;
                }
                return Ok(None);
            }
            other => other,
        }))
    }

    fn hex_string(&mut self) -> Result<Vec<u8>, ParseError> {
        self.at += 1;
        let mut digits = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'>' => break,
                _ if is_space(byte) => {}
                _ => digits.push(hex_digit(byte).ok_or(ParseError::Malformed)?),
            }
        }
        Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect())
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Object>, ParseError> {
        self.at += 1;
        let mut elements = Vec::new();
        loop {
            self.skip_space();
            if self.peek()? == b']' {
                self.at += 1;
                return Ok(elements);
            }
            elements.push(self.nested(depth + 1)?);
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Dict, ParseError> {
        self.at += 2;
        let mut dict = Dict::new();
        loop {
            self.skip_space();
            match self.peek()? {
                b'>' => {
                    return match self.second()? {
                        Some(b'>') => {
                            self.at += 2;
                            Ok(dict)
                        }
                        _ => Err(ParseError::Malformed),
                    };
                }
                b'/' => {
                    let key = self.name()?;
                    self.skip_space();
                    // A key without a value before the end, as some writers leave it.
                    let value = if self.peek()? == b'>' { Object::Null } else { self.nested(depth + 1)? };
                    dict.push(key, value);
                }
                _ => return Err(ParseError::Malformed),
            }
        }
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

pub(super) fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::pdf::write::write_object;

    fn parsed(text: &str) -> Result<String, ParseError> {
        let object = Parser::new(text.as_bytes(), true).object()?;
        let mut out = Vec::new();
        write_object(&mut out, &object);
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn objects_are_read_as_viewers_read_them() {
        for (text, expected) in [
            ("<</A/B/C[1 2 0 R 3]/D(x\\(\\)\\101\\\n)>>", "<</A/B/C[1 2 0 R 3]/D(x\\(\\)A)>>"),
            ("<< /A %comment\n +12 /B -.50 /C null /D>>", "<</A 12/B -0.5/C null/D null>>"),
            ("<4 1 4>", "(A@)"),
            ("[1 2 R 3 0 Rx]", "Malformed"),
            ("/A#20B", "/A#20B"),
            ("[(a(b)c)(\r\n)]", "[(a\\(b\\)c) <0A>]"),
            ("12 0 RG", "12"),
            ("<< /A 1 (b) 2 >>", "Malformed"),
            ("1e5", "Malformed"),
            ("[1 2", "Incomplete"),
        ] {
            let got = parsed(text).unwrap_or_else(|error| format!("{error:?}"));
            assert_eq!(got, expected, "{text}");
        }
        assert_eq!(parsed(&"[".repeat(1000)), Err(ParseError::Malformed));
    }

    #[test]
    fn whatever_the_bytes_end_with_may_go_on() {
        let whole = b"<</A 12 0 R/B(text)/C<41>/D[1.5 true]>> ";
        for length in 0..whole.len() - 1 {
            let result = Parser::new(&whole[..length], false).object();
            assert_eq!(result, Err(ParseError::Incomplete), "{length}");
        }
        assert!(Parser::new(whole, false).object().is_ok());
    }
}
