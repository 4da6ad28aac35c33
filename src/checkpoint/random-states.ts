/** States of the default generators, which every rank has its own of. */
import { type Device, getRandomState, scope, setRandomState, Tensor } from "../tensor/index.js";

/** States of one rank's generators, by kind of device. */
export type RandomState = Readonly<Record<string, Uint8Array>>;

/** A random state as plain data. */
export type EncodedRandom = [kind: string, base64: string][];

/** Returns the states of this rank's generators: the CPU's, and that of its device. */
export function currentRandom(device: Device): RandomState {
  const states = devicesOf(device).map((one) => [
    kindOf(one),
    scope(() => getRandomState(one).toArray().slice()) as Uint8Array,
  ]);
  return Object.fromEntries(states);
}

/** Restores the states that a checkpoint has for this rank; leaves the others unchanged. */
export function restoreRandom(states: RandomState, device: Device): void {
  scope(() => {
    for (const one of devicesOf(device)) {
      const state = states[kindOf(one)];
      if (state !== undefined) setRandomState(Tensor.from(state), one);
    }
  });
}

export const encodeRandom = (states: RandomState): EncodedRandom =>
  Object.entries(states).map(([kind, state]) => [kind, Buffer.from(state).toString("base64")]);

export const decodeRandom = (encoded: EncodedRandom): RandomState =>
  Object.fromEntries(encoded.map(([kind, text]) => [kind, Uint8Array.from(Buffer.from(text, "base64"))]));

/** Returns a rank's states as a checkpoint's tensors: `random.<rank>.<kind>`. */
export function randomTensors(states: RandomState, rank: number): [string, Tensor][] {
  return Object.entries(states).map(([kind, state]) => [`random.${rank}.${kind}`, Tensor.from(state)]);
}

/** Returns the states that a checkpoint has for a rank; none for a rank that is new. */
export function randomIn(tensors: ReadonlyMap<string, Tensor>, rank: number): RandomState {
  const start = `random.${rank}.`;
  const states = [...tensors].flatMap(([name, tensor]) =>
    name.startsWith(start)
      ? [[name.slice(start.length), tensor.toArray().slice() as Uint8Array] as const]
      : [],
  );
  return Object.fromEntries(states);
}

const devicesOf = (device: Device): Device[] => (device === "cpu" ? ["cpu"] : ["cpu", device]);
/** Drops the index: `cuda:1` may be `cuda:0` on another host. */
const kindOf = (device: Device): string => device.split(":")[0]!;
