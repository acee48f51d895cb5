//! Text to validated settings, every problem at once.
