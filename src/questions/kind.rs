use std::fmt;
use std::str::FromStr;

/// 分类: what a question is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuestionKind {
    /// 收入.
    Income,
    /// 支出.
    Expense,
    /// 资产资源.
    Assets,
    /// 工程项目.
    Works,
    /// 补助、补偿发放.
    Grants,
    /// 债权债务.
    Claims,
    /// 公开本身: late, unreadable, not on the board.
    Disclosure,
    /// 其他.
    Other,
}

impl QuestionKind {
    /// Every kind, in the order lists show them.
    pub const ALL: [QuestionKind; 8] = [
        QuestionKind::Income,
        QuestionKind::Expense,
        QuestionKind::Assets,
        QuestionKind::Works,
        QuestionKind::Grants,
        QuestionKind::Claims,
        QuestionKind::Disclosure,
        QuestionKind::Other,
    ];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            QuestionKind::Income => "income",
            QuestionKind::Expense => "expense",
            QuestionKind::Assets => "assets",
            QuestionKind::Works => "works",
            QuestionKind::Grants => "grants",
            QuestionKind::Claims => "claims",
            QuestionKind::Disclosure => "disclosure",
            QuestionKind::Other => "other",
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            QuestionKind::Income => "收入",
            QuestionKind::Expense => "支出",
            QuestionKind::Assets => "资产资源",
            QuestionKind::Works => "工程项目",
            QuestionKind::Grants => "补助补偿",
            QuestionKind::Claims => "债权债务",
            QuestionKind::Disclosure => "公开方式",
            QuestionKind::Other => "其他",
        }
    }
}

impl fmt::Display for QuestionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for QuestionKind {
    type Err = String;
    fn from_str(word: &str) -> Result<QuestionKind, String> {
        QuestionKind::ALL.into_iter().find(|k| k.word() == word).ok_or_else(|| format!("没有「{word}」这一类"))
    }
}

/// What the asker says of the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Satisfaction {
    /// 满意.
    Content,
    /// 基本满意.
    Mostly,
    /// 不满意.
    Not,
}

impl Satisfaction {
    /// All three.
    pub const ALL: [Satisfaction; 3] = [Satisfaction::Content, Satisfaction::Mostly, Satisfaction::Not];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Satisfaction::Content => "content",
            Satisfaction::Mostly => "mostly",
            Satisfaction::Not => "not",
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Satisfaction::Content => "满意",
            Satisfaction::Mostly => "基本满意",
            Satisfaction::Not => "不满意",
        }
    }
}

impl fmt::Display for Satisfaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Satisfaction {
    type Err = String;
    fn from_str(word: &str) -> Result<Satisfaction, String> {
        Satisfaction::ALL.into_iter().find(|s| s.word() == word).ok_or_else(|| format!("没有「{word}」这个评价"))
    }
}
