//! German.

use super::figures::{count, duration, file_size as size, list, megabytes, number, percent};
use super::{
    Announcement, Boot, Chosen, Fixed, KeptState, LanguageOffer, Notice, NoticeKind, PageWord, PasswordState,
    Remaining, Remark, Reservation, Standing, Title, Words,
};
use crate::model::budget::{Bytes, Preset};
use crate::model::error::{Error, StopCause};
use crate::model::look::{Doubt, Turn};
use crate::model::options::Mistake;
use crate::model::page::PageIndex;
use crate::model::record::{HiddenText, Verdict};
use crate::model::site::{Kind, NotJson, SiteMistake, Wrong};
use crate::model::source::{FileKind, PageRangeError};

mod again;
mod offline;
mod report;
mod room;
mod stacks;

/// German.
pub static WORDS: Words = Words {
    code: "de",
    error,
    page_range,
    notice,
    notice_kind,
    announcement,
    duration,
    file_size,
    pages,
    kinds,
    title,
    boot,
    progress,
    remaining,
    memory,
    standing,
    remark,
    password,
    page_state,
    reservation,
    page_heading,
    read_by,
    kept_pages,
    kept_state,
    forget_question,
    options_summary,
    preset_auto,
    mistake,
    variant,
    languages_help,
    no_such_language,
    remove_language,
    first_language,
    add_language,
    forget_model,
    language_offer,
    read_these,
    read_onward,
    offline: offline::WORDS,
    room: room::WORDS,
    report: report::WORDS,
    again: again::WORDS,
    stacks: stacks::WORDS,
    fixed: Fixed {
        start: "Starten",
        go_on: "Weiter",
        start_again: "Neu starten",
        pause: "Anhalten",
        resume: "Fortsetzen",
        taken_out: "das Dokument wurde inzwischen entfernt",
        bring_back: "Zurückholen",
        copy: "Text kopieren",
        copied: "Kopiert",
        no_text_here: "Auf dieser Seite wurde kein Text gefunden.",
        no_text: "kein Text",
        own_text: "eigener Text",
        auto: "Auto",
        all_formats: "Alle Formate (zip)",
        read_all: "Alle Seiten",
        enough_languages: "Mehr als vier Sprachen auf einmal gehen nicht: Jede macht das Lesen langsamer.",
        vertical: ", senkrecht",
    },
};

