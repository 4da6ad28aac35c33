import {
  currentRandom,
  decodeRandom,
  type EncodedRandom,
  encodeRandom,
  type RandomState,
  randomIn,
  randomTensors,
} from "../checkpoint/random-states.js";
import type { World } from "../distributed/world.js";
import { type Device, Tensor } from "../tensor/index.js";
import type { TrainStep } from "./step.js";

/** State that differs between ranks; a checkpoint holds that of all. */
export interface LocalState {
  random: RandomState;
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
  random: EncodedRandom;
  sums: string;
}

export function encodeLocal({ random, sums }: LocalState): EncodedState {
  return { random: encodeRandom(random), sums: Buffer.from(sums.buffer).toString("base64") };
}

export function decodeLocal({ random, sums }: EncodedState): LocalState {
  const bytes = Uint8Array.from(Buffer.from(sums, "base64"));
  return { random: decodeRandom(random), sums: new Float64Array(bytes.buffer) };
}

function localState(step: TrainStep, device: Device): LocalState {
  return { random: currentRandom(device), sums: step.means.state().sums.slice() };
}

/** Returns local states as a checkpoint's tensors. Rank 0's sums have the name that they have with one rank. */
export function localTensors(states: readonly LocalState[]): [string, Tensor][] {
  return states.flatMap(({ random, sums }, rank) => [
    [sumsName(rank), Tensor.from(sums)] as [string, Tensor],
    ...randomTensors(random, rank),
  ]);
}

/** Reads local states from a checkpoint's tensors, up to the last rank with sums. */
export function localStatesIn(tensors: ReadonlyMap<string, Tensor>): LocalState[] {
  const states: LocalState[] = [];
  for (let rank = 0; tensors.has(sumsName(rank)); rank++) {
    const sums = (tensors.get(sumsName(rank))!.toArray() as Float64Array).slice();
    states.push({ random: randomIn(tensors, rank), sums });
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
