//! Job orders, parts, operations and roster: from a dealer system's file to typed rows.
