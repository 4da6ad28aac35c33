// B = rows of this rank, N = rows of all ranks.
import { AutogradFunction, type FunctionContext, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import type { ProcessGroup } from "./process-group.js";

/** A group, and the number of rows of each of its ranks. */
interface RankRows {
  group: ProcessGroup;
  sizes: readonly number[];
}

/** Concatenates the rows of all ranks. Its backward adds the gradients of all ranks, as each rank's loss uses all rows. */
class AllGatherRows extends AutogradFunction {
  static forward(context: FunctionContext & { ranks?: RankRows }, rows: Tensor, ranks: RankRows): Tensor {
    context.ranks = ranks;
    const { group, sizes } = ranks;
    const [numRows, ...row] = rows.shape as [number, ...number[]];
    // Gloo and NCCL gather tensors of one shape.
    const missing = Math.max(...sizes) - numRows;
    const padded = missing === 0 ? rows : ops.cat([rows, ops.zeros([missing, ...row], like(rows))]);
    const input = padded.contiguous();
    const outputs = sizes.map(() => ops.emptyLike(input));
    group.allGather(outputs, input).wait();
    return ops.cat(outputs.map((output, rank) => output.narrow(0, 0, sizes[rank]!))); // [N, ...]
  }

  static backward({ ranks }: FunctionContext & { ranks?: RankRows }, gradient: Tensor): [Tensor, null] {
    const { group, sizes } = ranks!;
    const sum = gradient.contiguous().clone();
    group.allReduce(sum).wait();
    return [sum.narrow(0, startOf(sizes, group.rank), sizes[group.rank]!), null];
  }
}

/** All ranks: returns the rows of all ranks, [N, ...], and where this rank's begin. */
export function gatherRows(rows: Tensor, ranks: RankRows): { all: Tensor; start: number } {
  return { all: AllGatherRows.apply(rows, ranks), start: startOf(ranks.sizes, ranks.group.rank) };
}

function startOf(sizes: readonly number[], rank: number): number {
  return sizes.slice(0, rank).reduce((sum, size) => sum + size, 0);
}

function like({ dtype, device }: Tensor): Pick<Tensor, "dtype" | "device"> {
  return { dtype, device };
}
