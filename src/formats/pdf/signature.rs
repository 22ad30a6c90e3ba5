//! Whether a file is signed: what is added then lies outside of what the signature covers.

use super::error::PdfError;
use super::file::File;
use super::object::{Dict, Object};
use crate::model::source::read_at::ReadAt;

/// Most fields of a form that are looked at.
const MAX_FIELDS: usize = 4096;

/// Whether some signature field has been signed.
pub(super) fn is_signed<R: ReadAt>(file: &mut File<R>, catalog: &Dict) -> Result<bool, PdfError> {
    let Object::Dict(form) = file.get(catalog, "AcroForm")? else { return Ok(false) };
    let Object::Array(mut open) = file.get(&form, "Fields")? else { return Ok(false) };
    for _ in 0..MAX_FIELDS {
        let Some(field) = open.pop() else { break };
        let Object::Dict(field) = file.resolve(&field)? else { continue };
        let kind = file.get(&field, "FT")?;
        if kind.as_name() == Some(b"Sig") && matches!(file.get(&field, "V")?, Object::Dict(_)) {
            return Ok(true);
        }
        if let Object::Array(kids) = file.get(&field, "Kids")? {
            open.extend(kids);
        }
    }
    Ok(false)
}
