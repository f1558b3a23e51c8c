use super::document::Document;
use super::figure::{self, Pattern};
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Area, Margins, Paper};
use super::text::{Align, Style};
use crate::kernel::{Money, Timestamp};

/// 明白纸 — the quarter on one page in plain words: no account names, no codes.
#[derive(Clone, Debug)]
pub struct PlainSummary {
    /// `李家村`.
    pub village: String,
    /// `2026年第三季度`.
    pub period: String,
    /// `这个季度`, `这个月`.
    pub this: String,
    /// `上季度`, `上个月`.
    pub last: String,
    /// What was left of the time before.
    pub opening: Money,
    /// 收进.
    pub received: Money,
    /// 花掉.
    pub spent: Money,
    /// 还剩.
    pub closing: Money,
    /// Where the money went, the largest first; more than six are not drawn.
    pub uses: Vec<Use>,
    /// The biggest items, one sentence each; five at most.
    pub biggest: Vec<String>,
    /// What stands in 其他 where it is large, one sentence each.
    pub within_other: Vec<String>,
    /// What changed since the last quarter, in a sentence or two.
    pub changes: Vec<String>,
    /// 公开编号 of the sheet with every item.
    pub sheet_no: String,
    /// What the QR code opens.
    pub address: Option<String>,
    /// Sixteen letters and digits in groups of four, to be compared by eye.
    pub short_code: Option<String>,
    /// 咨询电话.
    pub phone: String,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// One bar of the chart.
#[derive(Clone, Debug)]
pub struct Use {
    /// `修路修桥`, in plain words.
    pub name: String,
    /// How much was spent on it.
    pub amount: Money,
}

const BODY: f32 = 14.0;
const QR: f32 = 30.0;
/// Height of a heading with the space above it.
const HEADING: f32 = 13.0;
/// Height of the block at the foot, with the space above it.
const ASKING: f32 = QR + 6.0;

/// Sets the page. It is one page: what does not fit is set smaller, not carried over.
pub fn lay_out(summary: &PlainSummary, fonts: &Fonts) -> Document {
    let mut flow = Flow::new(fonts, Paper::A4, Margins { top: 16.0, right: 18.0, bottom: 20.0, left: 18.0 });
    let style = Style::bold(26.0);
    let strip = flow.strip(style.em() * 1.5);
    flow.pen.headline(strip, style, &format!("{}的钱，{}明白纸", summary.village, summary.period));
    flow.skip(3.0);
    numbers(&mut flow, summary);
    heading(&mut flow, "钱花在哪里");
    chart(&mut flow, summary);
    said(&mut flow, summary);
    ask(&mut flow, summary);
    let title = format!("{} {} 明白纸", summary.village, summary.period);
    flow.finish(title, summary.printed_at, |pen, edges, _| {
        let foot = Area { y: edges.foot.y + 3.0, height: 5.0, ..edges.foot };
        let style = Style::regular(9.0);
        let says = format!("逐笔内容见财务公开表 {}", summary.sheet_no);
        pen.write_in(foot.part(0.0, 0.45), Align::Left, style, &says);
        if let Some(short) = &summary.short_code {
            pen.write_in(foot.part(0.45, 0.75), Align::Left, style, &format!("校验码：{short}"));
        }
        pen.write_in(foot.part(0.75, 1.0), Align::Right, style, &format!("打印日期：{}", summary.printed_at.date()));
    })
}

/// In, out, left: the three numbers, and what there was before in small type.
fn numbers(flow: &mut Flow<'_>, summary: &PlainSummary) {
    let strip = flow.strip(30.0);
    let cells = [("收进", summary.received), ("花掉", summary.spent), ("还剩", summary.closing)];
    for (i, (name, amount)) in cells.into_iter().enumerate() {
        let cell = strip.part(i as f32 / 3.0, (i as f32 + 1.0) / 3.0);
        let upper = Area { y: cell.y + 3.0, height: 8.0, ..cell };
        let lower = Area { y: cell.y + 12.0, height: 14.0, ..cell };
        flow.pen.write_in(upper, Align::Centre, Style::regular(16.0), name);
        flow.pen.write_in(lower.narrowed(2.0), Align::Centre, Style::bold(24.0), &format!("{amount}元"));
        if i > 0 {
            flow.pen.down(cell.x, strip.y, strip.bottom(), 0.3);
        }
    }
    flow.pen.frame(strip, 1.0);
    let note = flow.strip(8.0);
    let says = format!("{}剩下{}元，加上收进的，减去花掉的，就是还剩的。", summary.last, summary.opening);
    flow.pen.write_in(note, Align::Left, Style::regular(11.0), &says);
}

fn heading(flow: &mut Flow<'_>, title: &str) {
    flow.skip(3.0);
    let style = Style::bold(BODY + 2.0);
    let strip = flow.strip(style.em() * 1.6);
    flow.pen.write_in(strip, Align::Left, style, title);
}

/// Level bars: name, bar, amount. Told apart by pattern, so a photocopy still says which is which.
fn chart(flow: &mut Flow<'_>, summary: &PlainSummary) {
    const ROW: f32 = 9.0;
    let style = Style::regular(13.0);
    let drawn = &summary.uses[..summary.uses.len().min(Pattern::ALL.len())];
    let largest = drawn.iter().map(|u| u.amount.fen().max(0)).max().unwrap_or(0);
    if largest == 0 {
        let strip = flow.strip(ROW);
        return flow.pen.write_in(strip, Align::Left, style, &format!("{}没有花钱。", summary.this));
    }
    for (using, pattern) in drawn.iter().zip(Pattern::ALL) {
        let strip = flow.strip(ROW);
        flow.pen.write_in(strip.part(0.0, 0.22).narrowed(0.5), Align::Left, style, &using.name);
        let room = strip.part(0.23, 0.76);
        let share = using.amount.fen().max(0) as f32 / largest as f32;
        // A small amount is still seen.
        let width = (room.width * share).max(0.8);
        figure::bar(&mut flow.pen, Area::new(room.x, room.y + 1.5, width, ROW - 3.0), pattern);
        flow.pen.write_in(strip.part(0.77, 1.0), Align::Right, style, &format!("{}元", using.amount));
    }
}

/// The sentences under the chart: as large as the page has room for, never smaller than can be read.
fn said(flow: &mut Flow<'_>, summary: &PlainSummary) {
    let biggest = summary.biggest.iter().take(5).enumerate().map(|(i, s)| format!("{}. {s}", i + 1)).collect();
    let mut parts: Vec<(&str, Vec<String>)> =
        vec![("最大的几笔", or_else(biggest, &format!("{}没有大笔收支。", summary.this)))];
    if !summary.within_other.is_empty() {
        parts.push(("「其他」里有什么", summary.within_other.clone()));
    }
    let compared = format!("和{}比", summary.last);
    parts.push((&compared, or_else(summary.changes.clone(), &format!("和{}差不多。", summary.last))));
    let heads = parts.len() as f32 * HEADING;
    let room = flow.left_over() - heads - ASKING;
    let wrapped = |style: Style| -> Vec<Vec<String>> {
        let wrap = |s: &String| style.wrap(flow.pen.fonts, s, flow.width());
        parts.iter().map(|(_, sentences)| sentences.iter().flat_map(wrap).collect()).collect()
    };
    let mut style = Style::regular(BODY);
    let mut lines = wrapped(style);
    while style.leading() * lines.iter().map(Vec::len).sum::<usize>() as f32 > room && style.size > 6.0 {
        style = style.sized(style.size - 0.5);
        lines = wrapped(style);
    }
    for ((title, _), lines) in parts.iter().zip(&lines) {
        heading(flow, title);
        let strip = flow.strip(style.leading() * lines.len() as f32);
        flow.pen.lines_in(strip, Align::Left, style, lines);
    }
}

fn or_else(sentences: Vec<String>, none: &str) -> Vec<String> {
    if sentences.is_empty() { vec![none.to_owned()] } else { sentences }
}

/// How to see the papers and ask.
fn ask(flow: &mut Flow<'_>, summary: &PlainSummary) {
    flow.skip(4.0);
    let y = (flow.bottom() - QR).max(flow.y());
    let place = Area::new(flow.left(), y, flow.width(), QR);
    let mut says = vec!["每一笔钱都可以查原件，看不明白就问。".to_owned(), format!("问事电话：{}", summary.phone)];
    if let Some(address) = &summary.address {
        says.insert(1, "手机扫右边的码，不用登录。".to_owned());
        let area = Area::new(place.right() - QR, place.y, QR, QR);
        if let Some(op) = figure::qr(area, address) {
            flow.pen.ops.push(op);
        }
    }
    let left = Area { width: place.width - QR - 5.0, ..place };
    flow.pen.lines_in(left, Align::Left, Style::regular(BODY), &says);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::proof::{printed_at, reads_back, yuan};

    fn summary() -> PlainSummary {
        let spent = [
            ("修路修桥", "1234567.89"),
            ("路灯", "27216.00"),
            ("办公", "1943.38"),
            ("误工补贴", "1200"),
            ("慰问", "800"),
            ("其他", "24"),
        ];
        PlainSummary {
            village: "李家村".into(),
            period: "2026年第三季度".into(),
            this: "这个季度".into(),
            last: "上季度".into(),
            opening: yuan("1321456.78"),
            received: yuan("212483.77"),
            spent: yuan("1263204.27"),
            closing: yuan("270736.28"),
            uses: spent.map(|(name, amount)| Use { name: name.into(), amount: yuan(amount) }).to_vec(),
            biggest: vec![
                "9月10日，付县宏达路桥建设工程有限公司修村道进度款1,234,567.89元，是合同价的六成。".into(),
                "8月20日，县财政局给修村道的奖补180,000.00元。".into(),
                "7月3日，收东坡二十四亩机动地第三年承包款14,400.00元。".into(),
                "8月6日，收鱼塘承包费12,000.50元，还差一半，说好十二月底前交清。".into(),
                "7月15日，收仓库三季度租金6,000.00元。".into(),
            ],
            within_other: Vec::new(),
            changes: vec![
                "比上季度多花1,201,000.00元，都是修村道。".into(),
                "比上季度多收180,000.00元，是县里的奖补。".into(),
            ],
            sheet_no: "LJC-2026-Q3-01".into(),
            address: Some("https://gk.example.cn/p/7K2M9QRTA3BD5FGH".into()),
            short_code: Some("7K2M-9QRT-A3BD-5FGH".into()),
            phone: "0000-12345678".into(),
            printed_at: printed_at(),
        }
    }

    #[test]
    fn 明白纸_一页说完() {
        let document = lay_out(&summary(), Fonts::embedded());
        assert_eq!(document.pages.len(), 1);
        reads_back("plain-summary", &document);
    }

    #[test]
    fn 明白纸_话再多也是一页() {
        let mut long = summary();
        long.biggest = vec![
                "付县宏达路桥建设工程有限公司修村道进度款，是合同价的六成，余下的等验收以后再付，质保金一年后付清。"
                    .repeat(3);
                7
            ];
        long.within_other = vec!["12月1日 路灯电费和变压器租金1,200.00元".into(); 6];
        long.changes = vec!["比上季度多花，都是修村道。".repeat(12); 3];
        let document = lay_out(&long, Fonts::embedded());
        assert_eq!(document.pages.len(), 1);
        reads_back("plain-summary-long", &document);
    }

    #[test]
    fn 明白纸_没有花钱的季度() {
        let mut none = summary();
        (none.uses, none.biggest, none.changes, none.address) = (vec![], vec![], vec![], None);
        let said = lay_out(&none, Fonts::embedded()).describe();
        assert!(said.contains("这个季度没有花钱。") && said.contains("没有大笔收支"), "{said}");
    }
}
