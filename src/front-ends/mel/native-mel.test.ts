// F = frames of a clip.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import "../../../tests/support/allclose.js";
import { melFilters } from "../../audio/mel.js";
import { packageRoot } from "../../package-root.js";
import { addon, addonPath } from "../../tensor/addon.js";
import { manualSeed, noGrad, scope, Tensor } from "../../tensor/index.js";
import { op, ops } from "../../tensor/ops.js";
import { recordCalls, withoutOwnOperators } from "../../tensor/recorder.js";
import { LogMel, type LogMelOptions } from "../log-mel/log-mel.js";
import { decibelLevel } from "./level.js";
import { windowOf } from "./mel-front-end.js";
import { NativeMel } from "./native-mel.js";

const RATE = 16_000;
const BASE = {
  ...{ sampleRateHz: RATE, numMels: 40, fftSamples: 512, windowSamples: 400, hopSamples: 160 },
  ...{ minHz: 50, maxHz: null, logFloor: 1e-5 },
} satisfies LogMelOptions;

/** Computes by operators of libtorch. Returns their names, too. */
function byOperators(frontEnd: LogMel, wave: Tensor): { features: Tensor; names: string[] } {
  const names: string[] = [];
  const features = recordCalls(
    ({ spec }) => void names.push(spec.name),
    () => withoutOwnOperators(() => frontEnd.forward(wave)),
  );
  return { features, names };
}

const bitsOf = (tensor: Tensor): Buffer => {
  const { buffer, byteOffset, byteLength } = tensor.contiguous().toArray();
  return Buffer.from(buffer, byteOffset, byteLength);
};
const expectSameBits = (tensor: Tensor, expected: Buffer): void =>
  expect(bitsOf(tensor).equals(expected)).toBe(true);
const inScope = (body: () => void) => (): void => noGrad(() => scope(body));
const noise = (shape: number[], seed = 1): Tensor => {
  manualSeed(seed);
  return ops.randn(shape).mul(0.1);
};

describe("the spectrum's kernel equals libtorch's operators", () => {
  // Every radix, alone and with others; windows of odd lengths; hops that divide nothing.
  const lengths = [
    [4, 3, 2],
    [8, 8, 3],
    [16, 11, 7],
    [30, 29, 13],
    [54, 54, 54],
    [200, 200, 80],
    [250, 201, 60],
    [400, 400, 160],
    [480, 480, 240],
    [512, 400, 160],
    [600, 551, 220],
    [1000, 1000, 500],
    [1024, 1024, 320],
    [1536, 1103, 441],
    [2048, 2048, 512],
    [4096, 3000, 1000],
  ] as const;
  it.each(lengths)("of %i samples, a window of %i, every %i", (fftSamples, windowSamples, hopSamples) => {
    const numMels = Math.min(40, Math.max(1, Math.floor(fftSamples / 32)));
    inScope(() => {
      for (const power of [1, 2] as const) {
        for (const level of [undefined, decibelLevel(1e-10, null, power), decibelLevel(1e-10, 30, power)]) {
          const lengths = { fftSamples, windowSamples, hopSamples };
          const options = { ...BASE, ...lengths, numMels, minHz: 0, spectrum: { power } };
          const frontEnd = new LogMel(level === undefined ? options : { ...options, level });
          const wave = noise([3, 2 * fftSamples + 77]);
          const { features, names } = byOperators(frontEnd, wave);
          expect(names.some((name) => name.startsWith("aten::stft"))).toBe(true);
          const own = frontEnd.forward(wave);
          expect(own.shape).toEqual(features.shape);
          // Units of decibels are larger by 20 / ln 10.
          expect(own).toBeAllclose(features, { rtol: 1e-5, atol: level === undefined ? 1e-5 : 1e-4 });
          frontEnd.dispose();
        }
      }
    })();
  });

  it("and leaves lengths with other factors to them", () => {
    const window = new Float64Array(2);
    const tables = { hopSamples: 1, power: 2 as const, window };
    for (const fftSamples of [7, 14, 22, 375, 1102, 1 << 16])
      expect(
        NativeMel.of({ ...tables, fftSamples, filters: new Float64Array(Math.floor(fftSamples / 2) + 1) }),
      ).toBeNull();
    inScope(() => {
      const frontEnd = new LogMel({ ...BASE, fftSamples: 1102, windowSamples: 1102 });
      const wave = noise([2, 3000]);
      expectSameBits(frontEnd.forward(wave), bitsOf(byOperators(frontEnd, wave).features));
      frontEnd.dispose();
    })();
  });
});

