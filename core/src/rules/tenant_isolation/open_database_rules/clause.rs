//! A condition as the ways in which it can be met, and who can meet each.
//!
//! Invariant: the number of ways is bounded; a condition with more is not judged.

use smol_str::SmolStr;

use crate::facts::{Comparison, Condition, DataStore, FieldName, FieldSet, FieldTest, Operand, Operations};

/// A condition with more ways than this is not judged.
const MOST_WAYS: usize = 96;

/// A part of a way: a condition without parts, and whether it has to hold or to fail.
#[derive(Clone, Copy, Debug)]
pub struct Atom<'a> {
    /// The condition.
    pub leaf: &'a Condition,
    /// Whether it has to hold.
    pub holds: bool,
}

impl<'a> Atom<'a> {
    /// All parts of a condition, however they are joined.
    pub fn each(condition: &'a Condition, holds: bool, visit: &mut impl FnMut(Self)) {
        match condition {
            Condition::Constant(_) => {}
            Condition::Not(inner) => Self::each(inner, !holds, visit),
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    Self::each(part, holds, visit);
                }
            }
            leaf => visit(Self { leaf, holds }),
        }
    }
}

/// One way to meet a condition: all of these together.
pub type Clause<'a> = Vec<Atom<'a>>;

/// Who can meet a condition, the fewest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Whom the data or a role names, or nobody knows who.
    Named,
    /// Everyone who signs in.
    SignedIn,
    /// Everyone.
    Anyone,
}

/// What one way allows.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Who.
    pub who: Who,
    /// Until when, in milliseconds since 1970.
    pub until: Option<i64>,
    /// The operations for which it can be met.
    pub operations: Operations,
    /// Whether it depends on what is stored, on the path or on the query.
    pub is_of_state: bool,
    /// Whether it limits which fields a write changes.
    pub limits_changes: bool,
    /// Whether it asks something of what is being written.
    pub checks_input: bool,
    /// The field of what is being written that has to name whoever writes.
    pub new_owner: Option<SmolStr>,
}

/// The ways to meet a condition; `None` when there are too many.
pub fn clauses(condition: &Condition) -> Option<Vec<Clause<'_>>> {
    ways(condition, true)
}

fn ways(condition: &Condition, holds: bool) -> Option<Vec<Clause<'_>>> {
    match condition {
        Condition::Constant(value) => Some(if *value == holds { vec![Vec::new()] } else { Vec::new() }),
        Condition::Not(inner) => ways(inner, !holds),
        Condition::All(parts) if holds => every(parts, holds),
        Condition::Any(parts) if !holds => every(parts, holds),
        Condition::All(parts) | Condition::Any(parts) => {
            let mut found = Vec::new();
            for part in parts {
                found.extend(ways(part, holds)?);
                if found.len() > MOST_WAYS {
                    return None;
                }
            }
            Some(found)
        }
        leaf => Some(vec![vec![Atom { leaf, holds }]]),
    }
}

/// The ways to meet all of `parts` at once.
fn every(parts: &[Condition], holds: bool) -> Option<Vec<Clause<'_>>> {
    let mut found: Vec<Clause<'_>> = vec![Vec::new()];
    for part in parts {
        let of_part = ways(part, holds)?;
        if found.len() * of_part.len() > MOST_WAYS {
            return None;
        }
        found = found.iter().flat_map(|first| of_part.iter().map(|then| [first.as_slice(), then].concat())).collect();
    }
    Some(found)
}

/// What a way allows.
pub fn read(clause: &Clause<'_>, store: DataStore) -> Reading {
    let mut reading = Reading {
        who: Who::Anyone,
        until: None,
        operations: Operations::READ.or(Operations::WRITE),
        is_of_state: false,
        limits_changes: false,
        checks_input: false,
        new_owner: None,
    };
    for atom in clause {
        take(*atom, store, &mut reading);
    }
    reading
}

fn take(atom: Atom<'_>, store: DataStore, reading: &mut Reading) {
    match atom.leaf {
        Condition::SignedIn if atom.holds => reading.who = reading.who.min(Who::SignedIn),
        // Not to be signed in keeps nobody out.
        Condition::SignedIn => {}
        Condition::Compare(comparison, Operand::Now, Operand::Moment(moment)) => {
            if (*comparison == Comparison::Less) == atom.holds {
                reading.until = Some(reading.until.map_or(*moment, |until| until.min(*moment)));
            }
        }
        Condition::Compare(Comparison::Equal | Comparison::NotEqual, place, Operand::Null) if is_whole(place) => {
            reading.operations = reading.operations.and(by_existence(atom, place));
        }
        Condition::Fields(FieldSet::Changed, _, _) => {
            reading.limits_changes = true;
            reading.operations = reading.operations.and(Operations::UPDATE);
        }
        Condition::Fields(FieldSet::Incoming, test, _) => {
            reading.limits_changes |= *test == FieldTest::Any && !atom.holds;
            reading.checks_input = true;
            if store != DataStore::RealtimeDatabase {
                reading.operations = reading.operations.and(Operations::CREATE.or(Operations::UPDATE));
            }
        }
        leaf => take_other(leaf, atom.holds, store, reading),
    }
}