fn error(error: &Error) -> String {
    let fixed = match error {
        Error::UnsupportedFile => {
            "Das ist weder ein PDF noch ein Bild, das gelesen werden kann. Wählen Sie eine Datei im Format PDF, PNG, \
             JPEG, WebP, BMP, GIF oder TIFF."
        }
        Error::EmptyFile => {
            "Diese Datei ist leer. Prüfen Sie, ob sie vollständig kopiert oder heruntergeladen wurde."
        }
        Error::UnreadableFile => {
            "Der Browser konnte diese Datei nicht lesen. Vielleicht wurde sie verschoben oder geändert; wählen Sie sie \
             noch einmal aus."
        }
        Error::FileTooLarge => {
            "Diese Datei ist größer als 4 GB; mehr kann nicht geöffnet werden. Teilen Sie sie auf und versuchen Sie es \
             mit den Teilen."
        }
        Error::DamagedPdf => {
            "Dieses PDF ist beschädigt oder unvollständig und lässt sich nicht öffnen. Laden Sie es noch einmal \
             herunter oder scannen Sie es neu."
        }
        Error::OpeningTooSlow { seconds } => {
            return format!(
                "Diese Datei ließ sich nicht innerhalb von {seconds} Sekunden öffnen und wurde aufgegeben. Wahrscheinlich ist sie beschädigt."
            );
        }
        Error::NoPages => "Dieses PDF hat keine Seiten; es gibt nichts zu lesen.",
        Error::PasswordNeeded => "Dieses PDF ist geschützt. Geben Sie das Passwort ein, um es zu öffnen.",
        Error::PasswordWrong => {
            "Dieses Passwort öffnet das PDF nicht. Prüfen Sie es und versuchen Sie es noch einmal."
        }
        Error::UnsupportedEncryption => {
            "Dieses PDF ist auf eine Weise geschützt, die Pagewise nicht öffnen kann. Speichern Sie eine ungeschützte \
             Kopie und verwenden Sie diese."
        }
        Error::UnwritableEncryption { method } => {
            return format!(
                "Dieses PDF ist auf eine Weise geschützt, in die Pagewise nichts schreiben kann ({method}). Den Text können Sie in anderen Formaten speichern; oder speichern Sie eine ungeschützte Kopie und verwenden Sie diese."
            );
        }
        Error::DamagedPage => "Diese Seite ist in der Datei beschädigt und konnte nicht gezeichnet werden.",
        Error::PageTooLarge { width_pt, height_pt } => {
            return format!(
                "Diese Seite ist zu groß zum Lesen ({} × {} Punkt). Wahrscheinlich ist ihre Größe in der Datei falsch angegeben.",
                number(f64::from(*width_pt), 0),
                number(f64::from(*height_pt), 0)
            );
        }
        Error::ImageTooLarge { width, height } => {
            return format!(
                "Dieses Bild ist zu groß zum Lesen ({} × {} Pixel). Verkleinern Sie es und versuchen Sie es noch einmal.",
                number(f64::from(*width), 0),
                number(f64::from(*height), 0)
            );
        }
        Error::DamagedImage { reason } => {
            return format!(
                "Dieses Bild ist beschädigt oder von einer Art, die sich nicht entschlüsseln lässt ({reason})."
            );
        }
        Error::ModelDamaged { model } => {
            return format!(
                "Die Sprachdaten „{model}“ sind beschädigt. Laden Sie die Seite neu; wenn das nicht hilft, sind ihre Dateien auf dem Server unvollständig."
            );
        }
        Error::ModelUnfit { is_old: true } => {
            "Diese Sprachdaten sind für Tesseract 3. Pagewise braucht welche mit einem neuronalen Netz, für Tesseract 4 \
             oder 5."
        }
        Error::ModelUnfit { is_old: false } => {
            "Diese Sprachdaten sind beschädigt oder von einer Art, die das Leseprogramm nicht annimmt."
        }
        Error::PartMissing { file } => {
            return format!(
                "Ein Teil von Pagewise konnte nicht geladen werden ({file}). Prüfen Sie die Verbindung zum Server und laden Sie die Seite neu."
            );
        }
        Error::LanguageOutOfReach { lang } => return offline::language_out_of_reach(lang),
        Error::DamagedStructure { reason } => {
            return format!(
                "Dieses PDF ist beschädigt ({reason}); so, wie es ist, kann ihm nichts hinzugefügt werden."
            );
        }
        Error::NotWritten { reason } => {
            return format!("Die Datei konnte nicht erzeugt werden ({reason}).");
        }
        Error::EngineFailed { reason } => {
            return format!("Die Seite konnte nicht gelesen werden ({reason}).");
        }
        Error::WorkerStopped { cause } => {
            let cause = match cause {
                StopCause::OutOfMemory => "ihm ging der Speicher aus",
                StopCause::Trap => "es verletzte eine Regel von WebAssembly",
                StopCause::Abort => "es brach von selbst ab",
                StopCause::Killed => "es wurde beendet",
            };
            return format!("Bei dieser Seite blieb das Leseprogramm stehen ({cause}).");
        }
        Error::TooSlow { seconds } => {
            return format!(
                "Diese Seite wurde innerhalb der Zeitgrenze von {seconds} Sekunden nicht fertig. Erhöhen Sie die Grenze in den Optionen und starten Sie noch einmal."
            );
        }
        Error::VersionMismatch => {
            "Pagewise wurde aktualisiert, während diese Seite offen war. Laden Sie die Seite neu, um weiterzumachen."
        }
        Error::NoSimd => {
            "Diesem Browser fehlt WebAssembly SIMD, ohne das nichts gelesen werden kann. Aktualisieren Sie ihn: Chrome \
             und Edge haben es seit Version 91, Firefox seit 89, Safari seit 16.4."
        }
    };
    fixed.to_owned()
}

fn page_range(error: &PageRangeError) -> String {
    match error {
        PageRangeError::Unreadable(part) => {
            format!("„{part}“ ist weder eine Seite noch ein Bereich. Schreiben Sie Seiten so: 1-3, 8, 12-.")
        }
        PageRangeError::Zero => "Die Seiten zählen ab 1.".to_owned(),
        PageRangeError::Backwards(first, last) => format!("Der Bereich {first}-{last} läuft rückwärts."),
        PageRangeError::AllLeftOut => "Alle seine Seiten sind ausgelassen.".to_owned(),
        PageRangeError::BeyondEnd(1) => {
            "Keine dieser Seiten gibt es: Das Dokument hat eine Seite.".to_owned()
        }
        PageRangeError::BeyondEnd(pages) => {
            format!("Keine dieser Seiten gibt es: Das Dokument hat {} Seiten.", number(f64::from(*pages), 0))
        }
    }
}

