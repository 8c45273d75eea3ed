//! Which day it is. The core has no clock.

use std::time::{SystemTime, UNIX_EPOCH};

use seaworthy_core::checklist::Date;

/// Seconds of a day; Unix time knows no leap seconds.
const DAY: u64 = 86_400;

/// The day it is, in UTC: on every machine the same. The first day of Unix time on a machine whose clock says nothing usable.
pub fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = i64::try_from(seconds / DAY).unwrap_or(0);
    Date::from_unix_days(days).unwrap_or(Date::UNIX_START)
}
