//! The only place that touches swc's parser. `parse` never fails; it returns what it could read and says what it could not.
