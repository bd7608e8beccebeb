//! Measures HTML parsers on real pages: `parsers PATH`, where PATH holds one folder per gold set.

// Each candidate uses its part of the arena and of the walk.
#[allow(dead_code)]
mod arena;
mod candidates;
mod hostile;
mod measure;
mod pages;
mod places;
mod text;
#[allow(dead_code)]
mod walk;

use std::env;
use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use candidates::Candidate;
use measure::Figures;
use pages::Page;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [hostile::CHILD, name, case] => hostile::run_child(name, case).ok_or_else(|| "no result".into()),
        [path] => run(Path::new(path)),
        _ => Err("usage: parsers PATH_TO_GOLD_PAGES".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What the columns say, printed below them.
const LEGEND: &str = "
median, mean, p99   milliseconds to parse one page and drop the tree
with text           mean milliseconds to parse and to read the visible text, entities decoded
nodes               mean nodes per tree
found, < .9         mean share of the gold text's word 4-shingles in the visible text; pages below .9
behind              pages on which another parser finds over .02 more
placed, < .9        mean share of the first parser's text nodes below the same block elements; pages below .9
";

fn run(path: &Path) -> Result<(), Box<dyn Error>> {
    let pages = pages::load(path)?;
    let candidates = candidates::all();
    let load_before = load();
    let figures = measure::all(&candidates, &pages);
    print_setting(&pages, &load_before);
    print_figures(&figures, &pages);
    println!("{LEGEND}");
    print_hostile(&candidates)?;
    Ok(())
}

fn print_hostile(candidates: &[Candidate]) -> io::Result<()> {
    println!("{:<18}{}", "hostile input", hostile::CASES.map(|c| format!("{c:>24}")).concat());
    for candidate in candidates {
        print!("{:<18}", candidate.name);
        for case in 0..hostile::CASES.len() {
            print!("{:>24}", hostile::try_case(*candidate, case)?);
        }
        println!();
    }
    Ok(())
}

fn print_setting(pages: &[Page], load_before: &str) {
    println!(
        "{} pages, {:.1} MB; best of {} passes; load average {} before, {} after\n",
        pages.len(),
        megabytes(pages),
        measure::PASSES,
        load_before,
        load(),
    );
}

fn print_figures(all: &[Figures], pages: &[Page]) {
    println!(
        "{:<18}{:>9}{:>9}{:>9}{:>9}{:>12}{:>9}{:>10}{:>8}{:>8}{:>9}{:>8}{:>8}",
        "parser",
        "median",
        "mean",
        "p99",
        "MB/s",
        "with text",
        "nodes",
        "found",
        "< .9",
        "behind",
        "placed",
        "< .9",
        "panics"
    );
    for figures in all {
        print_row(figures, all, megabytes(pages));
    }
}

fn print_row(figures: &Figures, all: &[Figures], megabytes: f64) {
    let seconds = figures.parse.iter().sum::<f64>() / 1e3;
    let shares: Vec<f64> = figures.shares.iter().flatten().copied().collect();
    let placed: Vec<f64> = figures.placed.iter().flatten().copied().collect();
    println!(
        "{:<18}{:>9.3}{:>9.3}{:>9.3}{:>9.0}{:>12.3}{:>9}{:>10.4}{:>8}{:>8}{:>9.4}{:>8}{:>8}",
        figures.name,
        percentile(&figures.parse, 0.5),
        mean(&figures.parse),
        percentile(&figures.parse, 0.99),
        megabytes / seconds,
        mean(&figures.parse_and_text),
        figures.nodes / figures.parse.len().max(1),
        mean(&shares),
        low(&shares),
        behind(figures, all),
        mean(&placed),
        low(&placed),
        figures.panics,
    );
}

/// The pages of which another parser finds clearly more of the gold text.
fn behind(figures: &Figures, all: &[Figures]) -> usize {
    let best = |page: usize| all.iter().filter_map(|other| other.shares[page]).fold(0.0, f64::max);
    let shares = figures.shares.iter().enumerate();
    shares.filter(|(page, share)| share.is_some_and(|share| share + 0.02 < best(*page))).count()
}

fn low(shares: &[f64]) -> usize {
    shares.iter().filter(|share| **share < 0.9).count()
}

/// The nearest rank of a sorted list.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted[rank.max(1) - 1]
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn megabytes(pages: &[Page]) -> f64 {
    pages.iter().map(|page| page.html.len()).sum::<usize>() as f64 / 1e6
}

/// How busy the machine was in the last minute; Linux only.
fn load() -> String {
    let line = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    line.split(' ').next().unwrap_or("?").to_owned()
}
