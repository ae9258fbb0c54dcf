//! Topic strings: built and parsed here, and nowhere else.

use crate::domain::ids::{BayId, SiteId, StationId};
use crate::projection::ViewName;
use std::fmt;

/// The root and version of every topic.
const ROOT: &str = "baylight/v1";

/// A topic of one site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// One command, from a station.
    Command(StationId),
    /// The answer to it, from the coordinator.
    Receipt(StationId),
    /// Whether a station is there; retained, and its will.
    Presence(StationId),
    /// Whether the coordinator is there; retained, and its will.
    CoordinatorPresence,
    /// A read model; retained.
    View(ViewName),
    /// The andon light of a bay; retained.
    Lamp(BayId),
    /// A photo on its way, and questions about photos, from a station.
    Photo(StationId),
    /// What the coordinator has of a photo, and previews, for that station.
    PhotoReceipt(StationId),
    /// What a station asks of the past.
    PastAsk(StationId),
    /// The past, for the station that asked.
    PastAnswer(StationId),
    /// A fact from the floor.
    Sensor(BayId, String),
}

/// What a party listens to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Every station's commands.
    Commands,
    /// One station's receipts: see [`Filter::text`].
    Receipts,
    /// Every station's presence.
    Presences,
    /// The coordinator's presence.
    CoordinatorPresence,
    /// Every read model.
    Views,
    /// One read model.
    View(ViewName),
    /// Every page of the roster.
    Roster,
    /// Every page of the waiting lane.
    Waiting,
    /// Every page of the alerts.
    Alerts,
    /// Every page of the findings.
    Findings,
    /// Every page of the orders that have to do with the store.
    Requests,
    /// Every page of the catalogue of findings.
    Catalogue,
    /// Every page of the parts catalogue.
    Parts,
    /// Every page of the figures of stock.
    Stock,
    /// Every page of the tools.
    Tools,
    /// Every page of the cars in the checks.
    Checks,
    /// Every checklist.
    Checklists,
    /// Everybody's day.
    People,
    /// Every station's photos.
    Photos,
    /// One station's photo receipts.
    PhotoReceipts,
    /// What every station asks of the past.
    PastAsks,
    /// The past, for one station.
    PastAnswers,
    /// Every sensor.
    Sensors,
}

impl Filter {
    /// Writes the filter of a site; `station` is who listens.
    pub fn text(&self, site: &SiteId, station: &StationId) -> String {
        let root = format!("{ROOT}/{site}");
        match self {
            Self::Commands => format!("{root}/station/+/command"),
            Self::Receipts => format!("{root}/station/{station}/receipt"),
            Self::Presences => format!("{root}/station/+/presence"),
            Self::CoordinatorPresence => format!("{root}/coordinator/presence"),
            Self::Views => format!("{root}/view/#"),
            Self::View(name) => format!("{root}/view/{name}"),
            Self::Roster => format!("{root}/view/roster/+"),
            Self::Waiting => format!("{root}/view/waiting/+"),
            Self::Alerts => format!("{root}/view/alerts/+"),
            Self::Findings => format!("{root}/view/findings/+"),
            Self::Requests => format!("{root}/view/requests/+"),
            Self::Catalogue => format!("{root}/view/catalogue/+"),
            Self::Parts => format!("{root}/view/parts/+"),
            Self::Stock => format!("{root}/view/stock/+"),
            Self::Tools => format!("{root}/view/tools/+"),
            Self::Checks => format!("{root}/view/checks/+"),
            Self::Checklists => format!("{root}/view/checklists/+"),
            Self::People => format!("{root}/view/person/+"),
            Self::Photos => format!("{root}/station/+/photo"),
            Self::PhotoReceipts => format!("{root}/station/{station}/photo-receipt"),
            Self::PastAsks => format!("{root}/station/+/past"),
            Self::PastAnswers => format!("{root}/station/{station}/past-answer"),
            Self::Sensors => format!("{root}/bay/+/sensor/+"),
        }
    }
}

/// A topic that is none of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no topic of this site")]
pub struct TopicError(String);

impl Topic {
    /// Writes the topic for a site.
    pub fn text(&self, site: &SiteId) -> String {
        format!("{ROOT}/{site}/{}", Tail(self))
    }

