import { type Device, getRandomState, scope, setRandomState, Tensor } from "../../tensor/index.js";
import { currentDropoutMasks, withDropoutMasks } from "../dropout-masks.js";

/**
 * Notes where the random numbers of a computation begin: those of the default generators and of the masks of dropout.
 *
 * @returns a function that runs a body with the same random numbers, any number of times
 */
export function noteRandomState(devices: ReadonlySet<Device>): <T>(body: () => T) => T {
  const masks = currentDropoutMasks()?.copy() ?? null;
  // Plain bytes: a tensor would be freed with its scope.
  const states = [...devices].map((device) => [device, stateOf(device)] as const);
  return (body) => {
    const before = states.map(([device]) => [device, stateOf(device)] as const);
    for (const [device, state] of states) restore(device, state);
    try {
      return withDropoutMasks(masks?.copy() ?? null, body);
    } finally {
      for (const [device, state] of before) restore(device, state);
    }
  };
}

function stateOf(device: Device): Uint8Array {
  return scope(() => getRandomState(device).toArray() as Uint8Array);
}

function restore(device: Device, state: Uint8Array): void {
  scope(() => setRandomState(Tensor.from(state), device));
}
