import { startLineServer } from "./line-server.js";

/** The content of a folder of event files as TensorBoard reads it, by tag. */
export interface ReadEvents {
  scalars: Record<string, [step: number, value: number, wallTimeSec: number][]>;
  images: Record<string, [step: number, width: number, height: number, hex: string][]>;
  audio: Record<
    string,
    [step: number, sampleRateHz: number, numFrames: number, type: string, sha256: string][]
  >;
  /** Markdown. */
  texts: Record<string, [step: number, text: string][]>;
  hparams: Record<string, string | number | boolean>;
}

/** Starts TensorBoard's own reader, in one process per test file. */
export function startTensorBoardReader(): (folder: string) => Promise<ReadEvents> {
  const ask = startLineServer("tensorboard-read.py");
  return async (folder) => {
    const { read, error } = (await ask(folder)) as { read: ReadEvents; error?: string };
    if (error !== undefined) throw new Error(`TensorBoard: ${error}`);
    for (const events of Object.values(read.scalars))
      for (const event of events as unknown as [number, string | number, number][])
        event[1] = numberOf(String(event[1]));
    return read;
  };
}

/** Parses a number as Python prints it. */
function numberOf(text: string): number {
  const words: Record<string, number> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity };
  return words[text] ?? Number(text);
}
