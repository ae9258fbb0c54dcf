//! The list of parts: what the store keeps, where, how many and at what price.

use super::columns::{Column, Kind};
use super::error::ImportError;
use super::sheet::{Cells, Refusal, read_list};
use super::source::Source;
use super::{Import, fields};
use crate::domain::catalogue::Part;
use crate::domain::ids::PartNumber;

const NUMBER: Column = Column::required(
    "配件编码, 配件编号, 配件号, 零件号, 备件编码, Part number, Part no, Part code, Part",
);
const NAME: Column = Column::required("配件名称, 零件名称, 备件名称, Part name, Name, Description");
const ENGLISH_NAME: Column = Column::optional("英文名称, English name, Name in English");
const BRAND: Column = Column::optional("品牌, Brand, Make");
const FITS: Column = Column::optional("适用车型, 车型, Fits, Fits models, Models");
const CATEGORY: Column =
    Column::optional("配件类别, 配件分类, 类别, 分类, Category, Part category, System, Group");
const UNIT: Column = Column::optional("单位, Unit");
const WAREHOUSE: Column = Column::optional("仓库, Warehouse, Store");
const BIN: Column = Column::optional("仓位, 货位, 库位, Bin, Bin location, Location");
const ON_HAND: Column =
    Column::optional("库存数量, 库存量, 库存, On hand, Stock, Quantity, Quantity on hand");
const THRESHOLD: Column =
    Column::optional("临界值, 安全库存, 最低库存, Threshold, Minimum stock, Reorder point");
const COST: Column = Column::optional("库存单价, 成本单价, 成本价, Cost, Unit cost, Stock price");
const PRICE: Column =
    Column::optional("销售单价, 销售价, 售价, Price, Selling price, Sales price, Unit price");

/// The accepted headers of a list of parts.
pub const COLUMNS: &[Column] = &[
    NUMBER,
    NAME,
    ENGLISH_NAME,
    BRAND,
    FITS,
    CATEGORY,
    UNIT,
    WAREHOUSE,
    BIN,
    ON_HAND,
    THRESHOLD,
    COST,
    PRICE,
];

/// Reads the list of parts. A cost is an average, and is rounded to the fen; a price is exact.
///
/// # Errors
/// When the whole file cannot be read as parts. A row that cannot is in [`Import::refused`].
pub fn read_parts(source: &Source) -> Result<Import<Part>, ImportError> {
    let key = |part: &Part| part.number.as_str().to_owned();
    read_list(source, Kind::Parts, &NUMBER, key, read_row)
}

fn read_row(cells: &Cells<'_>) -> Result<Part, Refusal> {
    Ok(Part {
        number: PartNumber::new(cells.required(&NUMBER, fields::capital_code)?),
        name: cells.required(&NAME, fields::label)?,
        english_name: cells.optional(&ENGLISH_NAME, fields::label)?,
        brand: cells.optional(&BRAND, fields::label)?,
        fits: cells.optional(&FITS, fields::label)?,
        category: cells.optional(&CATEGORY, fields::label)?,
        unit: cells.optional(&UNIT, fields::label)?,
        warehouse: cells.optional(&WAREHOUSE, fields::label)?,
        bin: cells.optional(&BIN, fields::label)?,
        on_hand: cells.optional(&ON_HAND, fields::count)?,
        threshold: cells.optional(&THRESHOLD, fields::count)?,
        cost: cells.optional(&COST, fields::average_cost)?,
        price: cells.optional(&PRICE, fields::money)?,
    })
}
