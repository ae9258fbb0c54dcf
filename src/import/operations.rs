//! The list of operations: what the workshop can do, how long it should take and what it needs.

use super::columns::{Column, Kind};
use super::error::ImportError;
use super::sheet::{Cells, Refusal, read_list};
use super::source::Source;
use super::{Import, fields};
use crate::domain::catalogue::Operation;
use crate::domain::ids::OpCode;

const OP_CODE: Column = Column::required(
    "项目编号, 项目代码, 作业代码, 工时代码, Op code, Operation code, Operation number, \
     Labour code, Labor code",
);
const NAME: Column = Column::required(
    "项目名称, 作业项目, 维修项目, 作业名称, Operation, Operation name, Name, Description",
);
const ENGLISH_NAME: Column = Column::optional("英文名称, English name, Name in English");
const TRADE: Column = Column::required("工种, Trade, Skill");
const STANDARD: Column = Column::required(
    "标准工时, 工时, Standard hours, Std hours, Flat-rate hours, Flat rate, Hours",
);
const PARTS: Column =
    Column::optional("所需配件, 配件, Parts, Parts expected, Expected parts, Required parts");

const TOOLS: Column =
    Column::optional("专用工具, 所需工具, 工具, Special tools, Required tools, Tools");

/// The accepted headers of a list of operations.
pub const COLUMNS: &[Column] = &[OP_CODE, NAME, ENGLISH_NAME, TRADE, STANDARD, PARTS, TOOLS];

/// Reads the list of operations.
///
/// # Errors
/// When the whole file cannot be read as operations. A row that cannot is in [`Import::refused`].
pub fn read_operations(source: &Source) -> Result<Import<Operation>, ImportError> {
    let key = |operation: &Operation| operation.op_code.as_str().to_owned();
    read_list(source, Kind::Operations, &OP_CODE, key, read_row)
}

fn read_row(cells: &Cells<'_>) -> Result<Operation, Refusal> {
    Ok(Operation {
        op_code: OpCode::new(cells.required(&OP_CODE, fields::capital_code)?),
        name: cells.required(&NAME, fields::label)?,
        english_name: cells.optional(&ENGLISH_NAME, fields::label)?,
        trade: cells.required(&TRADE, fields::trade)?,
        standard: cells.required(&STANDARD, fields::hours)?,
        parts: cells.optional(&PARTS, fields::expected_parts)?,
        tools: cells.optional(&TOOLS, fields::tools)?,
    })
}
