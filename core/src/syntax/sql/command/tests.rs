//! Commands, told in one line each.

use super::super::slots::{Piece, Slot};
use super::{Command, Operand, command};

/// The command of a text in which `{}` is a hole.
fn read(text: &str) -> Option<Command> {
    let mut pieces = Vec::new();
    for (number, part) in text.split("{}").enumerate() {
        if number > 0 {
            pieces.push(Piece::Hole(number - 1));
        }
        if !part.is_empty() {
            pieces.push(Piece::Text(part));
        }
    }
    command(&pieces)
}

fn told(operand: &Operand) -> String {
    match operand {
        Operand::Slot(Slot::Hole(number)) => format!("hole{number}"),
        Operand::Slot(Slot::Position(number)) => format!("{number}"),
        Operand::Slot(Slot::Name(name)) => name.to_string(),
        Operand::Literal => "literal".to_owned(),
        Operand::Several(parts) => format!("[{}]", parts.iter().map(told).collect::<Vec<_>>().join(" ")),
        Operand::Unknown => "unknown".to_owned(),
    }
}

fn line(text: &str) -> String {
    let Some(found) = read(text) else { return "nothing".to_owned() };
    let conditions: Vec<String> =
        found.conditions.iter().map(|(path, operand)| format!("{}={}", path.join("."), told(operand))).collect();
    let written: Vec<String> =
        found.written.iter().map(|(column, operand)| format!("{column}:={}", told(operand))).collect();
    let open = if found.is_open { " open" } else { "" };
    format!("{:?} {} {}{} {}", found.verb, found.table, conditions.join(","), open, written.join(",")).trim().to_owned()
}

#[test]
fn commands_are_read() {
    for (text, expected) in [
        ("SELECT * FROM orders WHERE id = $1", "SelectOne orders id=0"),
        ("select * from orders where user_id = ? and id = ?", "SelectOne orders user_id=0,id=1"),
        ("SELECT * FROM `orders` o WHERE o.id = :id", "SelectOne orders id=id"),
        ("SELECT * FROM public.orders WHERE \"userId\" = @user LIMIT 1", "SelectOne orders userId=user"),
        ("SELECT * FROM orders WHERE status = 'paid' ORDER BY id LIMIT 10", "Select orders status=literal"),
        ("UPDATE users SET password = ?, name = ? WHERE id = ?", "Update users id=2 password:=0,name:=1"),
        ("DELETE FROM posts WHERE id = $2 AND author_id = $1::uuid RETURNING *", "Delete posts id=1,author_id=0"),
        ("INSERT INTO orders (user_id, total) VALUES ($1, 5)", "Insert orders  user_id:=0,total:=literal"),
        ("INSERT INTO orders SET ?", "Insert orders  whole__object:=0"),
        ("UPDATE orders SET ? WHERE id = ?", "Update orders id=1 whole__object:=0"),
        ("UPDATE orders SET {} WHERE id = {}", "Update orders id=hole1 whole__object:=hole0"),
        ("INSERT INTO orders {} RETURNING id", "Insert orders  whole__object:=hole0"),
        ("SELECT * FROM orders WHERE id = '{}'", "SelectOne orders id=hole0"),
        ("SELECT * FROM orders WHERE name LIKE '%{}%'", "Select orders name=hole0"),
        ("SELECT * FROM orders WHERE id IN ({}, {})", "Select orders id=[hole0 hole1]"),
        ("SELECT * FROM orders WHERE id = ANY($1)", "Select orders id=0"),
        ("SELECT * FROM o WHERE a = $<id> and b = ${x}", "Select o a=id,b=x"),
        ("SELECT * FROM orders WHERE note = 'why?' AND id = ? -- and x = ?", "SelectOne orders note=literal,id=0"),
        (
            "SELECT o.* FROM orders o JOIN members m ON m.team_id = o.team_id AND m.user_id = $2 WHERE o.id = $1",
            "SelectOne orders members.user_id=1,id=0",
        ),
        ("SELECT * FROM orders WHERE deleted_at IS NULL AND lower(email) = lower($1)", "Select orders email=0"),
        ("SELECT * FROM orders WHERE created_at > now() - interval '1 day'", "Select orders created_at=literal"),
        ("SELECT * FROM orders WHERE id = $1 OR user_id = $2", "Select orders  open"),
        ("SELECT * FROM orders WHERE user_id = current_setting('app.user')", "Select orders user_id=unknown open"),
        ("SELECT * FROM orders WHERE id IN (SELECT order_id FROM mine)", "Select orders  open"),
        ("SELECT * FROM orders o WHERE EXISTS (SELECT 1 FROM m WHERE m.id = o.id)", "Select orders  open"),
        ("WITH mine AS (SELECT 1) SELECT * FROM orders WHERE id = $1", "SelectOne orders id=0 open"),
        ("SELECT * FROM orders WHERE {}", "Select orders  open"),
        ("SELECT * FROM orders WHERE 1 = 1", "Select orders"),
        ("SELECT count(*) FROM orders", "Select orders"),
    ] {
        assert_eq!(line(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_command_gives_nothing() {
    let long = format!("SELECT * FROM orders WHERE id IN ({})", vec!["1"; 12_000].join(","));
    let deep = format!("SELECT * FROM t WHERE {}1{}", "(".repeat(900), ")".repeat(900));
    let chain = format!("SELECT * FROM t WHERE {}", vec!["a = 1"; 2_000].join(" OR "));
    for text in [
        "",
        "Select an option",
        "SELECT * FROM {} WHERE id = 1",
        "SELECT * FROM \"{}\"",
        "UPDATE available",
        "SELECT 1",
        "delete from",
        "CREATE TABLE x (id int)",
        "SELECT * FROM a WHERE x = 'open",
        "\u{0}\u{e000}SELECT",
        "SELECT * FROM t WHERE a = '\u{e000}99\u{e000}",
        "INSERT",
        "insert into",
        "insért into ?",
        &long,
        &deep,
        &chain,
    ] {
        assert_eq!(line(text), "nothing", "{text:.80}");
    }
}
