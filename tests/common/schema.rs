//! As much of JSON Schema as our schemas use. Stricter than that in one thing: nothing may stand in a document that its
//! schema does not name.

use serde_json::{Map, Value};

/// Lists what of a document is not as its schema says, each with its place.
pub fn errors(schema: &Value, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = Check {
        root: schema,
        found: &mut found,
    };
    check.value(schema, document, "");
    found
}

struct Check<'a> {
    root: &'a Value,
    found: &'a mut Vec<String>,
}

/// Everything that is understood here; a word that is not would be passed over in silence.
const WORDS: [&str; 15] = [
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "enum",
    "const",
    "anyOf",
    "properties",
    "required",
    "items",
    "minimum",
    "format",
];

impl Check<'_> {
    fn value(&mut self, schema: &Value, value: &Value, at: &str) {
        let rules = schema.as_object().expect("a schema is an object");
        for word in rules.keys() {
            let known =
                WORDS.contains(&word.as_str()) || ["maximum", "minLength"].contains(&word.as_str());
            assert!(known, "{word} is not checked");
        }
        if let Some(named) = rules.get("$ref") {
            let pointer = named.as_str().and_then(|text| text.strip_prefix('#'));
            let target = self.root.pointer(pointer.expect("a local reference"));
            let target = target.expect("what is referred to is there").clone();
            self.value(&target, value, at);
        }
        if let Some(choices) = rules.get("anyOf").and_then(Value::as_array) {
            let fits = |choice: &Value| {
                let mut found = Vec::new();
                let mut check = Check {
                    root: self.root,
                    found: &mut found,
                };
                check.value(choice, value, at);
                found.is_empty()
            };
            let any = choices.iter().any(fits);
            self.must(any, at, "fits none of the choices");
        }
        if let Some(kinds) = rules.get("type") {
            let kinds = kinds
                .as_array()
                .cloned()
                .unwrap_or_else(|| vec![kinds.clone()]);
            let fits = kinds
                .iter()
                .filter_map(Value::as_str)
                .any(|kind| is_a(kind, value));
            self.must(fits, at, &format!("{value} is none of {kinds:?}"));
        }
        if let Some(allowed) = rules.get("enum").and_then(Value::as_array) {
            self.must(
                allowed.contains(value),
                at,
                &format!("{value} is none of {allowed:?}"),
            );
        }
        if let Some(only) = rules.get("const") {
            self.must(only == value, at, &format!("{value} is not {only}"));
        }
        self.limits(rules, value, at);
        if let Some(object) = value.as_object() {
            self.object(rules, object, at);
        }
        if let (Some(items), Some(list)) = (rules.get("items"), value.as_array()) {
            for (number, item) in list.iter().enumerate() {
                self.value(items, item, &format!("{at}/{number}"));
            }
        }
    }

    fn limits(&mut self, rules: &Map<String, Value>, value: &Value, at: &str) {
        if let Some(number) = value.as_f64() {
            let limit = |word: &str| rules.get(word).and_then(Value::as_f64);
            let low = limit("minimum").is_some_and(|least| number < least);
            let high = limit("maximum").is_some_and(|most| number > most);
            self.must(!low && !high, at, &format!("{number} is beyond its limits"));
        }
        if let (Some(text), Some(_)) = (value.as_str(), rules.get("minLength")) {
            self.must(!text.is_empty(), at, "is empty");
        }
        if let (Some(text), Some("date-time")) =
            (value.as_str(), rules.get("format").and_then(Value::as_str))
        {
            let read = chrono::DateTime::parse_from_rfc3339(text);
            self.must(read.is_ok(), at, &format!("{text} is no time"));
        }
    }

    fn object(&mut self, rules: &Map<String, Value>, object: &Map<String, Value>, at: &str) {
        let Some(properties) = rules.get("properties").and_then(Value::as_object) else {
            return;
        };
        for required in rules["required"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str)
        {
            self.must(
                object.contains_key(required),
                at,
                &format!("lacks {required}"),
            );
        }
        for (key, value) in object {
            match properties.get(key) {
                Some(schema) => self.value(schema, value, &format!("{at}/{key}")),
                None => self.must(false, at, &format!("{key} is not described")),
            }
        }
    }

    fn must(&mut self, holds: bool, at: &str, else_say: &str) {
        if !holds {
            self.found.push(format!("{at}: {else_say}"));
        }
    }
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        other => panic!("{other} is not checked"),
    }
}
