use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::kernel::Failure;

/// In which form to answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Form {
    /// 给人看的文字
    Text,
    /// JSON
    Json,
    /// 表格文本
    Csv,
    /// 电子表格
    Xlsx,
    /// 纸面
    Pdf,
}

/// How the answer is wanted.
#[derive(Args, Clone, Copy)]
pub(super) struct Output {
    /// 输出格式
    #[arg(long, global = true, value_enum, default_value = "text")]
    pub(super) format: Form,
}

/// What a command has to say.
pub(super) struct Answer {
    text: String,
    json: Value,
    bytes: Option<Vec<u8>>,
    refused: bool,
}

impl Answer {
    /// Nothing to say.
    pub(super) const fn nothing() -> Answer {
        Answer { text: String::new(), json: Value::Null, bytes: None, refused: false }
    }

    /// Said in words and as JSON.
    pub(super) const fn said(text: String, json: Value) -> Answer {
        Answer { text, json, bytes: None, refused: false }
    }

    /// A document, as it is.
    pub(super) const fn document(bytes: Vec<u8>) -> Answer {
        Answer { text: String::new(), json: Value::Null, bytes: Some(bytes), refused: false }
    }

    /// Said, and the exit status says that something does not hold.
    pub(super) const fn does_not_hold(mut self) -> Answer {
        self.refused = true;
        self
    }

    /// The same answer below another: the words one after the other, the fields together.
    pub(super) fn under(mut self, head: &str, fields: Value) -> Answer {
        self.text = format!("{head}\n{}", self.text);
        if let (Value::Object(own), Value::Object(more)) = (&mut self.json, fields) {
            own.extend(more);
        }
        self
    }

    pub(super) fn print(self, output: Output) -> ExitCode {
        let mut out = std::io::stdout().lock();
        let written = match (&self.bytes, output.format) {
            (Some(bytes), _) => out.write_all(bytes),
            (None, Form::Json) if !self.json.is_null() => writeln!(out, "{}", self.json),
            (None, _) if !self.text.is_empty() => writeln!(out, "{}", self.text.trim_end()),
            (None, _) => Ok(()),
        };
        // A closed pipe (`| head`) is the reader's choice, not a fault.
        if written.is_err() || out.flush().is_err() {
            return ExitCode::SUCCESS;
        }
        if self.refused { ExitCode::from(1) } else { ExitCode::SUCCESS }
    }
}

/// The refusal or fault on stderr: words for a person at a terminal, one JSON object for everything else.
pub(super) fn print_failure(failure: &Failure, output: Output) -> ExitCode {
    let for_a_person = output.format != Form::Json && std::io::stderr().is_terminal();
    match failure {
        Failure::Refused(list) => {
            if for_a_person {
                for refused in list {
                    let row = refused.row.map(|r| format!("第{r}行 ")).unwrap_or_default();
                    eprintln!("{row}{} [{}]", refused.message, refused.code);
                }
            } else {
                let message = failure.to_string();
                let code = list.first().map_or("", |r| r.code);
                eprintln!("{}", json!({ "code": code, "message": message, "details": list }));
            }
            ExitCode::from(1)
        }
        Failure::Fault(fault) => {
            if for_a_person {
                eprintln!("没有办成:{}", fault.chain());
            } else {
                eprintln!("{}", json!({ "code": "fault", "message": fault.chain(), "details": [] }));
            }
            ExitCode::from(3)
        }
    }
}
