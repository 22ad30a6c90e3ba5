//! Time, as the pipeline is told it.

/// Counts the milliseconds that workers had to work, from readings of a clock that may have slept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    reading: Option<f64>,
    counted: f64,
    limit: f64,
}

/// A moment on a [`Clock`], in counted milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment(f64);

impl Clock {
    /// A clock for work that may take `limit` milliseconds.
    pub(super) fn new(limit: f64) -> Self {
        Self { reading: None, counted: 0.0, limit }
    }

    /// Takes a reading. A silence of more than half the limit counts as half: the machine slept, or the
    /// browser did not let the page run, and the workers should not pay for it.
    pub(super) fn set(&mut self, reading: f64) {
        let passed = reading - self.reading.unwrap_or(reading);
        self.counted += passed.clamp(0.0, self.limit / 2.0);
        self.reading = Some(reading);
    }

    pub(super) fn now(&self) -> Moment {
        Moment(self.counted)
    }

    /// Milliseconds that have passed since a moment.
    pub(super) fn since(&self, moment: Moment) -> f64 {
        self.counted - moment.0
    }

    /// Whether work begun at this moment has had its time.
    pub(super) fn is_over(&self, begun: Moment) -> bool {
        self.since(begun) >= self.limit
    }
}
