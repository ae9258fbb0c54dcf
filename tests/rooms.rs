//! The rooms of the crate and the arrows between them: who may use whom, and what no room may do.

use proc_macro2::Span;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// What a room may use, beside std and itself.
struct Room {
    name: &'static str,
    rooms: &'static [&'static str],
    crates: &'static [&'static str],
}

/// The arrows. `app` and `main` may use everything.
const ROOMS: &[Room] = &[
    Room {
        name: "domain",
        rooms: &[],
        crates: &[
            "chrono",
            "chrono_tz",
            "serde",
            "serde_json",
            "thiserror",
            "unicode_normalization",
            "uuid",
        ],
    },
    Room {
        name: "protocol",
        rooms: &["domain", "projection"],
        crates: &["chrono", "serde", "serde_json", "thiserror", "uuid"],
    },
    Room {
        name: "store",
        rooms: &["domain"],
        crates: &[
            "chrono",
            "refinery",
            "rusqlite",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "tracing",
            "uuid",
        ],
    },
    Room {
        name: "mqtt",
        rooms: &["domain", "protocol"],
        crates: &[
            "chrono",
            "mqtt5",
            "rand",
            "rumqttc",
            "rustls",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
        ],
    },
    Room {
        name: "projection",
        rooms: &["domain"],
        crates: &[
            "chrono",
            "pinyin",
            "serde",
            "serde_json",
            "thiserror",
            "unicode_normalization",
        ],
    },
    Room {
        name: "coordinator",
        rooms: &["domain", "store", "projection", "protocol", "mqtt"],
        crates: &[
            "chrono",
            "fail",
            "serde_json",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
        ],
    },
    Room {
        name: "station",
        rooms: &["domain", "store", "projection", "protocol", "mqtt"],
        crates: &[
            "argon2",
            "chrono",
            "evdev",
            "fail",
            "image",
            "serde_json",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
        ],
    },
    Room {
        name: "screen",
        rooms: &["domain", "projection"],
        crates: &["chrono", "chrono_tz", "uuid"],
    },
    Room {
        name: "gui",
        rooms: &["screen", "projection", "domain", "export"],
        crates: &[
            "baylight_ui",
            "chrono",
            "fontique",
            "image",
            "miniz_oxide",
            "pdf_writer",
            "png",
            "qrcode",
            "slint",
            "thiserror",
            "tokio",
            "tracing",
        ],
    },
    Room {
        name: "config",
        rooms: &["domain"],
        crates: &["chrono", "chrono_tz", "serde", "thiserror", "toml"],
    },
    Room {
        name: "import",
        rooms: &["domain"],
        crates: &[
            "calamine",
            "chrono",
            "chrono_tz",
            "csv",
            "encoding_rs",
            "thiserror",
            "unicode_normalization",
        ],
    },
    Room {
        name: "export",
        rooms: &["domain", "screen"],
        crates: &[
            "chrono",
            "chrono_tz",
            "csv",
            "krilla",
            "rust_xlsxwriter",
            "serde",
            "serde_json",
            "sha2",
            "skrifa",
            "thiserror",
        ],
    },
];

/// Rooms to which the moment comes as an argument.
const WITHOUT_A_CLOCK: [&str; 6] = [
    "domain",
    "projection",
    "screen",
    "protocol",
    "store",
    "export",
];
const CLOCKS: [[&str; 2]; 4] = [
    ["Utc", "now"],
    ["Local", "now"],
    ["SystemTime", "now"],
    ["Instant", "now"],
];

/// Rooms that may not make an id.
const WITHOUT_NEW_IDS: [&str; 4] = ["domain", "projection", "screen", "protocol"];

/// Where a rule is broken, and which.
#[derive(Debug, PartialEq)]
struct Fault {
    room: String,
    file: String,
    line: usize,
    rule: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "room {}: {}:{}: {}",
            self.room, self.file, self.line, self.rule
        )
    }
}

