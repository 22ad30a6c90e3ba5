//! A seeded source of numbers (SplitMix64), so that every run draws the same documents on every machine.

/// The state of one sequence.
pub struct Random {
    state: u64,
}

impl Random {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed ^ 0x5851_F42D_4C95_7F2D }
    }

    /// The next 64 random bits.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..bound`; `bound` is at least 1.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// A number in `low..high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        let unit = (self.next() >> 40) as f32 / (1u64 << 24) as f32;
        low + unit * (high - low)
    }

    /// One of the values.
    pub fn pick<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }

    /// Puts the values in a random order.
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for i in (1..values.len()).rev() {
            values.swap(i, self.below(i + 1));
        }
    }

    /// Whole numbers distributed about 0 with the given standard deviation: a sum of four uniform
    /// numbers, which is near enough to normal for the grain of a scanner.
    pub fn grain(&mut self, deviation: f32, count: usize) -> Vec<i16> {
        (0..count)
            .map(|_| {
                let bits = self.next();
                let sum = (0..4).map(|i| ((bits >> (16 * i)) & 0xFFFF) as f32 / 65_536.0).sum::<f32>();
                ((sum - 2.0) * 3.0_f32.sqrt() * deviation).round() as i16
            })
            .collect()
    }
}
