//! Printing at a desk: slips, labels and the story of an order into their folder, and from there to the printer, if one
//! is set.

use crate::config::{Config, PrintCommand};
use crate::domain::calendar::WorkingHours;
use crate::domain::ids::{BayId, CommandId, PersonId, RoNumber};
use crate::gui::paper::{self, PaperError, Sheet};
use crate::projection::requests::OrderRequests;
use crate::projection::story::OrderStory;
use crate::projection::views::Views;
use crate::screen::slip::{self, Label, Press, Slip};
use crate::screen::story;
use crate::screen::words::{Text, name, slip as words};
use crate::screen::{Paper, Print};
use chrono::{DateTime, Utc};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a program that prints may take to accept a file.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(50);

/// Why nothing was printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// There is nothing to print.
    #[error(
        "order {ro} has no such slip or label, or nothing of it is left; look at its parts again"
    )]
    Nothing {
        /// Which order.
        ro: RoNumber,
    },
    /// It could not be drawn or written.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// The folder could not be made.
    #[error("{}: {source}; make it writable, or name another with [stores] slips", dir.display())]
    Folder {
        /// Which folder.
        dir: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The program that prints could not be started.
    #[error("{program} could not be started: {source}; check [stores] print_command and label_command. The file is kept: {}", file.display())]
    NoProgram {
        /// Which program.
        program: String,
        /// Why.
        source: std::io::Error,
        /// What was to be printed.
        file: PathBuf,
    },
    /// The program that prints did not.
    #[error("{program} did not print ({status}): {said}. The file is kept: {}", file.display())]
    Refused {
        /// Which program.
        program: String,
        /// How it ended.
        status: ExitStatus,
        /// What it said.
        said: String,
        /// What was to be printed.
        file: PathBuf,
    },
    /// The program that prints took too long, and was stopped.
    #[error("{program} did not take the file within 30 s; look at the printer. The file is kept: {}", file.display())]
    TooSlow {
        /// Which program.
        program: String,
        /// What was to be printed.
        file: PathBuf,
    },
}

impl PrintError {
    /// Says it to who stands at a screen; the log has the rest.
    pub fn text(&self) -> Text {
        match self {
            Self::Nothing { .. } => words::NOTHING,
            Self::Paper(_) | Self::Folder { .. } => words::NO_PAPER,
            Self::NoProgram { .. } => words::NO_PROGRAM,
            Self::Refused { .. } => words::NOT_TAKEN,
            Self::TooSlow { .. } => words::NO_ANSWER,
        }
    }
}

/// Whether paper comes out of a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// A printer has taken it.
    Printed,
    /// No printer is set: it is in its folder.
    KeptOnly,
}

impl Sent {
    /// Says it to who stands at a screen.
    pub fn text(self) -> Text {
        match self {
            Self::Printed => words::PRINTED,
            Self::KeptOnly => words::KEPT_ONLY,
        }
    }
}

/// What was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The PDF first, then a PNG for each page.
    pub files: Vec<PathBuf>,
    /// Whether it went to a printer.
    pub sent: Sent,
}

/// The store's printers and the folder of its papers.
#[derive(Debug, Clone)]
pub struct Printing {
    dir: PathBuf,
    slips: Option<PrintCommand>,
    labels: Option<PrintCommand>,
    stories: Option<PrintCommand>,
}

impl Printing {
    /// Takes them from the settings.
    pub fn new(config: &Config) -> Self {
        Self {
            dir: config.slips_dir(),
            slips: config.stores.print_slip.clone(),
            labels: config.stores.print_label.clone(),
            stories: config.stores.print_story.clone(),
        }
    }

    /// Prints what is wanted at a screen, and says there what became of it; as slow as `print_slip`.
    pub fn at_screen(&self, print: &Print, views: &Views, now: DateTime<Utc>) -> Text {
        match self.wanted(print, views, now) {
            Ok(printed) => printed.sent.text(),
            Err(error) => {
                tracing::warn!(%error, "not printed");
                error.text()
            }
        }
    }

    fn wanted(
        &self,
        print: &Print,
        views: &Views,
        now: DateTime<Utc>,
    ) -> Result<Printed, PrintError> {
        let missing = || PrintError::Nothing {
            ro: print.ro.clone(),
        };
        let of_store = || views.requests.get(&print.ro).ok_or_else(missing);
        let site = views.site.as_ref();
        let bay = |id: &BayId| {
            let bay = site.and_then(|site| site.bay(id));
            bay.map_or_else(
                || id.to_string(),
                |bay| name(print.language, &bay.name, &bay.english_name).to_owned(),
            )
        };
        let person = |id: &PersonId| {
            let known = views.name_of(id).map(str::to_owned);
            known.unwrap_or_else(|| id.to_string())
        };
        let press = Press {
            language: print.language,
            zone: site.map_or_else(|| WorkingHours::default().zone, |site| site.hours.zone),
            now,
            person: &person,
            bay: &bay,
        };
        match print.paper {
            Paper::Slip(request) => self.print_slip(of_store()?, request, &press),
            Paper::OldPartTag(old) => self.print_old_part(of_store()?, old, &press),
            Paper::Story => {
                let order = views.stories.get(&print.ro).ok_or_else(missing)?;
                self.print_story(order, &press)
            }
        }
    }

