use crate::kernel::{Date, Timestamp};
use crate::questions::Question;

use super::table::{Cell, Column, Row, Table};

/// One question of the register, with what the clock says of it.
pub struct Line<'a> {
    /// The question.
    pub question: &'a Question,
    /// Its village.
    pub village: &'a str,
    /// The last day for an answer.
    pub due: Date,
    /// Days past it while there is none.
    pub late: i64,
}

/// 村民质询登记簿: what was asked and what became of it. Nobody's name and nobody's number is in it.
pub fn table<'a>(lines: impl Iterator<Item = Line<'a>>, now: Timestamp) -> Table {
    let columns = [
        ("村", 12),
        ("编号", 8),
        ("提出日期", 12),
        ("公开编号", 16),
        ("问的是", 34),
        ("分类", 10),
        ("问题", 50),
        ("状态", 10),
        ("承办人", 12),
        ("应答复日", 12),
        ("逾期天数", 10),
        ("答复日期", 12),
        ("答复", 50),
        ("评价", 10),
    ];
    Table {
        title: "村民质询登记簿".to_owned(),
        captions: vec![format!("制表 {}", now.minute())],
        columns: columns.into_iter().map(|(title, width)| Column::new(title, width)).collect(),
        rows: lines.map(|line| Row::plain(cells(&line))).collect(),
    }
}

fn cells(line: &Line<'_>) -> Vec<Cell> {
    let q = line.question;
    let answer = q.answer.as_ref();
    vec![
        Cell::text(line.village),
        Cell::Number(q.serial),
        Cell::Day(q.asked_at.date()),
        Cell::text(q.about.number.as_str()),
        Cell::text(q.about.words()),
        Cell::text(q.kind.map_or("", |k| k.in_chinese())),
        Cell::text(q.public_words.as_deref().unwrap_or(&q.words)),
        Cell::text(q.state.in_chinese()),
        Cell::text(q.responsible.as_ref().map_or("", |p| p.name.as_str())),
        Cell::Day(line.due),
        if line.late > 0 { Cell::Number(line.late) } else { Cell::Blank },
        answer.map_or(Cell::Blank, |a| Cell::Day(a.at.date())),
        Cell::text(answer.map_or("", |a| a.words.as_str())),
        Cell::text(q.rating.as_ref().map_or("", |r| r.score.in_chinese())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{BookId, QuestionId};
    use crate::questions::Subject;

    #[test]
    fn what_was_typed_stays_words_in_a_spreadsheet() {
        let about = Subject { token: "t".into(), number: "2025-Q3-01".into(), span: "2025Q3".into(), line: None };
        let at = Timestamp::parse("2025-10-10T01:00:00Z").unwrap();
        let asked = Question::asked(QuestionId::new(), BookId::new(), 1, about, "=HYPERLINK(\"http://x\")".into(), at);
        let line = Line { question: &asked, village: "李家村", due: at.date(), late: 0 };
        let bytes = crate::export::csv::write(&table(std::iter::once(line), at)).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
        assert!(text.contains("李家村,1,2025-10-10,2025-Q3-01,2025年第三季度公开表"), "{text}");
    }
}
