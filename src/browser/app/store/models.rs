//! Language models that people brought along, in a database of their own: each a blob beside its code. The
//! browser has it on disk; what is read out of the database is a handle on it.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::Refused;
use super::connection::{Connection, outcome};

const NAME: &str = "pagewise-models";
const TABLE: &str = "models";

/// The models that are kept, by code. Where nothing can be kept there are none.
pub async fn kept() -> Vec<(String, Blob)> {
    listed().await.unwrap_or_default()
}

async fn listed() -> Result<Vec<(String, Blob)>, Refused> {
    let database = Connection::existing(NAME).await?;
    let all: Array = outcome(&database.reading(TABLE)?.get_all()?).await?.unchecked_into();
    let entry = |entry: JsValue| {
        let entry: Array = entry.dyn_into().ok()?;
        Some((entry.get(0).as_string()?, entry.get(1).dyn_into().ok()?))
    };
    Ok(all.iter().filter_map(entry).collect())
}

/// Keeps a model, in place of the one of that code. Whether it is kept.
pub async fn keep(code: &str, model: &Blob) -> bool {
    stored(code, model).await.is_ok()
}

async fn stored(code: &str, model: &Blob) -> Result<(), Refused> {
    let database = Connection::open(NAME, &[TABLE]).await?;
    let (table, committed) = database.writing(TABLE)?;
    table.put_with_key(&Array::of2(&code.into(), model), &code.into())?;
    committed.await?;
    Ok(())
}

/// Removes a model, if it is kept.
pub async fn forget_one(code: &str) {
    // Where nothing can be kept there is nothing to remove.
    removed(code).await.ok();
}

async fn removed(code: &str) -> Result<(), Refused> {
    let database = Connection::existing(NAME).await?;
    let (table, committed) = database.writing(TABLE)?;
    table.delete(&code.into())?;
    committed.await?;
    Ok(())
}

/// Removes all of them.
pub(super) async fn forget() -> Result<(), Refused> {
    Connection::forget(NAME).await
}
