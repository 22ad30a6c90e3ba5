//! The few things the page needs from the DOM, typed, with errors instead of panics.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, HtmlTemplateElement};

/// `index.html` lacks an element that the program needs: they are of different versions.
#[derive(Debug, thiserror::Error)]
#[error("the page has no element \u{201c}{0}\u{201d}")]
pub struct MissingElement(pub String);

/// The document of this page.
///
/// # Errors
/// Outside of a page.
pub fn document() -> Result<Document, MissingElement> {
    web_sys::window()
        .and_then(|window| window.document())
        .ok_or_else(|| MissingElement("document".to_owned()))
}

/// The element with this id.
///
/// # Errors
/// When there is none, or it is of another kind.
pub fn by_id<T: JsCast>(id: &str) -> Result<T, MissingElement> {
    let element = document()?.get_element_by_id(id);
    element.and_then(|element| element.dyn_into().ok()).ok_or_else(|| MissingElement(id.to_owned()))
}

/// A `<template>` with one root element and slots marked `data-slot`.
pub struct Template {
    id: &'static str,
    element: HtmlTemplateElement,
}

impl Template {
    /// The template with this id.
    ///
    /// # Errors
    /// When there is none.
    pub fn new(id: &'static str) -> Result<Self, MissingElement> {
        Ok(Self { id, element: by_id(id)? })
    }

    /// A fresh copy of its root element.
    ///
    /// # Errors
    /// When the template is empty.
    pub fn instance(&self) -> Result<HtmlElement, MissingElement> {
        let root = self.element.content().first_element_child();
        root.and_then(|root| root.clone_node_with_deep(true).ok())
            .and_then(|root| root.dyn_into().ok())
            .ok_or_else(|| MissingElement(self.id.to_owned()))
    }
}

/// The slot of this name inside an instance (or the instance itself).
///
/// # Errors
/// When there is none.
pub fn slot<T: JsCast>(instance: &Element, name: &str) -> Result<T, MissingElement> {
    let selector = format!("[data-slot=\"{name}\"]");
    let found = match instance.get_attribute("data-slot") {
        Some(own) if own == name => Some(instance.clone()),
        _ => instance.query_selector(&selector).ok().flatten(),
    };
    found.and_then(|element| element.dyn_into().ok()).ok_or(MissingElement(selector))
}

/// Sets the text of a slot.
///
/// # Errors
/// When the instance has no such slot.
pub fn fill(instance: &Element, name: &str, text: &str) -> Result<(), MissingElement> {
    set_text(&slot::<Element>(instance, name)?, text);
    Ok(())
}

/// Sets the text of an element, touching the page only when it differs.
pub fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Sets an attribute, touching the page only when it differs.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        // Fails only for names that are not names.
        element.set_attribute(name, value).ok();
    }
}

/// Shows or hides an element.
pub fn show(element: &HtmlElement, visible: bool) {
    if element.hidden() == visible {
        element.set_hidden(!visible);
    }
}
