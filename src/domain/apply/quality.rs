//! How checks change an order: what passed is remembered with its finish, what goes back is not finished any more.

use crate::domain::Touched;
use crate::domain::event::Event;
use crate::domain::ids::{JobId, RoNumber};
use crate::domain::quality::change::QualityChange;
use crate::domain::quality::order_quality::Known;
use crate::domain::said::Said;
use crate::domain::workshop::Workshop;

impl Workshop {
    pub(super) fn quality_changed(
        &mut self,
        event: &Event,
        ro: &RoNumber,
        change: &QualityChange,
        touched: &mut Touched,
    ) {
        let said = Said::from(event);
        let order = self.order_mut(ro, touched);
        let line = match change {
            QualityChange::Checked { line, .. } | QualityChange::SentBack { line, .. } => {
                Some(*line)
            }
            _ => None,
        };
        let job = line.and_then(|line| order.jobs.get(&line));
        let known = Known {
            workers: job
                .map(|job| job.workers().into_iter().cloned().collect())
                .unwrap_or_default(),
            finishes: order.finishes(),
            work: order.known_work(line),
            checks: order.counting_checks(),
        };
        order.quality.apply(change, &said, known);
        if let QualityChange::SentBack { line, .. } = change {
            let job = JobId::new(ro.clone(), *line);
            self.job_mut(&job, touched).send_back(said.command, said.at);
            self.refresh_job(&job, touched);
        }
    }
}
