//! What a PDF is made of (ISO 32000-1, 7.3), as values.

/// The number and generation by which an indirect object is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref {
    /// Object number, from 1.
    pub number: u32,
    /// How often the number has been used again; 0 in all but old files that were edited in place.
    pub generation: u16,
}

impl Ref {
    /// The first object of this number.
    pub const fn new(number: u32) -> Self {
        Self { number, generation: 0 }
    }
}

/// Any object but a stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number without a fraction.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// Bytes, as they are once escapes and encryption are undone.
    String(Vec<u8>),
    /// A name without its slash, escapes undone.
    Name(Vec<u8>),
    /// `[...]`
    Array(Vec<Object>),
    /// `<<...>>`
    Dict(Dict),
    /// `12 0 R`
    Reference(Ref),
}

impl Object {
    /// A name.
    pub fn name(name: &str) -> Self {
        Object::Name(name.as_bytes().to_vec())
    }

    /// The whole number, also of a real number such as `12.0`.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Object::Integer(value) => Some(*value),
            Object::Real(value) => Some(*value as i64),
            _ => None,
        }
    }

    /// The number.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Object::Integer(value) => Some(*value as f64),
            Object::Real(value) => Some(*value),
            _ => None,
        }
    }

    /// The bytes of a string.
    pub fn as_string(&self) -> Option<&[u8]> {
        match self {
            Object::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The bytes of a name.
    pub fn as_name(&self) -> Option<&[u8]> {
        match self {
            Object::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The elements of an array.
    pub fn as_array(&self) -> Option<&[Object]> {
        match self {
            Object::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The dictionary.
    pub fn as_dict(&self) -> Option<&Dict> {
        match self {
            Object::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// What a reference points to.
    pub fn as_reference(&self) -> Option<Ref> {
        match self {
            Object::Reference(target) => Some(*target),
            _ => None,
        }
    }

    /// The same object with every string in it changed. What comes of a string depends on the key of the
    /// object around it, so encryption goes through here on the way in and on the way out.
    ///
    /// # Errors
    /// The first that `change` gives.
    pub fn map_strings<E>(self, change: &mut dyn FnMut(Vec<u8>) -> Result<Vec<u8>, E>) -> Result<Self, E> {
        Ok(match self {
            Object::String(bytes) => Object::String(change(bytes)?),
            Object::Array(elements) => Object::Array(
                elements.into_iter().map(|element| element.map_strings(change)).collect::<Result<_, E>>()?,
            ),
            Object::Dict(dict) => Object::Dict(dict.map_strings(change)?),
            other => other,
        })
    }
}

impl From<Dict> for Object {
    fn from(dict: Dict) -> Self {
        Object::Dict(dict)
    }
}

impl From<Ref> for Object {
    fn from(target: Ref) -> Self {
        Object::Reference(target)
    }
}

/// A dictionary. Its entries keep their order, so that a copy differs from its original only where it must.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dict(Vec<(Vec<u8>, Object)>);

impl Dict {
    /// An empty dictionary.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a key. A key that stands twice has its last value, as viewers take it.
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().rev().find(|(name, _)| name == key.as_bytes()).map(|(_, value)| value)
    }

    /// Sets a key, in its old place if it has one.
    pub fn set(&mut self, key: &str, value: impl Into<Object>) {
        let value = value.into();
        match self.0.iter_mut().rev().find(|(name, _)| name == key.as_bytes()) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.as_bytes().to_vec(), value)),
        }
    }

    /// The same with one more key, for building.
    pub fn with(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.set(key, value);
        self
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(name, _)| name != key.as_bytes());
    }

    /// Adds an entry as it was read, even if its key is there already.
    pub(super) fn push(&mut self, key: Vec<u8>, value: Object) {
        self.0.push((key, value));
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(key, value)| (key.as_slice(), value))
    }

    /// See [`Object::map_strings`].
    ///
    /// # Errors
    /// The first that `change` gives.
    pub fn map_strings<E>(self, change: &mut dyn FnMut(Vec<u8>) -> Result<Vec<u8>, E>) -> Result<Self, E> {
        let entries = self.0.into_iter().map(|(key, value)| Ok((key, value.map_strings(change)?)));
        Ok(Dict(entries.collect::<Result<_, E>>()?))
    }
}

/// What can be referred to by a number.
#[derive(Debug, Clone, PartialEq)]
pub enum Indirect {
    /// Anything but a stream.
    Plain(Object),
    /// A stream: its dictionary and its bytes as they are stored.
    Stream(Dict, Vec<u8>),
}

impl Indirect {
    /// A stream of these bytes, compressed.
    pub fn compressed(dict: Dict, data: &[u8]) -> Self {
        Indirect::Stream(dict.with("Filter", Object::name("FlateDecode")), super::write::deflate(data))
    }
}

impl From<Dict> for Indirect {
    fn from(dict: Dict) -> Self {
        Indirect::Plain(dict.into())
    }
}
