//! Models of a Prisma schema (prisma.io/docs, "Prisma schema reference").
//!
//! Invariant: the schema is read line by line, as Prisma's own grammar demands; a line that cannot be read is passed over,
//! and a model that is still being written holds the columns it has so far.

use smol_str::SmolStr;

use crate::facts::{FileFacts, Hidden, Mapper, Model, ModelField};
use crate::text::{TextRange, offset};

/// Types that are no models (prisma.io/docs, "Model field scalar types").
const SCALARS: [&str; 10] =
    ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes", "Unsupported"];

/// Finds models and views.
pub fn recognise(text: &str, facts: &mut FileFacts) {
    let mut open: Option<Model> = None;
    let mut is_omitted = false;
    for (start, line) in lines(text) {
        let code = line.split("//").next().unwrap_or(line);
        if line.starts_with("///") {
            is_omitted |= line.contains("@omit") || line.contains("@HideField");
            continue;
        }
        match &mut open {
            None => open = head(start, code),
            Some(model) if code.starts_with('}') => {
                model.range.end = start + 1;
                facts.models.extend(open.take());
            }
            Some(model) if code.starts_with("@@") => {
                model.table = quoted(code, "@@map(").or_else(|| model.table.take());
            }
            Some(model) => {
                model.fields.extend(field(start, line, code, is_omitted));
                model.range.end = start + length(code.trim_end());
            }
        }
        is_omitted &= code.is_empty();
    }
    facts.models.extend(open);
}

/// Every line with the offset of its first visible character, white space around it taken off.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let indent = length(line) - length(line.trim_start());
        let start = at + indent;
        at += length(line);
        (start, line.trim())
    })
}

fn length(text: &str) -> u32 {
    offset(text.len())
}

/// `model User {`.
fn head(start: u32, code: &str) -> Option<Model> {
    let mut words = code.split(|letter: char| letter.is_whitespace() || letter == '{').filter(|word| !word.is_empty());
    let keyword = words.next().filter(|word| matches!(*word, "model" | "view"))?;
    let name = words.next().filter(|_| code.starts_with(keyword) && code.contains('{'))?;
    Some(Model {
        mapper: Mapper::Prisma,
        name: SmolStr::new(name),
        table: None,
        range: TextRange::new(start, start + length(code.trim_end())),
        fields: Vec::new(),
    })
}

/// `password String? @map("password_hash")`.
fn field(start: u32, line: &str, code: &str, is_omitted: bool) -> Option<ModelField> {
    let code = code.trim_end();
    let (name, rest) = code.split_once(char::is_whitespace)?;
    if !name.starts_with(|first: char| first.is_alphabetic()) {
        return None;
    }
    let kind: String =
        rest.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    let is_hidden = is_omitted || code.contains("@omit") || line.contains("@omit");
    Some(ModelField {
        name: SmolStr::new(name),
        range: TextRange::new(start, start + length(code)),
        is_relation: !kind.is_empty() && !SCALARS.contains(&kind.as_str()),
        kind: SmolStr::new(kind),
        hidden: if is_hidden { Hidden::WhenRead } else { Hidden::Never },
    })
}

/// The text in quotes after `before`.
fn quoted(code: &str, before: &str) -> Option<SmolStr> {
    let after = code.split_once(before)?.1;
    after.split('"').nth(1).map(SmolStr::new)
}

#[cfg(test)]
mod tests {
    use crate::analyse;
    use crate::facts::Hidden;

    const SCHEMA: &str = "generator client {\n  provider = \"prisma-client-js\"\n}\n\n// people\nmodel User {\n  id       String  @id @default(cuid())\n  password String? @map(\"password_hash\") // bcrypt\n  /// @omit\n  secret   String\n\n  posts    Post[]\n  role     Role    @default(USER)\n\n  @@map(\"users\")\n}\n\nmodel Post {\n  id Int @id\n  author User @relation(fields: [authorId], references: [id])\n  authorId String\n";

    #[test]
    fn models_are_read_with_true_places() {
        let facts = analyse("prisma/schema.prisma", SCHEMA);
        let names: Vec<_> = facts.models.iter().map(|model| (model.name.as_str(), model.table.as_deref())).collect();
        assert_eq!(names, [("User", Some("users")), ("Post", None)]);
        let user = &facts.models[0];
        let columns: Vec<_> = user.fields.iter().map(|field| (field.name.as_str(), field.kind.as_str())).collect();
        let expected =
            [("id", "String"), ("password", "String"), ("secret", "String"), ("posts", "Post"), ("role", "Role")];
        assert_eq!(columns, expected);
        assert_eq!(user.fields[1].range.slice(SCHEMA), "password String? @map(\"password_hash\")");
        assert_eq!(user.fields[2].hidden, Hidden::WhenRead);
        assert!(user.fields[3].is_relation && !user.fields[1].is_relation);
        assert!(user.range.slice(SCHEMA).starts_with("model User {") && user.range.slice(SCHEMA).ends_with('}'));
        assert_eq!(facts.models[1].fields.len(), 3, "a model that is still being written");
    }

    #[test]
    fn damaged_schemas_do_no_harm() {
        for text in [
            "model",
            "model {",
            "model A {",
            "}",
            "model A {\n@@map(\"",
            "model A {\n@@map(\"x",
            "model é {\n ö String\r\n}\r\n",
            "\u{0}",
        ] {
            analyse("a.prisma", text);
        }
        for end in 0..SCHEMA.len() {
            analyse("a.prisma", &SCHEMA[..end]);
        }
    }
}
