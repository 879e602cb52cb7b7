// Snapping: the edges and middles of a dragged box snap to those of the other boxes, else to the grid.

export const SNAP_PX = 6, GRID_MM = 1;

export const box_mm = ({x, y, outline}) => [x, y, x + outline.width_mm, y + outline.depth_mm];

// Lines of a box [x0, y0, x1, y1] along one axis: both edges and the middle.
const lines_of = (box, axis) => [box[axis], box[axis + 2], (box[axis] + box[axis + 2]) / 2];

// The snap targets: per axis the lines of all boxes, each with its box.
export class Snap {
  constructor(boxes) {
    this.lines = [0, 1].map(axis => boxes.flatMap(box => lines_of(box, axis).map(at => ({at, box}))));
  }

  // Returns the shift nearest to `by` that snaps the box, given at its position when the drag began, and guides along
  // the lines it snaps to: [{axis, at, from, to}].
  fit(box, by, reach, grid = GRID_MM) {
    const guides = [], shift = [0, 0];
    for (const axis of [0, 1]) {
      const own = lines_of(box, axis).map(line => line + by[axis]);
      let best = null;
      for (const line of this.lines[axis]) {
        for (const edge of own) {
          const off = line.at - edge;
          if (Math.abs(off) <= reach && (!best || Math.abs(off) < Math.abs(best.off) - 1e-9)) best = {off, line};
        }
      }
      // Round the new position to the grid, not the distance moved.
      shift[axis] = best ? by[axis] + best.off : Math.round((box[axis] + by[axis]) / grid) * grid - box[axis];
      if (best) guides.push({axis, at: best.line.at, box: best.line.box});
    }
    const here = [box[0] + shift[0], box[1] + shift[1], box[2] + shift[0], box[3] + shift[1]];
    return {shift, guides: guides.map(({axis, at, box: other}) => {
      const along = 1 - axis;
      return {axis, at, from: Math.min(here[along], other[along]), to: Math.max(here[along + 2], other[along + 2])};
    })};
  }
}

// The bounding box of several boxes.
export function around(boxes) {
  return [0, 1].map(i => Math.min(...boxes.map(box => box[i]))).concat([2, 3].map(i => Math.max(...boxes.map(box => box[i]))));
}
