use crate::auth::Standing;
use crate::kernel::BookId;

use super::life::SheetState;

/// The act that moves a sheet on, when it is this person's to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Somebody else's turn, or nothing left to do.
    None,
    /// 编制.
    Compose,
    /// 核对.
    Check,
    /// 同意 or 有异议.
    Say,
    /// 签发.
    Sign,
    /// 公布.
    Publish,
    /// 张贴拍照.
    Post,
}

impl Turn {
    /// Whose turn it is is asked of the permits a person holds; `state` is `None` before the sheet is
    /// composed, `said` is true once this member has given an opinion on the content as it stands.
    pub fn of(standing: &Standing, book: BookId, state: Option<SheetState>, said: bool) -> Turn {
        let keeps = standing.accountant(book).is_ok();
        let keeper = |turn| if keeps { turn } else { Turn::None };
        let may_say = !said && standing.group_member(book).is_ok();
        match state {
            None => keeper(Turn::Compose),
            Some(SheetState::Composed) => keeper(Turn::Check),
            Some(SheetState::Checked | SheetState::Reviewed) if may_say => Turn::Say,
            Some(SheetState::Reviewed) if standing.director().is_ok() => Turn::Sign,
            Some(SheetState::Checked | SheetState::Reviewed) => Turn::None,
            Some(SheetState::Signed) => keeper(Turn::Publish),
            Some(SheetState::Published) if keeps || standing.clerk(book).is_ok() => Turn::Post,
            Some(SheetState::Published | SheetState::Posted) => Turn::None,
        }
    }

    /// The verb people use; empty when there is nothing to do.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Turn::None => "",
            Turn::Compose => "编制",
            Turn::Check => "核对",
            Turn::Say => "签意见",
            Turn::Sign => "签发",
            Turn::Publish => "公布",
            Turn::Post => "张贴",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Actor;
    use crate::auth::{Grant, Role};
    use crate::kernel::UserId;

    #[test]
    fn each_state_waits_for_its_own_hands() {
        let (own, foreign) = (BookId::new(), BookId::new());
        let standing = |role: Role| {
            let book = role.is_per_book().then_some(own);
            let id = UserId::new();
            let actor = Actor { id: Some(id), name: "某人".into(), address: String::new() };
            Standing::new(id, actor, vec![Grant { role, book }])
        };
        let states = || [None].into_iter().chain(SheetState::ALL.map(Some));
        let words = |role: Role| -> Vec<&str> {
            states().map(|s| Turn::of(&standing(role), own, s, false).in_chinese()).collect()
        };
        assert_eq!(words(Role::Accountant), ["编制", "核对", "", "", "公布", "张贴", ""]);
        assert_eq!(words(Role::GroupMember), ["", "", "签意见", "签意见", "", "", ""]);
        assert_eq!(words(Role::Director), ["", "", "", "签发", "", "", ""]);
        assert_eq!(words(Role::Clerk), ["", "", "", "", "", "张贴", ""]);
        assert_eq!(words(Role::Observer).concat(), "");
        let member = standing(Role::GroupMember);
        assert!(states().all(|s| Turn::of(&member, own, s, true) == Turn::None));
        assert!(states().all(|s| Turn::of(&member, foreign, s, false) == Turn::None));
    }
}