fn notice(notice: &Notice) -> String {
    let fixed = match notice {
        Notice::Failed(failure) => return error(failure),
        Notice::AddressNotUsed(options) => {
            let options = options.join(", ");
            return format!(
                "In der Adresse dieser Seite stehen Optionen, die keinen Sinn ergeben: {options}. Sie wurden weggelassen."
            );
        }
        Notice::NoSuchLanguages(codes) => {
            return format!(
                "Für {} gibt es hier keine Sprachdaten. Gelesen wird in den Sprachen, die in den Optionen voreingestellt sind.",
                codes.iter().map(|code| format!("„{code}“")).collect::<Vec<_>>().join(", ")
            );
        }
        Notice::SiteMistake(mistake) => return site_mistake(mistake),
        Notice::NoSuchPages { name, reason } => {
            return format!("„{name}“ wurde nicht gelesen. {}", page_range(reason));
        }
        Notice::WrittenAnew { name } => {
            return format!(
                "„{name}“ ist beschädigt. Für das durchsuchbare PDF wurde die ganze Datei neu geschrieben, soweit sie sich reparieren ließ."
            );
        }
        Notice::Signed { name } => {
            return format!(
                "„{name}“ ist signiert. Die Signatur gilt für das Dokument, wie es war; PDF-Programme werden melden, dass danach Text hinzugefügt wurde."
            );
        }
        Notice::NoTables => {
            "In dem, was gelesen wurde, steht keine Tabelle. Es gibt also nichts für ein Tabellenblatt."
        }
        Notice::LeftEmpty { name, pages } => {
            return format!(
                "Im PDF zu „{name}“ konnte das Bild von {} nicht verwendet werden und fehlt.",
                listed(pages)
            );
        }
        Notice::HiddenText { name, became, pages } => return hidden_text(name, *became, pages),
        Notice::OptionsWrong => {
            "Das Lesen hat nicht begonnen: Eine Option ergibt keinen Sinn. Berichtigen Sie sie und drücken Sie dann auf \
             „Starten“."
        }
        Notice::NothingKept => {
            "In diesem Browser kann Pagewise nicht aufbewahren, was es liest: Das Fenster ist privat, es fehlt an Platz, \
             oder die Seite wurde nicht sicher geladen. Das Lesen geht weiter, muss aber nach einem Absturz von vorn \
             beginnen."
        }
        Notice::CorrectionNotKept => {
            "Eine Berichtigung konnte in diesem Browser nicht aufbewahrt werden. Sie steht in dem, was Sie jetzt \
             herunterladen, aber nicht mehr im Text, wenn die Seite neu geladen wird."
        }
        Notice::NotReopened => {
            "Die Datei konnte nicht wieder geöffnet werden: Sie wurde verschoben, umbenannt oder gelöscht, oder Sie \
             haben es nicht erlaubt. Wählen Sie sie noch einmal aus, um weiterzumachen."
        }
        Notice::Forgotten => "Alles, was aufbewahrt wurde, ist vergessen.",
        Notice::NotForgotten => {
            "Nicht alles konnte vergessen werden, weil ein anderer Tab noch darauf zugreift. Schließen Sie die anderen Tabs mit \
             Pagewise und versuchen Sie es noch einmal."
        }
        Notice::NotCopied => {
            "Der Browser hat das Kopieren nicht erlaubt. Markieren Sie den Text und kopieren Sie ihn selbst."
        }
    };
    fixed.to_owned()
}

