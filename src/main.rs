//! From the arguments to the program.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    baylight::app::run(baylight::app::Cli::parse())
}
