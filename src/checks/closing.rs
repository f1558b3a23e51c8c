/// How one line of the closing checklist stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemState {
    /// Done, or nothing to do.
    Done,
    /// Worth a look; does not stand in the way.
    Look,
    /// Stands in the way.
    Blocking,
}

/// One line of the closing checklist (结账检查).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistItem {
    /// Stable name, `submissions`, `drafts`, `bank`, `cash`, `pending_property`, `depreciation`, `carried`, `trial_balance`,
    /// `sub_ledgers`, `reopened`.
    pub id: &'static str,
    /// What is asked, in the trade's words.
    pub title: &'static str,
    /// How it stands.
    pub state: ItemState,
    /// The figures.
    pub says: String,
    /// Where to go to mend it, below `/books/{code}`.
    pub link: String,
}

impl ChecklistItem {
    pub(super) fn new(
        id: &'static str,
        title: &'static str,
        state: ItemState,
        says: impl Into<String>,
        link: impl Into<String>,
    ) -> ChecklistItem {
        ChecklistItem { id, title, state, says: says.into(), link: link.into() }
    }
}
