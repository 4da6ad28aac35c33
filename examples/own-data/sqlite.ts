// Rows of a table `sounds` (id, split, label, sample_rate_hz, pcm): 16-bit samples as blobs. See make-database.mjs.
import Database from "better-sqlite3";
import { defineDataset, z } from "woodshed";

interface Sound {
  sample_rate_hz: number;
  pcm: Buffer;
}

/** Finds the sound of a row; a function for each thread and file. */
const finders = new Map<string, (id: unknown) => Sound>();

/** Each thread opens the database once: connections cannot be sent to another thread. */
function finderOf(file: string): (id: unknown) => Sound {
  let find = finders.get(file);
  if (find === undefined) {
    const statement = open(file).prepare("SELECT sample_rate_hz, pcm FROM sounds WHERE id = ?");
    find = (id) => statement.get(id) as Sound;
    finders.set(file, find);
  }
  return find;
}

const open = (file: string): Database.Database => new Database(file, { readonly: true, fileMustExist: true });

export default defineDataset({
  options: z.strictObject({
    file: z.string().min(1).describe("The database, relative to the current folder."),
  }),
  rows({ file }) {
    const database = open(file);
    try {
      // Without ORDER BY, SQLite may return another order each time.
      const list = database.prepare("SELECT id, label FROM sounds WHERE split = ? ORDER BY id");
      const rowsOf = (split: string) => list.all(split) as { id: number; label: string }[];
      return { train: rowsOf("train"), test: rowsOf("test") };
    } finally {
      database.close();
    }
  },
  decode({ id }, { file }) {
    const { sample_rate_hz: sampleRateHz, pcm } = finderOf(file)(id);
    const samples = Float32Array.from({ length: pcm.length / 2 }, (_, i) => pcm.readInt16LE(2 * i) / 32768);
    return { samples, sampleRateHz };
  },
});
