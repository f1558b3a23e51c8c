//! A chart drawn on the server: whole numbers in, places out. It reads in black and white: bars are filled or hatched,
//! lines whole or dashed, marks round or square; the same figures stand in a table under it.

use crate::kernel::Money;

const WIDTH: i64 = 720;
const LEFT: i64 = 84;
const TOP: i64 = 14;
const HEIGHT: i64 = 170;

/// How a series is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Drawn {
    /// Filled bars.
    Filled,
    /// Hatched bars.
    Hatched,
    /// A whole line with round marks.
    Whole,
    /// A dashed line with square marks.
    Dashed,
}

/// One row of figures.
pub(super) struct Series {
    pub(super) name: &'static str,
    pub(super) drawn: Drawn,
    /// One a month; `None` where there is nothing to say.
    pub(super) values: Vec<Option<i64>>,
}

/// What the figures are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    /// Fen, shown as yuan.
    Money,
    /// A count.
    Count,
    /// Tenths of a day.
    Tenths,
}

impl Unit {
    /// A figure as it is read in the table.
    pub(super) fn said(self, value: i64) -> String {
        match self {
            Unit::Money => Money::from_fen(value).to_string(),
            Unit::Count => value.to_string(),
            Unit::Tenths => format!("{}.{}", value / 10, value % 10),
        }
    }

    /// A figure at the side of the chart: round, and short.
    fn at_side(self, value: i64) -> String {
        match self {
            Unit::Money if value != 0 && value % 1_000_000 == 0 => format!("{}万", value / 1_000_000),
            Unit::Money => (value / 100).to_string(),
            Unit::Count => value.to_string(),
            Unit::Tenths if value % 10 == 0 => (value / 10).to_string(),
            Unit::Tenths => self.said(value),
        }
    }
}

/// One rectangle.
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) hatched: bool,
}

/// One line with its marks.
pub(super) struct Line {
    pub(super) points: String,
    pub(super) marks: Vec<(i64, i64)>,
    pub(super) dashed: bool,
}

/// One word beside or under the figures.
pub(super) struct Label {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) word: String,
}

/// A chart with every place worked out, and the same figures as rows.
pub(super) struct Chart {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) bars: Vec<Bar>,
    pub(super) lines: Vec<Line>,
    /// Level lines: where, and what they stand for.
    pub(super) levels: Vec<Label>,
    pub(super) months: Vec<Label>,
    /// The names of the rows below, and how each is drawn.
    pub(super) legend: Vec<(&'static str, &'static str)>,
    /// The months, and each row's figures as words.
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<(&'static str, Vec<String>)>,
    pub(super) base: i64,
}

impl Chart {
    /// Draws some rows of figures over the same months.
    pub(super) fn of(id: &'static str, title: &'static str, unit: Unit, months: &[String], series: &[Series]) -> Chart {
        let all = || series.iter().flat_map(|s| s.values.iter().flatten().copied());
        let step = step_of(all().map(i64::abs).max().unwrap_or(0), unit);
        let top = step * ((all().max().unwrap_or(0).max(1) + step - 1) / step);
        let bottom = -step * ((-all().min().unwrap_or(0).min(0) + step - 1) / step);
        let place = |value: i64| {
            TOP + i64::try_from(i128::from(top - value) * i128::from(HEIGHT) / i128::from((top - bottom).max(1)))
                .unwrap_or(0)
        };
        let count = i64::try_from(months.len()).unwrap_or(1).max(1);
        let slot = (WIDTH - LEFT) / count;
        let at = |month: usize| LEFT + slot * i64::try_from(month).unwrap_or(0);
        let bars_of: Vec<&Series> = series.iter().filter(|s| s.is_bars()).collect();
        let width = (slot * 7 / 10 / i64::try_from(bars_of.len()).unwrap_or(1).max(1)).max(2);
        let base = place(0);
        let mut bars = Vec::new();
        for (n, row) in (0i64..).zip(&bars_of) {
            for (month, value) in row.values.iter().enumerate() {
                let Some(value) = value.filter(|v| *v != 0) else { continue };
                let (y, end) = (place(value).min(base), place(value).max(base));
                let x = at(month) + slot * 15 / 100 + n * width;
                bars.push(Bar {
                    x,
                    y,
                    width: width - 1,
                    height: (end - y).max(1),
                    hatched: row.drawn == Drawn::Hatched,
                });
            }
        }
        let lines = series.iter().filter(|s| !s.is_bars()).map(|row| {
            let values = row.values.iter().enumerate();
            let marks: Vec<(i64, i64)> = values.filter_map(|(m, v)| Some((at(m) + slot / 2, place((*v)?)))).collect();
            let points: Vec<String> = marks.iter().map(|(x, y)| format!("{x},{y}")).collect();
            Line { points: points.join(" "), marks, dashed: row.drawn == Drawn::Dashed }
        });
        let levels = (0..).map(|n| bottom + n * step).take_while(|v| *v <= top);
        let levels = levels.map(|v| Label { x: LEFT - 8, y: place(v), word: unit.at_side(v) }).collect();
        let label =
            |(n, word): (usize, &String)| Label { x: at(n) + slot / 2, y: TOP + HEIGHT + 22, word: word.clone() };
        let said = |v: &Option<i64>| v.map_or_else(String::new, |v| unit.said(v));
        Chart {
            id,
            title,
            bars,
            lines: lines.collect(),
            levels,
            months: months.iter().enumerate().map(label).collect(),
            legend: series.iter().map(|s| (s.name, s.sign())).collect(),
            heads: months.to_vec(),
            rows: series.iter().map(|s| (s.name, s.values.iter().map(said).collect())).collect(),
            base,
        }
    }
}

