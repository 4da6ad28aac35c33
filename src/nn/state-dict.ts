import { CheckpointError } from "../errors.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";

/** Weights and buffers by PyTorch's names, `conv1.weight`. */
export type StateDict = Map<string, Tensor>;

/**
 * Copies values into tensors of the same names. Throws CheckpointError, which names all missing, unexpected and
 * misshapen entries; the tensors are then unchanged.
 *
 * @param from source of the values, for the message
 */
export function copyState(
  own: ReadonlyMap<string, Tensor>,
  given: ReadonlyMap<string, Tensor>,
  from: string,
): void {
  const problems: string[] = [];
  for (const [name, tensor] of own) {
    const value = given.get(name);
    if (value === undefined) problems.push(`${name} is missing`);
    else if (value.shape.join() !== tensor.shape.join()) {
      problems.push(`${name} is [${value.shape.join(", ")}], the model has [${tensor.shape.join(", ")}]`);
    }
  }
  for (const name of given.keys()) if (!own.has(name)) problems.push(`${name} is not in the model`);
  if (problems.length > 0) {
    const shown =
      problems.slice(0, 8).join("; ") + (problems.length > 8 ? `; and ${problems.length - 8} more` : "");
    throw new CheckpointError(
      "ARCHITECTURE",
      `${from} is of another architecture than this model: ${shown}. Use the recipe that the checkpoint was trained with`,
    );
  }
  noGrad(() => scope(() => void [...own].forEach(([name, tensor]) => void tensor.copy_(given.get(name)!))));
}
