// Fills the disk before the second save, frees it before the third; prints what was saved. The folder is an argument.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CheckpointReader, Checkpoints, keep, ops } from "../../dist/bundle/index.js";

const folder = process.argv[2];
const weights = keep(ops.zeros([400_000])); // 1.6 MB
const warnings = [];
const checkpoints = await Checkpoints.open(
  folder,
  { model: new Map([["w", weights]]) },
  { save: [{ everySteps: 1 }], warn: (message) => warnings.push(message) },
);
const filler = join(folder, "filler");
const seen = [];
for (let step = 1; step <= 3; step++) {
  if (step === 2) writeFileSync(filler, new Uint8Array(1_500_000));
  if (step === 3) rmSync(filler);
  weights.fill_(step);
  await checkpoints.saveIfDue({ position: { step } });
  await checkpoints.drain();
  const reader = new CheckpointReader(join(folder, "checkpoints", "last")).verify();
  const names = readdirSync(join(folder, "checkpoints")).sort();
  seen.push({
    step: reader.manifest.position.step,
    value: reader.tensors("model.safetensors").get("w").mean().item(),
    names,
  });
}
await checkpoints.close();
console.log(JSON.stringify({ seen, warnings, failure: checkpoints.failure.code }));