/// Every path of a file with its place, and every call that may end the process.
#[derive(Default)]
struct Seen {
    paths: Vec<(Vec<String>, usize)>,
    declared: Vec<String>,
    panics: Vec<(String, usize)>,
}

impl Seen {
    fn read(text: &str) -> syn::Result<Self> {
        let mut seen = Self::default();
        seen.visit_file(&syn::parse_file(text)?);
        Ok(seen)
    }

    fn path(&mut self, words: Vec<String>, span: Span) {
        self.paths.push((words, span.start().line));
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |word: &syn::Ident| {
            let mut words = before.to_vec();
            words.push(word.to_string());
            words
        };
        match tree {
            syn::UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.path(with(&name.ident), name.ident.span()),
            syn::UseTree::Rename(name) => {
                self.declared.push(name.rename.to_string());
                self.path(with(&name.ident), name.ident.span());
            }
            syn::UseTree::Glob(glob) => self.path(before.to_vec(), glob.star_token.spans[0]),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, before);
                }
            }
        }
    }

    /// Words inside a macro are not parsed, as in `assert!(crate::gui::x())`; paths and calls still show.
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        let mut words: Vec<String> = Vec::new();
        let mut line = 0;
        let mut colons = 0;
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(word) => {
                    if colons != 2 {
                        self.end_of(&mut words, line);
                    }
                    line = word.span().start().line;
                    words.push(word.to_string());
                    colons = 0;
                }
                proc_macro2::TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                proc_macro2::TokenTree::Punct(mark) => {
                    let word = words.last().cloned().unwrap_or_default();
                    if mark.as_char() == '!' {
                        self.ends_the_process(&word, line);
                    }
                    self.end_of(&mut words, line);
                    colons = 0;
                }
                proc_macro2::TokenTree::Group(group) => {
                    if let [word] = &words[..] {
                        let word = word.clone();
                        self.unwraps(&word, line);
                    }
                    self.end_of(&mut words, line);
                    self.tokens(group.stream());
                    colons = 0;
                }
                proc_macro2::TokenTree::Literal(_) => self.end_of(&mut words, line),
            }
        }
        self.end_of(&mut words, line);
    }

    fn end_of(&mut self, words: &mut Vec<String>, line: usize) {
        let words = std::mem::take(words);
        if words.len() > 1 {
            self.paths.push((words, line));
        }
    }

    fn ends_the_process(&mut self, name: &str, line: usize) {
        if ["panic", "todo", "unimplemented"].contains(&name) {
            self.panics.push((format!("{name}!"), line));
        }
    }

    fn unwraps(&mut self, name: &str, line: usize) {
        if ["unwrap", "expect"].contains(&name) {
            self.panics.push((format!(".{name}()"), line));
        }
    }
}

/// Code that only a test has.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|word| word == "test")
    })
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        _ => &[],
    }
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.declared.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words: Vec<String> = path
            .segments
            .iter()
            .map(|word| word.ident.to_string())
            .collect();
        if let (true, Some(first)) = (words.len() > 1, path.segments.first()) {
            self.path(words, first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.segments.last() {
            self.ends_the_process(&name.ident.to_string(), name.ident.span().start().line);
        }
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.unwraps(&call.method.to_string(), call.method.span().start().line);
        visit::visit_expr_method_call(self, call);
    }
}

/// Names the room of a file: the first folder under `src`, or the file itself.
fn room_of(file: &Path) -> Option<String> {
    let inner = file.strip_prefix("src").ok()?;
    let first = inner.components().next()?.as_os_str().to_str()?;
    Some(first.trim_end_matches(".rs").to_owned())
}

