//! The walls of the house, as ARCHITECTURE.md draws them: which room may use which. Whoever needs a new door opens it here
//! and there, knowingly.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may use. A room is a path in `src/`; the longest that fits counts.
const ROOMS: [(&str, &[&str]); 17] = [
    ("model", &[]),
    ("words", &["model"]),
    ("formats", &["model"]),
    ("reading", &["model"]),
    ("identify", &["model"]),
    ("search", &["model"]),
    ("config", &["model", "words", "formats"]),
    ("messages", &["model", "formats", "reading"]),
    ("pipeline", &["model", "reading"]),
    ("store", &["model"]),
    ("session", &["model", "words", "formats", "identify", "messages", "pipeline", "search", "store"]),
    ("engine", &["model", "formats", "reading", "messages"]),
    ("browser/dom", &[]),
    ("browser/bridge", &["model", "messages"]),
    ("browser/worker", &["model", "formats", "reading", "messages", "engine", "browser/bridge"]),
    ("browser/app", &["model", "words", "config", "messages", "store", "session", "browser/bridge"]),
    (
        "browser/app/view",
        &[
            "model",
            "words",
            "formats",
            "config",
            "messages",
            "pipeline",
            "search",
            "session",
            "store",
            "browser/dom",
            "browser/app",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The room of a path in `src/`, without its ending.
fn room(path: &str) -> Option<&'static str> {
    let within =
        |room: &&str| path.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    ROOMS.iter().map(|(room, _)| *room).filter(within).max_by_key(|room| room.len())
}

/// The paths after `crate::` in code, comments and tests left out: `{a, b::c}` is two.
fn uses(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let code: String =
        code.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join(" ");
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
        let (path, after) = rest.split_at(end);
        let path = path.trim_end_matches(":").replace("::", "/");
        match after.strip_prefix('{') {
            Some(group) => {
                // Only the first names matter, which no nested group changes.
                for name in group.split('}').next().unwrap().split(',') {
                    let name = name.trim().split("::").next().unwrap();
                    found.insert(format!("{path}/{name}").trim_start_matches('/').to_owned());
                }
            }
            None => {
                found.insert(path);
            }
        }
    }
    found
}

#[test]
fn every_room_uses_only_those_that_it_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 120, "the house is larger than that");
    let mut arrows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for file in &files {
        let place = file.strip_prefix(&root).unwrap().with_extension("");
        let place = place.to_str().unwrap().replace('\\', "/");
        // The roofs over rooms declare them, and use nothing.
        let Some(from) = room(&place) else {
            assert!(["lib", "browser"].contains(&place.as_str()), "{place} is in no room");
            continue;
        };
        let may = ROOMS.iter().find(|(room, _)| *room == from).unwrap().1;
        for path in uses(&fs::read_to_string(file).unwrap()) {
            let Some(to) = room(&path) else {
                continue;
            };
            if to != from && !may.contains(&to) {
                wrong.push(format!("src/{place}.rs uses {path}: {from} may not use {to}"));
            }
            arrows.entry(from).or_default().insert(to);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A door that nobody uses is a hole in the wall.
    for (from, may) in ROOMS {
        let used = arrows.get(from).cloned().unwrap_or_default();
        let unused: Vec<_> = may.iter().filter(|to| !used.contains(*to)).collect();
        assert!(unused.is_empty(), "{from} may use {unused:?} and does not");
    }
}

#[test]
fn what_the_rooms_may_use_goes_round_in_no_circle() {
    // The page and what it shows are two sides of one wall.
    let is_wall = |from: &str, to: &str| from == "browser/app/view" && to == "browser/app";
    let mut left: Vec<_> = ROOMS.to_vec();
    while !left.is_empty() {
        let before = left.len();
        let names: Vec<&str> = left.iter().map(|(room, _)| *room).collect();
        left.retain(|(room, may)| may.iter().any(|to| names.contains(to) && !is_wall(room, to)));
        assert!(left.len() < before, "{left:?}");
    }
}

#[test]
fn imports_are_understood() {
    let text = "use crate::model::page::{Dpi, PageIndex};\n// crate::session is a comment\nfn f() -> crate::words::Words {}\n\
                use crate::{model::error, store};\n#[cfg(test)] mod tests { use crate::session::Session; }";
    let found: Vec<_> = uses(text).into_iter().collect();
    assert_eq!(found, ["model", "model/page/Dpi", "model/page/PageIndex", "store", "words/Words"]);
    assert_eq!(room("browser/app/view/kept"), Some("browser/app/view"));
    assert_eq!(room("browser/app/assets"), Some("browser/app"));
    assert_eq!(room("modeller"), None);
}
