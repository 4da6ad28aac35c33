/** Every 15th colour of matplotlib's magma (Smith and van der Walt, 2015, CC0); between them it is nearly linear. */
const ANCHORS =
  "000004 090720 1a1042 311165 4a1079 621980 792282 912b81 aa337d c23b75 d9466b ec5860 f7725c fc8e64 feaa74 fec68a fde2a3 fcfdbf"
    .split(" ")
    .map((hex) => Number.parseInt(hex, 16));

/** 256 colours as pixels of ImageData seen as Uint32Array: 0xAABBGGRR, little-endian. */
export const MAGMA: Uint32Array = Uint32Array.from({ length: 256 }, (_, i) => {
  const at = (i * (ANCHORS.length - 1)) / 255;
  const [low, high] = [ANCHORS[Math.floor(at)]!, ANCHORS[Math.ceil(at)]!];
  const channel = (shift: number): number => {
    const [from, to] = [(low >> shift) & 255, (high >> shift) & 255];
    return Math.round(from + (at % 1) * (to - from));
  };
  return ((255 << 24) | (channel(0) << 16) | (channel(8) << 8) | channel(16)) >>> 0;
});
