//! The height of each box: as near to its neighbours as its order and its room allow.

use super::{Layout, Slot};

/// The height of a box.
pub(super) const BOX: f64 = 30.0;
/// The room between two boxes.
const GAP: f64 = 12.0;
/// The room that a passing arrow has.
const LANE: f64 = 12.0;
/// How often boxes are drawn towards their neighbours.
const ROUNDS: usize = 10;

/// Gives every slot its middle. The height of the whole.
pub(super) fn place(layout: &mut Layout) -> f64 {
    for layer in layout.layers.clone() {
        let mut y = 0.0;
        for (at, slot) in layer.iter().enumerate() {
            if at > 0 {
                y += room(&layout.slots[layer[at - 1]], &layout.slots[*slot]);
            }
            layout.slots[*slot].y = y;
        }
        for slot in &layer {
            layout.slots[*slot].y -= y / 2.0;
        }
    }
    for round in 0..ROUNDS {
        let layers = layout.layers.len();
        for step in 0..layers {
            let layer = if round % 2 == 0 { step } else { layers - 1 - step };
            settle(layout, layer);
        }
    }
    let half = |slot: &Slot| if slot.node.is_some() { BOX / 2.0 } else { LANE / 2.0 };
    let top = layout.slots.iter().map(|slot| slot.y - half(slot)).fold(f64::INFINITY, f64::min);
    let bottom = layout.slots.iter().map(|slot| slot.y + half(slot)).fold(f64::NEG_INFINITY, f64::max);
    for slot in &mut layout.slots {
        slot.y -= top;
    }
    bottom - top
}

/// The least distance of the middles of two slots, one below the other.
pub(super) fn room(upper: &Slot, lower: &Slot) -> f64 {
    match (upper.node.is_some(), lower.node.is_some()) {
        (true, true) => BOX + GAP,
        (false, false) => LANE,
        _ => BOX / 2.0 + LANE,
    }
}

/// Moves the slots of a layer towards the mean of their neighbours, as little as keeps their room.
///
/// The nearest such places are those of isotonic regression, which pools neighbours that would overlap.
fn settle(layout: &mut Layout, layer: usize) {
    let slots = &layout.layers[layer];
    let mut offsets = Vec::with_capacity(slots.len());
    let mut offset = 0.0;
    for (at, slot) in slots.iter().enumerate() {
        if at > 0 {
            offset += room(&layout.slots[slots[at - 1]], &layout.slots[*slot]);
        }
        offsets.push(offset);
    }
    // A pool: the sum of what its members wish, and how many they are.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (slot, offset) in slots.iter().zip(&offsets) {
        pools.push((wish(layout, *slot) - offset, 1));
        while let [.., upper, lower] = pools[..] {
            if upper.0 / upper.1 as f64 <= lower.0 / lower.1 as f64 {
                break;
            }
            pools.pop();
            pools.pop();
            pools.push((upper.0 + lower.0, upper.1 + lower.1));
        }
    }
    let means = pools.iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / *count as f64, *count));
    let placed: Vec<(usize, f64)> = slots.iter().copied().zip(means.zip(&offsets).map(|(mean, offset)| mean + offset)).collect();
    for (slot, y) in placed {
        layout.slots[slot].y = y;
    }
}

/// Where a slot would be if it were alone in its layer.
fn wish(layout: &Layout, slot: usize) -> f64 {
    let here = &layout.slots[slot];
    let neighbours = here.left.iter().chain(&here.right);
    let count = here.left.len() + here.right.len();
    if count == 0 { here.y } else { neighbours.map(|neighbour| layout.slots[*neighbour].y).sum::<f64>() / count as f64 }
}
