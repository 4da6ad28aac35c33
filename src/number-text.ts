/* Numbers as text; a dash for NaN, such as a metric that the clips leave undefined. */

/** Returns a number with a fixed number of decimals: `0.950`. */
export function fixed(value: number, decimals = 3): string {
  return Number.isNaN(value) ? "-" : value.toFixed(decimals);
}

/** Returns a number rounded to significant digits, without trailing zeros: `12.5`. */
export function rounded(value: number, digits = 4): string {
  return Number.isNaN(value) ? "-" : String(Number(value.toPrecision(digits)));
}