fn site_mistake(SiteMistake { line, column, wrong }: &SiteMistake) -> String {
    let meant = |near: &Option<&str>| near.map_or_else(String::new, |near| format!(" Meinten Sie „{near}“?"));
    let sentence = match wrong {
        Wrong::TooLarge => "Die Datei ist größer als 1 MB und wurde nicht verwendet.".to_owned(),
        Wrong::NotJson(why) => {
            let why = match why {
                NotJson::Ends => "es endet zu früh".to_owned(),
                NotJson::Character(character) => {
                    format!("„{}“ kann dort nicht stehen", character.escape_debug())
                }
                NotJson::Text => {
                    "ein Text enthält einen Zeilenumbruch oder eine unbekannte Maskierung".to_owned()
                }
                NotJson::Deep => "es ist zu tief verschachtelt".to_owned(),
            };
            format!("Das ist kein JSON ({why}); nichts aus der Datei wird verwendet.")
        }
        Wrong::UnknownKey { key, near } => format!("„{key}“ gibt es nicht.{}", meant(near)),
        Wrong::Twice(name) => format!("„{name}“ steht zweimal da; der erste Eintrag gilt."),
        Wrong::Kind { key, wanted } => {
            let wanted = match wanted {
                Kind::Object => "aus Namen mit Werten in geschweiften Klammern bestehen",
                Kind::Text => "ein Text in Anführungszeichen sein, nicht leer und nicht zu lang",
                Kind::Texts => "aus Texten in eckigen Klammern bestehen, mindestens einem",
                Kind::YesOrNo => "true oder false sein",
                Kind::NumberOrText => "eine Zahl oder ein Text in Anführungszeichen sein",
            };
            match key.as_str() {
                "" => format!("Die Datei muss {wanted}."),
                key => format!("„{key}“ muss {wanted}."),
            }
        }
        Wrong::UnknownValue { key, value, near } => {
            format!("„{value}“ ist kein Wert für „{key}“.{}", meant(near))
        }
        Wrong::Option { key, value, mistake: wrong } => {
            format!("„{key}“ kann nicht „{value}“ sein. {}", mistake(wrong))
        }
        Wrong::NoModels(code) => format!("Für „{code}“ gibt es hier keine Sprachdaten."),
    };
    format!("Konfiguration der Website, config.json, Zeile {line}, Zeichen {column}: {sentence}")
}

fn hidden_text(name: &str, became: HiddenText, pages: &[PageIndex]) -> String {
    let became = match became {
        HiddenText::Replaced => "wurde entfernt; an seiner Stelle steht jetzt, was gelesen wurde.",
        HiddenText::TakenOut => "wurde entfernt.",
        HiddenText::NothingRead => "bleibt: Dort wurde nichts gelesen, was an seine Stelle treten könnte.",
        HiddenText::Unclear => {
            "bleibt, falls es welchen gibt: Der Inhalt ist nicht klar genug geschrieben, um ihn zu ändern."
        }
        HiddenText::Entangled => "bleibt: Sichtbarer Text hängt daran.",
    };
    format!("Im PDF zu „{name}“: Der verborgene Text von {} {became}", listed(pages))
}

fn listed(pages: &[PageIndex]) -> String {
    let numbers: Vec<String> = pages.iter().map(ToString::to_string).collect();
    let pages = if numbers.len() == 1 { "Seite" } else { "den Seiten" };
    format!("{pages} {}", list(&numbers))
}

fn announcement(announcement: &Announcement) -> String {
    let fixed = match announcement {
        Announcement::PagesRead(done, total) => {
            return format!("{} von {} gelesen.", count(*done), pages(*total));
        }
        Announcement::PageFailed(page, failure) => {
            return format!("Seite {page} konnte nicht gelesen werden. {}", error(failure));
        }
        Announcement::ReadingKept(page) => return (again::WORDS.kept)(*page),
        Announcement::ReadAgain(page) => return (again::WORDS.compared)(*page),
        Announcement::LeftOut(page, left_out) => return (again::WORDS.left_out)(*page, *left_out),
        Announcement::Moved { place, count: of } => {
            return format!("Jetzt Nummer {} von {}.", count(*place), count(*of));
        }
        Announcement::Ended { verdict, read, total } => {
            let verdict = match verdict {
                Verdict::Done | Verdict::Partly => "Das Lesen ist abgeschlossen",
                Verdict::Doubtful => "Das Lesen ist abgeschlossen, und manches ist zweifelhaft",
                Verdict::NothingFound => "Das Lesen ist abgeschlossen, und es wurde kein Text gefunden",
                Verdict::Failed => "Das Lesen ist zu Ende, und nichts ließ sich lesen",
                Verdict::Cancelled => "Das Lesen wurde abgebrochen",
            };
            return format!("{verdict}: {} von {} gelesen.", count(*read), pages(*total));
        }
        Announcement::FilePreparing => "Die Datei wird vorbereitet.",
        Announcement::FilePreparingAlready => "Es wird bereits eine Datei vorbereitet.",
        Announcement::FileReady => "Die Datei ist fertig.",
        Announcement::Stack(news) => return stacks::news(*news),
        Announcement::Copied => "Der Text wurde kopiert.",
        Announcement::Corrected => "Berichtigt.",
        Announcement::Undone(page) => return format!("Auf Seite {page} rückgängig gemacht."),
        Announcement::Redone(page) => return format!("Auf Seite {page} wiederhergestellt."),
        Announcement::CorrectionsOffered(page, 1) => {
            return format!("Seite {page} wurde neu gelesen. Ihre Berichtigung ist aufgehoben.");
        }
        Announcement::CorrectionsOffered(page, number) => {
            return format!(
                "Seite {page} wurde neu gelesen. Ihre {} Berichtigungen sind aufgehoben.",
                count(*number)
            );
        }
        Announcement::CorrectionsMade(1) => "1 Berichtigung übernommen.",
        Announcement::CorrectionsMade(number) => {
            return format!("{} Berichtigungen übernommen.", count(*number));
        }
    };
    fixed.to_owned()
}

