import { existsSync } from "node:fs";
import { join } from "node:path";
import { AppendFile } from "../sinks/append-file.js";
import type { CreateSink } from "../sinks/sink.js";
import { formatLine } from "./format.js";
import { readJsonLines } from "./read.js";

/** Name of the file in the run's folder. */
export const JSON_LINES_FILE = "metrics.jsonl";

export interface JsonLinesSinkOptions {
  withItems: boolean;
}

export const createSink: CreateSink<JsonLinesSinkOptions> = (runFolder, { withItems }) => {
  const path = join(runFolder, JSON_LINES_FILE);
  let file: AppendFile;
  return {
    open(_, fromStep) {
      if (!existsSync(path)) {
        file = AppendFile.create(path);
        return -1;
      }
      // Truncates an incomplete line, and the steps after the checkpoint that the run resumes from.
      let [step, size] = [-1, 0];
      for (const line of readJsonLines(path)) {
        if (line.step >= fromStep) break;
        [step, size] = [line.step, line.endOffset];
      }
      file = AppendFile.continue(path, size);
      return step;
    },
    write(rows) {
      const text = rows.map((row) => formatLine(row, withItems)).join("");
      if (text !== "") file.append(Buffer.from(text));
    },
    end() {},
  };
};