fn take_other(leaf: &Condition, holds: bool, store: DataStore, reading: &mut Reading) {
    let seen = Seen::of(leaf);
    if store != DataStore::RealtimeDatabase {
        // What is not there cannot be asked: the rule fails.
        if seen.incoming {
            reading.operations = reading.operations.and(Operations::CREATE.or(Operations::UPDATE));
        }
        if seen.stored {
            reading.operations = reading.operations.without(Operations::CREATE);
        }
    }
    if seen.elsewhere == Elsewhere::Unknown {
        reading.who = Who::Named;
    } else if seen.principal {
        if let Some(owner) = new_owner(leaf, holds) {
            reading.who = reading.who.min(Who::SignedIn);
            reading.new_owner = Some(owner);
        } else {
            let is_weak = is_true_of_everyone(leaf, holds);
            reading.who = reading.who.min(if is_weak { Who::SignedIn } else { Who::Named });
        }
    } else if seen.stored || seen.elsewhere == Elsewhere::Known || !seen.incoming {
        reading.is_of_state = true;
    } else {
        reading.checks_input = true;
    }
}

/// What is stored, or what is written, as a whole.
fn is_whole(operand: &Operand) -> bool {
    matches!(operand, Operand::Stored(path) | Operand::Incoming(path) if path.is_empty())
}

/// For which operations something is, or is not, there.
fn by_existence(atom: Atom<'_>, place: &Operand) -> Operations {
    let is_equal = matches!(atom.leaf, Condition::Compare(Comparison::Equal, ..));
    match (place, is_equal == atom.holds) {
        (Operand::Stored(_), true) => Operations::CREATE,
        (Operand::Stored(_), false) => Operations::READ.or(Operations::WRITE).without(Operations::CREATE),
        (_, true) => Operations::READ.or(Operations::DELETE),
        (_, false) => Operations::CREATE.or(Operations::UPDATE),
    }
}

/// The field of what is written that has to name whoever writes.
fn new_owner(leaf: &Condition, holds: bool) -> Option<SmolStr> {
    match leaf {
        Condition::Compare(Comparison::Equal | Comparison::In, who, Operand::Incoming(path))
            if holds && is_principal(who) =>
        {
            dotted(path)
        }
        _ => None,
    }
}

/// Whether what is written, or a part of it, has to be the id of whoever writes.
pub fn names_caller(atom: Atom<'_>) -> bool {
    match atom.leaf {
        Condition::Compare(Comparison::Equal, who, Operand::Incoming(_)) => atom.holds && is_principal(who),
        _ => false,
    }
}

/// The field of what is stored that has to name whoever asks.
pub fn stored_owner(atom: Atom<'_>) -> Option<SmolStr> {
    match atom.leaf {
        Condition::Compare(Comparison::Equal, who, Operand::Stored(path)) if atom.holds && is_principal(who) => {
            dotted(path)
        }
        _ => None,
    }
}

/// The part of the path that has to name whoever asks.
pub fn variable_owner(atom: Atom<'_>) -> Option<&SmolStr> {
    match atom.leaf {
        Condition::Compare(Comparison::Equal, Operand::UserId, Operand::Variable(name)) if atom.holds => Some(name),
        _ => None,
    }
}

/// A path of names with dots between; `None` when a part of it is no name.
pub fn dotted(path: &[FieldName]) -> Option<SmolStr> {
    let name = |name: &FieldName| if let FieldName::Name(name) = name { Some(name.clone()) } else { None };
    let names: Option<Vec<SmolStr>> = path.iter().map(name).collect();
    names.filter(|names| !names.is_empty()).map(|names| SmolStr::new(names.join(".")))
}

fn is_principal(operand: &Operand) -> bool {
    match operand {
        Operand::UserId => true,
        Operand::Claim(claim) => matches!(claim.as_str(), "email" | "phone_number" | "sub" | "user_id"),
        _ => false,
    }
}

/// Whether everyone who signs in, or who takes the trouble to confirm an address, meets a condition about who asks.
pub fn is_true_of_everyone(leaf: &Condition, holds: bool) -> bool {
    let Condition::Compare(comparison, who, _) = leaf else { return false };
    match (comparison, who) {
        (Comparison::NotEqual, Operand::UserId | Operand::Claim(_)) => holds,
        (Comparison::In | Comparison::Equal, Operand::UserId) => !holds,
        (Comparison::Equal, Operand::Claim(claim)) => {
            matches!(claim.as_str(), "email_verified" | "firebase.sign_in_provider" | "provider")
        }
        _ => false,
    }
}

/// Whether a condition asks for something stored elsewhere.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Elsewhere {
    #[default]
    No,
    Known,
    /// Nobody knows where, or what.
    Unknown,
}

/// What a condition is about.
#[derive(Default)]
struct Seen {
    principal: bool,
    stored: bool,
    incoming: bool,
    elsewhere: Elsewhere,
}

impl Seen {
    fn of(leaf: &Condition) -> Self {
        let mut seen = Self::default();
        let of_user = |path: &[FieldName]| path.contains(&FieldName::UserId);
        leaf.operands(&mut |operand| {
            operand.walk(&mut |part| match part {
                Operand::Login | Operand::UserId | Operand::Claim(_) => seen.principal = true,
                Operand::Stored(path) => {
                    seen.stored = true;
                    seen.principal |= of_user(path);
                }
                Operand::Incoming(path) => {
                    seen.incoming = true;
                    seen.principal |= of_user(path);
                }
                Operand::Elsewhere { path, field } => {
                    let found = if path.is_none() { Elsewhere::Unknown } else { Elsewhere::Known };
                    seen.elsewhere = seen.elsewhere.max(found);
                    seen.principal |= of_user(field) || path.as_deref().is_some_and(of_user);
                }
                _ => {}
            });
        });
        seen
    }
}
