// Lines of equal value over a map by marching squares: values are at the centers of cells, and four neighboring centers
// form a square that a line crosses from edge to edge. Lines end at cells without a value.

// The pair of edges that a line joins (0 front, 1 right, 2 rear, 3 left), by the sum of the corners above the level
// (1 front left, 2 front right, 4 rear right, 8 rear left). Saddles (null) have two pairs.
const JOINS = [[], [3, 0], [0, 1], [3, 1], [1, 2], null, [0, 2], [3, 2], [2, 3], [2, 0], null, [2, 1], [1, 3], [1, 0], [0, 3], []];

export class Contours {
  // For maps values[row * nx + column]; the arrays are reused for each map of that size.
  constructor(nx, ny) {
    this.nx = nx;
    this.ny = ny;
    const edges = 2 * nx * ny;                     // 2 i: from cell i to the next in its row; 2 i + 1: to the next row
    this.next = [new Int32Array(edges).fill(-1), new Int32Array(edges).fill(-1)];
    this.met = new Int32Array(edges);
    this.squares = new Int32Array(nx * ny);
    this.low = new Float32Array(nx * ny);
    this.high = new Float32Array(nx * ny);
  }

  // For every level its lines; each is a flat list row, column, row, column, ... in cells from the center of the first.
  lines(values, levels) {
    this.bound(values);
    return levels.map(level => this.traced(values, level, this.joined(values, level)));
  }

  // Computes the lowest and highest corner of each square, once for all levels.
  bound(values) {
    const {nx, ny, low, high} = this;
    for (let row = 0; row + 1 < ny; row++) {
      for (let i = row * nx, end = i + nx - 1; i < end; i++) {
        const a = values[i], b = values[i + 1], c = values[i + nx], d = values[i + nx + 1];
        // With a NaN corner both are NaN, which fails every comparison, so no line enters the square.
        const least = Math.min(a, b, c, d), most = Math.max(a, b, c, d);
        low[i] = least;
        high[i] = most;
      }
    }
  }

  joined(values, level) {
    const {nx, ny, low, high, met} = this;
    let n = 0;
    for (let row = 0; row + 1 < ny; row++) {
      for (let i = row * nx, end = i + nx - 1; i < end; i++) {
        if (!(low[i] < level && level <= high[i])) continue;
        const corners = +(values[i] >= level) | +(values[i + 1] >= level) << 1 | +(values[i + nx + 1] >= level) << 2 | +(values[i + nx] >= level) << 3;
        const edges = [2 * i, 2 * (i + 1) + 1, 2 * (i + nx), 2 * i + 1];
        if (corners === 5 || corners === 10) {
          // A saddle: the mean of the corners decides which two opposite corners are connected.
          const above = values[i] + values[i + 1] + values[i + nx] + values[i + nx + 1] >= 4 * level;
          const turned = (corners === 5) === above;
          n = this.join(edges[0], edges[turned ? 1 : 3], n);
          n = this.join(edges[2], edges[turned ? 3 : 1], n);
        } else {
          const [from, to] = JOINS[corners];
          n = this.join(edges[from], edges[to], n);
        }
      }
    }
    return met.subarray(0, n);
  }

  join(a, b, n) {
    const [first, second] = this.next;
    for (const [edge, other] of [[a, b], [b, a]]) {
      if (first[edge] < 0) { first[edge] = other; this.met[n++] = edge; }
      else second[edge] = other;
    }
    return n;
  }

  // Traces the open lines from their ends, then the closed ones, and clears the edges for the next level.
  traced(values, level, met) {
    const [first, second] = this.next, lines = [];
    for (const edge of met) if (first[edge] >= 0 && second[edge] < 0) lines.push(this.line(values, level, edge));
    for (const edge of met) if (first[edge] >= 0) lines.push(this.line(values, level, edge));
    return lines;
  }

  line(values, level, start) {
    const {nx} = this, [first, second] = this.next, points = [];
    for (let edge = start, from = -1; edge >= 0;) {
      const i = edge >> 1, j = edge & 1 ? i + nx : i + 1, row = Math.floor(i / nx);
      const t = (level - values[i]) / (values[j] - values[i]);
      points.push(edge & 1 ? row + t : row, i - row * nx + (edge & 1 ? 0 : t));
      let next = first[edge] === from ? second[edge] : first[edge];
      if (from < 0) next = first[edge];
      first[edge] = second[edge] = -1;
      from = edge;
      edge = next >= 0 && first[next] < 0 ? -1 : next;
      if (edge < 0 && next === start) points.push(points[0], points[1]);
    }
    return points;
  }
}
