//! Where the key hangs and the car stands (钥匙号, 停放位置): two short texts, typed on the screen.

use super::desk::dossiers;
use super::intake::Field;
use super::intake::model::FieldShown;
use super::model::{Panel, PlaceShown};
use super::present::Scene;
use super::sign_in::Wish;
use super::{Advisor, Effect};
use crate::domain::command::CommandBody;
use crate::domain::decide::LONGEST_PLACE;
use crate::domain::ids::{BadgeId, RoNumber};
use crate::domain::person::Permission;
use crate::domain::plate::PlateKind;
use crate::domain::quality::command::QualityCommand;
use crate::projection::job_card::CarCard;
use crate::projection::picture::Picture;
use crate::screen::desk::model::{Action, Face};
use crate::screen::floor::face;
use crate::screen::words::{
    advisor as words, dispatch as desk_words, intake as intake_words, standing,
};
use chrono::{DateTime, Utc};

/// What is tapped on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceIntent {
    /// The sheet is wanted.
    Open,
    /// A text is to be typed into.
    Field {
        /// Which.
        field: Field,
    },
    /// A key of the on-screen keyboard.
    Typed {
        /// What it types.
        text: String,
    },
    /// The last character goes.
    Erased,
    /// A text was edited with a real keyboard.
    Edited {
        /// Which.
        field: Field,
        /// What it says now.
        text: String,
    },
    /// It goes out.
    Save,
}

/// What is typed and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    ro: RoNumber,
    face: (String, PlateKind),
    key_tag: String,
    parking_spot: String,
    field: Field,
}

impl Place {
    fn text(&mut self, field: Field) -> &mut String {
        match field {
            Field::Parking => &mut self.parking_spot,
            _ => &mut self.key_tag,
        }
    }

    fn set(&mut self, field: Field, text: &str) {
        *self.text(field) = text.chars().take(LONGEST_PLACE).collect();
    }
}

impl Scene<'_> {
    /// Makes the button that says where key and car are, and opens the sheet.
    pub(super) fn place_button(&self, car: &CarCard) -> Action {
        let said = |place: String, none| {
            if place.is_empty() {
                self.say(none)
            } else {
                place
            }
        };
        Action {
            label: said(self.place(&car.key_tag, ""), words::NO_KEY),
            hint: said(self.place("", &car.parking_spot), standing::CHANGE),
            enabled: true,
            ..Action::default()
        }
    }
}

impl Advisor {
    /// Opens the sheet with what is known of the chosen car.
    fn open_place(&mut self, picture: &Picture) {
        let cars = dossiers(&picture.views);
        let Some(car) = self.chosen.as_ref().and_then(|ro| cars.get(ro)) else {
            return;
        };
        let car = car.car;
        self.place = Some(Place {
            ro: car.ro.clone(),
            face: face(car),
            key_tag: car.key_tag.clone(),
            parking_spot: car.parking_spot.clone(),
            field: Field::KeyTag,
        });
        self.panel = Panel::Place;
    }

    /// Forgets what was typed.
    pub(super) fn close_place(&mut self) {
        self.place = None;
        if self.panel == Panel::Place {
            self.panel = Panel::None;
        }
    }

    /// A badge that was read into a text is none of it.
    pub(super) fn take_badge_out_of_place(&mut self, badge: &BadgeId) {
        if let Some(place) = &mut self.place {
            for text in [&mut place.key_tag, &mut place.parking_spot] {
                if let Some(rest) = text.strip_suffix(badge.as_str()) {
                    *text = rest.to_owned();
                }
            }
        }
    }

    /// Takes what was tapped on the sheet.
    pub(super) fn place_tapped(
        &mut self,
        tap: PlaceIntent,
        picture: &Picture,
        now: DateTime<Utc>,
    ) -> Vec<Effect> {
        if tap == PlaceIntent::Open {
            self.open_place(picture);
            return Vec::new();
        }
        let Some(place) = &mut self.place else {
            return Vec::new();
        };
        match tap {
            PlaceIntent::Open => {}
            PlaceIntent::Field { field } => place.field = field,
            PlaceIntent::Edited { field, text } => place.set(field, &text),
            PlaceIntent::Typed { text } => {
                let field = place.field;
                let whole = format!("{}{text}", place.text(field));
                place.set(field, &whole);
            }
            PlaceIntent::Erased => {
                let field = place.field;
                place.text(field).pop();
            }
            PlaceIntent::Save => {
                let body = Box::new(QualityCommand::Park {
                    key_tag: place.key_tag.trim().to_owned(),
                    parking_spot: place.parking_spot.trim().to_owned(),
                });
                let ro = place.ro.clone();
                let wish = Wish::Submit {
                    body: Box::new(CommandBody::Quality { ro, body }),
                    permission: Some(Permission::HandleCars),
                };
                return self.wished(wish, picture, now);
            }
        }
        Vec::new()
    }

    /// Makes the sheet, while it is open.
    pub(super) fn place_shown(&self, scene: &Scene<'_>) -> Option<PlaceShown> {
        let place = self.place.as_ref().filter(|_| self.panel == Panel::Place)?;
        let field = |field, label, text: &String| FieldShown {
            field,
            label: scene.say(label),
            text: text.clone(),
        };
        let (plate, colour) = place.face.clone();
        Some(PlaceShown {
            face: Face { plate, colour },
            title: scene.say(standing::PLACE),
            fields: vec![
                field(Field::KeyTag, intake_words::KEY_TAG, &place.key_tag),
                field(Field::Parking, intake_words::PARKING, &place.parking_spot),
            ],
            field: place.field,
            save: scene.say(standing::SAVE),
            cancel: scene.say(desk_words::CANCEL),
            space: scene.say(intake_words::SPACE),
        })
    }
}
