import { ConfigError } from "../errors.js";
import { noGrad, scope } from "../tensor/index.js";
import { op, ops } from "../tensor/ops.js";
import { Module, Parameter } from "./module.js";

/** A weight as norm and direction. The names are those of `torch.nn.utils.parametrize`. */
class WeightNorm extends Module {
  readonly original0: Parameter; // norms: 1 in all dimensions but `dim`
  readonly original1: Parameter; // direction, of the weight's shape
  readonly #dim: number;

  constructor(weight: Parameter, dim: number) {
    super();
    const [norm, direction] = noGrad(() => scope(() => [ops.normExceptDim(weight, 2, dim), weight.clone()]));
    this.original0 = new Parameter(norm!);
    this.original1 = new Parameter(direction!);
    this.#dim = dim;
  }

  forward() {
    return op("aten::_weight_norm")(this.original1, this.original0, this.#dim);
  }
}

/** Parametrized weights by their fields. */
class Parametrizations extends Module {
  forward(): never {
    throw new ConfigError("CALL", "parametrizations: a module without outputs; call the layer that has it");
  }
}

/**
 * Replaces a weight by its norm and direction, each of which is trained: `w = g v / |v|` (Salimans and Kingma, 2016).
 * Equals `torch.nn.utils.parametrizations.weight_norm`: the state dict has `parametrizations.weight.original0`, the norms,
 * and `original1`, the direction. Call it before the optimizer is created.
 *
 * @param name field of the weight. Default `weight`
 * @param dim dimension whose elements have norms of their own; null for one norm. Default 0
 * @throws ConfigError if the layer has no such parameter
 */
export function weightNorm<Kind extends Module>(
  layer: Kind,
  { name = "weight", dim = 0 }: { name?: string; dim?: number | null } = {},
): Kind {
  const fields = layer as unknown as Record<string, unknown>;
  const weight = fields[name];
  if (!(weight instanceof Parameter)) {
    throw new ConfigError("KEY", `weightNorm: ${layer.constructor.name} has no parameter ${name}`);
  }
  const norm = new WeightNorm(weight, dim ?? -1);
  fields["parametrizations"] ??= new Parametrizations();
  Object.assign(fields["parametrizations"] as Module, { [name]: norm });
  weight.dispose();
  // Not enumerable: the layer no longer owns it.
  Object.defineProperty(layer, name, { configurable: true, enumerable: false, get: () => norm.forward() });
  return layer;
}