fn notice_kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Error => "Fehler:",
        NoticeKind::Warning => "Hinweis:",
        NoticeKind::Info => "",
    }
}

fn file_size(bytes: Bytes) -> String {
    if bytes.0 < 1000 { format!("{} Byte", bytes.0) } else { size(bytes) }
}

fn pages(pages: usize) -> String {
    if pages == 1 { "1 Seite".to_owned() } else { format!("{} Seiten", count(pages)) }
}

fn kinds(kinds: &[FileKind]) -> String {
    match kinds {
        [] => String::new(),
        [kind] => kind.label().to_owned(),
        many => format!("{} Bilder", count(many.len())),
    }
}

fn title(title: &Title, name: Option<&str>) -> String {
    let site = name.unwrap_or("Pagewise");
    match title {
        Title::Idle => name.unwrap_or("Pagewise: Text aus gescannten Seiten").to_owned(),
        Title::Reading(done, total) => format!("{}/{} Seiten: {site}", count(*done), count(*total)),
        Title::Ended(read, total) => {
            format!("✓ {} von {} gelesen: {site}", count(*read), pages(*total))
        }
    }
}

fn boot(boot: &Boot) -> String {
    match boot {
        Boot::Loading(None) => "Das Leseprogramm wird geladen…".to_owned(),
        Boot::Loading(Some(share)) => format!("Das Leseprogramm wird geladen… {}", percent(*share)),
        Boot::Reading => "Bereit zum Lesen. Der Rest wird noch geladen…".to_owned(),
        Boot::ReadingOnly => {
            "Bereit zum Lesen. Der Teil, der Dateien erzeugt, konnte nicht geladen werden.".to_owned()
        }
        Boot::Ready => "Bereit. Es wird nichts mehr geladen.".to_owned(),
        Boot::ReadyForAny => "Bereit. Sprachen werden geladen, sobald ein Dokument sie braucht.".to_owned(),
        Boot::Failed => "Das Leseprogramm konnte nicht geladen werden.".to_owned(),
    }
}

fn progress(done: usize, total: usize) -> String {
    format!("{} von {}", count(done), pages(total))
}

fn remaining(remaining: &Remaining) -> String {
    match remaining {
        Remaining::Paused => "angehalten".to_owned(),
        Remaining::None => "nichts mehr".to_owned(),
        Remaining::Unknown => "wird geschätzt".to_owned(),
        Remaining::About(milliseconds) => format!("etwa {}", duration(*milliseconds)),
    }
}

fn memory(now: Bytes, ceiling: Bytes, peak: Bytes) -> String {
    format!("{} von {}, bisher höchstens {}", megabytes(now), megabytes(ceiling), megabytes(peak))
}

fn standing(standing: &Standing) -> String {
    let word = match standing {
        Standing::Opening => "Wird geöffnet",
        Standing::Waiting => "Wartet",
        Standing::PasswordNeeded => "Passwort nötig",
        Standing::Unlocking => "Wird entsperrt",
        Standing::Ready => "Bereit",
        Standing::FindingLanguage => "Sprache wird ermittelt",
        Standing::Reading => "Wird gelesen",
        Standing::Pausing => "Wird angehalten",
        Standing::Paused => "Angehalten",
        Standing::Elsewhere => "In anderem Tab",
        Standing::NotRead => "Nicht gelesen",
        Standing::Rejected => "Nicht lesbar",
        Standing::Ended(Verdict::Done, ..) => "Fertig",
        Standing::Ended(Verdict::Doubtful, tally, _) => {
            return format!("Fertig, {} zweifelhaft", count(tally.doubtful));
        }
        Standing::Ended(Verdict::NothingFound, ..) => "Kein Text gefunden",
        Standing::Ended(Verdict::Failed, ..) => "Fehlgeschlagen",
        Standing::Ended(Verdict::Partly, tally, total) => {
            return format!("{} von {} gelesen", count(tally.read), count(*total));
        }
        Standing::Ended(Verdict::Cancelled, tally, total) => {
            return format!("Abgebrochen bei {} von {}", count(tally.read + tally.failed), count(*total));
        }
    };
    word.to_owned()
}

