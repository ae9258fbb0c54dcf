//! Rows of a list on the screen, changed in place: what stays the same is not drawn again, and a finger that is
//! just on a row does not lose it.

use slint::{Model, VecModel};

/// Makes the rows of `model` those of `rows`, touching only what differs.
pub fn sync_rows<T: Clone + PartialEq + 'static>(model: &VecModel<T>, rows: Vec<T>) {
    let wanted = rows.len();
    for (at, row) in rows.into_iter().enumerate() {
        match model.row_data(at) {
            Some(shown) if shown == row => {}
            Some(_) => model.set_row_data(at, row),
            None => model.push(row),
        }
    }
    while model.row_count() > wanted {
        model.remove(model.row_count() - 1);
    }
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
