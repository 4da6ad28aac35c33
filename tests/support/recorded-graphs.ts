// Graphs of steps on a CPU: what is captured is the operator calls below autograd, those of the backward pass and of the
// optimizer among them, and replaying issues these calls again on the same memory. No TypeScript of the step runs then, so that
// a number, a tensor or a buffer that a step takes from elsewhere stays what it was, as in a CUDA graph.
import { addon } from "../../src/tensor/addon.js";
import type { Graph, GraphEngine } from "../../src/train/graphs/engine.js";

export class RecordedGraphs implements GraphEngine {
  numCaptures = 0;
  numReplays = 0;
  numLive = 0;
  /** Fails the next captures. */
  fail: Error | null = null;

  capture(body: () => void): Graph {
    if (this.fail !== null) throw this.fail;
    const before = numReads();
    addon.beginRecording();
    try {
      body();
      if (numReads() > before)
        throw new Error("operation not permitted when stream is capturing: a host read");
    } catch (error) {
      addon.abandonRecording();
      throw error;
    }
    const recording = addon.endRecording();
    this.numCaptures++;
    this.numLive++;
    return {
      replay: () => {
        this.numReplays++;
        addon.replayRecording(recording);
      },
      dispose: () => {
        this.numLive--;
        addon.releaseRecording(recording);
      },
    };
  }
}

/** Number of times that this thread read values of tensors. */
function numReads(): number {
  const counts = new Float64Array(3);
  addon.hostReads(counts);
  return counts[0]!;
}