/// Checks one file of `src`.
fn faults(file: &Path, text: &str, dependencies: &[String]) -> Vec<Fault> {
    let Some(room) = room_of(file) else {
        return Vec::new();
    };
    let seen = match Seen::read(text) {
        Ok(seen) => seen,
        Err(error) => panic!("{}: {error}", file.display()),
    };
    let mut found = Vec::new();
    let mut say = |line: usize, rule: String| {
        let fault = Fault {
            room: room.clone(),
            file: file.display().to_string(),
            line,
            rule,
        };
        if !found.contains(&fault) {
            found.push(fault);
        }
    };
    for (words, line) in &seen.paths {
        for rule in broken_by(&room, words, &seen.declared, dependencies) {
            say(*line, rule);
        }
    }
    for (call, line) in &seen.panics {
        say(
            *line,
            format!("{call} ends the process; return an error that says what to do"),
        );
    }
    found
}

/// Lists the rules that a path breaks in a room.
fn broken_by(
    room: &str,
    words: &[String],
    declared: &[String],
    dependencies: &[String],
) -> Vec<String> {
    let mut broken = Vec::new();
    let arrows = ROOMS.iter().find(|known| known.name == room);
    let first = words[0].as_str();
    if let ("crate", Some(arrows), Some(other)) = (first, arrows, words.get(1)) {
        let is_room = ROOMS.iter().any(|known| known.name == other) || other == "app";
        if is_room && other != room && !arrows.rooms.contains(&other.as_str()) {
            broken.push(format!(
                "must not use {other}; it may use {:?}",
                arrows.rooms
            ));
        }
    }
    let is_crate =
        dependencies.iter().any(|name| name == first) && !declared.iter().any(|d| d == first);
    if is_crate && arrows.is_some_and(|arrows| !arrows.crates.contains(&first)) {
        broken.push(format!("must not know {first}"));
    }
    let pairs = || words.windows(2);
    let reads = |clock: &[&str; 2]| pairs().any(|pair| pair[0] == clock[0] && pair[1] == clock[1]);
    if WITHOUT_A_CLOCK.contains(&room)
        && let Some([clock, _]) = CLOCKS.iter().find(|clock| reads(clock))
    {
        broken.push(format!("must not read a clock: {clock}::now"));
    }
    let makes = |pair: &[String]| {
        pair[0] == "Uuid" && (pair[1].starts_with("now_") || pair[1].starts_with("new_v"))
    };
    if WITHOUT_NEW_IDS.contains(&room) && pairs().any(makes) {
        broken.push("must not make an id".to_owned());
    }
    broken
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Lists the Rust files under a folder of the crate, relative to the crate.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(
                    path.strip_prefix(root())
                        .expect("inside the crate")
                        .to_owned(),
                );
            }
        }
    }
    found.sort();
    found
}

