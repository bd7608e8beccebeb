//! Hostile inputs, each in a process of its own: a stack overflow becomes a cell, not the end.

use std::env;
use std::fs;
use std::io::{self, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::candidates::{self, Candidate};

pub const CASES: [&str; 3] = ["200,000 nested div", "5 MB of <div>", "1,000,000 attributes"];

/// The first argument that turns the program into a child for one candidate and one case.
pub const CHILD: &str = "--hostile";

/// After this a parser counts as hanging.
const LIMIT: Duration = Duration::from_secs(20);
/// The stack of a main thread on Linux, given to the child explicitly so that it is the same
/// everywhere.
const STACK: usize = 8 << 20;

/// Runs one case in a child process and says in a few words how it went.
pub fn try_case(candidate: Candidate, case: usize) -> io::Result<String> {
    let mut child = Command::new(env::current_exe()?)
        .args([CHILD, candidate.name, &case.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    match wait(&mut child)? {
        None => Ok(format!("> {} s", LIMIT.as_secs())),
        Some(status) if status.success() => {
            let mut report = String::new();
            if let Some(mut stdout) = child.stdout.take() {
                stdout.read_to_string(&mut report)?;
            }
            Ok(report)
        }
        Some(status) => {
            Ok(status.signal().map_or_else(|| "panic".to_owned(), |signal| format!("crash (signal {signal})")))
        }
    }
}

/// The status of the child, or `None` where it had to be stopped.
fn wait(child: &mut Child) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    while start.elapsed() < LIMIT {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// The child's side: parses the input, reads its text and prints time and peak memory.
pub fn run_child(name: &str, case: &str) -> Option<()> {
    let candidate = candidates::all().into_iter().find(|c| c.name == name)?;
    let html = input(case.parse().ok()?);
    let worker = thread::Builder::new().stack_size(STACK).spawn(move || {
        let start = Instant::now();
        candidate.text(&html);
        start.elapsed()
    });
    let took = worker.ok()?.join().ok()?;
    print!("{:.2} s, {} MB", took.as_secs_f64(), peak_megabytes());
    Some(())
}

fn input(case: usize) -> String {
    match case {
        0 => "<div>".repeat(200_000) + "x" + &"</div>".repeat(200_000),
        1 => "<div>".repeat(1_000_000),
        _ => {
            let attributes: String = (0..1_000_000).map(|i| format!(" a{i}=\"{i}\"")).collect();
            format!("<p{attributes}>x</p>")
        }
    }
}

/// The peak of this process's memory, the input included; Linux only.
fn peak_megabytes() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    peak.map_or_else(|| "?".to_owned(), |kilobytes| (kilobytes >> 10).to_string())
}
