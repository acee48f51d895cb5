//! A first configuration, made from what was found.
