//! The edge: errors become words for a person, and an exit code. Wrong input is 2, a failure is 1.

use std::fmt;
use std::io::Write;
use std::process::ExitCode;

/// Why a subcommand did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
    words: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Input,
    Machine,
}

impl Failure {
    /// What was given is wrong; given right it would work.
    pub fn input(error: impl fmt::Display) -> Self {
        Self {
            kind: Kind::Input,
            words: error.to_string(),
        }
    }

    /// Something here does not work.
    pub fn machine(error: impl fmt::Display) -> Self {
        Self {
            kind: Kind::Machine,
            words: error.to_string(),
        }
    }

    /// Chooses the exit code.
    pub fn exit_code(&self) -> ExitCode {
        match self.kind {
            Kind::Input => ExitCode::from(2),
            Kind::Machine => ExitCode::from(1),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Failure {}

/// Writes a line to standard output.
///
/// # Errors
/// When it cannot be written. A reader that has seen enough (`| head`) ends the program without a complaint.
pub(super) fn say(text: impl fmt::Display) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}") {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Failure::machine(format!("standard output: {error}"))),
    }
}
