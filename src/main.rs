//! 明账 — the program.

use std::process::ExitCode;

fn main() -> ExitCode {
    mingzhang::cli::main()
}
