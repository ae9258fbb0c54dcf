//! The program: one composition root a subcommand. It builds channels, spawns tasks, and stops in order.
//!
//! **Knows** every room, and which of them a subcommand needs.
//! **May use** everything.
//! **Must never** hold a rule of the workshop.

mod access;
mod cli;
mod control;
mod coordinate;
mod data_dir;
#[cfg(feature = "gui")]
mod demo;
mod drop_folder;
mod edge;
mod fonts;
mod importing;
mod listings;
mod log;
mod logging;
mod maintenance;
mod pin;
#[cfg(feature = "gui")]
pub mod printing;
mod report;
#[cfg(feature = "gui")]
mod screens;
mod settlement;
mod settlement_files;
#[cfg(feature = "gui")]
mod slips;

pub use cli::Cli;
pub use coordinate::Server;
pub use edge::Failure;

use cli::{
    Command, ConfigCommand, ExportCommand, OrdersCommand, PartsCommand, RosterCommand,
    TableCommand, ToolsCommand,
};
use std::process::ExitCode;

/// Runs what the command line asks for, and says in words what went wrong.
pub fn run(cli: Cli) -> ExitCode {
    logging::start();
    match execute(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("baylight: {failure}");
            failure.exit_code()
        }
    }
}

fn execute(cli: Cli) -> Result<(), Failure> {
    let place = cli.place();
    match cli.command {
        #[cfg(feature = "gui")]
        Command::Demo(options) => demo::run(&options, &place),
        #[cfg(feature = "gui")]
        Command::Up { windowed } => screens::up(&place.config()?, windowed.into()),
        #[cfg(feature = "gui")]
        Command::Station {
            screen,
            bay,
            name,
            windowed,
        } => screens::station(&place.config()?, screen.into(), bay, name, windowed.into()),
        Command::Coordinator => coordinate::run(&place.config()?),
        Command::Orders(OrdersCommand::Table(TableCommand::Import { files })) => {
            importing::orders(&place.config()?, &files)
        }
        Command::Orders(OrdersCommand::Table(TableCommand::List { json })) => {
            listings::orders(&place.config()?, json.into())
        }
        Command::Orders(OrdersCommand::Table(TableCommand::Show { name, json })) => {
            listings::order(&place.config()?, &name, json.into())
        }
        #[cfg(feature = "gui")]
        Command::Orders(OrdersCommand::Print(options)) => slips::story(&place.config()?, &options),
        Command::Parts(PartsCommand::Table(TableCommand::Import { files })) => {
            importing::parts(&place.config()?, &files)
        }
        Command::Parts(PartsCommand::Table(TableCommand::List { json })) => {
            listings::parts(&place.config()?, json.into())
        }
        Command::Parts(PartsCommand::Table(TableCommand::Show { name, json })) => {
            listings::part(&place.config()?, &name, json.into())
        }
        #[cfg(feature = "gui")]
        Command::Parts(PartsCommand::Slip(options)) => slips::slip(&place.config()?, &options),
        #[cfg(feature = "gui")]
        Command::Parts(PartsCommand::Label(options)) => slips::label(&place.config()?, &options),
        Command::Operations(cli::ListCommand::Import { files }) => {
            importing::operations(&place.config()?, &files)
        }
        Command::Operations(cli::ListCommand::List { json }) => {
            listings::operations(&place.config()?, json.into())
        }
        Command::Roster(RosterCommand::Import { files }) => {
            importing::roster(&place.config()?, &files)
        }
        Command::Roster(RosterCommand::List { json }) => {
            listings::roster(&place.config()?, json.into())
        }
        Command::Roster(RosterCommand::Pin { person }) => pin::set(&place.config()?, &person),
        Command::Roster(RosterCommand::Leave { person }) => pin::leave(&place.config()?, &person),
        Command::Tools(ToolsCommand::Table(TableCommand::Import { files })) => {
            importing::tools(&place.config()?, &files)
        }
        Command::Tools(ToolsCommand::Table(TableCommand::List { json })) => {
            listings::tools::list(&place.config()?, json.into())
        }
        Command::Tools(ToolsCommand::Table(TableCommand::Show { name, json })) => {
            listings::tools::show(&place.config()?, &name, json.into())
        }
        #[cfg(feature = "gui")]
        Command::Tools(ToolsCommand::Label(options)) => {
            slips::tool_label(&place.config()?, &options)
        }
        Command::Report(options) => report::run(&place.config()?, &options),
        Command::Export(ExportCommand::Settlement(options)) => {
            settlement::run(&place.config()?, &options)
        }
        Command::Log(options) => log::run(&place.config()?, &options),
        Command::Verify => maintenance::verify(&place.config()?),
        Command::Backup { file } => maintenance::backup(&place.config()?, &file),
        Command::Restore { file } => maintenance::restore(&place.config()?, &file),
        Command::Config(ConfigCommand::Check { file }) => maintenance::check(&file),
    }
}
