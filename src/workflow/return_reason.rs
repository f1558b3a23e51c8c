use std::sync::LazyLock;

/// Why the centre gives an item back; the list a centre reads from.
const TABLE: &str = include_str!("../../assets/data/return_reasons.csv");

/// 退回原因 of the centre's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnReason {
    /// Stable code.
    pub code: String,
    /// As the clerk reads it.
    pub text: String,
    /// The field of the clerk's form it is about.
    pub field: String,
}

/// Every reason, in the order of the list.
pub fn return_reasons() -> &'static [ReturnReason] {
    static REASONS: LazyLock<Vec<ReturnReason>> = LazyLock::new(|| {
        let row = |line: &str| {
            let (code, rest) = line.split_once(',')?;
            let (text, field) = rest.rsplit_once(',')?;
            Some(ReturnReason { code: code.to_owned(), text: text.to_owned(), field: field.to_owned() })
        };
        TABLE.lines().skip(1).filter_map(row).collect()
    });
    &REASONS
}

/// One reason by its code.
pub fn return_reason(code: &str) -> Option<&'static ReturnReason> {
    return_reasons().iter().find(|r| r.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_list_is_read() {
        assert_eq!(return_reasons().len(), TABLE.lines().count() - 1);
        assert!(return_reasons().iter().all(|r| r.text.chars().count() <= 25 && !r.field.is_empty()));
    }
}
