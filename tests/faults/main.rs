//! What can go wrong while a portal is built: each ends with the reason, the place and exit code 2, and the portal of
//! before is as it was.

mod clock;
mod disks;
mod fixture;
mod inputs;
mod killed;
mod own_files;