impl Series {
    fn is_bars(&self) -> bool {
        matches!(self.drawn, Drawn::Filled | Drawn::Hatched)
    }

    /// How it is drawn, in words.
    const fn sign(&self) -> &'static str {
        match self.drawn {
            Drawn::Filled => "实心柱",
            Drawn::Hatched => "斜线柱",
            Drawn::Whole => "实线圆点",
            Drawn::Dashed => "虚线方点",
        }
    }
}

/// The distance of two level lines: 1, 2 or 5 times a power of ten, about four of them.
fn step_of(largest: i64, unit: Unit) -> i64 {
    let least = match unit {
        Unit::Money => 100,
        Unit::Count => 1,
        Unit::Tenths => 10,
    };
    let wanted = (largest / 4).max(least);
    let mut step = least;
    loop {
        for times in [1, 2, 5] {
            if step.saturating_mul(times) >= wanted {
                return step.saturating_mul(times);
            }
        }
        step = step.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[Option<i64>]) -> Chart {
        let months: Vec<String> = (1..=values.len()).map(|n| format!("{n}月")).collect();
        let series = [
            Series { name: "收入", drawn: Drawn::Filled, values: values.to_vec() },
            Series { name: "银行", drawn: Drawn::Whole, values: values.to_vec() },
        ];
        Chart::of("t", "试", Unit::Money, &months, &series)
    }

    #[test]
    fn bars_stand_on_the_base_and_keep_their_proportions() {
        let drawn = chart(&[Some(100_000), Some(50_000), None, Some(-50_000)]);
        assert_eq!(drawn.bars.len(), 3);
        assert!((drawn.bars[0].height - drawn.bars[1].height * 2).abs() <= 1, "half as much, to the unit");
        assert!(
            drawn.bars[0].y + drawn.bars[0].height == drawn.base && drawn.bars[2].y == drawn.base,
            "below the base"
        );
        assert_eq!(drawn.lines[0].marks.len(), 3, "a month without a figure has no mark");
        assert!(drawn.bars.iter().all(|b| b.x >= LEFT && b.x + b.width <= WIDTH && b.y >= TOP));
        assert_eq!(drawn.rows[0].1, ["1,000.00", "500.00", "", "-500.00"]);
    }

    #[test]
    fn levels_are_round_and_nothing_divides_by_nothing() {
        assert_eq!([0, 3, 17, 399, 400, 401].map(|n| step_of(n, Unit::Count)), [1, 1, 5, 100, 100, 100]);
        for values in [vec![], vec![None], vec![Some(0)], vec![Some(i64::MAX / 4)]] {
            let drawn = chart(&values);
            assert!(drawn.bars.iter().all(|b| b.height >= 1 && b.height <= HEIGHT));
        }
        assert_eq!(Unit::Money.at_side(3_000_000), "3万");
        assert_eq!(Unit::Tenths.said(23), "2.3");
    }
}
