//! How parts move: each change is added to its order, and what moves stock to the ledger of the part.

use crate::domain::Touched;
use crate::domain::catalogue::Part;
use crate::domain::event::Event;
use crate::domain::ids::{JobId, PartNumber, RoNumber};
use crate::domain::parts::Said;
use crate::domain::parts::change::PartsChange;
use crate::domain::parts::request::LineKey;
use crate::domain::stock::{Ledgered, Stock, StockChange};
use crate::domain::workshop::{EntityKey, Workshop};

impl Workshop {
    pub(super) fn parts_changed(
        &mut self,
        event: &Event,
        ro: &RoNumber,
        change: &PartsChange,
        touched: &mut Touched,
    ) {
        let said = Said::from(event);
        self.order_mut(ro, touched).parts.apply(change, &said);
        match change {
            PartsChange::Picked { lot, .. } => self.stock_mut(&lot.part, touched).pick(lot),
            PartsChange::PutBack { lot, .. } => self.stock_mut(&lot.part, touched).put_back(lot),
            PartsChange::Issued {
                line,
                lot,
                found,
                from_shelf,
                ..
            } => {
                let job = self.job_of(ro, *line);
                let into = Ledgered {
                    said: &said,
                    job: job.as_ref(),
                };
                let stock = self.stock_mut(&lot.part, touched);
                stock.issue(lot, *found, *from_shelf, into);
            }
            PartsChange::ReturnTaken { line, back, to, .. } => {
                let job = self.job_of(ro, *line);
                let into = Ledgered {
                    said: &said,
                    job: job.as_ref(),
                };
                for came in back {
                    let stock = self.stock_mut(&came.lot.part, touched);
                    stock.take_back(&came.lot, *to, into);
                }
            }
            PartsChange::Exchanged {
                line,
                back,
                to,
                out,
                ..
            } => {
                let job = self.job_of(ro, *line);
                let into = Ledgered {
                    said: &said,
                    job: job.as_ref(),
                };
                for came in back {
                    let stock = self.stock_mut(&came.lot.part, touched);
                    stock.take_back(&came.lot, *to, into);
                }
                for (_, lot) in out {
                    self.stock_mut(&lot.part, touched)
                        .issue_from_shelf(lot, into);
                }
            }
            _ => {}
        }
    }

    pub(super) fn stock_changed(
        &mut self,
        event: &Event,
        part: &PartNumber,
        change: &StockChange,
        touched: &mut Touched,
    ) {
        self.stock_mut(part, touched)
            .apply(change, &Said::from(event));
    }

    /// The dealer system says what is there when a part is first listed; from then on the ledger does.
    pub(super) fn part_listed(&mut self, event: &Event, part: &Part, touched: &mut Touched) {
        let number = part.number.clone();
        if !self.stock.contains_key(&number) {
            let stock = self.stock_mut(&number, touched);
            stock.open(part.on_hand, &part.bin, part.cost, &Said::from(event));
        }
        self.parts.insert(number.clone(), part.clone());
        touched.insert(EntityKey::Part(number));
    }

    fn job_of(&self, ro: &RoNumber, line: LineKey) -> Option<JobId> {
        let request = self.orders.get(ro)?.parts.request(line.request)?;
        Some(JobId::new(ro.clone(), request.job))
    }

    fn stock_mut(&mut self, part: &PartNumber, touched: &mut Touched) -> &mut Stock {
        touched.insert(EntityKey::Stock(part.clone()));
        self.stock
            .entry(part.clone())
            .or_insert_with(|| Stock::new(part.clone()))
    }
}
