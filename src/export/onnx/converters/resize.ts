import type { Call, Convert } from "../call.js";
import { Float } from "../model.js";

/** Interpolation of the last axes, to sizes or by factors. */
const resize =
  (mode: "nearest" | "linear" | "cubic"): Convert =>
  (call) => {
    const { graph } = call;
    const alignsCorners = call.flag("align_corners", false);
    const how =
      mode === "nearest"
        ? { nearest_mode: "floor", coordinate_transformation_mode: "asymmetric" }
        : { coordinate_transformation_mode: alignsCorners ? "align_corners" : "half_pixel" };
    const attributes = { mode, ...how, ...(mode === "cubic" ? { cubic_coeff_a: new Float(-0.75) } : {}) };
    const [scales, sizes] = targetOf(call);
    return graph.add(
      "Resize",
      [call.tensor("input"), "", scales, sizes].filter((_, i, all) => i < 3 || all[3] !== ""),
      attributes,
    );
  };

/** Returns factors or sizes of all axes; "" for the one that is not given. */
function targetOf(call: Call): [scales: string, sizes: string] {
  const { graph } = call;
  if (call.has("scale_factors")) {
    const factors = call.numbers("scale_factors", 1, 1);
    return [graph.numbers([1, 1, ...factors], "float32"), ""];
  }
  const kept = [0, 1].map((axis) => graph.size(call.tensor("input"), axis));
  return ["", graph.add("Concat", [...kept, call.sizes("output_size")], { axis: 0 })];
}

/** Moves factors of an axis: [B, C * r * r, H, W] to [B, C, H * r, W * r]. */
const pixelShuffle: Convert = (call) => {
  if (call.rank() !== 4) return call.fail("expected [B, C, H, W]");
  const blocksize = call.number("upscale_factor");
  return call.graph.add("DepthToSpace", [call.tensor()], { blocksize, mode: "CRD" });
};

/** [B, C, H * r, W * r] to [B, C * r * r, H, W]; SpaceToDepth has the channels in another order. */
const pixelUnshuffle: Convert = (call) => {
  const { graph } = call;
  if (call.rank() !== 4) return call.fail("expected [B, C, H, W]");
  const factor = call.number("downscale_factor");
  const channels = call.fixedDim(1);
  const r = graph.numbers([factor]);
  const part = (axis: number) => graph.add("Div", [graph.size(call.tensor(), axis), r]);
  const [height, width] = [part(2), part(3)];
  const split = graph.add("Concat", [graph.numbers([0, channels]), height, r, width, r], { axis: 0 });
  const moved = graph.add("Transpose", [graph.add("Reshape", [call.tensor(), split])], {
    perm: [0, 1, 3, 5, 2, 4],
  });
  const joined = graph.add("Concat", [graph.numbers([0, channels * factor ** 2]), height, width], {
    axis: 0,
  });
  return graph.add("Reshape", [moved, joined]);
};

export const RESIZE: Record<string, Convert> = {
  "aten::upsample_nearest1d.vec": resize("nearest"),
  "aten::upsample_nearest2d.vec": resize("nearest"),
  "aten::upsample_linear1d.vec": resize("linear"),
  "aten::upsample_bilinear2d.vec": resize("linear"),
  "aten::upsample_bicubic2d.vec": resize("cubic"),
  "aten::pixel_shuffle": pixelShuffle,
  "aten::pixel_unshuffle": pixelUnshuffle,
};
