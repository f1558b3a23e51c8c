use super::document::Document;
use super::figure;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Area, Margins, Paper};
use super::text::{Align, Style};
use crate::kernel::Timestamp;

/// 账目公开栏的长期二维码 — one plain sheet per village: a code that never changes, and three sentences how to use it.
#[derive(Clone, Debug)]
pub struct Poster {
    /// `李家村`.
    pub village: String,
    /// 青溪镇会计委托代理服务中心.
    pub centre: String,
    /// The village's page for good.
    pub address: String,
    /// For questions; may be empty.
    pub phone: String,
    /// In how many days a question is answered, as the policy says.
    pub answer_days: i64,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// How large a poster is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PosterSize {
    /// For the board.
    A3,
    /// For a door.
    A4,
}

impl PosterSize {
    const fn paper(self) -> Paper {
        match self {
            PosterSize::A3 => Paper::A3,
            PosterSize::A4 => Paper::A4,
        }
    }

    /// Everything on the larger one is larger by the square root of two.
    const fn scale(self) -> f32 {
        match self {
            PosterSize::A3 => std::f32::consts::SQRT_2,
            PosterSize::A4 => 1.0,
        }
    }
}

const MARGIN: f32 = 18.0;
const CODE: f32 = 112.0;

/// Sets the poster; it is one page.
pub fn lay_out(poster: &Poster, size: PosterSize, fonts: &Fonts) -> Document {
    let scale = size.scale();
    let mut flow = Flow::new(fonts, size.paper(), Margins::all(MARGIN * scale));
    let style = Style::bold(46.0 * scale);
    let strip = flow.strip(style.em() * 1.5);
    flow.pen.headline(strip, style, &format!("{}的账", poster.village));
    let style = Style::bold(30.0 * scale);
    let strip = flow.strip(style.em() * 1.7);
    flow.pen.write_in(strip, Align::Centre, style, "扫一扫，一笔一笔看");
    flow.skip(3.0 * scale);
    let side = CODE * scale;
    let strip = flow.strip(side);
    let area = Area::new(strip.centre().x - side / 2.0, strip.y, side, side);
    // Too long an address is written out below all the same.
    if let Some(op) = figure::qr(area, &poster.address) {
        flow.pen.ops.push(op);
    }
    flow.pen.frame(area, 1.5 * scale);
    flow.skip(2.0 * scale);
    let style = Style::regular(13.0 * scale);
    let strip = flow.strip(style.leading() * 1.4);
    flow.pen.write_in(strip, Align::Centre, style, &format!("网址：{}", poster.address));
    flow.skip(4.0 * scale);
    let style = Style::regular(19.0 * scale);
    for says in sentences(poster) {
        let lines = style.wrap(fonts, &says, flow.width());
        let strip = flow.strip(style.leading() * lines.len() as f32 * 1.12);
        flow.pen.lines_in(strip, Align::Left, style, &lines);
    }
    let style = Style::regular(11.0 * scale);
    let foot = Area::new(flow.left(), flow.bottom() - style.leading(), flow.width(), style.leading());
    flow.pen.write_in(
        foot.part(0.0, 0.72),
        Align::Left,
        style,
        &format!("{}　这个码长期有效，换季不换码", poster.centre),
    );
    flow.pen.write_in(foot.part(0.72, 1.0), Align::Right, style, &format!("打印日期：{}", poster.printed_at.date()));
    flow.finish(format!("{} 账目公开二维码", poster.village), poster.printed_at, |_, _, _| {})
}

fn sentences(poster: &Poster) -> Vec<String> {
    let mut all = vec![
        "1. 用微信或者手机相机扫，不用登录，不用下载。".to_owned(),
        "2. 收了多少，花了多少，还剩多少，每一笔都在上面，以前的也在。".to_owned(),
        format!("3. 看不明白就问，{}天内答复。", poster.answer_days),
    ];
    if !poster.phone.is_empty() {
        all.push(format!("4. 不用手机的，打电话问：{}。", poster.phone));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::proof::{printed_at, reads_back};

    #[test]
    fn 海报_一页_码大_三句话() {
        let poster = Poster {
            village: "李家村".into(),
            centre: "青溪镇会计委托代理服务中心".into(),
            address: "https://gongkai.example.gov.cn/v/7K2M9QRTA3BD5FGH".into(),
            phone: "0000-12345678".into(),
            answer_days: 10,
            printed_at: printed_at(),
        };
        for (name, size, side) in [("poster-a4", PosterSize::A4, "112"), ("poster-a3", PosterSize::A3, "158")] {
            let document = lay_out(&poster, size, Fonts::embedded());
            assert_eq!(document.pages.len(), 1);
            let said = document.describe();
            assert!(said.contains(&format!("[二维码 {side}毫米 https://gongkai.example.gov.cn/v/")), "{said}");
            assert!(said.contains("10天内答复") && said.contains("换季不换码"), "{said}");
            reads_back(name, &document);
        }
    }
}
