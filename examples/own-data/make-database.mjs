// Writes sounds.db: noise of three colors.   node make-database.mjs [clips of each label]
import Database from "better-sqlite3";

const SAMPLE_RATE_HZ = 8000;
const SMOOTHNESS = { bright: 0, middle: 0.7, dark: 0.95 };
const count = Number(process.argv[2] ?? 200);

const database = new Database("sounds.db");
database.exec(`
  DROP TABLE IF EXISTS sounds;
  CREATE TABLE sounds (id INTEGER PRIMARY KEY, split TEXT, label TEXT, sample_rate_hz INTEGER, pcm BLOB);
`);
const insert = database.prepare("INSERT INTO sounds (split, label, sample_rate_hz, pcm) VALUES (?, ?, ?, ?)");
database.transaction(() => {
  for (let i = 0; i < count; i++) {
    for (const [label, smoothness] of Object.entries(SMOOTHNESS))
      insert.run(i % 4 === 3 ? "test" : "train", label, SAMPLE_RATE_HZ, noise(smoothness));
  }
})();
database.close();

/** Returns half a second of noise as 16-bit samples; each sample follows the one before by the smoothness. */
function noise(smoothness) {
  const pcm = Buffer.alloc(SAMPLE_RATE_HZ);
  let value = 0;
  for (let i = 0; i < pcm.length; i += 2) {
    value = smoothness * value + (1 - smoothness) * (Math.random() - 0.5);
    pcm.writeInt16LE(Math.round(32767 * value), i);
  }
  return pcm;
}
