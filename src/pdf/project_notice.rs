use super::caption;
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Margins, Paper};
use super::table::{Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::{Money, Timestamp};

/// 一事一议筹资筹劳公示 — what a meeting resolved, who does not pay and why, and how far it has come.
#[derive(Clone, Debug)]
pub struct ProjectNotice {
    /// Legal name of the collective.
    pub book_name: String,
    /// Name of the project.
    pub project: String,
    /// What it is for.
    pub purpose: String,
    /// 到会、表决 in a sentence.
    pub meeting: String,
    /// Papers: 会议记录, 审核, 备案 with their numbers.
    pub papers: Vec<String>,
    /// What stands in the ruled band: what, and the figure.
    pub figures: Vec<(String, String)>,
    /// Who does not pay: name as the policy shows it, reason, heads.
    pub exempt: Vec<(String, String, i64)>,
    /// 核定, 已收, 财政资金, 已支出, 结余.
    pub money: Vec<(String, Money)>,
    /// 公示期.
    pub notice: String,
    /// Phone for questions.
    pub phone: String,
    /// The day the figures hold for, `2026年3月1日`.
    pub day: String,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

const LOOK: Look = Look { size: 12.5, row: 7.8, pad: 2.0 };
const BODY: f32 = 12.5;
const SEALS: f32 = 34.0;

/// Sets the notice on A4 for the board.
pub fn lay_out(notice: &ProjectNotice, fonts: &Fonts) -> Document {
    let margins = Margins { top: 15.0, right: 18.0, bottom: 16.0, left: 18.0 };
    let mut flow = Flow::new(fonts, Paper::A4, margins).with_running_head(6.0);
    let style = Style::bold(24.0);
    let strip = flow.strip(style.em() * 1.8);
    flow.pen.headline(strip, style, "一事一议筹资筹劳公示");
    sentence(&mut flow, &format!("{}　{}", notice.book_name, notice.project), Style::bold(15.0), Align::Centre);
    if !notice.purpose.is_empty() {
        sentence(&mut flow, &format!("用途：{}", notice.purpose), Style::regular(BODY), Align::Left);
    }
    sentence(&mut flow, &notice.meeting, Style::regular(BODY), Align::Left);
    for paper in &notice.papers {
        sentence(&mut flow, paper, Style::regular(BODY), Align::Left);
    }
    flow.skip(3.0);
    pairs("核定", &notice.figures).lay(&mut flow);
    flow.skip(3.0);
    exempt(notice).lay(&mut flow);
    flow.skip(3.0);
    money(notice).lay(&mut flow);
    if !notice.notice.is_empty() {
        sentence(&mut flow, &notice.notice, Style::bold(BODY), Align::Left);
    }
    seals(&mut flow, notice);
    let running = format!("{} {} 一事一议公示", notice.book_name, notice.project);
    flow.finish(running.clone(), notice.printed_at, |pen, edges, no| {
        caption::edges(pen, edges, no, &running, notice.printed_at);
    })
}

fn sentence(flow: &mut Flow<'_>, words: &str, style: Style, align: Align) {
    let lines = style.wrap(flow.pen.fonts, words, flow.width());
    let strip = flow.strip(style.leading() * lines.len() as f32 + 1.0);
    flow.pen.lines_in(strip, align, style, &lines);
}

fn pairs(title: &str, figures: &[(String, String)]) -> Table {
    Table {
        columns: vec![Column::share("事项", 1.0, Align::Left), Column::share("数", 1.0, Align::Right)],
        rows: figures.iter().map(|(what, figure)| Row::plain(vec![what.clone(), figure.clone()])).collect(),
        look: LOOK,
        when_empty: "还没有通过的决议".to_owned(),
        title: title.to_owned(),
        tail: 0.0,
    }
}

fn exempt(notice: &ProjectNotice) -> Table {
    let row = |(name, reason, heads): &(String, String, i64)| {
        Row::plain(vec![name.clone(), reason.clone(), heads.to_string()])
    };
    Table {
        columns: vec![
            Column::share("户或姓名", 1.2, Align::Left),
            Column::share("减免原因", 1.0, Align::Left),
            Column::fixed("人数", 22.0, Align::Centre),
        ],
        rows: notice.exempt.iter().map(row).collect(),
        look: LOOK,
        when_empty: "没有减免".to_owned(),
        title: "减免".to_owned(),
        tail: 0.0,
    }
}

fn money(notice: &ProjectNotice) -> Table {
    Table {
        columns: vec![Column::share("资金", 1.0, Align::Left), Column::share("金额（元）", 1.0, Align::Decimal)],
        rows: notice.money.iter().map(|(what, amount)| Row::plain(vec![what.clone(), amount.to_string()])).collect(),
        look: LOOK,
        when_empty: String::new(),
        title: format!("资金（至{}，按已记账凭证）", notice.day),
        tail: SEALS,
    }
}

fn seals(flow: &mut Flow<'_>, notice: &ProjectNotice) {
    flow.need(SEALS);
    flow.skip(4.0);
    let style = Style::regular(BODY);
    let mut lines = vec![
        "村负责人（签字）：　　　　　　　　民主理财小组（签字）：".to_owned(),
        "单位（盖章）：　　　　　　　　　　　　　　年　　月　　日".to_owned(),
    ];
    if !notice.phone.is_empty() {
        lines.push(format!("有疑问请打：{}", notice.phone));
    }
    for words in lines {
        let strip = flow.strip(9.0);
        flow.pen.write_in(strip, Align::Left, style, &words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 公示_写着每人多少_谁减免_收了多少_用了多少() {
        let notice = ProjectNotice {
            book_name: "李家村股份经济合作社".to_owned(),
            project: "村道硬化".to_owned(),
            purpose: "硬化主村道1.2公里".to_owned(),
            meeting: "应到90人，实到60人，同意31人，通过".to_owned(),
            papers: vec!["会议记录：村会〔2026〕1号".to_owned()],
            figures: vec![("每人筹资".to_owned(), "15.00元".to_owned())],
            exempt: vec![("村民*".to_owned(), "低保户".to_owned(), 4)],
            money: vec![("已收筹资".to_owned(), Money::from_yuan(1440))],
            notice: "公示期：2026-03-10至2026-03-20".to_owned(),
            phone: String::new(),
            day: "2026年3月31日".to_owned(),
            printed_at: Timestamp::parse("2026-04-01T00:00:00Z").unwrap(),
        };
        let document = lay_out(&notice, Fonts::embedded());
        let text = document.describe();
        for words in ["一事一议筹资筹劳公示", "15.00元", "低保户", "1,440.00", "2026-03-20"] {
            assert!(text.contains(words), "{words} in {text}");
        }
        assert_eq!(document.pages.len(), 1);
    }
}