describe("the bits of a frame", () => {
  const threads = addon.getNumThreads();
  afterEach(() => addon.setNumThreads(threads));

  it.each([1, 2] as const)("are equal for the vectors of every instruction set, power %i", (power) => {
    const window = Float64Array.from({ length: 397 }, (_, i) => Math.sin((Math.PI * i) / 397) ** 2);
    const spectrum = { scale: "slaney", norm: "slaney" } as const;
    const filters = melFilters({ ...BASE, maxHz: RATE / 2, ...spectrum });
    const native = NativeMel.of({ fftSamples: 512, hopSamples: 160, power, window, filters })!;
    const logarithm = { rule: "add_floor", floor: 1e-5, scale: 1 } as const;
    inScope(() => {
      const wave = noise([3, 5000]);
      const fastest = bitsOf(native.compute(wave, logarithm));
      expect(addon.melLanes()).toContain(4);
      for (const lanes of addon.melLanes()) expectSameBits(native.compute(wave, logarithm, lanes), fastest);
      expect(() => native.compute(wave, logarithm, 5)).toThrow(/number of lanes/);
    })();
  });

  it("depend neither on the other clips nor on threads nor on memory's layout", () => {
    const frontEnd = new LogMel(BASE);
    inScope(() => {
      // Enough frames for three threads.
      const wave = noise([211, 8000]);
      const expected = bitsOf(frontEnd.forward(wave));
      for (const count of [1, 2, 3]) {
        addon.setNumThreads(count);
        expectSameBits(frontEnd.forward(wave), expected);
      }
      const size = expected.length / wave.shape[0]!;
      for (const row of [0, 1, 101, 210])
        expectSameBits(
          frontEnd.forward(wave.narrow(0, row, 1)),
          expected.subarray(row * size, (row + 1) * size),
        );
      const transposed = wave.t().contiguous().t();
      expect(transposed.strides).not.toEqual(wave.strides);
      expectSameBits(frontEnd.forward(transposed), expected);
    })();
    frontEnd.dispose();
  });

  it("do not depend on the frame's place in the clip", () => {
    const frontEnd = new LogMel(BASE);
    inScope(() => {
      const wave = noise([1, 8000]);
      const whole = frontEnd.forward(wave);
      for (const frames of [1, 2, 5, 11]) {
        const cut = frontEnd.forward(wave.narrow(1, frames * 160, 4000));
        // The first and last two frames reach over the ends.
        expectSameBits(cut.narrow(2, 2, 20), bitsOf(whole.narrow(2, frames + 2, 20)));
      }
    })();
    frontEnd.dispose();
  });
});

