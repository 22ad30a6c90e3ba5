//! The rules of the ALTO 4.4 schema for the elements that Pagewise writes: which attributes each may have
//! and of what type, which it must have, what it may contain and in which order, and that ids are unique
//! and references lead somewhere.

use std::collections::HashSet;

use roxmltree::{Document, Node};

pub const NAMESPACE: &str = "http://www.loc.gov/standards/alto/ns-v4#";

#[derive(Clone, Copy)]
enum Type {
    Text,
    Id,
    References,
    Float,
    Fraction,
    Points,
    Language,
    Direction,
    OneOf(&'static [&'static str]),
}

use Type::{Direction, Float, Fraction, Id, Language, OneOf, Points, References, Text};

struct Rule {
    element: &'static str,
    /// A trailing `!` means required.
    attributes: &'static [(&'static str, Type)],
    children: Children,
}

enum Children {
    /// No elements; text where `true`.
    None(bool),
    /// Each at most once unless it ends in `*`, in this order; `!` means required.
    Sequence(&'static [&'static str]),
    /// Any of these, in any order, any number of times.
    Any(&'static [&'static str]),
    /// `(String, SP?)+ HYP?`
    Line,
}

const PLACE: [(&str, Type); 4] = [("HPOS", Float), ("VPOS", Float), ("WIDTH", Float), ("HEIGHT", Float)];
const PLACED: [&str; 9] = [
    "PrintSpace",
    "ComposedBlock",
    "TextBlock",
    "Illustration",
    "GraphicalElement",
    "TextLine",
    "String",
    "SP",
    "HYP",
];
const BLOCKS: [&str; 4] = ["TextBlock", "Illustration", "GraphicalElement", "ComposedBlock"];
const QUALITIES: [&str; 7] =
    ["OK", "Missing", "Missing in original", "Damaged", "Retained", "Target", "As in original"];

const RULES: [Rule; 26] = [
    Rule {
        element: "alto",
        attributes: &[("SCHEMAVERSION", OneOf(&["4.4"])), ("schemaLocation", Text)],
        children: Children::Sequence(&["Description", "Styles", "Tags", "ReadingOrder", "Layout!"]),
    },
    Rule {
        element: "Description",
        attributes: &[],
        children: Children::Sequence(&["MeasurementUnit!", "sourceImageInformation", "Processing*"]),
    },
    Rule { element: "MeasurementUnit", attributes: &[], children: Children::None(true) },
    Rule {
        element: "sourceImageInformation",
        attributes: &[],
        children: Children::Sequence(&["fileName", "fileIdentifier*", "documentIdentifier*"]),
    },
    Rule { element: "fileName", attributes: &[], children: Children::None(true) },
    Rule {
        element: "Processing",
        attributes: &[("ID!", Id)],
        children: Children::Sequence(&[
            "processingCategory",
            "processingDateTime",
            "processingAgency",
            "processingStepDescription*",
            "processingStepSettings",
            "processingSoftware",
        ]),
    },
    Rule { element: "processingCategory", attributes: &[], children: Children::None(true) },
    Rule { element: "processingDateTime", attributes: &[], children: Children::None(true) },
    Rule { element: "processingStepSettings", attributes: &[], children: Children::None(true) },
    Rule {
        element: "processingSoftware",
        attributes: &[],
        children: Children::Sequence(&[
            "softwareCreator",
            "softwareName",
            "softwareVersion",
            "applicationDescription",
        ]),
    },
    Rule { element: "softwareName", attributes: &[], children: Children::None(true) },
    Rule { element: "softwareVersion", attributes: &[], children: Children::None(true) },
    Rule {
        element: "Tags",
        attributes: &[],
        children: Children::Any(&["LayoutTag", "StructureTag", "RoleTag"]),
    },
    Rule {
        element: "LayoutTag",
        attributes: &[("ID!", Id), ("LABEL!", Text), ("TYPE", Text)],
        children: Children::None(false),
    },
    Rule { element: "Layout", attributes: &[], children: Children::Sequence(&["Page!*"]) },
    Rule {
        element: "Page",
        attributes: &[
            ("ID!", Id),
            ("PHYSICAL_IMG_NR!", Float),
            ("PROCESSINGREFS", References),
            ("WIDTH", Float),
            ("HEIGHT", Float),
            ("LANG", Language),
            ("PC", Fraction),
            ("QUALITY", OneOf(&QUALITIES)),
            ("QUALITY_DETAIL", Text),
        ],
        children: Children::Sequence(&[
            "TopMargin",
            "LeftMargin",
            "RightMargin",
            "BottomMargin",
            "PrintSpace",
        ]),
    },
    Rule { element: "PrintSpace", attributes: &[("ID", Id)], children: Children::Any(&BLOCKS) },
    Rule {
        element: "ComposedBlock",
        attributes: &[("ID!", Id), ("TAGREFS", References), ("TYPE", Text)],
        children: Children::Any(&BLOCKS),
    },
    Rule {
        element: "TextBlock",
        attributes: &[("ID!", Id), ("TAGREFS", References), ("LANG", Language), ("BASEDIRECTION", Direction)],
        children: Children::Sequence(&["TextLine!*"]),
    },
    Rule { element: "Illustration", attributes: &[("ID!", Id)], children: Children::None(false) },
    Rule { element: "GraphicalElement", attributes: &[("ID!", Id)], children: Children::None(false) },
    Rule {
        element: "TextLine",
        attributes: &[("ID", Id), ("BASELINE", Points), ("LANG", Language), ("BASEDIRECTION", Direction)],
        children: Children::Line,
    },
    Rule {
        element: "String",
        attributes: &[
            ("ID", Id),
            ("CONTENT!", Text),
            ("WC", Fraction),
            ("CS", OneOf(&["true", "false"])),
            ("SUBS_TYPE", OneOf(&["HypPart1", "HypPart2", "Abbreviation"])),
            ("SUBS_CONTENT", Text),
        ],
        children: Children::Sequence(&["ALTERNATIVE*"]),
    },
    Rule { element: "ALTERNATIVE", attributes: &[("PURPOSE", Text)], children: Children::None(true) },
    Rule { element: "SP", attributes: &[("ID", Id)], children: Children::None(false) },
    Rule { element: "HYP", attributes: &[("CONTENT!", Text)], children: Children::None(false) },
];

