use super::font::{Fonts, MM_PER_POINT, Weight};

/// How a text looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Style {
    /// Type size in points.
    pub(super) size: f32,
    /// Regular or bold.
    pub(super) weight: Weight,
    /// Extra space between characters, in millimetres.
    pub(super) spacing: f32,
}

/// Which edge of a text stands at its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
    /// Amounts one below the other: the decimal points make one line.
    Decimal,
}

impl Style {
    pub(super) const fn regular(size: f32) -> Style {
        Style { size, weight: Weight::Regular, spacing: 0.0 }
    }

    pub(super) const fn bold(size: f32) -> Style {
        Style { size, weight: Weight::Bold, spacing: 0.0 }
    }

    pub(super) const fn spaced(self, spacing: f32) -> Style {
        Style { spacing, ..self }
    }

    pub(super) const fn sized(self, size: f32) -> Style {
        Style { size, ..self }
    }

    /// Height of one character in millimetres.
    pub(super) fn em(self) -> f32 {
        self.size * MM_PER_POINT
    }

    /// From one baseline to the next, in millimetres; 1.35 as in the tables on the screen.
    pub(super) fn leading(self) -> f32 {
        self.em() * 1.35
    }

    /// From the middle of a character down to its baseline.
    pub(super) fn drop(self) -> f32 {
        self.em() * 0.37
    }

    /// Width of a text in millimetres.
    pub(super) fn width(self, fonts: &Fonts, text: &str) -> f32 {
        let gaps = if self.spacing == 0.0 { 0 } else { fonts.drawn(self.weight, text).count().saturating_sub(1) };
        fonts.width(self.weight, text, self.size) + gaps as f32 * self.spacing
    }

    /// Breaks a text into lines no wider than `width` millimetres.
    ///
    /// A number or a Latin word stays whole; closing marks do not begin a line and opening ones do
    /// not end it. What has no place to break is broken anywhere rather than run over the rule.
    pub(super) fn wrap(self, fonts: &Fonts, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            self.wrap_paragraph(fonts, paragraph, width, &mut lines);
        }
        lines
    }

    fn wrap_paragraph(self, fonts: &Fonts, paragraph: &str, width: f32, lines: &mut Vec<String>) {
        // The characters stay as they came, so that one without a glyph can still be listed.
        let (chars, advances): (Vec<char>, Vec<f32>) = paragraph
            .chars()
            .filter_map(|c| Some((c, fonts.shown(self.weight, c)?.ems * self.em() + self.spacing)))
            .unzip();
        let mut start = 0;
        while start < chars.len() {
            let mut taken = 0.0;
            let mut end = start;
            while end < chars.len() && taken + advances[end] - self.spacing <= width + 0.01 {
                taken += advances[end];
                end += 1;
            }
            if end < chars.len() {
                end = end.max(start + 1);
                end = (start + 1..=end).rev().find(|&at| may_break(&chars, at)).unwrap_or(end);
            }
            lines.push(chars[start..end].iter().collect::<String>().trim_end().to_owned());
            start = end;
            while start < chars.len() && chars[start] == ' ' {
                start += 1;
            }
        }
        if chars.is_empty() {
            lines.push(String::new());
        }
    }
}

/// True when a line may end before the character at `at`.
fn may_break(chars: &[char], at: usize) -> bool {
    const NOT_FIRST: &str = "，。、；：！？）》」』】〉〕”’…—％℃·,.;:!?)]}%";
    const NOT_LAST: &str = "（《「『【〈〔“‘([{¥￥";
    let (before, after) = (chars[at - 1], chars[at]);
    let in_word = |c: char| c.is_ascii_graphic();
    !(NOT_FIRST.contains(after) || NOT_LAST.contains(before) || (in_word(before) && in_word(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_a_reader_expects() {
        let fonts = Fonts::embedded();
        let style = Style::regular(10.0);
        let six = style.em() * 6.2;
        for (text, lines) in [
            ("村道路灯电费", vec!["村道路灯电费"]),
            ("村道路灯电费，三月", vec!["村道路灯电", "费，三月"]),
            ("付水泥款12,345.00元", vec!["付水泥款", "12,345.00元"]),
            ("（壹）修桥（贰）铺路", vec!["（壹）修桥", "（贰）铺路"]),
            ("AAAAAAAAAAAAAAAAAAAAAAAAAAAA", vec!["AAAAAAAAAA", "AAAAAAAAAA", "AAAAAAAA"]),
            ("一\n二", vec!["一", "二"]),
            ("", vec![""]),
        ] {
            assert_eq!(style.wrap(fonts, text, six), lines, "{text}");
        }
    }
}
