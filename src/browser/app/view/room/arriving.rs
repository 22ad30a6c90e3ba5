//! Pictures that come, or do not, and what they were asked for.

use super::pictures::{Purpose, Wish};
use super::{Room, sheets};
use crate::browser::app::view::page_rows::PageRows;
use crate::messages::rendering::ShowRequest;
use crate::model::error::Error;
use crate::session::document::DocumentId;
use crate::words::words;

impl Room {
    /// A picture has come; whether it was asked for here.
    pub fn shown(
        &mut self,
        (document, request): (DocumentId, ShowRequest),
        size: (u32, u32),
        pixels: &js_sys::ArrayBuffer,
        rows: &mut PageRows,
    ) -> bool {
        let Some(wish) = self.pictures.answered(document, &request) else {
            return false;
        };
        let key = wish.key;
        let Some(picture) = sheets::picture(size, pixels, wish.request) else {
            self.failed(wish, None, rows);
            return true;
        };
        match wish.purpose {
            Purpose::Sheet => self.sheets.show(key, picture),
            Purpose::Thumbnail => rows.show(key, picture),
            Purpose::Crop => self.correction.show(picture),
        }
        true
    }

    /// A picture will not come; whether it was asked for here.
    pub fn not_shown(
        &mut self,
        (document, request): (DocumentId, ShowRequest),
        error: &Error,
        rows: &mut PageRows,
    ) -> bool {
        let wish = self.pictures.answered(document, &request);
        if let Some(wish) = wish {
            self.failed(wish, Some(error), rows);
        }
        wish.is_some()
    }

    pub(super) fn failed(&mut self, wish: Wish, error: Option<&Error>, rows: &mut PageRows) {
        match wish.purpose {
            Purpose::Sheet => {
                let why = error.map_or_else(|| words().room.not_drawn.to_owned(), words().error);
                self.sheets.fail(wish.key, &why);
            }
            Purpose::Thumbnail => rows.fail(wish.key),
            Purpose::Crop => self.correction.no_crop(),
        }
    }
}