/// Panics with the place where a document breaks a rule.
pub fn check(document: &Document<'_>) {
    let elements: Vec<Node<'_, '_>> = document.descendants().filter(Node::is_element).collect();
    let mut ids = HashSet::new();
    for node in &elements {
        let name = node.tag_name().name();
        assert_eq!(node.tag_name().namespace(), Some(NAMESPACE), "{name}");
        let rule = RULES.iter().find(|rule| rule.element == name);
        let rule = rule.unwrap_or_else(|| panic!("{name} is not an element of ALTO that we write"));
        check_children(node, &rule.children);
        let placed: &[(&str, Type)] = if PLACED.contains(&name) { &PLACE } else { &[] };
        let allowed: Vec<&(&str, Type)> = rule.attributes.iter().chain(placed).collect();
        for (required, _) in allowed.iter().filter(|(attribute, _)| attribute.ends_with('!')) {
            let required = required.trim_end_matches('!');
            assert!(node.has_attribute(required), "{name} lacks {required}");
        }
        for attribute in node.attributes() {
            let known = allowed.iter().find(|(known, _)| known.trim_end_matches('!') == attribute.name());
            let (_, kind) = known.unwrap_or_else(|| panic!("{name} may not have {}", attribute.name()));
            assert!(
                is_of_type(attribute.value(), *kind),
                "{name} {}={:?} has the wrong type",
                attribute.name(),
                attribute.value()
            );
            if matches!(kind, Id) {
                assert!(ids.insert(attribute.value()), "id {} occurs twice", attribute.value());
            }
        }
    }
    for node in &elements {
        for attribute in ["TAGREFS", "PROCESSINGREFS"] {
            for reference in node.attribute(attribute).unwrap_or_default().split_whitespace() {
                assert!(ids.contains(reference), "{attribute} {reference} leads nowhere");
            }
        }
    }
}

fn check_children(node: &Node<'_, '_>, rule: &Children) {
    let parent = node.tag_name().name();
    let names: Vec<&str> =
        node.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect();
    let has_text = node
        .children()
        .filter(Node::is_text)
        .any(|child| child.text().is_some_and(|text| !text.trim().is_empty()));
    assert!(!has_text || matches!(rule, Children::None(true)), "{parent} may not hold text");
    match rule {
        Children::None(_) => assert!(names.is_empty(), "{parent} may not hold {names:?}"),
        Children::Any(allowed) => {
            assert!(names.iter().all(|name| allowed.contains(name)), "{parent} may not hold {names:?}");
        }
        Children::Sequence(sequence) => {
            let mut rest = names.as_slice();
            for rule in *sequence {
                let name = rule.trim_end_matches(['!', '*']);
                let count = rest.iter().take_while(|child| **child == name).count();
                assert!(count > 0 || !rule.contains('!'), "{parent} lacks {name}");
                assert!(count < 2 || rule.contains('*'), "{parent} has {count} {name}");
                rest = &rest[count..];
            }
            assert!(rest.is_empty(), "{parent}: {rest:?} are unknown or out of order");
        }
        Children::Line => {
            let mut rest = names.as_slice();
            if let [before @ .., "HYP"] = rest {
                rest = before;
            }
            assert!(!rest.is_empty(), "{parent} is empty");
            let mut string_due = true;
            for name in rest {
                assert!(*name == "String" || (*name == "SP" && !string_due), "{parent}: {name} out of order");
                string_due = *name == "SP";
            }
        }
    }
}

fn is_of_type(value: &str, kind: Type) -> bool {
    let is_name = |value: &str| {
        value.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    match kind {
        Text => true,
        Id => is_name(value),
        References => !value.is_empty() && value.split(' ').all(is_name),
        Float => value.parse::<f32>().is_ok_and(f32::is_finite),
        Fraction => value.parse::<f32>().is_ok_and(|value| (0.0..=1.0).contains(&value)),
        Points => value.split(' ').all(|point| {
            point.split_once(',').is_some_and(|(x, y)| x.parse::<f32>().is_ok() && y.parse::<f32>().is_ok())
        }),
        Language => value.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }),
        Direction => matches!(value, "ltr" | "rtl" | "ttb" | "btt"),
        OneOf(values) => values.contains(&value),
    }
}
