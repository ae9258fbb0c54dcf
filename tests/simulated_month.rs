//! A month of a dealership with twelve bays, through the real intake into a real database.

#[path = "common/workshop.rs"]
mod common;
#[path = "common/dice.rs"]
mod dice;
#[path = "common/month.rs"]
mod month;

use month::Month;

#[test]
fn a_month_is_played() {
    let started = std::time::Instant::now();
    let mut month = Month::new(7);
    month.play();
    let orders = &month.floor.workshop.orders;
    println!("{:?} {} cars, {} commands, {} events, {} left", started.elapsed(), month.arrived, month.floor.commands.len(), month.floor.events.len(), orders.len());
    for (ro, order) in orders {
        println!("{ro} {:?}", order.state());
    }
}
