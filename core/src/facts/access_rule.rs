//! Who may do what with which data of a store that clients talk to directly: the rules of Firestore, Cloud Storage and the
//! Realtime Database, in one vocabulary.
//!
//! Invariant: conditions are trees of bounded size and depth, functions and names in them resolved; what was not understood is
//! [`Condition::Unknown`], never left out.

use smol_str::SmolStr;

use crate::text::TextRange;

/// A store whose rules decide what clients may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataStore {
    /// Cloud Firestore: documents in collections.
    Firestore,
    /// Cloud Storage for Firebase: files.
    Storage,
    /// Firebase Realtime Database: a tree of values, in which a grant holds for all that is below it.
    RealtimeDatabase,
}

/// A rule: whoever meets its condition may do this with data on this path. Rules add up: one that allows is enough.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessRule {
    /// The store.
    pub store: DataStore,
    /// What it allows.
    pub effect: AccessEffect,
    /// The path, below the root of the database or bucket.
    pub path: Vec<PathSegment>,
    /// Where the innermost part of the path is written.
    pub path_range: TextRange,
    /// When it allows.
    pub condition: Condition,
    /// The condition's text; none where none is written.
    pub written: Option<SmolStr>,
    /// The whole statement: `allow read: if true`, or `".read": true`.
    pub range: TextRange,
    /// The white space before it, when the statement begins its line.
    pub indent: Option<SmolStr>,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessEffect {
    /// Allows operations.
    Grants(Operations),
    /// Restricts what may be written where something else allows to write. Deleting is not restricted.
    Validates,
}

/// A set of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub struct Operations(u8);

impl Operations {
    /// No operation.
    pub const NONE: Self = Self(0);
    /// Reading one thing whose place is known.
    pub const GET: Self = Self(1);
    /// Reading all there is, or those that match.
    pub const LIST: Self = Self(2);
    /// Writing what was not there.
    pub const CREATE: Self = Self(4);
    /// Changing what is there.
    pub const UPDATE: Self = Self(8);
    /// Taking away what is there.
    pub const DELETE: Self = Self(16);
    /// Every way to read.
    pub const READ: Self = Self(3);
    /// Every way to write.
    pub const WRITE: Self = Self(28);

    /// Those in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those in this and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether any of `other` is among these.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A part of the path a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathSegment {
    /// `users`
    Name(SmolStr),
    /// One segment, whatever it is, and the name conditions have for it.
    Any(SmolStr),
    /// Any number of segments.
    Rest(SmolStr),
}

/// When a rule allows.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Always or never.
    Constant(bool),
    /// When all hold.
    All(Vec<Condition>),
    /// When one holds.
    Any(Vec<Condition>),
    /// When it does not hold.
    Not(Box<Condition>),
    /// When somebody is signed in, whoever it is.
    SignedIn,
    /// When two values compare so.
    Compare(Comparison, Operand, Operand),
    /// When the names of fields are among, or hold, those that are listed.
    Fields(FieldSet, FieldTest, Vec<SmolStr>),
    /// Something else, about these values.
    Unknown(Vec<Operand>),
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They are equal.
    Equal,
    /// They differ.
    NotEqual,
    /// The first is less, or earlier.
    Less,
    /// The first is greater, or later.
    Greater,
    /// The first is in the second, or a key of it.
    In,
}

/// Names of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldSet {
    /// Of what is being written.
    Incoming,
    /// Of those whose value a write changes.
    Changed,
}

/// How names of fields are tested against a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldTest {
    /// All of them are in the list.
    Only,
    /// One of them is in the list.
    Any,
    /// All of the list are among them.
    All,
}

/// A value in a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// Whoever asks, as a whole; null when nobody is signed in.
    Login,
    /// The id of whoever is signed in.
    UserId,
    /// What the token says about whoever is signed in: `admin`, `email`. Dots stand between names.
    Claim(SmolStr),
    /// A part of the path, by its name.
    Variable(SmolStr),
    /// What is stored, or a part of it; null when nothing is.
    Stored(Vec<FieldName>),
    /// What is being written, or a part of it; null when it is being deleted.
    Incoming(Vec<FieldName>),
    /// A part of something stored elsewhere.
    Elsewhere {
        /// Its path below the root of the database; none when it is not known.
        path: Option<Vec<FieldName>>,
        /// The part.
        field: Vec<FieldName>,
    },
    /// The time of the request.
    Now,
    /// A moment, in milliseconds since 1970 (UTC).
    Moment(i64),
    /// A text.
    Text(SmolStr),
    /// A number as written.
    Number(SmolStr),
    /// A truth value.
    Bool(bool),
    /// Nothing.
    Null,
    /// A list.
    List(Vec<Operand>),
    /// A value worked out of these.
    Other(Vec<Operand>),
}

/// The name of a field, or of a part of a path in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldName {
    /// As written.
    Name(SmolStr),
    /// The id of whoever is signed in.
    UserId,
    /// A part of the path of the rule.
    Variable(SmolStr),
    /// Something else.
    Other,
}

/// A file that a deployment's configuration names as the rules of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployedRules {
    /// The store.
    pub store: DataStore,
    /// The file, project-relative.
    pub path: String,
    /// Where it is named.
    pub range: TextRange,
}

impl Condition {
    /// Calls `visit` with every operand in it.
    pub fn operands(&self, visit: &mut impl FnMut(&Operand)) {
        match self {
            Self::Constant(_) => {}
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.operands(visit)),
            Self::Not(inner) => inner.operands(visit),
            Self::SignedIn => visit(&Operand::Login),
            Self::Compare(_, left, right) => {
                visit(left);
                visit(right);
            }
            Self::Fields(..) => visit(&Operand::Incoming(Vec::new())),
            Self::Unknown(about) => about.iter().for_each(&mut *visit),
        }
    }

    /// How many parts it has.
    pub fn size(&self) -> u32 {
        match self {
            Self::Constant(_) | Self::SignedIn | Self::Fields(..) => 1,
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::size).sum::<u32>(),
            Self::Not(inner) => 1 + inner.size(),
            Self::Compare(_, left, right) => 1 + left.size() + right.size(),
            Self::Unknown(about) => 1 + about.iter().map(Operand::size).sum::<u32>(),
        }
    }
}

impl Operand {
    /// How many parts it has.
    pub fn size(&self) -> u32 {
        match self {
            Self::List(items) | Self::Other(items) => 1 + items.iter().map(Self::size).sum::<u32>(),
            _ => 1,
        }
    }

    /// Calls `visit` with this and every operand in it.
    pub fn walk(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        if let Self::List(items) | Self::Other(items) = self {
            for item in items {
                item.walk(visit);
            }
        }
    }
}
