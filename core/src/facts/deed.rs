//! What code does that an attacker would like to make it do a thousand times, and what keeps count of it.

use super::FunctionId;
use crate::text::TextRange;

/// Something a function does.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What.
    pub kind: DeedKind,
    /// Where.
    pub range: TextRange,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// What a function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeedKind {
    /// A password is compared with the one on record.
    ComparesPassword,
    /// A short code (one-time, verification, reset) is compared with the one that was sent.
    ComparesCode,
    /// A password is hashed, to be kept.
    HashesPassword,
    /// A session or token is made.
    IssuesSession,
    /// A mail is sent.
    SendsMail,
    /// A text message is sent, or a call is placed.
    SendsMessage,
    /// A model that is paid by use is asked.
    AsksModel,
    /// Something keeps count and refuses: a limiter, a lockout, a challenge for people.
    Limits,
    /// What was used up so far is compared with what is allowed.
    ChecksQuota,
    /// Only a machine with a secret, or a sender with a signature, goes on.
    KnowsMachine,
}

/// A limiter as it is made or put in front.
#[derive(Clone, Debug, PartialEq)]
pub struct Limiter {
    /// The construction, up to its arguments.
    pub range: TextRange,
    /// The whole call.
    pub call: TextRange,
    /// Whether it is written by hand, and not a library's.
    pub is_by_hand: bool,
    /// Whether its counts are in the memory of the process.
    pub is_in_memory: bool,
    /// How many requests it lets through in a window, as far as the code tells.
    pub amount: Option<u32>,
    /// How long a window is, in seconds.
    pub window: Option<u32>,
    /// Whether it is in front of every route of the app, by its own doing.
    pub is_app_wide: bool,
    /// Where its key comes from a header that any client can write, and what that is.
    pub spoofable_key: Option<TextRange>,
}

impl Limiter {
    /// How many requests it lets through in an hour; none when the code does not tell.
    pub fn per_hour(&self) -> Option<u64> {
        let (amount, window) = (u64::from(self.amount?), u64::from(self.window?));
        (window > 0).then(|| amount * 3600 / window)
    }
}
