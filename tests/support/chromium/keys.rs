//! The keyboard: keys struck one by one at whatever holds the cursor, and counted.

use std::time::Duration;

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};

use super::{Chromium, PATIENCE};

pub const ENTER: &str = "\u{E007}";
pub const SHIFT_ENTER: &str = "\u{E008}\u{E007}";
pub const ESC: &str = "\u{E00C}";
pub const END: &str = "\u{E010}";
pub const LEFT: &str = "\u{E012}";
pub const UP: &str = "\u{E013}";
pub const RIGHT: &str = "\u{E014}";
pub const DOWN: &str = "\u{E015}";
pub const F4: &str = "\u{E034}";
pub const F7: &str = "\u{E037}";
pub const F12: &str = "\u{E03C}";
pub const CTRL_S: &str = "\u{E009}s";
pub const CTRL_ENTER: &str = "\u{E009}\u{E007}";
pub const ALT_C: &str = "\u{E00A}c";
pub const ALT_D: &str = "\u{E00A}d";
pub const ALT_I: &str = "\u{E00A}i";
pub const ALT_L: &str = "\u{E00A}l";
pub const ALT_T: &str = "\u{E00A}t";
pub const ALT_RIGHT: &str = "\u{E00A}\u{E014}";

const HELD: [char; 3] = ['\u{E008}', '\u{E009}', '\u{E00A}'];

impl Chromium {
    /// Strikes keys one after another; a piece that begins with Shift, Ctrl or Alt is one chord. Answers how many
    /// keys went down.
    pub async fn strikes(&self, pieces: &[&str]) -> usize {
        let mut struck = 0;
        for piece in pieces {
            let held: Vec<char> = piece.chars().take_while(|key| HELD.contains(key)).collect();
            for key in piece.chars().skip(held.len()) {
                let mut hand = KeyActions::new("keyboard".to_owned());
                for value in held.iter().copied() {
                    hand = hand.then(KeyAction::Down { value });
                }
                hand = hand.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
                for value in held.iter().rev().copied() {
                    hand = hand.then(KeyAction::Up { value });
                }
                self.window.perform_actions(hand).await.expect("the key goes down");
            }
            struck += piece.chars().count();
        }
        struck
    }

    /// Where the cursor is: the field's id without its `f-`.
    pub async fn cursor(&self) -> String {
        let at = self.window.execute("return document.activeElement?.id ?? ''", Vec::new()).await.expect("a page");
        at.as_str().unwrap_or("").trim_start_matches("f-").to_owned()
    }

    /// Waits until the cursor stands in this field.
    pub async fn stands_at(&self, field: &str) {
        self.comes_true(&format!("光标到 {field}"), async || self.cursor().await == field).await;
    }

    /// Forgets what pages kept on this machine, as a machine that is used for the first time.
    pub async fn leaves_nothing_on_this_machine(&self) {
        self.window.execute("localStorage.clear()", Vec::new()).await.expect("a page");
    }

    /// Puts the cursor into a field, as a click does.
    pub async fn puts_cursor(&self, field: &str) {
        let script = "const f = document.getElementById('f-' + arguments[0]); f.focus(); f.select();";
        self.window.execute(script, vec![field.into()]).await.expect("the field is there");
    }

    /// Waits until an open list offers this.
    pub async fn offers(&self, words: &str) {
        let said = async || self.reads(".combo__list:not([hidden])").await.contains(words);
        self.comes_true(&format!("名单里有「{words}」"), said).await;
    }

    /// What stands in the field.
    pub async fn value(&self, field: &str) -> String {
        let script = "return document.getElementById('f-' + arguments[0])?.value ?? ''";
        let said = self.window.execute(script, vec![field.into()]).await.expect("a page");
        said.as_str().unwrap_or("").to_owned()
    }

    /// Waits until the field holds this.
    pub async fn holds(&self, field: &str, value: &str) {
        let script = "return document.getElementById('f-' + arguments[0])?.value ?? null";
        let held = async || {
            let said = self.window.execute(script, vec![field.into()]).await.expect("a page");
            said.as_str() == Some(value)
        };
        self.comes_true(&format!("{field} 是「{value}」"), held).await;
    }

    /// The words of the first thing that fits, or nothing.
    pub async fn reads(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let said = self.window.execute(script, vec![css.into()]).await.expect("a page");
        said.as_str().unwrap_or("").to_owned()
    }

    /// How many things fit.
    pub async fn counts(&self, css: &str) -> usize {
        self.window.find_all(Locator::Css(css)).await.expect("a page").len()
    }

    /// Waits until it is so.
    pub async fn comes_true(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let began = std::time::Instant::now();
        while !is_so().await {
            if began.elapsed() > PATIENCE {
                panic!("等不到：{what}，光标在 {}\n{}", self.cursor().await, self.words().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
