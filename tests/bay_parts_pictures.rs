//! Pictures of the kiosk's pages about parts, drawn as the program draws them but without a display.
//!
//! With `BAY_PICTURES` set to a folder they are kept there, for eyes to judge.
#![cfg(feature = "gui")]

#[path = "common/floor.rs"]
mod floor;

use baylight::domain::ids::{BadgeId, BayId};
use baylight::domain::parts::command::PartsCommand;
use baylight::domain::person::Language;
use baylight::gui::bay::{BayRows, show};
use baylight::gui::shots;
use baylight::projection::picture::LinkState;
use baylight::screen::Effect;
use baylight::screen::bay::model::BayModel;
use baylight::screen::bay::{BayKiosk, Intent, PartsTap};
use baylight::screen::session::SignIn;
use baylight::screen::tone::Theme;
use baylight_ui::BayWindow;
use floor::{BELT, Floor};
use std::path::{Path, PathBuf};

const RO: &str = "0417";

/// The kiosk of bay 1 and the workshop around it.
struct Kiosk {
    kiosk: BayKiosk,
    floor: Floor,
}

impl Kiosk {
    fn new(language: Language, theme: Theme) -> Self {
        let mut floor = Floor::in_language(language);
        floor.opens_the_store();
        let bay = BayId::new("1");
        let kiosk = BayKiosk::new(bay, SignIn::default(), language, floor.now).in_theme(theme);
        let mut kiosk = Self { kiosk, floor };
        kiosk.badge("BADGE-1001").does(Intent::Job {
            id: BELT.to_owned(),
        });
        kiosk
    }

    fn does(&mut self, intent: Intent) -> &mut Self {
        let picture = self.floor.picture();
        for effect in self.kiosk.update(intent, &picture, self.floor.now) {
            if let Effect::Submit { actor, body } = effect {
                self.floor.submit(actor, body);
            }
        }
        self.floor.secs(2);
        self
    }

    fn badge(&mut self, badge: &str) -> &mut Self {
        let badge = BadgeId::new(badge);
        self.does(Intent::BadgeRead { badge })
    }

    fn action(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Action { id: id.to_owned() })
    }

    fn chooses(&mut self, id: &str) -> &mut Self {
        self.does(Intent::Choice { id: id.to_owned() })
    }

    fn parts(&mut self, tap: PartsTap) -> &mut Self {
        self.does(Intent::Parts(tap))
    }

    fn tile(&mut self, id: &str) -> &mut Self {
        self.parts(PartsTap::Tile(id.to_owned()))
    }

    fn types(&mut self, text: &str) -> &mut Self {
        for key in text.chars() {
            self.parts(PartsTap::Typed(key.to_string()));
        }
        self
    }

    fn model(&self) -> BayModel {
        self.kiosk.present(&self.floor.picture(), self.floor.now)
    }

    /// Four parts are asked for: one is issued, one brought, one is being picked, one on order.
    fn four_parts(&mut self) -> &mut Self {
        for code in ["24312-2B000", "26300-35505", "00232-19095", "24410-2B001"] {
            self.badge(code).parts(PartsTap::Less("0".to_owned()));
            self.parts(PartsTap::More("0".to_owned()))
                .parts(PartsTap::Send);
        }
        let lines = self.floor.waiting_lines(RO);
        let [belt, filter, coolant, tensioner] = lines[..] else {
            panic!("{lines:?}");
        };
        self.floor.brings(RO, belt);
        let sign = self.model().prompts[0].id.clone();
        self.does(Intent::Prompt { id: sign }).parts(PartsTap::Send);
        self.floor.brings(RO, filter);
        let request = coolant.request;
        self.floor.store(
            RO,
            PartsCommand::StartPicking {
                request,
                seen: None,
            },
        );
        self.floor.minutes(3);
        self.floor.orders(RO, tensioner, 50);
        self.badge("BADGE-1001")
    }

    /// Puts sixty parts with long names onto the shelves and the list.
    fn sixty_lines(&mut self) -> &mut Self {
        for number in 0..60 {
            let part = format!("41100-2B{number:03}");
            let names = (
                "离合器压盘总成（含分离轴承、导向销及安装螺栓套件）",
                "Clutch cover assembly with release bearing, guide pins and bolts",
            );
            self.floor.shelves(&part, names, "D-12-04", number % 3);
            self.badge(&part);
        }
        self
    }

    fn taps_part(&mut self, place: usize) -> &mut Self {
        let id = self.model().parts[place].id.clone();
        self.does(Intent::Part { id })
    }
}

