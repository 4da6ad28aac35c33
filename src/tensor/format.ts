/** Numbers in arrays that are nested like the shape. */
export type NestedNumbers = number | bigint | boolean | NestedNumbers[];

/** The parts of a tensor that are shown. */
interface Printable {
  readonly device: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly numel: number;
  toNested(): NestedNumbers;
}

/** Number of values shown at each end of a long dimension. */
const EDGE = 3;

function formatNumber(value: NestedNumbers): string {
  if (typeof value !== "number") return String(value);
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-4 ? value.toExponential(3) : String(Number(value.toPrecision(5)));
}

function formatNested(values: NestedNumbers, indent: string): string {
  if (!Array.isArray(values)) return formatNumber(values);
  const shown: (NestedNumbers | null)[] =
    values.length > 2 * EDGE + 1 ? [...values.slice(0, EDGE), null, ...values.slice(-EDGE)] : values;
  const isFlat = !Array.isArray(values[0]);
  const parts = shown.map((value) => (value === null ? "..." : formatNested(value, `${indent} `)));
  return `[${parts.join(isFlat ? ", " : `,\n${indent} `)}]`;
}

/** Returns `Tensor float32 [2, 3]` and the values, without the middle of long dimensions. */
export function format(tensor: Printable): string {
  const device = tensor.device === "cpu" ? "" : ` on ${tensor.device}`;
  const head = `Tensor ${tensor.dtype} [${tensor.shape.join(", ")}]${device}`;
  // Printing must not copy millions of values from a device; tensors on "meta" have none.
  if (tensor.numel > 100_000 || tensor.device === "meta") return head;
  return `${head}\n${formatNested(tensor.toNested(), "")}`;
}
