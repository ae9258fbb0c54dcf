//! Rows of a list on the screen, changed in place: what stays the same is not drawn again, and a finger that is
//! just on a row does not lose it.

use slint::{Model, VecModel};

/// Makes the rows of `model` those of `rows`, touching only what differs.
pub fn sync_rows<T: Clone + PartialEq + 'static>(model: &VecModel<T>, rows: Vec<T>) {
    let wanted = rows.len();
    let mut changed = None;
    for (at, row) in rows.into_iter().enumerate() {
        match model.row_data(at) {
            Some(shown) if shown == row => {}
            Some(_) => {
                model.set_row_data(at, row.clone());
                changed = Some(row);
            }
            None => model.push(row),
        }
    }
    while model.row_count() > wanted {
        model.remove(model.row_count() - 1);
    }
    if let Some(row) = changed {
        wake(model, row);
    }
}

/// Has the elements of changed rows looked at again before the next frame.
///
/// A list that is a field of a structure may be waiting to be read again when its rows change: the structure
/// was set since the last frame. Slint 1.18 then notes the changed row but forgets to come back to it, and the
/// old words stay on the screen for ever. That a row came and went is what it does not forget; the elements of
/// the others are kept.
fn wake<T: Clone + 'static>(model: &VecModel<T>, row: T) {
    model.push(row);
    model.remove(model.row_count() - 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_what_they_should_be_whatever_they_were() {
        for (before, after) in [
            (vec![], vec![1, 2]),
            (vec![1, 2, 3], vec![1, 9]),
            (vec![1, 2], vec![]),
            (vec![1], vec![1, 2, 3]),
        ] {
            let model = VecModel::from(before);
            sync_rows(&model, after.clone());
            assert_eq!(model.iter().collect::<Vec<i32>>(), after);
        }
    }
}