    /// Prints the whole story of an order, as `print_slip` does.
    ///
    /// # Errors
    /// When the paper cannot be drawn, kept or printed.
    pub fn print_story(
        &self,
        order: &OrderStory,
        press: &Press<'_>,
    ) -> Result<Printed, PrintError> {
        let story = story::of_order(order, press);
        let name = format!("{}-story", fit_for_a_name(&order.ro));
        self.out(&paper::draw_story(&story)?, &name, self.stories.as_ref())
    }

    /// Prints the slip of a request. It draws and waits for the printer: call it where waiting is allowed.
    ///
    /// # Errors
    /// When there is no such request, or the paper cannot be drawn, kept or printed.
    pub fn print_slip(
        &self,
        order: &OrderRequests,
        request: CommandId,
        press: &Press<'_>,
    ) -> Result<Printed, PrintError> {
        let slip = slip::of_request(order, request, press).ok_or_else(|| nothing(order))?;
        self.print_drawn_slip(&slip, &order.ro, request)
    }

    /// Prints a slip that is written already, as `print_slip` does.
    ///
    /// # Errors
    /// When the paper cannot be drawn, kept or printed.
    pub fn print_drawn_slip(
        &self,
        slip: &Slip,
        ro: &RoNumber,
        request: CommandId,
    ) -> Result<Printed, PrintError> {
        let name = file_name(ro, "slip", request);
        self.out(&paper::draw_slip(slip)?, &name, self.slips.as_ref())
    }

    /// Prints the tag of an old part; as slow as `print_slip`.
    ///
    /// # Errors
    /// When there is no such part, or the paper cannot be drawn, kept or printed.
    pub fn print_old_part(
        &self,
        order: &OrderRequests,
        old_part: CommandId,
        press: &Press<'_>,
    ) -> Result<Printed, PrintError> {
        let label = slip::of_old_part(order, old_part, press).ok_or_else(|| nothing(order))?;
        self.print_labels(&[label], &file_name(&order.ro, "old-part", old_part))
    }

    /// Prints a label for each parcel of a request; as slow as `print_slip`.
    ///
    /// # Errors
    /// When nothing of it is picked, or the paper cannot be drawn, kept or printed.
    pub fn print_parcels(
        &self,
        order: &OrderRequests,
        request: CommandId,
        press: &Press<'_>,
    ) -> Result<Printed, PrintError> {
        let labels = slip::of_parcels(order, request, press);
        if labels.is_empty() {
            return Err(nothing(order));
        }
        self.print_labels(&labels, &file_name(&order.ro, "label", request))
    }

    fn print_labels(&self, labels: &[Label], name: &str) -> Result<Printed, PrintError> {
        self.out(&paper::draw_labels(labels)?, name, self.labels.as_ref())
    }

    fn out(
        &self,
        sheets: &[Sheet],
        name: &str,
        command: Option<&PrintCommand>,
    ) -> Result<Printed, PrintError> {
        std::fs::create_dir_all(&self.dir).map_err(|source| PrintError::Folder {
            dir: self.dir.clone(),
            source,
        })?;
        let file = self.dir.join(format!("{name}.pdf"));
        paper::write_pdf(sheets, &file)?;
        let pictures = paper::write_png(sheets, &self.dir.join(format!("{name}.png")))?;
        let sent = match command {
            Some(command) => send(command, &file).map(|()| Sent::Printed)?,
            None => Sent::KeptOnly,
        };
        let files = std::iter::once(file).chain(pictures).collect();
        Ok(Printed { files, sent })
    }
}

fn nothing(order: &OrderRequests) -> PrintError {
    PrintError::Nothing {
        ro: order.ro.clone(),
    }
}

/// Names the file of a paper; the same paper printed again replaces itself. An order's number may hold anything.
fn file_name(ro: &RoNumber, kind: &str, id: CommandId) -> String {
    let ro = fit_for_a_name(ro);
    format!("{ro}-{kind}-{id}")
}

/// Writes an order's number so that it may stand in the name of a file.
pub(super) fn fit_for_a_name(ro: &RoNumber) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let ro = ro.as_str().chars();
    ro.map(|c| if fits(c) { c } else { '_' }).collect()
}

/// Hands a file to the program that prints.
fn send(command: &PrintCommand, file: &Path) -> Result<(), PrintError> {
    let program = || command.program.clone();
    let mut child = Command::new(&command.program)
        .args(command.arguments_for(file))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|source| PrintError::NoProgram {
            program: program(),
            source,
            file: file.to_owned(),
        })?;
    match wait(&mut child) {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(PrintError::Refused {
            program: program(),
            status,
            said: complaint(&mut child),
            file: file.to_owned(),
        }),
        None => Err(PrintError::TooSlow {
            program: program(),
            file: file.to_owned(),
        }),
    }
}

/// Waits for a program to end; one that takes too long is stopped.
fn wait(child: &mut Child) -> Option<ExitStatus> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => std::thread::sleep(GLANCE),
            Err(error) => {
                tracing::warn!(%error, "the program that prints cannot be waited for");
                break;
            }
        }
    }
    if let Err(error) = child.kill().and_then(|()| child.wait()) {
        tracing::warn!(%error, "the program that prints cannot be stopped");
    }
    None
}

fn complaint(child: &mut Child) -> String {
    let mut said = Vec::new();
    if let Some(err) = child.stderr.take()
        && let Err(error) = err.take(2_000).read_to_end(&mut said)
    {
        return error.to_string();
    }
    String::from_utf8_lossy(&said).trim().to_owned()
}
