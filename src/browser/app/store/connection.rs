//! A database of the browser, open. Several parts of the store have one each, so that none has to be made anew for another.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

use super::Refused;

/// A database that is open until this is dropped, or another tab or the browser wants it gone.
pub struct Connection {
    database: IdbDatabase,
    is_closed: Rc<Cell<bool>>,
    _on_close: Closure<dyn Fn()>,
}

fn factory() -> Result<IdbFactory, Refused> {
    web_sys::window().ok_or(Refused)?.indexed_db()?.ok_or(Refused)
}

/// What came of a request.
///
/// # Errors
/// When it failed.
pub async fn outcome(request: &IdbRequest) -> Result<JsValue, Refused> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await?;
    Ok(request.result()?)
}

impl Connection {
    /// Opens a database, and makes it with these tables if it is not there.
    ///
    /// # Errors
    /// When the browser keeps nothing.
    pub async fn open(name: &str, tables: &'static [&'static str]) -> Result<Self, Refused> {
        let request = factory()?.open(name)?;
        let opening = request.clone();
        Self::opened(&request, move || {
            if let Ok(database) = opening.result() {
                let database: IdbDatabase = database.unchecked_into();
                for table in tables {
                    database.create_object_store(table).ok();
                }
            }
        })
        .await
    }

    /// Opens a database if it is there.
    ///
    /// # Errors
    /// When it is not.
    pub async fn existing(name: &str) -> Result<Self, Refused> {
        let request = factory()?.open(name)?;
        let opening = request.clone();
        // It would be made now: nobody wants that where nothing is kept.
        Self::opened(&request, move || {
            if let Some(transaction) = opening.transaction() {
                transaction.abort().ok();
            }
        })
        .await
    }

    async fn opened(request: &IdbOpenDbRequest, when_new: impl FnOnce() + 'static) -> Result<Self, Refused> {
        let when_new = Closure::once(when_new);
        request.set_onupgradeneeded(Some(when_new.as_ref().unchecked_ref()));
        let database: IdbDatabase = outcome(request).await?.unchecked_into();
        let is_closed = Rc::new(Cell::new(false));
        // Held open, it would keep another tab from removing it.
        let (held, closed) = (database.clone(), Rc::clone(&is_closed));
        let on_close = Closure::<dyn Fn()>::new(move || {
            held.close();
            closed.set(true);
        });
        database.set_onversionchange(Some(on_close.as_ref().unchecked_ref()));
        // The browser closes it itself where a person has it forget what the site keeps.
        database.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Self { database, is_closed, _on_close: on_close })
    }

    /// Whether nothing can be asked of it any more. What is there has to be opened anew.
    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Removes a database, if there is one.
    ///
    /// # Errors
    /// When the browser does not let it go.
    pub async fn forget(name: &str) -> Result<(), Refused> {
        // Where there are no databases, there is nothing.
        if let Ok(factory) = factory() {
            outcome(&factory.delete_database(name)?.into()).await?;
        }
        Ok(())
    }

    /// A table to be read from.
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn reading(&self, table: &str) -> Result<IdbObjectStore, Refused> {
        Ok(self.database.transaction_with_str(table)?.object_store(table)?)
    }

    /// A table to be written to, and whether all of that is there in the end. A request that has succeeded does not say so:
    /// what it wrote may still be refused as a whole, where there is no room for it.
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn writing(&self, table: &str) -> Result<(IdbObjectStore, JsFuture), Refused> {
        let transaction =
            self.database.transaction_with_str_and_mode(table, IdbTransactionMode::Readwrite)?;
        let committed = Promise::new(&mut |resolve: Function, reject: Function| {
            transaction.set_oncomplete(Some(&resolve));
            // Whatever fails in a transaction aborts it: a request, the commit, the connection.
            transaction.set_onabort(Some(&reject));
        });
        Ok((transaction.object_store(table)?, committed.into()))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // What hears of it is dropped as well.
        self.database.set_onversionchange(None);
        self.database.set_onclose(None);
        self.database.close();
    }
}
