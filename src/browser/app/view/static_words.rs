//! The sentences of `index.html`, said in the language of the interface.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlTemplateElement, Node};

use crate::words::{Words, words};

/// Attributes that people read or hear.
const ATTRIBUTES: [&str; 4] = ["aria-label", "placeholder", "title", "content"];

/// Says everything on the page, templates included, in the language of the interface.
pub(super) fn say(page: &Document) {
    let words = words();
    // The page is in English as it comes.
    if words.page.is_empty() {
        return;
    }
    if let Some(root) = page.document_element() {
        root.set_attribute("lang", words.code).ok();
        walk(&root, words);
    }
}

fn walk(node: &Node, words: &Words) {
    if node.node_type() == Node::TEXT_NODE {
        let text = node.text_content().unwrap_or_default();
        let english = text.trim();
        if let Some(said) = words.of_page(english) {
            node.set_text_content(Some(&text.replace(english, said)));
        }
    }
    if let Some(element) = node.dyn_ref::<Element>() {
        for attribute in ATTRIBUTES {
            let said = element.get_attribute(attribute).and_then(|english| words.of_page(&english));
            if let Some(said) = said {
                element.set_attribute(attribute, said).ok();
            }
        }
    }
    if let Some(template) = node.dyn_ref::<HtmlTemplateElement>() {
        walk(&template.content(), words);
    }
    let children = node.child_nodes();
    (0..children.length()).filter_map(|place| children.get(place)).for_each(|child| walk(&child, words));
}
