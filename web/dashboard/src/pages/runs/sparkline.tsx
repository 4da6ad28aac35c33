interface SparklineProps {
  values: readonly (number | null)[];
  width: number;
  height: number;
  /** Class of its colour. */
  color: string;
}

/** A small line without axes; the number beside it says what it shows. */
export function Sparkline({ values, width, height, color }: SparklineProps) {
  return (
    <svg
      class={`sparkline ${color}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <path d={pathOf(values, width, height)} />
    </svg>
  );
}

function pathOf(values: readonly (number | null)[], width: number, height: number): string {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length === 0) return "";
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const y = (value: number): number =>
    high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4);
  const step = (width - 4) / Math.max(1, values.length - 1);
  let path = "";
  let isDown = false;
  for (const [i, value] of values.entries()) {
    if (value !== null) {
      path += `${isDown ? "L" : "M"}${(2 + i * step).toFixed(1)} ${y(value).toFixed(1)}`;
      // A single point is drawn as a dot.
      if (!isDown) path += "h0.01";
    }
    isDown = value !== null;
  }
  return path;
}
