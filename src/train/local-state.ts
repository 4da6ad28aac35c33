import type { World } from "../distributed/world.js";
import { type Device, getRandomState, scope, setRandomState, Tensor } from "../tensor/index.js";
import type { TrainStep } from "./step.js";

/** State that differs between ranks; a checkpoint holds that of all. */
export interface LocalState {
  /** Random states of the default generators, by kind of device. */
  random: Record<string, Uint8Array>;
  /** Sums behind the next means. */
  sums: Float64Array; // [S + 2]
}

/** All ranks: returns the local state of each, by rank. */
export function gatherLocalStates(world: World, step: TrainStep, device: Device): LocalState[] {
  const own = localState(step, device);
  return world.size === 1 ? [own] : world.gather(encodeLocal(own)).map(decodeLocal);
}

/** A local state as plain data, bit-exact. */
export interface EncodedState {
  random: [kind: string, base64: string][];
  sums: string;
}

export function encodeLocal({ random, sums }: LocalState): EncodedState {
  return {
    random: Object.entries(random).map(([kind, state]) => [kind, toText(state)]),
    sums: toText(new Uint8Array(sums.buffer)),
  };
}

export function decodeLocal({ random, sums }: EncodedState): LocalState {
  return {
    random: Object.fromEntries(random.map(([kind, state]) => [kind, fromText(state)])),
    sums: new Float64Array(fromText(sums).buffer),
  };
}

function localState(step: TrainStep, device: Device): LocalState {
  const random = Object.fromEntries(
    devicesOf(device).map((one) => [
      kindOf(one),
      scope(() => getRandomState(one).toArray().slice()) as Uint8Array,
    ]),
  );
  return { random, sums: step.state().sums.slice() };
}

/** Restores the random states that a checkpoint has for this rank; leaves the others unchanged. */
export function restoreRandom({ random }: Pick<LocalState, "random">, device: Device): void {
  scope(() => {
    for (const one of devicesOf(device)) {
      const state = random[kindOf(one)];
      if (state !== undefined) setRandomState(Tensor.from(state), one);
    }
  });
}

/** Returns local states as a checkpoint's tensors. Rank 0's sums have the name that they have with one rank. */
export function localTensors(states: readonly LocalState[]): [string, Tensor][] {
  return states.flatMap(({ random, sums }, rank) => [
    [sumsName(rank), Tensor.from(sums)] as [string, Tensor],
    ...Object.entries(random).map(([kind, state]): [string, Tensor] => [
      `random.${rank}.${kind}`,
      Tensor.from(state),
    ]),
  ]);
}

/** Reads local states from a checkpoint's tensors, up to the last rank with sums. */
export function localStatesIn(tensors: ReadonlyMap<string, Tensor>): LocalState[] {
  const states: LocalState[] = [];
  for (let rank = 0; tensors.has(sumsName(rank)); rank++) {
    const start = `random.${rank}.`;
    const random = [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(start)
        ? [[name.slice(start.length), tensor.toArray().slice() as Uint8Array] as const]
        : [],
    );
    states.push({
      random: Object.fromEntries(random),
      sums: (tensors.get(sumsName(rank))!.toArray() as Float64Array).slice(),
    });
  }
  return states;
}

/** Converts local states to another number of ranks: rank 0 gets the sums of removed ranks, new ranks begin with none. */
export function forWorldOf(size: number, states: readonly LocalState[]): LocalState[] {
  const none = new Float64Array(states[0]!.sums.length);
  const left = states.slice(size).map(({ sums }) => sums);
  return Array.from({ length: size }, (_, rank) => {
    const { random = {}, sums = none } = states[rank] ?? {};
    return {
      random,
      sums: rank > 0 ? sums : sums.map((value, i) => left.reduce((total, other) => total + other[i]!, value)),
    };
  });
}

const sumsName = (rank: number): string => (rank === 0 ? "means.sums" : `means.sums.${rank}`);
const devicesOf = (device: Device): Device[] => (device === "cpu" ? ["cpu"] : ["cpu", device]);
/** Drops the index: `cuda:1` may be `cuda:0` on another host. */
const kindOf = (device: Device): string => device.split(":")[0]!;
const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const fromText = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64"));
