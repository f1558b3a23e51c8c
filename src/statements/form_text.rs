use serde::{Deserialize, Serialize};

use crate::ledger::Side;

use super::error::StatementRefusal;

/// Which half of a two-sided form a row stands in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize, Serialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    /// Left, or the only one.
    #[default]
    Left,
    /// Right.
    Right,
}

/// A form as it is written down: what a person edits, what is kept, what a file carries. Not yet proved.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
pub struct FormText {
    /// 资产负债表.
    pub name: String,
    /// 会村01表.
    pub form_code: String,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// Headings of its two money columns.
    pub columns: [String; 2],
    /// Rows in printing order.
    pub rows: Vec<RowText>,
}

/// One row as it is written down.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, Serialize)]
pub struct RowText {
    /// Where it stands.
    #[serde(default)]
    pub half: Half,
    /// 行次.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no: Option<u32>,
    /// Official line name; empty for a heading.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What is printed, where it differs from the name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// The side on which its accounts count as positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// How it is computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// Printed with a rule above.
    #[serde(default, skip_serializing_if = "is_false")]
    pub total: bool,
    /// 其中.
    #[serde(default, skip_serializing_if = "is_false")]
    pub within: bool,
}

const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl FormText {
    /// From JSON.
    ///
    /// Refuses: `statements.bad_form`.
    pub fn from_json(json: &str) -> Result<FormText, StatementRefusal> {
        serde_json::from_str(json).map_err(|e| StatementRefusal::BadForm {
            form: "文件".to_owned(),
            what: format!("第{}行第{}个字读不下去，不是导出的报表样式", e.line(), e.column()),
        })
    }

    /// As JSON with a row a line: the same form always gives the same text.
    pub fn to_json(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|row| format!("    {}", json(row))).collect();
        format!(
            "{{\n  \"name\": {}, \"form_code\": {}, \"source\": {},\n  \"columns\": {},\n  \"rows\": [\n{}\n  ]\n}}\n",
            json(&self.name),
            json(&self.form_code),
            json(&self.source),
            json(&self.columns),
            rows.join(",\n"),
        )
    }
}

/// Words, numbers and flags always become JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::FormName;
    use crate::statements::form::delivered_form;

    #[test]
    fn a_form_written_out_reads_back_the_same() {
        for name in FormName::ALL {
            let text = FormText::from_json(delivered_form(name)).unwrap();
            let written = text.to_json();
            assert_eq!(FormText::from_json(&written).unwrap(), text);
            assert_eq!(FormText::from_json(&written).unwrap().to_json(), written);
        }
    }

    #[test]
    fn a_file_that_is_no_form_is_refused_with_the_place() {
        let refused = FormText::from_json("{\n\"name\": 3}").unwrap_err();
        assert_eq!(refused.to_string(), "报表「文件」不成立：第2行第9个字读不下去，不是导出的报表样式");
    }
}
