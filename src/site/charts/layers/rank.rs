//! Which layer each box stands in.

use super::{Arrow, Layout, Slot};
use std::collections::BTreeMap;

/// The most boxes in a layer, where arrows leave the choice: more are hard to follow from one screen to the next.
const HIGH: usize = 14;

/// The layer of each box, and which arrows point to the left.
pub(super) struct Ranked {
    layers: Vec<usize>,
    is_back: Vec<bool>,
}

/// Ranks boxes so that all arrows but those that close a circle point to the right.
pub(super) fn rank(count: usize, arrows: &[Arrow]) -> Ranked {
    let is_back = closing(count, arrows);
    // From the right: what nothing is needed by stands last, everything else left of all that it needs.
    let mut needs = vec![Vec::new(); count];
    let mut needed = vec![Vec::new(); count];
    for (arrow, is_back) in arrows.iter().zip(&is_back) {
        let (from, to) = if *is_back { (arrow.to, arrow.from) } else { (arrow.from, arrow.to) };
        needs[from].push(to);
        needed[to].push(from);
    }
    let mut open: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut from_right = vec![0; count];
    let mut ready: Vec<usize> = (0..count).filter(|node| open[*node] == 0).collect();
    let mut filled: BTreeMap<usize, usize> = BTreeMap::new();
    while !ready.is_empty() {
        // Those that many need come first, so that they get the layer of their own choice.
        ready.sort_by_key(|node| (needs[*node].is_empty() && needed[*node].is_empty(), std::cmp::Reverse(needed[*node].len()), *node));
        let mut next = Vec::new();
        for node in std::mem::take(&mut ready) {
            let mut layer = needs[node].iter().map(|to| from_right[*to] + 1).max().unwrap_or_default();
            while filled.get(&layer).is_some_and(|full| *full >= HIGH) {
                layer += 1;
            }
            *filled.entry(layer).or_default() += 1;
            from_right[node] = layer;
            for from in &needed[node] {
                open[*from] -= 1;
                if open[*from] == 0 {
                    next.push(*from);
                }
            }
        }
        ready = next;
    }
    let last = from_right.iter().copied().max().unwrap_or_default();
    Ranked { layers: from_right.into_iter().map(|layer| last - layer).collect(), is_back }
}

/// The arrows that close a circle, found by walking along the arrows from each box in turn.
fn closing(count: usize, arrows: &[Arrow]) -> Vec<bool> {
    let mut from = vec![Vec::new(); count];
    for (number, arrow) in arrows.iter().enumerate() {
        from[arrow.from].push(number);
    }
    let mut incoming = vec![0_usize; count];
    for arrow in arrows {
        incoming[arrow.to] += 1;
    }
    let mut starts: Vec<usize> = (0..count).collect();
    starts.sort_by_key(|node| (incoming[*node], *node));
    let mut is_back = vec![false; arrows.len()];
    // 0 is new, 1 is on the way that is being walked, 2 is done with.
    let mut state = vec![0_u8; count];
    for start in starts {
        if state[start] != 0 {
            continue;
        }
        let mut way = vec![(start, 0)];
        state[start] = 1;
        while let Some((node, next)) = way.pop() {
            let Some(number) = from[node].get(next) else {
                state[node] = 2;
                continue;
            };
            way.push((node, next + 1));
            let to = arrows[*number].to;
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => is_back[*number] = true,
                _ => {}
            }
        }
    }
    is_back
}

/// Boxes and passing places by layer; arrows to the same box share their passing places.
pub(super) fn slots(count: usize, arrows: &[Arrow], ranked: &Ranked) -> Layout {
    let last = ranked.layers.iter().copied().max().unwrap_or_default();
    let mut layout = Layout { layers: vec![Vec::new(); last + 1], ..Layout::default() };
    for node in 0..count {
        let layer = ranked.layers[node];
        layout.slots.push(Slot { node: Some(node), layer, ..Slot::default() });
        layout.layers[layer].push(node);
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (arrow, is_back) in arrows.iter().zip(&ranked.is_back) {
        let (from, to) = if *is_back { (arrow.to, arrow.from) } else { (arrow.from, arrow.to) };
        let mut way = vec![from];
        for layer in ranked.layers[from] + 1..ranked.layers[to] {
            let slot = *shared.entry((to, layer)).or_insert_with(|| {
                layout.slots.push(Slot { layer, ..Slot::default() });
                let slot = layout.slots.len() - 1;
                layout.layers[layer].push(slot);
                slot
            });
            way.push(slot);
        }
        way.push(to);
        for pair in way.windows(2) {
            if !layout.slots[pair[0]].right.contains(&pair[1]) {
                layout.slots[pair[0]].right.push(pair[1]);
                layout.slots[pair[1]].left.push(pair[0]);
            }
        }
        layout.ways.push((way, *is_back));
    }
    layout
}