fn remark(remark: &Remark) -> String {
    let fixed = match remark {
        Remark::Rejected(failure) => return error(failure),
        Remark::NoSuchPages(reason) => return page_range(reason),
        Remark::AllFailed => "Keine Seite dieses Dokuments konnte gelesen werden; bei jeder steht, warum.",
        Remark::Failed(1) => {
            "1 Seite konnte nicht gelesen werden; bei ihr steht, warum. Die anderen sind hier."
        }
        Remark::Failed(failed) => {
            return format!(
                "{} konnten nicht gelesen werden; bei ihnen steht, warum. Die anderen sind hier.",
                pages(*failed)
            );
        }
        Remark::Doubtful(1) => {
            "1 Seite ist zweifelhaft; bei ihr steht, warum. Vergleichen Sie sie mit dem Dokument."
        }
        Remark::Doubtful(doubtful) => {
            return format!(
                "{} sind zweifelhaft; bei ihnen steht, warum. Vergleichen Sie sie mit dem Dokument.",
                pages(*doubtful)
            );
        }
        Remark::Unread(left) => return format!("{} noch ungelesen.", pages(*left)),
        Remark::NothingFound => {
            "Jede Seite wurde angesehen, und es fand sich kein Text. Sind es gescannte Bilder, oder ist es eine andere \
             Sprache?"
        }
        Remark::Elsewhere => {
            "Ein anderer Tab dieses Browsers liest dieses Dokument. Machen Sie dort weiter, oder schließen Sie ihn und \
             drücken Sie auf „Starten“."
        }
        Remark::ReadBefore => "Schon gelesen: „Starten“ holt den Text zurück.",
        Remark::PartlyReadBefore(ended, chosen) => {
            let (ended, chosen) = (count(*ended as usize), pages(*chosen as usize));
            return format!("{ended} von {chosen} schon gelesen: „Starten“ macht dort weiter.");
        }
        Remark::ReadOtherwise => {
            "Schon mit anderen Optionen gelesen: Mit den jetzigen liest „Starten“ es neu."
        }
        Remark::BeingReadElsewhere => "Ein anderer Tab dieses Browsers liest dieses Dokument.",
        Remark::Known(1) => "1 Seite wurde schon gelesen und wird nicht noch einmal gelesen.",
        Remark::Known(known) => {
            return format!("{} wurden schon gelesen und werden nicht noch einmal gelesen.", pages(*known));
        }
        Remark::TextOnly => {
            "Der Text war hier aufbewahrt. Um das PDF durchsuchbar zu machen oder es noch einmal zu lesen, wählen Sie \
             die Datei aus."
        }
    };
    fixed.to_owned()
}

fn password(state: PasswordState) -> &'static str {
    match state {
        PasswordState::Needed => "Dieses PDF ist geschützt. Das Passwort bleibt auf diesem Gerät.",
        PasswordState::Wrong => {
            "Dieses Passwort öffnet das PDF nicht. Prüfen Sie es und versuchen Sie es noch einmal."
        }
        PasswordState::Trying => "Das Passwort wird geprüft…",
        PasswordState::Accepted => "Das Passwort wurde angenommen.",
    }
}

fn page_state(word: PageWord) -> &'static str {
    match word {
        PageWord::Waiting => "Wartet",
        PageWord::Drawing => "Wird gezeichnet",
        PageWord::Drawn => "Gezeichnet",
        PageWord::Reading => "Wird gelesen",
        PageWord::Done => "Fertig",
        PageWord::Doubtful => "Zweifelhaft",
        PageWord::Empty => "Leer",
        PageWord::Failed => "Fehlgeschlagen",
        PageWord::Cancelled => "Abgebrochen",
    }
}

/// From this confidence on, in percent, it is only some words that are misread.
const MOSTLY_SURE: f32 = 80.0;

