import type { Random } from "../define.js";

/**
 * Returns a fast generator of numbers in [0, 1), for noise: xoshiro128** 1.1 (Blackman and Vigna, 2018), seeded by four numbers
 * of a clip's sequence.
 */
export function fastRandom(random: Random): Random {
  const word = (): number => Math.floor(random() * 2 ** 32) | 0;
  let [a, b, c, d] = [word() | 1, word(), word(), word()];
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return (result >>> 0) / 2 ** 32;
  };
}

/** Fills an array with normally distributed numbers, two at a time (Marsaglia's polar method, 1964). */
export function fillNormal(target: Float64Array, random: Random): void {
  for (let i = 0; i < target.length; i += 2) {
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * random() - 1;
      y = 2 * random() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    target[i] = x * factor;
    if (i + 1 < target.length) target[i + 1] = y * factor;
  }
}
