//! Pictures of who needs whom: boxes in layers, arrows from left to right.
//!
//! Four steps, as Sugiyama, Tagawa and Toda described them in 1981: break circles and rank ([`rank`]), put each layer
//! in an order with few crossings ([`order`]), give each box its height ([`place`]), draw ([`svg`]). Long arrows to
//! the same box share their way, so that a thing that everybody needs is met by a few lines and not by a brush.

mod order;
mod place;
mod rank;
mod svg;

/// The most boxes that a picture may have and still be read.
pub const MOST: usize = 60;

/// A box.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// What is written in it.
    pub label: String,
    /// The page that it leads to.
    pub href: Option<String>,
    /// What is said of it beyond its label.
    pub title: String,
    /// What it is.
    pub tone: Tone,
    /// How many things it stands for, where it stands for several.
    pub count: Option<u64>,
    /// The name by which an address may point at it.
    pub key: String,
}

/// What a box is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// A service, or several.
    #[default]
    Service,
    /// The one that the picture is about.
    Me,
    /// Something else, such as a database.
    Other,
    /// Something outside of what the picture is about.
    Outside,
    /// Something that is named and not in the catalog.
    Gone,
}

/// An arrow between two boxes, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// The box that needs.
    pub from: usize,
    /// The box that is needed.
    pub to: usize,
}

/// A picture before it is drawn.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// What ids in it begin with.
    pub id: &'static str,
    /// What it shows, in a sentence.
    pub title: String,
    /// The boxes, at most [`MOST`].
    pub nodes: Vec<Node>,
    /// The arrows, each once.
    pub arrows: Vec<Arrow>,
}

/// Where everything is: layers of slots, and for each arrow the slots that it passes.
#[derive(Debug, Default)]
struct Layout {
    /// Slots by layer, in their order.
    layers: Vec<Vec<usize>>,
    slots: Vec<Slot>,
    /// For each arrow the slots from left to right, and whether it points to the left.
    ways: Vec<(Vec<usize>, bool)>,
}

/// A box, or a place where arrows pass a layer.
#[derive(Debug, Clone, Default)]
struct Slot {
    node: Option<usize>,
    layer: usize,
    /// The middle, once it is placed.
    y: f64,
    left: Vec<usize>,
    right: Vec<usize>,
}

/// The drawing; none where there is nothing to draw.
pub fn draw(picture: &Picture) -> Option<String> {
    if picture.nodes.is_empty() {
        return None;
    }
    let ranked = rank::rank(picture.nodes.len(), &picture.arrows);
    let mut layout = rank::slots(picture.nodes.len(), &picture.arrows, &ranked);
    order::order(&mut layout);
    let height = place::place(&mut layout);
    Some(svg::write(picture, &layout, height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn picture(count: usize, arrows: &[(usize, usize)]) -> Picture {
        Picture {
            id: "g",
            title: "A picture".to_owned(),
            nodes: (0..count).map(|n| Node { label: format!("n{n}"), key: format!("n{n}"), ..Node::default() }).collect(),
            arrows: arrows.iter().map(|(from, to)| Arrow { from: *from, to: *to }).collect(),
        }
    }

    fn laid_out(picture: &Picture) -> Layout {
        let ranked = rank::rank(picture.nodes.len(), &picture.arrows);
        let mut layout = rank::slots(picture.nodes.len(), &picture.arrows, &ranked);
        order::order(&mut layout);
        place::place(&mut layout);
        layout
    }

    #[test]
    fn a_chain_stands_from_left_to_right() {
        let layout = laid_out(&picture(3, &[(0, 1), (1, 2)]));
        let layers: Vec<usize> = (0..3).map(|node| layout.slots[node].layer).collect();
        assert_eq!(layers, [0, 1, 2]);
    }

    #[test]
    fn a_circle_is_drawn_with_one_arrow_back() {
        let layout = laid_out(&picture(3, &[(0, 1), (1, 2), (2, 0)]));
        assert_eq!(layout.ways.iter().filter(|(_, is_back)| *is_back).count(), 1);
        assert!(draw(&picture(1, &[])).is_some() && draw(&picture(0, &[])).is_none());
    }

    #[test]
    fn two_pairs_that_need_not_cross_do_not() {
        let layout = laid_out(&picture(4, &[(0, 3), (1, 2)]));
        assert_eq!(order::crossings(&layout), 0);
    }

    proptest! {
        #[test]
        fn any_picture_is_whole_and_no_two_boxes_overlap(
            count in 1_usize..=MOST,
            arrows in prop::collection::btree_set((0_usize..MOST, 0_usize..MOST), 0..300),
        ) {
            let arrows: Vec<(usize, usize)> = arrows.into_iter().filter(|(a, b)| a != b && *a < count && *b < count).collect();
            let picture = picture(count, &arrows);
            let layout = laid_out(&picture);
            prop_assert_eq!(layout.layers.iter().flatten().filter(|slot| layout.slots[**slot].node.is_some()).count(), count);
            for layer in &layout.layers {
                for pair in layer.windows(2) {
                    let (upper, lower) = (&layout.slots[pair[0]], &layout.slots[pair[1]]);
                    prop_assert!(lower.y - upper.y >= place::room(upper, lower) - 0.01);
                }
            }
            for ((way, is_back), arrow) in layout.ways.iter().zip(&picture.arrows) {
                let (first, last) = (layout.slots[way[0]].node, layout.slots[way[way.len() - 1]].node);
                let expected = if *is_back { (arrow.to, arrow.from) } else { (arrow.from, arrow.to) };
                prop_assert_eq!((first, last), (Some(expected.0), Some(expected.1)));
                prop_assert!(way.windows(2).all(|pair| layout.slots[pair[1]].layer == layout.slots[pair[0]].layer + 1));
            }
            let svg = draw(&picture).expect("because there are nodes");
            prop_assert_eq!(svg.matches("<rect").count(), count);
            prop_assert_eq!(svg.clone(), draw(&picture).expect("because there are nodes"));
        }
    }
}