fn reservation(reservation: &Reservation) -> String {
    match reservation {
        Reservation::PartOfScan => {
            "Das Bild ist beschädigt oder bricht ab; gelesen wurde, was davon zu retten war.".to_owned()
        }
        Reservation::Fitted(strips, dpi) if *strips > 1 => format!(
            "In {strips} Streifen mit {dpi} dpi gelesen, um unter der Speichergrenze zu bleiben."
        ),
        Reservation::Fitted(_, dpi) => {
            format!("Mit {dpi} dpi gezeichnet, um unter der Speichergrenze zu bleiben.")
        }
        Reservation::Strips(strips) => {
            format!("In {strips} Streifen gelesen, um unter der Speichergrenze zu bleiben.")
        }
        Reservation::Retried => {
            "Nach einem fehlgeschlagenen Versuch mit geringerer Auflösung gelesen.".to_owned()
        }
        Reservation::Doubt(Doubt::Unread { share, .. }) => format!(
            "Etwa {} von dem, was auf dieser Seite nach Buchstaben aussieht, gehört zu keinem Wort. Vergleichen Sie den Text mit der Seite.",
            percent(f64::from(*share).max(0.01))
        ),
        Reservation::Doubt(Doubt::OtherLanguage) => {
            "Die Wörter sind aus einer anderen Sprache als der, in der gelesen wurde; Buchstaben, die es in dieser nicht \
             gibt, wurden falsch gelesen."
                .to_owned()
        }
        Reservation::Doubt(Doubt::Unsure { confidence }) if confidence.0 >= MOSTLY_SURE => {
            "Manche Wörter dieser Seite sind vielleicht falsch gelesen. Vergleichen Sie den Text mit der Seite."
                .to_owned()
        }
        Reservation::Doubt(Doubt::Unsure { confidence }) => format!(
            "Das meiste davon ist vielleicht falsch gelesen ({} sicher). Ist es eine andere Sprache, oder steht die Seite auf dem Kopf?",
            percent(f64::from(confidence.0) / 100.0)
        ),
        Reservation::Turned(Turn::Half) => "Stand auf dem Kopf und wurde vor dem Lesen gedreht.".to_owned(),
        Reservation::Turned(_) => "Lag quer und wurde vor dem Lesen gedreht.".to_owned(),
        Reservation::Evened => {
            "Mit ausgeglichener Helligkeit ein zweites Mal gelesen; das ergab mehr Text.".to_owned()
        }
        Reservation::Again => {
            "Ein Teil wurde auf andere Weise noch einmal gelesen; das ergab mehr Text.".to_owned()
        }
        Reservation::Straightened(degrees) => {
            format!("Vor dem Lesen um {} Grad gerade gedreht.", number(f64::from(degrees.abs()), 1))
        }
    }
}

fn page_heading(page: PageIndex) -> String {
    format!("Seite {page}")
}

fn read_by(engine: &str) -> String {
    format!("Gelesen mit {engine}")
}

fn kept_pages(ended: usize, chosen: usize) -> String {
    format!("{} von {} gelesen", count(ended), pages(chosen))
}

fn kept_state(state: KeptState) -> &'static str {
    match state {
        KeptState::Elsewhere => "In anderem Tab",
        KeptState::Done => "Fertig",
        KeptState::Unfinished => "Unfertig",
    }
}

fn forget_question(documents: usize) -> String {
    let what = if documents == 1 {
        "eines Dokuments".to_owned()
    } else {
        format!("von {} Dokumenten", count(documents))
    };
    format!("Der Text {what} und die Optionen gehen endgültig verloren.")
}

fn options_summary(options: &Chosen) -> String {
    let Chosen { languages, pages, dpi, workers, ceiling } = *options;
    let languages = languages.map_or_else(|| "Jede Sprache".to_owned(), list);
    let pages = if pages.is_empty() { "alle Seiten".to_owned() } else { format!("Seiten {pages}") };
    let dpi = dpi.map_or_else(|| "automatische Auflösung".to_owned(), |dpi| format!("{dpi} dpi"));
    let at_once = match workers {
        1 => "eine Seite auf einmal".to_owned(),
        workers => format!("{workers} Seiten auf einmal"),
    };
    format!("{languages}, {pages}, {dpi}, {at_once}, bis {}", megabytes(ceiling))
}

fn preset_auto(preset: Preset) -> String {
    let follows = match preset {
        Preset::Conservative => "sparsam",
        Preset::Moderate => "mittel",
        Preset::Aggressive => "großzügig",
    };
    format!("Automatisch (hier {follows})")
}

