//! Descriptors become entities, entities become one graph.
