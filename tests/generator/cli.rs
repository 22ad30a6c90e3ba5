//! Writes the project's own scanned documents into a folder.
//!
//! `generator OUT_DIR [NAME ...]` writes the named documents, or all.
//! `generator OUT_DIR many --pages N` and `generator OUT_DIR large --megabytes M` write big ones.
//! `generator OUT_DIR kinds` writes pages on which text is lost, in several strengths.
//! `generator OUT_DIR languages` writes pages in many languages.
//! `generator --list` names the documents of fixed size.

#[path = "mod.rs"]
mod generator;
#[cfg(test)]
mod tests;

use std::env;
use std::io;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> io::Result<()> {
    let number = |text: &str| text.parse().map_err(|_| io::Error::other(format!("{text} is not a number")));
    match arguments {
        ["--list"] => {
            generator::cases().for_each(|(name, _)| println!("{name}"));
            Ok(())
        }
        [] | ["-h" | "--help", ..] => {
            println!(
                "generator OUT_DIR [NAME ...] | OUT_DIR kinds | OUT_DIR languages | OUT_DIR many --pages N \
                 | OUT_DIR large --megabytes M | --list"
            );
            Ok(())
        }
        [folder, "kinds"] => generator::write_kinds(Path::new(folder)),
        [folder, "languages"] => generator::write_languages(Path::new(folder)),
        [folder, "many", "--pages", pages] => generator::large::write_many(Path::new(folder), number(pages)?),
        [folder, "large", "--megabytes", size] => {
            generator::large::write_large(Path::new(folder), number(size)?)
        }
        [folder, names @ ..] => generator::write(Path::new(folder), names),
    }
}
