// Clips a second from files to trained step, with the share of time that steps wait for data: WAV and FLAC, operator by operator,
// as graphs, and with clips that are kept decoded (data.cache_on). `node bench/gpu/throughput.mjs [--device cuda]`
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { RunStore } from "../../dist/tracking/store/store.js";
import { Checks } from "./checks.mjs";
import { writeSounds } from "./sounds.mjs";

const { device } = parseArgs({ options: { device: { type: "string", default: "cuda" } } }).values;
const isGpu = device !== "cpu";
const folder = mkdtempSync(join(tmpdir(), "woodshed-gpu-throughput-"));
const { check, note, finish } = new Checks();
const wav = writeSounds(join(folder, "wav"), isGpu ? 1000 : 16);

try {
  const files = { wav, flac: toFlac(wav) };
  for (const [format, sounds] of Object.entries(files)) {
    if (sounds === null) continue;
    for (const size of isGpu ? [32, 256] : [32])
      for (const graphs of isGpu && format === "wav" ? ["auto", "off"] : ["auto"])
        measure(format, sounds, size, graphs);
  }
  for (const where of isGpu ? ["ram", "pinned", "device"] : ["device"])
    measure("wav", wav, isGpu ? 256 : 32, "auto", { where });
  // Copies on the stream of steps, to compare.
  for (const size of isGpu ? [32, 256] : [32]) measure("wav", wav, size, "auto", { copies: "in order" });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();

function measure(format, sounds, size, graphs, { where = "null", copies = "ahead" } = {}) {
  const name = `${format}-${size}-${graphs}${where === "null" ? "" : `-${where}`}${copies === "ahead" ? "" : "-in-order"}`;
  const runs = join(folder, "runs");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...["dist/cli/main.js", "train", "recipes/folder.yaml", `name=${name}`, `data.train=${sounds}`],
      ...["data.test=null", "data.clip_sec=1", "data.validation_fraction=0.05", `runs_dir=${runs}`],
      ...[`training.device=${device}`, `training.batch_size=${size}`, "training.epochs=4"],
      ...[
        "training.early_stopping.patience=null",
        "training.evaluate_every_epochs=4",
        "logging.wandb.enabled=false",
      ],
      ...[
        `training.cuda_graphs=${graphs}`,
        `data.cache_on=${where}`,
        `data.workers=${Math.max(1, availableParallelism() - 2)}`,
      ],
      ...(isGpu ? [] : ["training.precision=fp32"]),
    ],
    {
      ...{ encoding: "utf8", timeout: 60_000 },
      env: { ...process.env, WOODSHED_COPY_STREAM: copies === "ahead" ? "on" : "off" },
    },
  );
  check(`trains: ${name}`, status === 0, status === 0 ? "" : (stdout + stderr).slice(-800));
  if (status !== 0) return;
  for (const line of (stdout + stderr).split("\n")) if (/cuda_graphs:/.test(line)) note(line);
  const run = readdirSync(runs).find((one) => one.startsWith(`${name}-2`));
  const store = RunStore.open(join(runs, run));
  const last = (metric) => store.last(metric)?.value ?? Number.NaN;
  const step = last("time/step_ms");
  const stages = ["data", "copy", "forward", "backward", "optimizer"].map(
    (stage) => `${stage} ${last(`time/${stage}_ms`).toFixed(2)}`,
  );
  note(
    `${name}: ${((1000 * size) / step).toFixed(0)} clips/s, ${step.toFixed(2)} ms a step (${stages.join(", ")}), ` +
      `${((100 * last("time/data_ms")) / step).toFixed(0)} % waiting for data; GPU busy ${last("system/gpu0_percent").toFixed(0)} %`,
  );
  store.close?.();
}

/** Returns a folder of the same sounds as FLAC; null if this machine's Python cannot write it. */
function toFlac(sounds) {
  const to = join(folder, "flac");
  mkdirSync(to, { recursive: true });
  const code = `
import sys, os, ctypes, struct, wave
lib = ctypes.CDLL(os.environ.get("WOODSHED_SNDFILE", "libsndfile.so.1"))
class Info(ctypes.Structure):
    _fields_ = [("frames", ctypes.c_int64), ("samplerate", ctypes.c_int), ("channels", ctypes.c_int), ("format", ctypes.c_int), ("sections", ctypes.c_int), ("seekable", ctypes.c_int)]
lib.sf_open.restype = ctypes.c_void_p
lib.sf_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(Info)]
lib.sf_writef_short.restype = ctypes.c_int64
lib.sf_writef_short.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]
lib.sf_close.argtypes = [ctypes.c_void_p]
for root, _, names in os.walk(sys.argv[1]):
    if not names: continue
    out = os.path.join(sys.argv[2], os.path.basename(root))
    os.makedirs(out, exist_ok=True)
    for name in names:
        if not name.endswith(".wav"): continue
        with wave.open(os.path.join(root, name)) as w: data = w.readframes(w.getnframes())
        info = Info(samplerate=16000, channels=1, format=0x170002)
        f = lib.sf_open(os.path.join(out, name[:-4] + ".flac").encode(), 0x20, ctypes.byref(info))
        assert f, name
        assert lib.sf_writef_short(f, data, len(data) // 2) == len(data) // 2, name
        lib.sf_close(f)
`;
  const { status, stderr } = spawnSync(".venv/bin/python", ["-c", code, sounds, to], { encoding: "utf8" });
  check("writes FLAC", status === 0, status === 0 ? "" : stderr.slice(-400));
  return status === 0 ? to : null;
}
