//! The order inside each layer, so that few arrows cross.

use super::Layout;

/// How often the layers are gone through; later rounds hardly ever find anything better.
const ROUNDS: usize = 12;

/// Orders every layer by the middle of its neighbours, to and fro, and keeps the best that was seen.
pub(super) fn order(layout: &mut Layout) {
    let mut best = (crossings(layout), layout.layers.clone());
    for round in 0..ROUNDS {
        let is_rightward = round % 2 == 0;
        let count = layout.layers.len();
        for step in 1..count {
            let layer = if is_rightward { step } else { count - 1 - step };
            sort(layout, layer, is_rightward);
        }
        let found = crossings(layout);
        if found < best.0 {
            best = (found, layout.layers.clone());
        }
        if found == 0 {
            break;
        }
    }
    layout.layers = best.1;
}

/// Sorts a layer by the mean place of its neighbours on one side; those without any keep theirs.
fn sort(layout: &mut Layout, layer: usize, by_left: bool) {
    let beside = if by_left { layer - 1 } else { layer + 1 };
    let mut places = vec![0.0; layout.slots.len()];
    for (place, slot) in layout.layers[beside].iter().enumerate() {
        places[*slot] = place as f64;
    }
    let mut keyed: Vec<(f64, usize, usize)> = Vec::new();
    let count = layout.layers[layer].len().max(1) as f64;
    for (place, slot) in layout.layers[layer].iter().enumerate() {
        let neighbours = if by_left { &layout.slots[*slot].left } else { &layout.slots[*slot].right };
        let mean = if neighbours.is_empty() {
            place as f64 / count * layout.layers[beside].len() as f64
        } else {
            neighbours.iter().map(|neighbour| places[*neighbour]).sum::<f64>() / neighbours.len() as f64
        };
        keyed.push((mean, place, *slot));
    }
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    layout.layers[layer] = keyed.into_iter().map(|(_, _, slot)| slot).collect();
}

/// How many pairs of arrows cross.
pub(super) fn crossings(layout: &Layout) -> usize {
    let mut places = vec![0; layout.slots.len()];
    for layer in &layout.layers {
        for (place, slot) in layer.iter().enumerate() {
            places[*slot] = place;
        }
    }
    let mut count = 0;
    for layer in &layout.layers {
        // In the order of their left ends, then right ends: each later arrow that ends above an earlier one crosses it.
        let mut ends: Vec<(usize, usize)> =
            layer.iter().flat_map(|slot| layout.slots[*slot].right.iter().map(|right| (places[*slot], places[*right]))).collect();
        ends.sort_unstable();
        let mut seen: Vec<usize> = Vec::with_capacity(ends.len());
        for (_, right) in ends {
            let at = seen.partition_point(|earlier| *earlier <= right);
            count += seen.len() - at;
            seen.insert(at, right);
        }
    }
    count
}
