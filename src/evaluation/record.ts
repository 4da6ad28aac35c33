// N = clips of a set, K = clips of one rank, B = windows of a batch, O = outputs of the model.
import type { WindowBatch } from "../data/evaluation-loader.js";
import type { TargetTable } from "../data/targets.js";
import { WindowMean } from "../data/windows.js";
import type { World } from "../distributed/world.js";
import { TrainingError } from "../errors.js";
import type { EvaluationRecord, RecordingOutputs } from "../tasks/task.js";

/** The windows of a batch: whose they are, and how long. */
export type BatchWindows = Pick<
  WindowBatch,
  "clips" | "windowStarts" | "windowSamples" | "windowPadded" | "clipSamples" | "windowedSamples"
>;

/**
 * Returns what puts the outputs of a clip's windows together.
 *
 * @param numSamples samples of the clip
 * @param windowed samples of its windows together
 */
export type Collect = (clip: number, numSamples: number, windowed: number) => RecordingOutputs;

/** Results of the clips that one rank evaluates, each the mean over its windows. */
export class RankRecord {
  readonly #numOutputs: number;
  /** Clips of which windows are missing. */
  readonly #begun = new Map<number, { outputs: RecordingOutputs; loss: WindowMean }>();
  readonly #collect: Collect;
  readonly #onRow: (clip: number, recording: RecordingOutputs) => void;
  readonly #rows: Rows;
  #numClips = 0;

  /**
   * @param mostClips clips that this rank evaluates
   * @param collect by default the mean over the windows of a clip
   * @param onRow called when all windows of a clip were added
   */
  constructor(
    numOutputs: number,
    mostClips: number,
    collect: Collect = meanOf(numOutputs),
    onRow: (clip: number, recording: RecordingOutputs) => void = () => {},
  ) {
    this.#numOutputs = numOutputs;
    this.#collect = collect;
    this.#onRow = onRow;
    this.#rows = {
      clips: new Int32Array(mostClips),
      losses: new Float32Array(mostClips),
      outputs: new Float32Array(mostClips * numOutputs),
    };
  }

  /** Adds the results of a batch's windows: activated outputs [B, ...] row-major, and losses [B]. */
  add(
    { clips, windowStarts, windowSamples, windowPadded: padded, clipSamples, windowedSamples }: BatchWindows,
    outputs: Float32Array,
    losses: Float32Array,
  ): void {
    for (const [row, clip] of clips.entries()) {
      const result = this.#begun.get(clip) ?? {
        outputs: this.#collect(clip, clipSamples[row]!, windowedSamples[row]!),
        loss: new WindowMean(1, windowedSamples[row]!),
      };
      const window = { first: windowStarts[row]!, count: windowSamples[row]!, padded };
      result.outputs.add(outputs, row, clips.length, window);
      result.loss.add(losses, row, windowSamples[row]!);
      if (!result.loss.isComplete) {
        this.#begun.set(clip, result);
        continue;
      }
      this.#begun.delete(clip);
      this.#store(clip, result.outputs.row(), result.loss.values[0]!);
      this.#onRow(clip, result.outputs);
    }
  }

  /** Clips of which all windows were added. */
  get numClips(): number {
    return this.#numClips;
  }

  #store(clip: number, outputs: ArrayLike<number>, loss: number): void {
    const { clips, losses, outputs: all } = this.#rows;
    if (this.#numClips === clips.length)
      throw new TrainingError("ORDER", `evaluation: clip ${clip} is one more than this rank has`);
    clips[this.#numClips] = clip;
    losses[this.#numClips] = loss;
    all.set(outputs, this.#numClips * this.#numOutputs);
    this.#numClips++;
  }

  /**
   * All ranks: merges the records of all. Each rank sends the rows of its own clips. Clips of which windows are missing,
   * because the evaluation was interrupted, are left out.
   *
   * @param targets of every clip of the set
   * @throws TrainingError if a clip was evaluated twice
   */
  merge(world: World, targets: TargetTable, numClips: number): EvaluationRecord {
    const width = this.#numOutputs;
    const { clips, losses: ownLosses, outputs: ownOutputs } = this.#rows;
    const own: Rows = {
      clips: clips.subarray(0, this.#numClips),
      losses: ownLosses.subarray(0, this.#numClips),
      outputs: ownOutputs.subarray(0, this.#numClips * width),
    };
    const ranks = world.size === 1 ? [own] : world.gatherBytes(pack(own)).map(unpack);
    const outputs = new Float32Array(numClips * width);
    const losses = new Float32Array(numClips);
    const isEvaluated = new Uint8Array(numClips);
    for (const rank of ranks) {
      for (const [row, clip] of rank.clips.entries()) {
        if (isEvaluated[clip] === 1)
          throw new TrainingError("ORDER", `evaluation: clip ${clip} was evaluated twice, expected once`);
        isEvaluated[clip] = 1;
        losses[clip] = rank.losses[row]!;
        outputs.set(rank.outputs.subarray(row * width, (row + 1) * width), clip * width);
      }
    }
    const evaluated = Int32Array.from([...isEvaluated.keys()].filter((clip) => isEvaluated[clip] === 1));
    return { outputs, losses, targets, evaluated };
  }
}

const meanOf =
  (numOutputs: number): Collect =>
  (_clip, _numSamples, windowed) => {
    const mean = new WindowMean(numOutputs, windowed);
    return {
      add: (outputs, row, _numRows, { count }) => mean.add(outputs, row, count),
      row: () => mean.values,
    };
  };

interface Rows {
  clips: Int32Array; // [K]
  losses: Float32Array; // [K]
  outputs: Float32Array; // [K, O]
}

function pack({ clips, losses, outputs }: Rows): Uint8Array {
  const header = Int32Array.of(clips.length);
  return Buffer.concat(
    [header, clips, losses, outputs].map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    ),
  );
}

function unpack(bytes: Uint8Array): Rows {
  // A copy is aligned.
  const { buffer, byteLength } = bytes.slice();
  const [numClips] = new Int32Array(buffer, 0, 1);
  return {
    clips: new Int32Array(buffer, 4, numClips),
    losses: new Float32Array(buffer, 4 + 4 * numClips!, numClips),
    outputs: new Float32Array(buffer, 4 + 8 * numClips!, byteLength / 4 - 1 - 2 * numClips!),
  };
}
