use std::fmt;
use std::str::FromStr;

use super::error::DisclosureRefusal;

/// How far a sheet has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SheetState {
    /// 已编制.
    Composed,
    /// 中心已核对.
    Checked,
    /// 理财小组已签意见.
    Reviewed,
    /// 已签发.
    Signed,
    /// 已公布: frozen.
    Published,
    /// 已张贴: the board was photographed.
    Posted,
}

/// What is done to a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SheetAct {
    /// 重新编制 with another content: every hand laid on it falls.
    Recompose,
    /// 核对.
    Check,
    /// 签意见: one more opinion, not yet enough.
    Say,
    /// 签意见: the agreement that makes the number.
    Agree,
    /// 签发.
    Sign,
    /// 公布.
    Publish,
    /// 张贴.
    Post,
}

impl SheetState {
    /// Every state, in order of the road.
    pub const ALL: [SheetState; 6] = [
        SheetState::Composed,
        SheetState::Checked,
        SheetState::Reviewed,
        SheetState::Signed,
        SheetState::Published,
        SheetState::Posted,
    ];

    /// Where an act leads.
    ///
    /// Refuses: `disclosure.out_of_turn`.
    pub fn next(self, act: SheetAct) -> Result<SheetState, DisclosureRefusal> {
        match (self, act) {
            (
                SheetState::Composed | SheetState::Checked | SheetState::Reviewed | SheetState::Signed,
                SheetAct::Recompose,
            ) => Ok(SheetState::Composed),
            (SheetState::Composed, SheetAct::Check) => Ok(SheetState::Checked),
            (SheetState::Checked | SheetState::Reviewed, SheetAct::Say) => Ok(self),
            (SheetState::Checked, SheetAct::Agree) => Ok(SheetState::Reviewed),
            (SheetState::Reviewed, SheetAct::Sign) => Ok(SheetState::Signed),
            (SheetState::Signed, SheetAct::Publish) => Ok(SheetState::Published),
            (SheetState::Published, SheetAct::Post) => Ok(SheetState::Posted),
            _ => Err(DisclosureRefusal::OutOfTurn { state: self.in_chinese(), act: act.in_chinese() }),
        }
    }

    /// True once it stands for good.
    pub const fn is_frozen(self) -> bool {
        match self {
            SheetState::Published | SheetState::Posted => true,
            SheetState::Composed | SheetState::Checked | SheetState::Reviewed | SheetState::Signed => false,
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            SheetState::Composed => "已编制",
            SheetState::Checked => "已核对",
            SheetState::Reviewed => "理财已签",
            SheetState::Signed => "已签发",
            SheetState::Published => "已公布",
            SheetState::Posted => "已张贴",
        }
    }

    /// What it waits for, and whom.
    pub const fn waits_for(self) -> &'static str {
        match self {
            SheetState::Composed => "等中心核对",
            SheetState::Checked => "等理财小组签意见",
            SheetState::Reviewed => "等中心主任签发",
            SheetState::Signed => "等公布",
            SheetState::Published => "等村里张贴拍照",
            SheetState::Posted => "办完",
        }
    }
}

impl SheetAct {
    /// The verb people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            SheetAct::Recompose => "重新编制",
            SheetAct::Check => "核对",
            SheetAct::Say | SheetAct::Agree => "签意见",
            SheetAct::Sign => "签发",
            SheetAct::Publish => "公布",
            SheetAct::Post => "张贴",
        }
    }
}

impl fmt::Display for SheetState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SheetState::Composed => "composed",
            SheetState::Checked => "checked",
            SheetState::Reviewed => "reviewed",
            SheetState::Signed => "signed",
            SheetState::Published => "published",
            SheetState::Posted => "posted",
        })
    }
}
impl FromStr for SheetState {
    type Err = String;
    fn from_str(word: &str) -> Result<SheetState, String> {
        SheetState::ALL.into_iter().find(|s| s.to_string() == word).ok_or_else(|| format!("没有「{word}」这个状态"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [SheetAct; 7] = [
        SheetAct::Recompose,
        SheetAct::Check,
        SheetAct::Say,
        SheetAct::Agree,
        SheetAct::Sign,
        SheetAct::Publish,
        SheetAct::Post,
    ];

    #[test]
    fn the_whole_grid() {
        let mut grid = String::new();
        for state in SheetState::ALL {
            grid.push_str(&format!("{}:", state));
            for act in ACTS {
                match state.next(act) {
                    Ok(next) => grid.push_str(&format!(" {act:?}→{next}")),
                    Err(_) => grid.push_str(" -"),
                }
            }
            grid.push('\n');
        }
        // Columns: Recompose, Check, Say, Agree, Sign, Publish, Post.
        insta::assert_snapshot!(grid, @r"
        composed: Recompose→composed Check→checked - - - - -
        checked: Recompose→composed - Say→checked Agree→reviewed - - -
        reviewed: Recompose→composed - Say→reviewed - Sign→signed - -
        signed: Recompose→composed - - - - Publish→published -
        published: - - - - - - Post→posted
        posted: - - - - - - -
        ");
    }

    #[test]
    fn every_state_reads_back() {
        for state in SheetState::ALL {
            assert_eq!(state.to_string().parse(), Ok(state));
        }
    }
}
