//! Pages as stored text. JSON is left to the browser: pages come from workers as its values anyway, and a second
//! parser would be downloaded by everybody.

use crate::browser::protocol::ReplyEnvelope;
use crate::pipeline::PageJob;
use crate::store::record::{seal, unseal};
use crate::store::{from_parts, to_parts};

/// The record of a page; `None` when there is nothing to keep of it.
pub fn page_record(job: &PageJob) -> Option<String> {
    let (line, envelope) = to_parts(job)?;
    let value = serde_wasm_bindgen::to_value(&envelope).ok()?;
    let json = String::from(js_sys::JSON::stringify(&value).ok()?);
    Some(seal(&format!("{line}\n{json}")))
}

/// The page in a record; `None` when it is not one.
pub fn page(record: &str) -> Option<PageJob> {
    let (line, json) = unseal(record).ok()?.split_once('\n')?;
    let value = js_sys::JSON::parse(json).ok()?;
    from_parts(line, serde_wasm_bindgen::from_value::<ReplyEnvelope>(value).ok()?)
}
