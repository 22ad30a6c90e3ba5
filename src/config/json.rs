//! JSON as RFC 8259 has it, with the place of everything in it, so that whoever wrote it finds what is wrong.

use crate::model::site::{NotJson, SiteMistake, Wrong};

/// Lists within lists that are followed: more than any configuration has, and few enough for any stack.
const DEEPEST: u32 = 32;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The line, from 1.
    pub line: u32,
    /// The character in it, from 1.
    pub column: u32,
    /// The value.
    pub value: Value,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    YesOrNo(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// Values one after another.
    List(Vec<Node>),
    /// Values by names, in the order of the file; a name may be there twice.
    Object(Vec<(Node, Node)>),
}

impl Node {
    /// Says that something is wrong here.
    pub fn wrong(&self, wrong: Wrong) -> SiteMistake {
        SiteMistake { line: self.line, column: self.column, wrong }
    }

    /// Its text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Understands a whole file.
///
/// # Errors
/// The first thing in it that is no JSON.
pub fn parse(text: &str) -> Result<Node, SiteMistake> {
    // Some editors put a mark before everything they write.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { rest: text.chars(), line: 1, column: 1 };
    let node = reader.node(0)?;
    reader.skip();
    match reader.peek() {
        None => Ok(node),
        Some(other) => Err(reader.not_json(NotJson::Character(other))),
    }
}

struct Reader<'a> {
    rest: std::str::Chars<'a>,
    line: u32,
    column: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest.next()?;
        (self.line, self.column) =
            if next == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        Some(next)
    }

    fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.next();
        }
        there
    }

    fn skip(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.next();
        }
    }

    fn not_json(&self, why: NotJson) -> SiteMistake {
        SiteMistake { line: self.line, column: self.column, wrong: Wrong::NotJson(why) }
    }

    /// What is here cannot be here.
    fn unexpected(&self) -> SiteMistake {
        self.not_json(self.peek().map_or(NotJson::Ends, NotJson::Character))
    }

    fn expect(&mut self, wanted: char) -> Result<(), SiteMistake> {
        if self.take(wanted) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn node(&mut self, depth: u32) -> Result<Node, SiteMistake> {
        self.skip();
        let (line, column) = (self.line, self.column);
        if depth > DEEPEST {
            return Err(self.not_json(NotJson::Deep));
        }
        let value = match self.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.string()?),
            Some('-' | '0'..='9') => Value::Number(self.number()?),
            Some('t') => self.word("true", Value::YesOrNo(true))?,
            Some('f') => self.word("false", Value::YesOrNo(false))?,
            Some('n') => self.word("null", Value::Null)?,
            _ => return Err(self.unexpected()),
        };
        Ok(Node { line, column, value })
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, SiteMistake> {
        word.chars().try_for_each(|letter| self.expect(letter))?;
        Ok(value)
    }

    fn object(&mut self, depth: u32) -> Result<Value, SiteMistake> {
        self.expect('{')?;
        let mut members = Vec::new();
        self.skip();
        if self.take('}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip();
            let (line, column) = (self.line, self.column);
            if self.peek() != Some('"') {
                return Err(self.unexpected());
            }
            let name = Node { line, column, value: Value::Text(self.string()?) };
            self.skip();
            self.expect(':')?;
            members.push((name, self.node(depth + 1)?));
            self.skip();
            if !self.take(',') {
                self.expect('}')?;
                return Ok(Value::Object(members));
            }
        }
    }

    fn list(&mut self, depth: u32) -> Result<Value, SiteMistake> {
        self.expect('[')?;
        let mut items = Vec::new();
        self.skip();
        if self.take(']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.node(depth + 1)?);
            self.skip();
            if !self.take(',') {
                self.expect(']')?;
                return Ok(Value::List(items));
            }
        }
    }

    fn string(&mut self) -> Result<String, SiteMistake> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            let here = self.not_json(NotJson::Text);
            match self.next().ok_or_else(|| self.not_json(NotJson::Ends))? {
                '"' => return Ok(text),
                '\\' => text.push(self.escape().ok_or(here)?),
                '\0'..='\u{1f}' => return Err(here),
                other => text.push(other),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            escaped @ ('"' | '\\' | '/') => escaped,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.four_digits()?;
                // What does not fit into four digits is written as two halves.
                if (0xd800..0xdc00).contains(&first) {
                    (self.take('\\') && self.take('u')).then_some(())?;
                    let second = self.four_digits().filter(|half| (0xdc00..0xe000).contains(half))?;
                    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))?
                } else {
                    char::from_u32(first)?
                }
            }
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |sum, _| Some(sum * 16 + self.next()?.to_digit(16)?))
    }

    fn number(&mut self) -> Result<String, SiteMistake> {
        let mut number = String::new();
        if self.take('-') {
            number.push('-');
        }
        if self.take('0') {
            number.push('0');
        } else {
            self.digits(&mut number)?;
        }
        if self.take('.') {
            number.push('.');
            self.digits(&mut number)?;
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.next();
            number.push('e');
            if let Some(sign @ ('+' | '-')) = self.peek() {
                self.next();
                number.push(sign);
            }
            self.digits(&mut number)?;
        }
        Ok(number)
    }

    fn digits(&mut self, number: &mut String) -> Result<(), SiteMistake> {
        if !self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
            return Err(self.unexpected());
        }
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            self.next();
            number.push(digit);
        }
        Ok(())
    }
}