    /// Reads a topic of a site.
    ///
    /// # Errors
    /// When it belongs to another site or version, or is not known.
    pub fn parse(site: &SiteId, text: &str) -> Result<Self, TopicError> {
        let wrong = || TopicError(text.to_owned());
        let tail = text
            .strip_prefix(ROOT)
            .and_then(|rest| rest.strip_prefix('/'))
            .and_then(|rest| rest.strip_prefix(site.as_str()))
            .and_then(|rest| rest.strip_prefix('/'))
            .ok_or_else(wrong)?;
        let words: Vec<&str> = tail.split('/').collect();
        match words.as_slice() {
            ["station", station, "command"] => Ok(Self::Command(StationId::new(*station))),
            ["station", station, "receipt"] => Ok(Self::Receipt(StationId::new(*station))),
            ["station", station, "presence"] => Ok(Self::Presence(StationId::new(*station))),
            ["station", station, "photo"] => Ok(Self::Photo(StationId::new(*station))),
            ["station", station, "photo-receipt"] => {
                Ok(Self::PhotoReceipt(StationId::new(*station)))
            }
            ["station", station, "past"] => Ok(Self::PastAsk(StationId::new(*station))),
            ["station", station, "past-answer"] => Ok(Self::PastAnswer(StationId::new(*station))),
            ["coordinator", "presence"] => Ok(Self::CoordinatorPresence),
            ["lamp", bay] => Ok(Self::Lamp(BayId::new(*bay))),
            ["bay", bay, "sensor", name] => Ok(Self::Sensor(BayId::new(*bay), (*name).to_owned())),
            ["view", ..] => tail["view/".len()..]
                .parse()
                .map(Self::View)
                .map_err(|_| wrong()),
            _ => Err(wrong()),
        }
    }
}

/// What stands after the site.
struct Tail<'a>(&'a Topic);

impl fmt::Display for Tail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Topic::Command(station) => write!(f, "station/{station}/command"),
            Topic::Receipt(station) => write!(f, "station/{station}/receipt"),
            Topic::Presence(station) => write!(f, "station/{station}/presence"),
            Topic::Photo(station) => write!(f, "station/{station}/photo"),
            Topic::PhotoReceipt(station) => write!(f, "station/{station}/photo-receipt"),
            Topic::PastAsk(station) => write!(f, "station/{station}/past"),
            Topic::PastAnswer(station) => write!(f, "station/{station}/past-answer"),
            Topic::CoordinatorPresence => f.write_str("coordinator/presence"),
            Topic::View(name) => write!(f, "view/{name}"),
            Topic::Lamp(bay) => write!(f, "lamp/{bay}"),
            Topic::Sensor(bay, name) => write!(f, "bay/{bay}/sensor/{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PersonId;

    #[test]
    fn every_topic_reads_back() {
        let site = SiteId::new("north");
        let topics = [
            Topic::Command("bay-1".into()),
            Topic::Receipt("bay-1".into()),
            Topic::Presence("board".into()),
            Topic::CoordinatorPresence,
            Topic::View(ViewName::Site),
            Topic::View(ViewName::Bay("1".into())),
            Topic::View(ViewName::Person(PersonId::new("E1001"))),
            Topic::View(ViewName::Waiting(3)),
            Topic::View(ViewName::Operations(1)),
            Topic::View(ViewName::Cars(63)),
            Topic::View(ViewName::Parts(511)),
            Topic::View(ViewName::Stock(0)),
            Topic::View(ViewName::Tools(2)),
            Topic::View(ViewName::Figures(
                chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            )),
            Topic::Photo("bay-1".into()),
            Topic::PhotoReceipt("bay-1".into()),
            Topic::PastAsk("board".into()),
            Topic::PastAnswer("board".into()),
            Topic::Lamp("1".into()),
            Topic::Sensor("1".into(), "lift-up".to_owned()),
        ];
        for topic in topics {
            assert_eq!(Topic::parse(&site, &topic.text(&site)), Ok(topic));
        }
    }

    #[test]
    fn another_site_is_not_ours() {
        let text = Topic::CoordinatorPresence.text(&"south".into());
        assert!(Topic::parse(&"north".into(), &text).is_err());
        assert!(Topic::parse(&"south".into(), "baylight/v2/south/coordinator/presence").is_err());
    }
}
