//! What would notice if a thing broke, and which things need one another in a circle.

use super::Graph;
use std::collections::VecDeque;

/// Everything that a search found, nearest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The places, without the one that the search began at.
    pub places: Vec<usize>,
}

impl Graph<'_> {
    /// Everything that needs a thing, directly or through others.
    pub fn everything_that_needs(&self, place: usize) -> Reach {
        self.search(place, usize::MAX, |graph, here| graph.needed_by(here).map(|edge| edge.from).collect())
    }

    /// Everything that a thing needs, directly or through others.
    pub fn everything_needed_by(&self, place: usize) -> Reach {
        self.search(place, usize::MAX, |graph, here| graph.needs(here).map(|edge| edge.to).collect())
    }

    /// What needs a thing, and what it needs, within so many steps in one direction.
    pub fn around(&self, place: usize, steps: usize) -> (Reach, Reach) {
        (
            self.search(place, steps, |graph, here| graph.needed_by(here).map(|edge| edge.from).collect()),
            self.search(place, steps, |graph, here| graph.needs(here).map(|edge| edge.to).collect()),
        )
    }

    /// The shortest way from a thing back to itself, both ends included.
    pub fn circle(&self, place: usize) -> Option<Vec<usize>> {
        let mut before: Vec<Option<usize>> = vec![None; self.things.len()];
        let mut queue = VecDeque::from([place]);
        while let Some(here) = queue.pop_front() {
            for edge in self.needs(here) {
                if edge.to == place {
                    let mut way = vec![place, here];
                    let mut at = here;
                    while let Some(earlier) = before[at] {
                        way.push(earlier);
                        at = earlier;
                    }
                    if way.last() != Some(&place) {
                        way.push(place);
                    }
                    way.reverse();
                    way.dedup();
                    return Some(way);
                }
                if before[edge.to].is_none() {
                    before[edge.to] = Some(here);
                    queue.push_back(edge.to);
                }
            }
        }
        None
    }

    fn search(&self, start: usize, steps: usize, next: impl Fn(&Self, usize) -> Vec<usize>) -> Reach {
        let mut seen = vec![false; self.things.len()];
        seen[start] = true;
        let mut reach = Reach::default();
        let mut edge_of_search = vec![start];
        for _ in 0..steps {
            let mut further = Vec::new();
            for here in edge_of_search {
                for there in next(self, here) {
                    if !std::mem::replace(&mut seen[there], true) {
                        further.push(there);
                    }
                }
            }
            if further.is_empty() {
                break;
            }
            reach.places.extend(&further);
            edge_of_search = further;
        }
        reach
    }
}
