//! What else is to be known of a car: open accounts with what to do about them, findings with the customer's answer,
//! parts that were fitted.

use super::look::Look;
use super::model::Row;
use super::present::Scene;
use crate::domain::finding::{Answer, Finding, Severity};
use crate::domain::ids::JobId;
use crate::domain::parts::OpenAccount;
use crate::domain::parts::request::{LineKey, Wanted};
use crate::projection::checks::PartOut;
use crate::screen::tone::Tone;
use crate::screen::words::{Text, finding as finding_words, parts as part_words, qc as words};

impl Scene<'_> {
    /// Makes the rows of the page.
    pub(super) fn about(&self, look: &Look<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        let accounts = self.accounts(look);
        if !accounts.is_empty() {
            rows.push(self.section(self.say(words::ACCOUNTS)));
            rows.extend(accounts);
        }
        rows.push(self.section(self.say(words::FINDINGS)));
        let findings = &look.car.findings;
        rows.extend(findings.iter().map(|finding| self.finding(finding)));
        if findings.is_empty() {
            rows.push(self.fact(self.say(words::NO_FINDINGS), Tone::Ready));
        }
        rows.push(self.section(self.say(words::PARTS)));
        let parts = self.parts(look);
        if parts.is_empty() {
            rows.push(self.fact(self.say(words::NO_PARTS), Tone::Neutral));
        }
        rows.extend(parts);
        let key = words::parked(
            self.language,
            &look.car.car.key_tag,
            &look.car.car.parking_spot,
        );
        if !key.is_empty() {
            rows.push(self.fact(key, Tone::Neutral));
        }
        rows
    }

    fn told(&self, title: String, detail: String, tone: Tone) -> Row {
        Row {
            detail,
            ..self.fact(title, tone)
        }
    }

    fn accounts(&self, look: &Look<'_>) -> Vec<Row> {
        let car = look.car;
        let parts = car.open_parts.iter().map(|(job, account)| {
            let (name, what) = self.account(job, account);
            let why = self.say(part_words::open_account(account));
            self.told(
                self.join(&[&name, &why]),
                self.join(&[&self.say(what), &self.job_of(job)]),
                Tone::Hold,
            )
        });
        let tools = car.open_tools.iter().map(|out| {
            let row = self.picture.views.tools.find(&out.tool);
            let name = row.map_or_else(
                || out.tool.to_string(),
                |row| self.name(row.file.name(), row.file.english_name()),
            );
            let who = self.person(&out.person);
            self.told(
                words::has_tool(self.language, &name, &who),
                self.job_of(&out.job),
                Tone::Hold,
            )
        });
        let unasked = car.unauthorised.iter().map(|job| {
            self.told(
                self.job_of(job),
                self.say(words::DO_UNAUTHORISED),
                Tone::Late,
            )
        });
        parts.chain(tools).chain(unasked).collect()
    }

    /// Names what an account is about, and says what is to be done.
    fn account(&self, job: &JobId, account: &OpenAccount) -> (String, Text) {
        match account {
            OpenAccount::Waiting(line) => (self.part_of(job, *line), words::DO_WAITING),
            OpenAccount::NotFitted(line) => (self.part_of(job, *line), words::DO_NOT_FITTED),
            OpenAccount::ComingBack(line) => (self.part_of(job, *line), words::DO_COMING_BACK),
            OpenAccount::OldPart(id) => {
                let order = self.picture.views.requests.get(&job.ro);
                let mut old = order.into_iter().flat_map(|order| &order.parts.old_parts);
                let old = old.find(|old| old.id == *id);
                let name = old.map(|old| self.name(&old.name, &old.english_name));
                (name.unwrap_or_default(), words::DO_OLD_PART)
            }
        }
    }

    fn part_of(&self, job: &JobId, key: LineKey) -> String {
        let Some(order) = self.picture.views.requests.get(&job.ro) else {
            return String::new();
        };
        match order.parts.line(key).map(|(_, line)| &line.wanted) {
            Some(Wanted::Part { part }) => order.facts_of(part).map_or_else(
                || part.to_string(),
                |facts| self.name(&facts.name, &facts.english_name),
            ),
            Some(Wanted::Described { words, .. }) => format!("“{words}”"),
            None => String::new(),
        }
    }

    fn finding(&self, finding: &Finding) -> Row {
        let sighting = &finding.sighting;
        let title = self.name(&sighting.name, &sighting.english_name);
        let (answer, tone) = match finding.answer() {
            Some(said) => {
                let at = self.moment(said.at);
                let tone = match said.answer {
                    Answer::Authorised => Tone::Ready,
                    Answer::Declined | Answer::Deferred => Tone::Hold,
                };
                (
                    finding_words::customer_said(self.language, said.answer, &at),
                    tone,
                )
            }
            None if finding.is_open() => (self.say(words::NOT_ASKED), Tone::Late),
            None => (self.say(words::NOTED), Tone::Neutral),
        };
        let severity = match sighting.severity {
            Severity::Green => String::new(),
            grave => self.say(finding_words::severity(grave)),
        };
        let answer = answer.replace(" · ", crate::screen::desk::scene::DOT);
        let who = self.somebody(finding.by.as_ref());
        self.told(
            title,
            self.join(&[&answer, &severity, &who, &sighting.note]),
            tone,
        )
    }

    fn parts(&self, look: &Look<'_>) -> Vec<Row> {
        let jobs = look.car.jobs.iter();
        let rows = jobs.flat_map(|job| {
            let name = self.job_name(job);
            job.parts
                .iter()
                .map(move |part| self.part(part, name.clone()))
        });
        rows.collect()
    }

    fn part(&self, part: &PartOut, job: String) -> Row {
        let name = self.name(&part.name, &part.english_name);
        let title = part_words::times(&name, part.quantity);
        let number = part.part.to_string();
        self.told(title, self.join(&[&number, &job]), Tone::Neutral)
    }
}
