//! Records as stored text. JSON is left to the browser: pages come from workers as its values anyway, and a second
//! parser would be downloaded by everybody.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::Unusable;
use crate::store::seal::{seal, unseal};

/// The record of a value; `None` where it has no form in JSON.
pub fn seal_value(value: &impl Serialize) -> Option<String> {
    // Whole numbers stay numbers: JSON has no others, and none here is too large for one.
    let serializer = serde_wasm_bindgen::Serializer::new();
    let value = value.serialize(&serializer).ok()?;
    Some(seal(&String::from(js_sys::JSON::stringify(&value).ok()?)))
}

/// The value in a record.
///
/// # Errors
/// [`Unusable`], for whatever is not exactly as it was sealed.
pub fn unseal_value<T: DeserializeOwned>(record: &str) -> Result<T, Unusable> {
    let value = js_sys::JSON::parse(unseal(record)?).map_err(|_| Unusable::Damaged)?;
    serde_wasm_bindgen::from_value(value).map_err(|_| Unusable::Damaged)
}