/// Brings the kiosk to what a picture is to show.
fn scene(name: &str, bay: &mut Kiosk) {
    match name {
        "expected" => {}
        "running" => {
            bay.four_parts();
        }
        "running-many" => {
            bay.sixty_lines().parts(PartsTap::Send);
        }
        "running-offline" | "request-offline" => {
            bay.floor.link = LinkState::Offline {
                since: bay.floor.now,
            };
            bay.badge("26300-35505");
            if name == "running-offline" {
                bay.parts(PartsTap::Send);
            }
        }
        "hold" => {
            bay.four_parts().action("hold").chooses("hold-parts");
        }
        "request" => {
            bay.badge("24410-2B001")
                .badge("26300-35505")
                .badge("26300-35505");
            bay.badge("X-UNKNOWN-77").tile("describe");
            for chip in bay.model().sheet.chips[..3].to_vec() {
                bay.parts(PartsTap::Typed(chip));
            }
            bay.parts(PartsTap::Send);
        }
        "request-many" => {
            bay.sixty_lines();
        }
        "request-empty" => {
            bay.action("parts").parts(PartsTap::Send).action("parts");
        }
        "categories" => {
            bay.action("parts").tile("categories");
        }
        "find" => {
            bay.sixty_lines().tile("search").types("41100");
            bay.parts(PartsTap::Row("41100-2B001".to_owned()));
        }
        "find-pinyin" => {
            bay.action("parts").tile("search").types("jylqq");
        }
        "find-begin" => {
            bay.action("parts").tile("search");
        }
        "find-nothing" => {
            bay.action("parts").tile("search").types("zzz");
        }
        "describe" | "describe-keys" => {
            bay.action("parts").tile("describe");
            let chips = bay.model().sheet.chips;
            for chip in [24, 19, 0] {
                bay.parts(PartsTap::Typed(chips[chip].clone()));
            }
            if name == "describe-keys" {
                bay.parts(PartsTap::Write);
            }
        }
        "count" => {
            bay.action("parts")
                .parts(PartsTap::Number("0".to_owned()))
                .types("12");
        }
        "sign" => {
            bay.four_parts().taps_part(0);
        }
        "line" => {
            bay.four_parts().taps_part(3);
        }
        "line-why" | "exchange" => {
            bay.four_parts().taps_part(3).chooses("exchange");
            if name == "exchange" {
                bay.chooses("back-wrong").types("zj");
            }
        }
        "old" => {
            bay.four_parts()
                .action("parts")
                .tile("old")
                .tile("describe");
            let chip = bay.model().sheet.chips[1].clone();
            bay.parts(PartsTap::Typed(chip))
                .parts(PartsTap::Send)
                .chooses("scrap");
        }
        "old-fate" => {
            bay.action("parts").tile("old").tile("describe");
            let chip = bay.model().sheet.chips[1].clone();
            bay.parts(PartsTap::Typed(chip)).parts(PartsTap::Send);
        }
        "fitted" => {
            bay.four_parts().action("finish");
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

const SCENES: [&str; 23] = [
    "expected",
    "running",
    "running-many",
    "running-offline",
    "hold",
    "request",
    "request-many",
    "request-empty",
    "request-offline",
    "categories",
    "find",
    "find-pinyin",
    "find-begin",
    "find-nothing",
    "describe",
    "describe-keys",
    "count",
    "sign",
    "line",
    "line-why",
    "exchange",
    "old",
    "fitted",
];

#[test]
fn the_pages_about_parts_are_drawn_in_both_languages_and_both_themes() {
    let own = tempfile::tempdir().unwrap();
    let folder =
        std::env::var_os("BAY_PICTURES").map_or_else(|| own.path().to_owned(), PathBuf::from);
    let light = ["running", "request", "sign"];
    for (language, code) in [(Language::En, "en"), (Language::Zh, "zh")] {
        for theme in [Theme::Dark, Theme::Light] {
            for name in SCENES {
                if theme == Theme::Light && !light.contains(&name) {
                    continue;
                }
                let mut bay = Kiosk::new(language, theme);
                scene(name, &mut bay);
                let model = bay.model();
                let shade = if theme == Theme::Light { "-light" } else { "" };
                let path = folder.join(format!("parts-{name}-{code}{shade}.png"));
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
}
