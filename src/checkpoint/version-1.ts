/** Names of weights in version 1 of the format, which had one model: a CNN with its last layer. */

/** Returns weights by the names that version 2 gives them: the last layer is the task's head, the rest is the encoder. */
export function namesSinceVersion2<Value>(weights: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map(
    [...weights].map(([name, value]) => [name.startsWith("fc.") ? `head.${name}` : `encoder.${name}`, value]),
  );
}

/** Returns whether a file of weights, which does not state its version, has the names of version 1. */
export function hasNamesOfVersion1(weights: ReadonlyMap<string, unknown>): boolean {
  return ["bn0.weight", "fc1.weight", "fc.weight"].every((name) => weights.has(name));
}
