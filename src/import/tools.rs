//! The list of tools and equipment: what there is, where it belongs, and until when it may be trusted.

use super::columns::{Column, Kind};
use super::error::ImportError;
use super::sheet::{Cells, Refusal, read_list};
use super::source::Source;
use super::{Import, fields};
use crate::domain::ids::ToolId;
use crate::domain::tool::Tool;

const NUMBER: Column = Column::required(
    "工具编号, 工具编码, 设备编号, 设备编码, 工装编号, Tool number, Tool no, Tool code, \
     Equipment number, Tool",
);
const NAME: Column =
    Column::required("工具名称, 设备名称, 工装名称, Tool name, Equipment name, Name, Description");
const ENGLISH_NAME: Column = Column::optional("英文名称, English name, Name in English");
const CATEGORY: Column =
    Column::optional("工具类别, 类别, 设备类别, 分类, Category, Type, Tool category");
const PLACE: Column = Column::optional("存放位置, 存放地点, 位置, 货位, Place, Location, Shelf");
const CALIBRATED_UNTIL: Column = Column::optional(
    "校准有效期, 校准到期日, 检定有效期, 下次校准, Calibrated until, Calibration due, \
     Next calibration",
);
const MAINTAINED_UNTIL: Column = Column::optional(
    "保养有效期, 保养到期日, 下次保养, Maintained until, Maintenance due, Next maintenance",
);

/// The accepted headers of a list of tools.
pub const COLUMNS: &[Column] = &[
    NUMBER,
    NAME,
    ENGLISH_NAME,
    CATEGORY,
    PLACE,
    CALIBRATED_UNTIL,
    MAINTAINED_UNTIL,
];

/// Reads the list of tools.
///
/// # Errors
/// When the whole file cannot be read as tools. A row that cannot is in [`Import::refused`].
pub fn read_tools(source: &Source) -> Result<Import<Tool>, ImportError> {
    let key = |tool: &Tool| tool.id.as_str().to_owned();
    read_list(source, Kind::Tools, &NUMBER, key, read_row)
}

fn read_row(cells: &Cells<'_>) -> Result<Tool, Refusal> {
    Ok(Tool {
        id: ToolId::new(cells.required(&NUMBER, fields::capital_code)?),
        name: cells.required(&NAME, fields::label)?,
        english_name: cells.optional(&ENGLISH_NAME, fields::label)?,
        category: cells.optional(&CATEGORY, fields::label)?,
        place: cells.optional(&PLACE, fields::label)?,
        calibrated_until: cells.optional(&CALIBRATED_UNTIL, fields::last_day)?,
        maintained_until: cells.optional(&MAINTAINED_UNTIL, fields::last_day)?,
    })
}
