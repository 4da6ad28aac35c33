/** Saves a chart as a picture or as the values behind it. */
import { cssColor } from "../shell/theme.js";
import type { Curve } from "./curve.js";
import type { CurvePlot } from "./plot.js";
import type { DrawnLine } from "./plot-state.js";

const MARGIN = 16;
const TITLE = 28;

/** A row for each bucket; the columns are those of `CurvesMeta`. */
export function csvOf(curves: readonly Curve[]): string {
  const rows = curves.flatMap((curve) =>
    curve.step.map((step, i) =>
      [
        ...[curve.run, curve.metric, step, curve.at[i]!, new Date(curve.time[i]!).toISOString()].map(cell),
        ...[curve.last[i], curve.min[i], curve.max[i], curve.mean[i], curve.count[i]].map(String),
      ].join(","),
    ),
  );
  return ["run,metric,first_step,step,time,value,min,max,mean,count", ...rows, ""].join("\n");
}

function cell(value: string | number): string {
  const text = String(value);
  // A spreadsheet computes cells that begin like formulas.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export async function pngOf(plot: CurvePlot, title: string): Promise<Blob> {
  const { ctx } = plot.plot!;
  const ratio = devicePixelRatio;
  const canvas = document.createElement("canvas");
  const labels = plot.labelTexts;
  canvas.width = ctx.canvas.width + (2 * MARGIN + (labels.length > 0 ? 200 : 0)) * ratio;
  canvas.height = ctx.canvas.height + (2 * MARGIN + TITLE) * ratio;
  const to = canvas.getContext("2d")!;
  to.fillStyle = cssColor("--page");
  to.fillRect(0, 0, canvas.width, canvas.height);
  to.drawImage(ctx.canvas, MARGIN * ratio, (MARGIN + TITLE) * ratio);
  to.scale(ratio, ratio);
  to.textBaseline = "top";
  to.fillStyle = cssColor("--text");
  to.font = `600 14px ${cssColor("--sans")}`;
  to.fillText(title, MARGIN, MARGIN);
  to.font = `12px ${cssColor("--sans")}`;
  for (const { text, top, color } of labels) {
    to.fillStyle = color;
    to.fillText(text, MARGIN + ctx.canvas.width / ratio + 6, MARGIN + TITLE + top + 1);
  }
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), "image/png"));
}

export function svgOf(curvePlot: CurvePlot, lines: readonly DrawnLine[], title: string): string {
  const plot = curvePlot.plot!;
  const ratio = devicePixelRatio;
  const [left, top] = [plot.bbox.left / ratio, plot.bbox.top / ratio];
  const [width, height] = [plot.over.clientWidth, plot.over.clientHeight];
  const isLog = plot.scales["y"]!.distr === 3;
  const at = (x: number, y: number): string =>
    `${(left + plot.valToPos(x, "x")).toFixed(1)},${(top + plot.valToPos(y, "y")).toFixed(1)}`;
  const isDrawn = (y: number): boolean => Number.isFinite(y) && (!isLog || y > 0);
  const curves = lines.flatMap((line) => {
    const color = cssColor(line.color);
    const places = line.x.map((_, i) => i);
    const drawn = places.filter((i) => isDrawn(line.y[i]!)).map((i) => at(line.x[i]!, line.y[i]!));
    const ranged = places.filter((i) => isDrawn(line.low[i]!) && isDrawn(line.high[i]!));
    const band = [
      ...ranged.map((i) => at(line.x[i]!, line.high[i]!)),
      ...ranged.reverse().map((i) => at(line.x[i]!, line.low[i]!)),
    ];
    return [
      ...(line.isMain && ranged.some((i) => line.low[i]! < line.high[i]!)
        ? [`<polygon points="${band.join(" ")}" fill="${color}" fill-opacity="0.16"/>`]
        : []),
      `<polyline points="${drawn.join(" ")}" fill="none" stroke="${color}" stroke-width="${line.isMain ? 1.75 : 0.75}" stroke-dasharray="${line.dash.join(" ")}"/>`,
    ];
  });
  const muted = cssColor("--muted");
  const ticks = plot.axes.flatMap((axis, k) => {
    const { _splits: splits, _values: values } = axis as { _splits?: number[]; _values?: (string | null)[] };
    return (splits ?? []).flatMap((value, i) => {
      const text = escaped(String(values?.[i] ?? ""));
      if (k === 0) {
        const x = left + plot.valToPos(value, "x");
        return x < left - 1 || x > left + width + 1
          ? []
          : [
              `<text x="${x.toFixed(1)}" y="${top + height + 18}" text-anchor="middle" fill="${muted}">${text}</text>`,
            ];
      }
      const y = top + plot.valToPos(value, "y");
      return y < top - 1 || y > top + height + 1
        ? []
        : [
            `<line x1="${left}" x2="${left + width}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="${cssColor("--line")}"/>`,
            `<text x="${left - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end" fill="${muted}">${text}</text>`,
          ];
    });
  });
  const labels = curvePlot.labelTexts.map(
    ({ text, top: y, color }) =>
      `<text x="${left + width + 10}" y="${(y + 13).toFixed(1)}" fill="${color}">${escaped(text)}</text>`,
  );
  const [allWidth, allHeight] = [left + width + 216, top + height + 32 + TITLE];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${allWidth}" height="${allHeight}" viewBox="0 ${-TITLE} ${allWidth} ${allHeight}" font-family="sans-serif" font-size="12">
<rect y="${-TITLE}" width="100%" height="100%" fill="${cssColor("--page")}"/>
<text x="${left}" y="-8" font-size="14" font-weight="600" fill="${cssColor("--text")}">${escaped(title)}</text>
${ticks.join("\n")}
<clipPath id="plot"><rect x="${left}" y="${top}" width="${width}" height="${height}"/></clipPath>
<g clip-path="url(#plot)" stroke-linejoin="round">
${curves.join("\n")}
</g>
${labels.join("\n")}
</svg>
`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]!);

/** Lets the browser save a file. */
export function save(name: string, content: Blob | string, type: string): void {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[^\w.-]+/g, "-");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
