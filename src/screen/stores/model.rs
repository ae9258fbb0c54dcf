//! The model: all that the stores screen shows at one moment, in plain values. It mirrors `ui/stores/data.slint` and
//! `ui/stores/screen.slint`.

use crate::screen::desk::model::{Action, Actor, Choice, Face, Line, PinShown};
use crate::screen::floor::counts::FloorCount;
use crate::screen::floor::link::FloorLink;
use crate::screen::tone::{Theme, Tone};

/// What the left side lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tab {
    /// 队列: requests, returns, exchanges, old parts.
    #[default]
    Queue,
    /// 预检: booked cars.
    Ahead,
    /// 库存: the parts that were searched for.
    Stock,
    /// 低于下限
    Low,
    /// 已领未装
    Out,
    /// 工具
    Tools,
}

impl Tab {
    /// Every tab, in the order of the screen.
    pub const ALL: [Self; 6] = [
        Self::Queue,
        Self::Ahead,
        Self::Stock,
        Self::Low,
        Self::Out,
        Self::Tools,
    ];

    /// Names it to the window.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Ahead => "ahead",
            Self::Stock => "stock",
            Self::Low => "low",
            Self::Out => "out",
            Self::Tools => "tools",
        }
    }

    /// Finds a tab by its name.
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.id() == id)
    }
}

/// A tab above the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TabShown {
    /// Which.
    pub id: String,
    /// What it lists.
    pub label: String,
    /// How many there are; empty where nothing is counted.
    pub count: String,
    /// Whether they are pressing.
    pub tone: Tone,
    /// Whether it is the open one.
    pub chosen: bool,
}

/// A card of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Which.
    pub id: String,
    /// Bay and plate, or the part.
    pub title: String,
    /// How long it has waited.
    pub age: String,
    /// Whether that is long.
    pub age_tone: Tone,
    /// Its colour.
    pub tone: Tone,
    /// The parts.
    pub detail: String,
    /// Who waits.
    pub who: String,
    /// Whether it is the chosen one.
    pub chosen: bool,
    /// Whether it calls for attention just now.
    pub lit: bool,
    /// All of it, read aloud.
    pub spoken: String,
}

/// A line of the open task.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LineShown {
    /// Which.
    pub id: String,
    /// What the part is called.
    pub name: String,
    /// Number and bin.
    pub detail: String,
    /// What else is to be known.
    pub note: String,
    /// How many.
    pub quantity: String,
    /// How many lie there.
    pub stock: String,
    /// How many will be left.
    pub after: String,
    /// Whether that is little.
    pub stock_tone: Tone,
    /// What it is, and what a tap does.
    pub button: Action,
    /// The button, read aloud.
    pub spoken: String,
    /// Whether the buttons below are about it.
    pub chosen: bool,
}

/// The open task: a request, a return, an old part, a booked car, or a part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaskShown {
    /// Which; empty while none is open.
    pub id: String,
    /// The car's face; empty for a part.
    pub face: Face,
    /// What it is about.
    pub title: String,
    /// Order, promise.
    pub subtitle: String,
    /// Whether the promise is near.
    pub subtitle_tone: Tone,
    /// What is to be known first.
    pub facts: Vec<Line>,
    /// Its lines, by bin.
    pub lines: Vec<LineShown>,
    /// The smaller buttons.
    pub tools: Vec<Action>,
    /// The big ones.
    pub actions: Vec<Action>,
}

/// A group of choices on a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// What is chosen.
    pub title: String,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// A sheet over the task.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SheetShown {
    /// What it is for; empty while none is open.
    pub title: String,
    /// Of what.
    pub subtitle: String,
    /// The number in the making; empty where none is asked for.
    pub number: String,
    /// What the number counts.
    pub number_label: String,
    /// What follows from it.
    pub number_note: Line,
    /// Whether a part is searched for.
    pub search: bool,
    /// What is chosen.
    pub sections: Vec<Section>,
    /// What can be done.
    pub actions: Vec<Action>,
}

/// The search field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchShown {
    /// Whether there is one.
    pub shown: bool,
    /// What it asks for.
    pub label: String,
    /// What was typed.
    pub text: String,
    /// Whether the keyboard is open.
    pub typing: bool,
}

/// Labels that change with the language alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the place that it labels")]
pub struct Words {
    pub pick_task: String,
    pub sign_in: String,
    pub badge_hint: String,
    pub cancel: String,
    pub close: String,
    pub pin_ok: String,
    pub pin_clear: String,
}

/// All that the stores screen shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoresModel {
    /// Which colours.
    pub theme: Theme,
    /// Labels.
    pub words: Words,
    /// The screen's name.
    pub title: String,
    /// The wall clock.
    pub clock: String,
    /// The link.
    pub link: FloorLink,
    /// What waits.
    pub counts: Vec<FloorCount>,
    /// Whether a bay has just come to stand, and nobody has looked.
    pub lit: bool,
    /// The button to the other language.
    pub language_label: String,
    /// The button to the other colours.
    pub theme_label: String,
    /// Who acts.
    pub actor: Actor,
    /// What became of the last tap; empty when it has faded.
    pub toast: Line,
    /// What the left side can list.
    pub tabs: Vec<TabShown>,
    /// The search field.
    pub search: SearchShown,
    /// What it lists.
    pub cards: Vec<Card>,
    /// Said where nothing is listed.
    pub empty: String,
    /// The open task.
    pub task: TaskShown,
    /// The open sheet.
    pub sheet: SheetShown,
    /// Whether the sign-in sheet is open.
    pub asking: bool,
    /// Who may act.
    pub people: Vec<Choice>,
    /// The PIN pad, while it is shown.
    pub pin: Option<PinShown>,
}
