/// What a table's question is asked about, in the order of its `$1`, `$2` ….
#[derive(Clone, Copy)]
pub(super) enum About {
    /// The book's id.
    Book,
    /// `2025-12`.
    LastMonth,
    /// `2025-12-31`.
    LastDay,
    /// `2025Q4`.
    LastQuarter,
    /// 2025.
    Year,
    /// The instant after which an act is a later year's.
    Until,
}

/// One table of the package: its rows, and the columns that put them in order.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) about: &'static [About],
    pub(super) order: &'static [&'static str],
    pub(super) rows: &'static str,
}

pub(super) const fn of_book(name: &'static str, order: &'static [&'static str], rows: &'static str) -> Table {
    Table { name, about: &[About::Book], order, rows }
}

pub(super) const fn to_month(name: &'static str, order: &'static [&'static str], rows: &'static str) -> Table {
    Table { name, about: &[About::Book, About::LastMonth], order, rows }
}

pub(super) const fn to_day(name: &'static str, order: &'static [&'static str], rows: &'static str) -> Table {
    Table { name, about: &[About::Book, About::LastDay], order, rows }
}

pub(super) const fn to_quarter(name: &'static str, order: &'static [&'static str], rows: &'static str) -> Table {
    Table { name, about: &[About::Book, About::LastQuarter], order, rows }
}

pub(super) const fn until(name: &'static str, order: &'static [&'static str], rows: &'static str) -> Table {
    Table { name, about: &[About::Book, About::Until], order, rows }
}
