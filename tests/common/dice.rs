//! Chance that falls the same way in every run.
#![allow(dead_code, reason = "each test uses its own part of it")]

/// A generator of its own, so that every run has the same days.
pub struct Dice(pub u64);

impl Dice {
    /// SplitMix64.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn chance(&mut self, percent: u32) -> bool {
        self.share() * 100.0 < f64::from(percent)
    }

    /// Both ends are possible.
    pub fn between(&mut self, from: i64, until: i64) -> i64 {
        from + (self.share() * (until - from + 1) as f64) as i64
    }

    /// Most often about `median`, seldom much less, now and then much more: the lengths of real work and of waits.
    pub fn about(&mut self, median: f64, spread: f64) -> f64 {
        let bell: f64 = (0..12).map(|_| self.share()).sum::<f64>() - 6.0;
        median * (bell * spread).exp()
    }

    pub fn one_of<T: Copy>(&mut self, weighted: &[(u32, T)]) -> T {
        let all: u32 = weighted.iter().map(|(weight, _)| weight).sum();
        let mut left = (self.share() * f64::from(all)) as u32;
        for (weight, thing) in weighted {
            if left < *weight {
                return *thing;
            }
            left -= weight;
        }
        weighted[0].1
    }
}
