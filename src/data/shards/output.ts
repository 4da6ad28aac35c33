/** The files that `data shard` writes: in a folder, or named by a pattern with a `*` for the number. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../errors.js";
import { tarsIn } from "./pattern.js";

export interface ShardOutput {
  folder: string;
  before: string;
  after: string;
}

/** Parses a folder or a pattern. @throws DataError for a pattern without exactly one `*` */
export function parseOutput(output: string): ShardOutput {
  if (!output.endsWith(".tar")) return { folder: output, before: "shard-", after: ".tar" };
  const parts = basename(output).split("*");
  if (parts.length !== 2) {
    throw new DataError(
      "OUTPUT",
      `${output}: expected a folder, or a name with one * for the shard's number, such as ${join(dirname(output), "train-*.tar")}`,
    );
  }
  return { folder: dirname(output), before: parts[0]!, after: parts[1]! };
}

/** Refuses a place that has shards: they would be read together with the new ones. @throws DataError naming one */
export function refuseExisting({ folder, before, after }: ShardOutput, output: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new DataError("OUTPUT", `${folder}: is a file, expected a folder`);
  const isNamed = output.endsWith(".tar");
  const found = isNamed
    ? tarsIn(folder).find((path) => {
        const name = basename(path);
        return name.startsWith(before) && name.endsWith(after);
      })
    : readdirSync(folder).find((name) => !name.startsWith("."));
  if (found === undefined) return;
  throw new DataError(
    "EXISTS",
    isNamed
      ? `${output}: ${found} exists already; choose another name, or move the old shards away`
      : `${output}: contains ${found}, expected an empty folder or a new one; choose another folder, or name the shards (${join(output, "train-*.tar")})`,
  );
}

/** Returns the names of `count` shards. */
export function shardNames({ before, after }: ShardOutput, count: number): string[] {
  return numbers(count).map((number) => before + number + after);
}

/** Returns the pattern to set data.train to: `out/shard-{000..015}.tar`. */
export function shardPattern({ folder, before, after }: ShardOutput, count: number): string {
  const all = numbers(count);
  const range = count === 1 ? all[0] : `{${all[0]}..${all.at(-1)}}`;
  return join(folder, before + range + after);
}

function numbers(count: number): string[] {
  const digits = Math.max(3, String(count - 1).length);
  return Array.from({ length: count }, (_, i) => String(i).padStart(digits, "0"));
}
