//! Quality (质检): three checks by three badges, rework, road test, and what keeps a car from leaving.
//!
//! A check belongs to one finish of its job. Whoever works on the job again finishes it again, and then all its checks
//! start over; the final inspection of the car belongs to the finishes of all its jobs.

pub mod change;
pub mod checklist;
pub mod command;
pub mod completion;
pub mod draft;
pub mod gate;
pub mod order_quality;

pub use order_quality::OrderQuality;
