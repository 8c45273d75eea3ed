//! Gap: session cookies without their flags.
