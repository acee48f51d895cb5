//! What people read on the terminal: diagnostics and summaries.
