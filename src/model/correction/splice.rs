//! A change of a list that can be taken back.

/// A part of a list, and what takes its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Splice<T> {
    /// Where the part begins.
    pub at: usize,
    /// How long it is.
    pub gone: usize,
    /// What takes its place.
    pub by: Vec<T>,
}

impl<T: Clone + PartialEq> Splice<T> {
    /// What makes `old` of `new` again.
    pub fn between(old: &[T], new: &[T]) -> Self {
        let same = |(a, b): &(&T, &T)| a == b;
        let at = old.iter().zip(new).take_while(same).count();
        let after = old[at..].iter().rev().zip(new[at..].iter().rev()).take_while(same).count();
        Splice { at, gone: new.len() - after - at, by: old[at..old.len() - after].to_vec() }
    }

    /// Does it; what takes it back.
    pub fn apply(self, list: &mut Vec<T>) -> Splice<T> {
        let at = self.at.min(list.len());
        let end = at.saturating_add(self.gone).min(list.len());
        let count = self.by.len();
        let by = list.splice(at..end, self.by).collect();
        Splice { at, gone: count, by }
    }
}
