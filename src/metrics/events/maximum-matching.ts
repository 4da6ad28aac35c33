/** Vertices of the right side that lead to a vertex, by layer; see `maximumMatching`. */
type Predecessors = Map<number, number[]>;

/** Marks a vertex of the left side that has no partner. */
const FREE = -1;

/**
 * Returns a largest set of pairs of a bipartite graph in which every vertex is in one pair at most: for each matched vertex of
 * the right side its partner on the left. Of several such sets it returns the one that sed_eval finds, which decides which
 * events are left over and may count as substitutions.
 *
 * Source: Hopcroft and Karp, 1973; `bipartite_match` of sed_eval 0.2.1, which is Eppstein's from 2002.
 *
 * @param graph for each vertex of the left side its neighbours on the right
 */
export function maximumMatching(graph: ReadonlyMap<number, readonly number[]>): Map<number, number> {
  const matching = new Map<number, number>();
  for (const [left, neighbours] of graph) {
    const right = neighbours.find((vertex) => !matching.has(vertex));
    if (right !== undefined) matching.set(right, left);
  }
  for (;;) {
    const { ends, before, next } = layers(graph, matching);
    if (ends.length === 0) return matching;
    for (const end of ends) augment(end, before, next, matching);
  }
}

/**
 * Arranges the vertices in layers, along paths that alternate between pairs and other edges and begin at a vertex of the left
 * side without partner. `ends` are the vertices without partner on the right side of the last layer; `next` leads from a left
 * vertex to the right one before it on its path.
 */
function layers(graph: ReadonlyMap<number, readonly number[]>, matching: ReadonlyMap<number, number>) {
  const ends: number[] = [];
  const before: Predecessors = new Map();
  const next = new Map([...graph.keys()].map((left) => [left, FREE]));
  for (const left of matching.values()) next.delete(left);
  let layer = [...next.keys()];
  while (layer.length > 0 && ends.length === 0) {
    const reached: Predecessors = new Map();
    for (const left of layer) {
      for (const right of graph.get(left)!) {
        if (before.has(right)) continue;
        const found = reached.get(right);
        if (found) found.push(left);
        else reached.set(right, [left]);
      }
    }
    layer = [];
    for (const [right, lefts] of reached) {
      before.set(right, lefts);
      const partner = matching.get(right);
      if (partner === undefined) ends.push(right);
      else {
        layer.push(partner);
        next.set(partner, right);
      }
    }
  }
  return { ends, before, next };
}

/** Searches a path back from an end to a free vertex and exchanges its pairs; uses each vertex once. */
function augment(
  end: number,
  before: Predecessors,
  next: Map<number, number>,
  matching: Map<number, number>,
): void {
  const path: { right: number; lefts: readonly number[]; tried: number }[] = [];
  const enter = (right: number): void => {
    path.push({ right, lefts: before.get(right) ?? [], tried: 0 });
    before.delete(right);
  };
  enter(end);
  while (path.length > 0) {
    const step = path.at(-1)!;
    const left = step.lefts[step.tried++];
    if (left === undefined) {
      path.pop();
      continue;
    }
    const right = next.get(left);
    if (right === undefined) continue;
    next.delete(left);
    if (right !== FREE) {
      enter(right);
      continue;
    }
    for (const { right: matched, lefts, tried } of path) matching.set(matched, lefts[tried - 1]!);
    return;
  }
}
