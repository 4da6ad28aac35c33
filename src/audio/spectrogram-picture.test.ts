import { describe, expect, it } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { pngSize } from "./png.js";
import { spectrogramPicture } from "./spectrogram-picture.js";

const oracle = startOracle();

describe("spectrogramPicture", () => {
  it("is a valid PNG with low bands at the bottom, the loudest value brightest, and 80 dB below it black", async () => {
    const [numMels, numFrames] = [40, 11];
    // The lowest band is the loudest, each band above it is 4 dB quieter; the last frame is at the floor.
    const logMel = Float32Array.from({ length: numMels * numFrames }, (_, i) => {
      const [mel, frame] = [Math.floor(i / numFrames), i % numFrames];
      return frame === numFrames - 1 ? -50 : (-4 * mel * Math.log(10)) / 10;
    });
    const png = spectrogramPicture(logMel, numMels);
    expect(pngSize(png)).toEqual({ width: 11 * 18, height: 40 * 4 });
    const { pixels, colors } = await oracle.run<{ pixels: number[][][]; colors: number[][] }>(
      `
        import io, base64
        from PIL import Image
        from matplotlib import colormaps
        picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB"))
        out["pixels"] = picture[::4, ::18].tolist()
        out["colors"] = (np.array(colormaps["magma"].colors) * 255).tolist()
      `,
      { png: png.toString("base64") },
    );
    expect([pixels.length, pixels[0]!.length]).toEqual([numMels, numFrames]);
    for (let row = 0; row < numMels; row++) {
      const expected = colors[Math.round(255 * Math.max(0, 1 - (4 * (numMels - 1 - row)) / 80))]!;
      // 18 colours approximate magma's 256, with an error of at most 3 of 255.
      for (let c = 0; c < 3; c++) expect(Math.abs(pixels[row]![0]![c]! - expected[c]!)).toBeLessThan(4);
      expect(pixels[row]![numFrames - 1]).toEqual([0, 0, 4]);
    }
  });

  it("draws features that are no logarithms from their smallest to their largest value", () => {
    const features = Float32Array.from({ length: 32 * 200 }, (_, i) => (i % 5) / 4);
    const inDecibels = features.map((value) => 80 * value);
    expect(spectrogramPicture(features, 32, null)).toEqual(spectrogramPicture(inDecibels, 32, 1));
    expect(spectrogramPicture(features, 32, null)).not.toEqual(spectrogramPicture(features, 32, 1));
  });

  it("draws silence, and limits the width of long clips to 1000 pixels", () => {
    expect(pngSize(spectrogramPicture(new Float32Array(64 * 300).fill(-14), 64))).toEqual({
      ...{ width: 300, height: 128 },
    });
    expect(pngSize(spectrogramPicture(new Float32Array(64 * 3000).fill(-14), 64))).toEqual({
      ...{ width: 1000, height: 128 },
    });
    expect(pngSize(Buffer.from("GIF89a, and more than enough bytes"))).toBeNull();
  });
});