describe("unusual sound", () => {
  const frontEnd = new LogMel(BASE);
  afterEach(() => expect(frontEnd.training).toBe(true));

  it("of silence has the floor, without a difference", () => {
    inScope(() => {
      const silent = ops.zeros([2, 3000]);
      expect(frontEnd.forward(silent)).toBeAllclose(byOperators(frontEnd, silent).features, {
        ...{ rtol: 2e-7, atol: 0 },
      });
      const db = new LogMel({ ...BASE, level: decibelLevel(1e-10, 80, 2) });
      expect(db.forward(silent).sub(-100).abs().max().item()).toBeLessThan(1e-4);
      const bare = new LogMel({ ...BASE, logFloor: 0 });
      expect(bare.forward(silent).max().item()).toBe(Number.NEGATIVE_INFINITY);
      const faint = silent.add(1e-22);
      expect(bare.forward(faint)).toBeAllclose(byOperators(bare, faint).features, { rtol: 1e-2, atol: 1 });
      for (const one of [db, bare]) one.dispose();
    })();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "with %d is not finite in the frames that contain it, and as before in all others",
    (value) => {
      inScope(() => {
        const wave = noise([2, 8000]);
        const before = frontEnd.forward(wave);
        const samples = wave.toFloat32Array().slice();
        samples[8000 + 4001] = value;
        const found = frontEnd.forward(Tensor.from(samples, { shape: [2, 8000] }));
        const ourFinite = found.isfinite().all(1).toNested() as unknown as boolean[][];
        const theirs = byOperators(frontEnd, Tensor.from(samples, { shape: [2, 8000] })).features;
        const theirFinite = theirs.isfinite().all(1).toNested() as unknown as boolean[][];
        expect(ourFinite).toEqual(theirFinite);
        expect(ourFinite[1]!.filter((one) => !one).length).toBeGreaterThan(1);
        const clean = found.isfinite();
        expectSameBits(found.maskedSelect(clean), bitsOf(before.maskedSelect(clean)));
      })();
    },
  );

  it("of the shortest clips is reflected as by torch.stft, which refuses shorter ones", () => {
    inScope(() => {
      for (const numSamples of [257, 300, 399, 512, 513]) {
        const wave = noise([2, numSamples]);
        expect(frontEnd.forward(wave)).toBeAllclose(byOperators(frontEnd, wave).features, {
          ...{ rtol: 1e-5, atol: 1e-5 },
        });
      }
      expect(() => frontEnd.forward(noise([2, 256]))).toThrow(/[Pp]adding/);
      const tables = { fftSamples: 8, hopSamples: 2, power: 2 as const };
      const native = NativeMel.of({ ...tables, window: new Float64Array(8), filters: new Float64Array(5) })!;
      expect(() => native.compute(noise([1, 4]), null)).toThrow(/more than 4 samples/);
      expect(() => native.compute(noise([9]), null)).toThrow(/\[B, T\]/);
      expect(() => native.compute(noise([1, 9]).to("float64"), null)).toThrow(/float32/);
    })();
  });

  it("of no clips, other types and gradients is computed by operators", () => {
    scope(() => {
      const wave = noise([2, 1000]);
      const leaf = wave.clone();
      leaf.requiresGrad = true;
      frontEnd.forward(leaf).sum().backward();
      expect(leaf.grad!.abs().max().item()).toBeGreaterThan(0);
      expect(NativeMel.takes(wave, 8)).toBe(true);
      expect(NativeMel.takes(leaf, 8)).toBe(false);
      expect(noGrad(() => NativeMel.takes(leaf, 8))).toBe(true);
      expect(NativeMel.takes(wave.to("float64"), 8)).toBe(false);
      expect(NativeMel.takes(wave.narrow(0, 0, 0), 8)).toBe(false);
      expect(NativeMel.takes(wave.narrow(1, 0, 4), 8)).toBe(false);
      withoutOwnOperators(() => expect(NativeMel.takes(wave, 8)).toBe(false));
    });
  });
});

describe("the error of rounding", () => {
  const seconds = RATE;
  const tones = (): Tensor => {
    manualSeed(2);
    const hz = ops.rand([8, 1]).to("float64").mul(7800).add(60);
    const time = ops.arange(seconds).to("float64").div(RATE).unsqueeze(0);
    return time
      .mul(hz.mul(2 * Math.PI))
      .sin()
      .mul(0.5)
      .to("float32");
  };
  const inputs: Record<string, () => Tensor> = {
    random: () => noise([4, seconds]),
    tonal: tones,
    "very quiet": () => noise([4, seconds]).mul(1e-6),
    loud: () => noise([4, seconds]).mul(1e4),
  };
  it.each(Object.keys(inputs).flatMap((name) => [400, 512, 1024].map((size) => [name, size] as const)))(
    "of %s sound is at most that of libtorch's operators in float32, %i samples",
    (name, fftSamples) => {
      inScope(() => {
        const options = { ...BASE, fftSamples, logFloor: 1e-10 };
        const [single, double] = [new LogMel(options), new LogMel(options).to({ dtype: "float64" })];
        const wave = inputs[name]!();
        const exact = double.forward(wave.to("float64"));
        const error = (features: Tensor): number =>
          Number(features.to("float64").sub(exact).square().mean().sqrt().item());
        // A tenth more: with fused products, which this CPU may have, libtorch rounds tones a few percent less.
        const theirs = error(byOperators(single, wave).features);
        expect(error(single.forward(wave))).toBeLessThanOrEqual(1.1 * theirs);
        for (const one of [single, double]) one.dispose();
      })();
    },
  );
});

it.each(["hann", "hamming", "blackman", "rectangular"] as const)("window %s is libtorch's", (kind) => {
  scope(() => {
    for (const length of [2, 3, 8, 397, 400, 1024]) {
      const options = { dtype: "float64" } as const;
      const expected = {
        hann: ops.hannWindow(length, options),
        hamming: ops.hammingWindow(length, options),
        blackman: ops.blackmanWindow(length, options),
        rectangular: ops.ones([length], options),
      }[kind];
      expect(Tensor.from(windowOf(kind, length))).toBeAllclose(expected, { rtol: 0, atol: 1e-15 });
    }
  });
});

describe("the operator", () => {
  const good = {
    window: new Float32Array(8),
    radices: [4],
    twiddles: new Float32Array(12),
    bands: Int32Array.of(1, 2),
    weights: new Float32Array(2),
    fftSamples: 8,
    hopSamples: 2,
    power: 2,
    logarithm: "none",
  };
  const call = (wave: Tensor, changes: Partial<Record<keyof typeof good, unknown>> = {}): Tensor => {
    const all = { ...good, ...changes } as typeof good;
    const [window, twiddles, bands, weights] = [all.window, all.twiddles, all.bands, all.weights].map(
      (table) => Tensor.from(table),
    ) as [Tensor, Tensor, Tensor, Tensor];
    const { radices, fftSamples, hopSamples, power, logarithm } = all;
    return op("woodshed::mel_spectrogram")(
      wave,
      window,
      radices,
      twiddles,
      bands,
      weights,
      fftSamples,
      hopSamples,
      {
        power,
        logarithm,
      },
    );
  };

  it("refuses tables that do not fit together before memory is read", () => {
    scope(() => {
      const wave = noise([1, 20]);
      expect(call(wave).shape).toEqual([1, 1, 11]);
      for (const changes of [
        { fftSamples: 7 },
        { fftSamples: -8 },
        { fftSamples: 2 ** 32 + 8 },
        { hopSamples: 0 },
        { power: 3 },
        { logarithm: "decibels" },
        { window: new Float32Array(9) },
        { window: new Float32Array(0) },
        { window: new Float64Array(8) },
        { radices: [2] },
        { radices: [6] },
        { radices: [0] },
        { twiddles: new Float32Array(11) },
        { bands: Int32Array.of(4, 2) },
        { bands: Int32Array.of(-1, 2) },
        { bands: Int32Array.of(1) },
        { bands: new Float32Array(2) },
        { weights: new Float32Array(3) },
      ])
        expect(() => call(wave, changes), JSON.stringify(changes)).toThrow(/unusable/);
    });
  });

  it("has no gradients, and says so", () => {
    scope(() => {
      const leaf = noise([1, 20]);
      leaf.requiresGrad = true;
      expect(() => call(leaf).sum().backward()).toThrow(/woodshed::mel_spectrogram is not implemented/);
    });
  });

  it("is there in every thread, and once if the addon is loaded from two files", () => {
    const folder = mkdtempSync(join(tmpdir(), "woodshed-two-addons-"));
    try {
      const files = [addonPath, join(folder, "copy.node")] as const;
      copyFileSync(...files);
      const script = join(packageRoot, "tests/support/two-addons.mjs");
      const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...files], {
        encoding: "utf8",
      });
      expect({ stdout, stderr, status }).toEqual({ stdout: "1,1,11\n".repeat(6), stderr: "", status: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