fn read(file: &Path) -> String {
    fs::read_to_string(root().join(file))
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Names the crates of `Cargo.toml` as code names them.
fn dependencies() -> Vec<String> {
    let manifest: toml::Table = read(Path::new("Cargo.toml")).parse().expect("a manifest");
    ["dependencies", "dev-dependencies"]
        .iter()
        .filter_map(|table| manifest.get(*table)?.as_table())
        .flat_map(|table| table.keys().map(|name| name.replace('-', "_")))
        .collect()
}

fn assert_none(faults: &[impl fmt::Display]) {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn every_room_uses_only_what_it_may() {
    let known = dependencies();
    let found: Vec<Fault> = files("src")
        .iter()
        .flat_map(|file| faults(file, &read(file), &known))
        .collect();
    assert_none(&found);
}

#[test]
fn every_folder_of_src_is_a_room_with_its_arrows() {
    let strangers: Vec<String> = files("src")
        .iter()
        .filter_map(|file| room_of(file))
        .filter(|room| !["app", "main", "lib"].contains(&room.as_str()))
        .filter(|room| !ROOMS.iter().any(|known| known.name == room))
        .collect();
    assert_none(&strangers);
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let silent: Vec<String> = ["src", "tests", "benches", "ui"]
        .iter()
        .flat_map(|folder| files(folder))
        .filter(|file| !read(file).starts_with("//! "))
        .map(|file| format!("{}:1: opens without //!", file.display()))
        .collect();
    assert_none(&silent);
}

#[test]
fn every_room_says_what_it_must_never_do() {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for file in files("src") {
        let is_header = file.components().count() == 3 && file.ends_with("mod.rs");
        if let (true, Some(room)) = (is_header, room_of(&file)) {
            let header: Vec<String> = read(&file)
                .lines()
                .take_while(|line| line.starts_with("//!"))
                .map(str::to_lowercase)
                .collect();
            headers.insert(room, header.join(" "));
        }
    }
    assert!(headers.len() > 8, "rooms were found: {:?}", headers.keys());
    let silent: Vec<String> = headers
        .iter()
        .flat_map(|(room, header)| {
            ["know", "may use", "must never"]
                .iter()
                .filter(move |words| !header.contains(**words))
                .map(move |words| format!("src/{room}/mod.rs:1: does not say “{words}”"))
        })
        .collect();
    assert_none(&silent);
}

/// What the guard itself finds: it must not sleep.
#[test]
fn the_guard_sees_every_way_to_break_a_rule() {
    let known = dependencies();
    let table = [
        (
            "domain",
            "use crate::store::EventLog;",
            "must not use store",
        ),
        ("domain", "use crate::{ids::A, gui::B};", "must not use gui"),
        (
            "domain",
            "fn f() -> crate::app::X { g() }",
            "must not use app",
        ),
        (
            "screen",
            "fn f() { assert_eq!(crate::gui::x(), 1); }",
            "must not use gui",
        ),
        (
            "projection",
            "fn f() { let _ = rusqlite::Connection::open(x); }",
            "must not know rusqlite",
        ),
        ("coordinator", "use slint::Model;", "must not know slint"),
        ("station", "use rumqttc as link;", "must not know rumqttc"),
        (
            "domain",
            "fn f() { let now = chrono::Utc::now(); }",
            "must not read a clock: Utc",
        ),
        (
            "protocol",
            "fn f() { vec![std::time::Instant::now()]; }",
            "must not read a clock: Instant",
        ),
        (
            "store",
            "fn f() { map(SystemTime::now) }",
            "must not read a clock: SystemTime",
        ),
        (
            "domain",
            "fn f() { Uuid::now_v7(); }",
            "must not make an id",
        ),
        (
            "domain",
            "fn f() { uuid::Uuid::new_v4(); }",
            "must not make an id",
        ),
        (
            "app",
            "fn f() { g().unwrap(); }",
            ".unwrap() ends the process",
        ),
        (
            "app",
            "fn f() { format!(\"{}\", g().expect(\"x\")); }",
            ".expect() ends the process",
        ),
        ("gui", "fn f() { todo!() }", "todo! ends the process"),
        (
            "gui",
            "fn f() { match x { _ => panic!(\"no\") } }",
            "panic! ends the process",
        ),
        (
            "gui",
            "fn f() { select! { _ = x => unimplemented!(), } }",
            "unimplemented! ends the process",
        ),
    ];
    for (room, text, rule) in table {
        let file = PathBuf::from(format!("src/{room}/some.rs"));
        let found = faults(&file, text, &known);
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(
            told.iter().any(|line| line.contains(rule)),
            "{room}: {text} gives {told:?}"
        );
        assert!(found.iter().all(|fault| fault.line == 1));
    }
    let fine = [
        (
            "domain",
            "use super::ids::JobId; use crate::domain::job::Job; use std::fmt;",
        ),
        (
            "domain",
            "#[cfg(test)] mod tests { use crate::store::X; fn f() { g().unwrap(); } }",
        ),
        (
            "mqtt",
            "use rumqttc::Client; use crate::domain::ids::StationId;",
        ),
        (
            "app",
            "use crate::gui::X; fn f() { chrono::Utc::now(); unwrap_or(1).unwrap_or_default(); }",
        ),
    ];
    for (room, text) in fine {
        let file = PathBuf::from(format!("src/{room}/some.rs"));
        assert_eq!(faults(&file, text, &known), [], "{room}: {text}");
    }
}
