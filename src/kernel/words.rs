use super::money::Money;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const UNITS: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];

/// An amount in capitals, in the one fixed spelling this program writes.
pub(super) fn in_words(amount: Money) -> String {
    if amount.is_zero() {
        return "零元整".to_owned();
    }
    let fen = amount.fen().unsigned_abs();
    let (yuan, jiao, cents) = (fen / 100, (fen / 10 % 10) as usize, (fen % 10) as usize);
    let mut said = String::from(if amount.is_negative() { "负" } else { "" });
    if yuan > 0 {
        said.push_str(&yuan_words(yuan));
        said.push('元');
    }
    match (jiao, cents) {
        (0, 0) => said.push('整'),
        (0, c) => {
            if yuan > 0 {
                said.push('零');
            }
            said.push(DIGITS[c]);
            said.push('分');
        }
        (j, c) => {
            if yuan > 0 && yuan.is_multiple_of(10) {
                said.push('零');
            }
            said.push(DIGITS[j]);
            said.push('角');
            if c > 0 {
                said.push(DIGITS[c]);
                said.push('分');
            }
        }
    }
    said
}

fn yuan_words(yuan: u64) -> String {
    let digits: Vec<usize> = yuan.to_string().bytes().map(|b| usize::from(b - b'0')).collect();
    let mut said = String::new();
    let mut zero_waiting = false;
    let mut group_spoken = false;
    for (i, &digit) in digits.iter().enumerate() {
        let place = digits.len() - 1 - i;
        if digit == 0 {
            zero_waiting = !said.is_empty();
        } else {
            if zero_waiting {
                said.push('零');
            }
            zero_waiting = false;
            said.push(DIGITS[digit]);
            said.push_str(UNITS[place % 4]);
            group_spoken = true;
        }
        if place.is_multiple_of(4) {
            if group_spoken {
                said.push_str(GROUPS[(place / 4).min(3)]);
            }
            group_spoken = false;
        }
    }
    said
}

/// Reads an amount written in capitals, in any spelling the rules permit; `None` when it is not one.
pub fn parse_amount_in_words(said: &str) -> Option<Money> {
    let text = said.trim().trim_start_matches("人民币");
    let (negative, text) = text.strip_prefix('负').map_or((false, text), |rest| (true, rest));
    let text = text.trim_end_matches(['整', '正']);
    if !text.ends_with(['元', '圆', '角', '分']) {
        return None;
    }
    let (mut total, mut section, mut digit, mut fraction): (i64, i64, i64, i64) = (0, 0, 0, 0);
    for c in text.chars() {
        if let Some(d) = DIGITS.iter().position(|&x| x == c) {
            digit = d as i64;
            continue;
        }
        match c {
            '拾' => section += digit * 10,
            '佰' => section += digit * 100,
            '仟' => section += digit * 1000,
            '万' => {
                total = total.checked_add((section + digit).checked_mul(10_000)?)?;
                section = 0;
            }
            '亿' => {
                total = total.checked_add(section + digit)?.checked_mul(100_000_000)?;
                section = 0;
            }
            '元' | '圆' => {
                total = total.checked_add(section + digit)?;
                section = 0;
            }
            '角' => fraction += digit * 10,
            '分' => fraction += digit,
            _ => return None,
        }
        digit = 0;
    }
    let fen = total.checked_mul(100)?.checked_add(fraction)?;
    Some(Money::from_fen(if negative { -fen } else { fen }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_figures_agree() {
        for (fen, said) in [
            (140_950, "壹仟肆佰零玖元伍角"),
            (168_032, "壹仟陆佰捌拾元零叁角贰分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (5, "伍分"),
            (10_000_000_000, "壹亿元整"),
            (2_000_000_300, "贰仟万零叁元整"),
            (1_500, "壹拾伍元整"),
            (0, "零元整"),
        ] {
            assert_eq!(Money::from_fen(fen).in_words(), said);
            if fen != 0 {
                assert_eq!(parse_amount_in_words(said), Some(Money::from_fen(fen)), "{said}");
            }
        }
    }

    #[test]
    fn what_is_no_amount_is_not_read() {
        for said in ["", "整", "壹", "壹万", "一元", "壹亿亿亿元", "壹元1角"] {
            assert_eq!(parse_amount_in_words(said), None, "{said}");
        }
    }
}
