//! Pictures of the kiosk, drawn as the program draws them but without a display: from the real rules to pixels.
//!
//! With `BAY_PICTURES` set to a folder they are kept there, for eyes to judge.
#![cfg(feature = "gui")]

#[path = "common/floor.rs"]
mod floor;

use baylight::domain::finding::Answer;
use baylight::domain::ids::{BadgeId, BayId};
use baylight::domain::order::Trade;
use baylight::domain::person::Language;
use baylight::gui::bay::{BayRows, show};
use baylight::gui::shots;
use baylight::projection::picture::LinkState;
use baylight::screen::Effect;
use baylight::screen::bay::model::PageShown;
use baylight::screen::bay::{BayKiosk, FindingTap, Intent};
use baylight::screen::session::SignIn;
use baylight_ui::BayWindow;
use floor::{BELT, Floor};
use std::path::{Path, PathBuf};

/// The kiosk of bay 1 and the workshop around it.
struct Kiosk {
    kiosk: BayKiosk,
    floor: Floor,
}

impl Kiosk {
    /// Begins in a workshop with all five trades and long names.
    fn new(language: Language) -> Self {
        let mut floor = Floor::in_language(language);
        let trades = [
            Trade::Maintenance,
            Trade::Mechanical,
            Trade::Electrical,
            Trade::Body,
            Trade::Paint,
        ];
        for number in 0..50 {
            let trade = trades[number % trades.len()];
            floor.hires(&format!("hire-{number}"), "Daniel Okafor", trade);
        }
        let kiosk = BayKiosk::new(BayId::new("1"), SignIn::default(), language, floor.now);
        Self { kiosk, floor }
    }

    fn does(&mut self, intent: Intent) -> &mut Self {
        let picture = self.floor.picture();
        for effect in self.kiosk.update(intent, &picture, self.floor.now) {
            if let Effect::Submit { actor, body } = effect {
                self.floor.submit(actor, body);
            }
        }
        self
    }

    fn action(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Action { id: id.to_owned() })
    }

    fn clocks_on(&mut self) -> &mut Self {
        self.does(Intent::BadgeRead {
            badge: BadgeId::new("BADGE-1001"),
        })
        .does(Intent::Job {
            id: BELT.to_owned(),
        })
    }

    fn chooses(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Choice { id: id.to_owned() })
    }

    /// Taps a finding together, up to the page that sends it.
    fn reports(&mut self) -> &mut Self {
        self.action("finding")
            .chooses("brakes")
            .chooses("front-pads");
        while let PageShown::Question = self
            .kiosk
            .present(&self.floor.picture(), self.floor.now)
            .page
        {
            let model = self.kiosk.present(&self.floor.picture(), self.floor.now);
            self.chooses(&model.choices[0].id.clone());
        }
        self
    }

    fn loses_the_link(&mut self) -> &mut Self {
        self.floor.link = LinkState::Offline {
            since: self.floor.now,
        };
        self
    }
}

/// Brings the kiosk to what a picture is to show.
fn scene(name: &str, bay: &mut Kiosk) {
    match name {
        "idle" => {}
        "running" => {
            bay.clocks_on();
            bay.floor.minutes(5);
            bay.does(Intent::Tick);
        }
        "finding-system" => {
            bay.clocks_on().action("finding");
        }
        "finding-component" => {
            bay.clocks_on().action("finding").chooses("brakes");
        }
        "finding-condition" => {
            bay.clocks_on().action("finding").chooses("brakes");
            bay.chooses("front-pads");
        }
        "finding" | "finding-note" | "finding-answered" | "finding-waits" => {
            bay.clocks_on().reports();
            match name {
                "finding-note" => {
                    bay.does(Intent::Finding(FindingTap::Write));
                    bay.does(Intent::Finding(FindingTap::Written("left 2 mm ".into())));
                }
                "finding-waits" | "finding-answered" => {
                    bay.does(Intent::Finding(FindingTap::Send));
                    bay.floor.minutes(6);
                    if name == "finding-answered" {
                        bay.floor.customer_says(Answer::Authorised);
                    }
                    bay.does(Intent::BadgeRead {
                        badge: BadgeId::new("BADGE-1001"),
                    });
                }
                _ => {}
            }
        }
        "finding-empty" => {
            bay.floor.policy.findings = Default::default();
            bay.clocks_on().action("finding");
        }
        "finding-long" => {
            bay.floor.lists_a_clutch();
            bay.clocks_on().action("finding").chooses("drivetrain");
            bay.chooses("clutch").chooses("worn").chooses("replace");
            bay.does(Intent::Finding(FindingTap::Write));
            let words = "左侧，冷车时，过坎时有异响，实测 2.1 mm，建议与飞轮一起更换；showed the customer, ";
            bay.does(Intent::Finding(FindingTap::Written(words.repeat(2))));
            bay.does(Intent::Finding(FindingTap::Noted));
        }
        "findings-many" => {
            bay.clocks_on();
            for _ in 0..14 {
                bay.reports().does(Intent::Finding(FindingTap::Send));
                bay.floor.minutes(3);
                bay.does(Intent::BadgeRead {
                    badge: BadgeId::new("BADGE-1001"),
                });
            }
        }
        "extension" => {
            bay.clocks_on().action("extend");
        }
        "hold-offline" => {
            bay.clocks_on().loses_the_link().action("hold");
        }
        "help-offline" => {
            bay.clocks_on().loses_the_link().action("help");
            bay.does(Intent::Choice {
                id: "call-foreman".to_owned(),
            })
            .action("help");
        }
        "called-offline" => {
            bay.clocks_on().loses_the_link().action("help");
            bay.does(Intent::Choice {
                id: "call-foreman".to_owned(),
            });
        }
        other => panic!("no scene is called {other}"),
    }
}

/// Counts the colours of a picture: a screen that was not drawn has one.
fn colours(path: &Path) -> usize {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let seen: std::collections::BTreeSet<&[u8]> = pixels.chunks(4).collect();
    seen.len()
}

#[test]
fn the_kiosk_is_drawn_in_both_languages_with_and_without_a_link() {
    let own = tempfile::tempdir().unwrap();
    let folder =
        std::env::var_os("BAY_PICTURES").map_or_else(|| own.path().to_owned(), PathBuf::from);
    for (language, code) in [(Language::En, "en"), (Language::Zh, "zh")] {
        for name in [
            "idle",
            "running",
            "finding-system",
            "finding-component",
            "finding-condition",
            "finding",
            "finding-note",
            "finding-empty",
            "finding-long",
            "findings-many",
            "finding-waits",
            "finding-answered",
            "extension",
            "hold-offline",
            "help-offline",
            "called-offline",
        ] {
            let mut bay = Kiosk::new(language);
            scene(name, &mut bay);
            let model = bay.kiosk.present(&bay.floor.picture(), bay.floor.now);
            let path = folder.join(format!("bay-{name}-{code}.png"));
            let make = || {
                let window = BayWindow::new()?;
                show(&window, &BayRows::attach(&window), &model);
                Ok(window)
            };
            shots::render(make, (1280, 800), &path).unwrap();
            assert!(colours(&path) > 50, "{name} in {code} is hardly a picture");
        }
    }
}