fn mistake(mistake: &Mistake) -> String {
    let fixed = match mistake {
        Mistake::Dpi => "Geben Sie eine Zahl von 75 bis 400 ein oder „Auto“.",
        Mistake::Workers => "Geben Sie eine Zahl von 1 bis 16 ein oder lassen Sie das Feld leer.",
        Mistake::Memory => "Geben Sie eine Zahl von 80 bis 4000 ein oder lassen Sie das Feld leer.",
        Mistake::Limit => "Geben Sie eine Zahl von 5 bis 3600 ein oder lassen Sie das Feld leer.",
        Mistake::Pages(reason) => return page_range(reason),
        Mistake::NotAChoice => "Wählen Sie einen der Werte, die es gibt.",
    };
    fixed.to_owned()
}

fn variant(variant: &str) -> String {
    match variant {
        "fast" => "Schnell".to_owned(),
        "own" => "Eigene".to_owned(),
        "best_int" => "Gründlich (dauert anderthalbmal so lange)".to_owned(),
        other => other.to_owned(),
    }
}

fn languages_help(auto: bool, thorough: &[String]) -> String {
    if auto {
        return "Von jedem Dokument werden einige Zeilen probeweise gelesen, und dann das Ganze in der Sprache, die zu ihnen passt. Das dauert ein paar Sekunden und lädt die Sprachen, die probiert werden.".to_owned();
    }
    let help = "In welchen Sprachen die Seiten geschrieben sind, die wichtigste zuerst. Jede weitere macht das Lesen langsamer.";
    match thorough {
        [] => help.to_owned(),
        names => format!(
            "{help} Für {} gibt es hier nur gründliche Sprachdaten; damit dauert es anderthalbmal so lange.",
            list(names)
        ),
    }
}

fn no_such_language(typed: &str) -> String {
    format!("Sprachdaten mit dem Namen „{}“ gibt es hier nicht.", typed.trim())
}

fn remove_language(name: &str) -> String {
    format!("{name} nicht lesen")
}

fn first_language(name: &str) -> String {
    format!("{name} zur wichtigsten Sprache machen")
}

fn add_language(name: &str) -> String {
    format!("{name} hinzufügen")
}

fn forget_model(name: &str) -> String {
    format!("Eigene Sprachdaten für {name} entfernen")
}

fn language_offer(offer: &LanguageOffer) -> String {
    let is_all = offer.pages.len() == offer.of;
    let (which, is_one) = match offer.pages.len() {
        1 if is_all => ("Das Dokument".to_owned(), true),
        _ if is_all => ("Jede Seite".to_owned(), true),
        1 => (ranges(offer.pages), true),
        _ => (ranges(offer.pages), false),
    };
    let looks = if is_one { "sieht" } else { "sehen" };
    match (offer.language, offer.is_offered) {
        (Some(name), true) => format!("{which} {looks} nach {name} aus. Als {name} lesen?"),
        (Some(name), false) => {
            format!("{which} {looks} nach {name} aus. Dafür gibt es hier keine Sprachdaten.")
        }
        (None, _) => {
            let makes = if is_one { "ergibt" } else { "ergeben" };
            format!(
                "{which} {makes} in der gelesenen Sprache kaum Wörter. Soll die Sprache ermittelt werden?"
            )
        }
    }
}

fn read_these(offer: &LanguageOffer) -> String {
    match (offer.language, offer.pages) {
        (None, _) => "Ermitteln und neu lesen".to_owned(),
        (Some(name), pages) if pages.len() == offer.of => format!("Als {name} lesen"),
        (Some(_), [page]) => format!("Nur Seite {page}"),
        (Some(_), pages) => format!("Diese {} Seiten", count(pages.len())),
    }
}

fn read_onward(offer: &LanguageOffer) -> String {
    let first = offer.pages.first().copied().unwrap_or(PageIndex(0));
    format!("Ab Seite {first}")
}

/// Pages as one says them: `Die Seiten 1 bis 3, 7`.
fn ranges(pages: &[PageIndex]) -> String {
    let runs: Vec<String> = pages
        .chunk_by(|a, b| b.0 == a.0 + 1)
        .map(|run| match run {
            [] => String::new(),
            [one] => one.to_string(),
            [first, .., last] => format!("{first} bis {last}"),
        })
        .collect();
    format!("{} {}", if pages.len() == 1 { "Seite" } else { "Die Seiten" }, runs.join(", "))
}
