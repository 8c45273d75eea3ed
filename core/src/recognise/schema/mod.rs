//! Files that only declare a database's schema.

mod prisma;

pub use prisma::recognise as prisma;
