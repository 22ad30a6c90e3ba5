//! Objects as bytes of a file.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::object::{Dict, Indirect, Object, Ref};

/// Writes an object as it stands inside others.
pub fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(true) => out.extend(b"true"),
        Object::Boolean(false) => out.extend(b"false"),
        Object::Integer(value) => out.extend(value.to_string().bytes()),
        Object::Real(value) => write_real(out, *value),
        Object::String(bytes) => write_string(out, bytes),
        Object::Name(name) => write_name(out, name),
        Object::Array(elements) => {
            out.push(b'[');
            for (i, element) in elements.iter().enumerate() {
                if i > 0 {
                    out.push(b' ');
                }
                write_object(out, element);
            }
            out.push(b']');
        }
        Object::Dict(dict) => write_dict(out, dict),
        Object::Reference(Ref { number, generation }) => {
            out.extend(format!("{number} {generation} R").bytes());
        }
    }
}

/// Writes `N G obj ... endobj`. The bytes of a stream are taken as they are, and `/Length` is added.
pub fn write_indirect(out: &mut Vec<u8>, id: Ref, object: &Indirect) {
    out.extend(format!("{} {} obj\n", id.number, id.generation).bytes());
    match object {
        Indirect::Plain(object) => write_object(out, object),
        Indirect::Stream(dict, data) => {
            let length = i64::try_from(data.len()).unwrap_or(i64::MAX);
            write_dict(out, &dict.clone().with("Length", Object::Integer(length)));
            out.extend(b"\nstream\n");
            out.extend(data);
            out.extend(b"\nendstream");
        }
    }
    out.extend(b"\nendobj\n");
}

/// Compresses with zlib, as `/FlateDecode` has it.
pub fn deflate(data: &[u8]) -> Vec<u8> {
    compress(data).unwrap_or_default()
}

/// Writing to memory does not fail; the signature of the encoder does not know that.
fn compress(data: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data)?;
    encoder.finish()
}

fn write_dict(out: &mut Vec<u8>, dict: &Dict) {
    out.extend(b"<<");
    for (key, value) in dict.iter() {
        write_name(out, key);
        // Whatever begins with a delimiter of its own needs no space before it.
        if !matches!(value, Object::String(_) | Object::Name(_) | Object::Array(_) | Object::Dict(_)) {
            out.push(b' ');
        }
        write_object(out, value);
    }
    out.extend(b">>");
}

/// The shortest digits that give the number again; PDF has no exponents, and `Display` writes none.
fn write_real(out: &mut Vec<u8>, value: f64) {
    let value = if value.is_finite() { value } else { 0.0 };
    out.extend(value.to_string().bytes());
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"#/%()<>[]{}".contains(&byte) {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

fn write_string(out: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        out.push(b'(');
        for &byte in bytes {
            if b"\\()".contains(&byte) {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b')');
    } else {
        out.push(b'<');
        bytes.iter().for_each(|byte| out.extend(format!("{byte:02X}").bytes()));
        out.push(b'>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_object_is_written_as_the_format_wants_it() {
        let dict = Dict::new()
            .with("A b#", Object::Array(vec![Object::Integer(-3), Object::Real(0.000_012_5), Object::Null]))
            .with("S", Object::String(b"a(\\)".to_vec()))
            .with("T", Object::String(vec![0, 255]))
            .with("N", Object::name("x/y"))
            .with("R", Ref { number: 7, generation: 2 });
        let mut out = Vec::new();
        write_object(&mut out, &dict.into());
        let written = String::from_utf8_lossy(&out);
        assert_eq!(written, r"<</A#20b#23[-3 0.0000125 null]/S(a\(\\\))/T<00FF>/N/x#2Fy/R 7 2 R>>");
    }
}
