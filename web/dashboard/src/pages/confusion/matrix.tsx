import { useEffect, useRef } from "preact/hooks";
import { releaseFocus } from "../../clips/clip-card.js";
import type { Confusion } from "../../predictions/confusion.js";
import { cssColor, isDark } from "../../shell/theme.js";

export interface MatrixProps {
  labels: readonly string[];
  counts: Confusion["counts"];
  chosen: { truth: string; predicted: string };
  onChoose: (truth: string, predicted: string) => void;
}

/** With more labels, cells have no numbers and are drawn on a canvas: a table would have too many elements. */
const MOST_IN_TABLE = 30;
/** With more labels, cells of errors are drawn larger than they are. */
const MOST_WITHOUT_MARGIN = 150;

/** Rows: true label; columns: predicted label; each row is coloured by its own share. The diagonal is grey, errors have one hue. */
export function Matrix(props: MatrixProps) {
  return props.labels.length <= MOST_IN_TABLE ? <TableMatrix {...props} /> : <CanvasMatrix {...props} />;
}

const sum = (row: Uint32Array): number => row.reduce((total, count) => total + count, 0);

function TableMatrix({ labels, counts, chosen, onChoose }: MatrixProps) {
  return (
    <div class="matrix-scroll">
      <table class="matrix">
        <caption class="hidden-table">Rows: true label; columns: predicted label; counts of clips</caption>
        <thead>
          <tr>
            <td class="matrix-corner small muted">true ↓ predicted →</td>
            {labels.map((label) => (
              <th key={label} scope="col" title={label}>
                <span>{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((truth, i) => {
            const total = sum(counts[i]!);
            return (
              <tr key={truth}>
                <th scope="row" title={truth}>
                  {truth}
                </th>
                {labels.map((predicted, j) => {
                  const count = counts[i]![j]!;
                  const share = total === 0 ? 0 : count / total;
                  const isChosen = chosen.truth === truth && chosen.predicted === predicted;
                  return (
                    <td key={predicted}>
                      <button
                        type="button"
                        class={`cell ${i === j ? "diagonal" : "error"}${share > 0.5 ? " strong" : ""}`}
                        aria-pressed={isChosen}
                        disabled={count === 0}
                        aria-label={`${truth} predicted as ${predicted}: ${count} clips, ${Math.round(100 * share)}%`}
                        title={`${truth} → ${predicted}: ${count} of ${total}, ${Math.round(100 * share)}%`}
                        style={{ "--share": `${(100 * (count === 0 ? 0 : 0.1 + 0.9 * share)).toFixed(1)}%` }}
                        onClick={(event) => {
                          releaseFocus(event);
                          onChoose(truth, predicted);
                        }}
                      >
                        {count === 0 ? "" : count}
                      </button>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function CanvasMatrix({ labels, counts, chosen, onChoose }: MatrixProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = labels.length;
  const dark = isDark.value;
  useEffect(() => {
    const element = canvas.current!;
    [element.width, element.height] = [size, size];
    const context = element.getContext("2d")!;
    const [error, diagonal] = [cssColor("--bad"), cssColor("--strong-line")];
    for (let i = 0; i < size; i++) {
      const total = Math.max(1, sum(counts[i]!));
      for (let j = 0; j < size; j++) {
        const count = counts[i]![j]!;
        if (count === 0) continue;
        const isError = i !== j;
        context.globalAlpha = (isError ? 0.5 : 0.15) + ((isError ? 0.5 : 0.85) * count) / total;
        context.fillStyle = isError ? error : diagonal;
        // A single pixel of many would not be seen.
        const margin = isError && size > MOST_WITHOUT_MARGIN ? 0.75 : 0;
        context.fillRect(j - margin, i - margin, 1 + 2 * margin, 1 + 2 * margin);
      }
    }
  }, [counts, dark]);
  const cellAt = (event: MouseEvent): [number, number] => {
    const { left, top, width } = canvas.current!.getBoundingClientRect();
    const place = (value: number): number =>
      Math.max(0, Math.min(size - 1, Math.floor((value / width) * size)));
    return [place(event.clientY - top), place(event.clientX - left)];
  };
  useEffect(() => {
    const element = canvas.current!;
    const onMove = (event: MouseEvent): void => {
      const [i, j] = cellAt(event);
      element.title = `${labels[i]} → ${labels[j]}: ${counts[i]![j]}`;
    };
    const onClick = (event: MouseEvent): void => {
      const [i, j] = cellAt(event);
      if (counts[i]![j]! > 0) onChoose(labels[i]!, labels[j]!);
    };
    element.addEventListener("mousemove", onMove);
    element.addEventListener("click", onClick);
    return () => {
      element.removeEventListener("mousemove", onMove);
      element.removeEventListener("click", onClick);
    };
  }, [counts, labels]);
  const errors = labels
    .flatMap((truth, i) =>
      labels.map((predicted, j) => ({ truth, predicted, count: i === j ? 0 : counts[i]![j]! })),
    )
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 20);
  return (
    <div class="matrix-canvas">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Confusion of ${size} labels; rows: true label, columns: predicted label`}
      />
      <p class="muted small">
        true label ↓ predicted label →, in the order of the labels; point at a cell to read it
      </p>
      <h2>Most frequent confusions</h2>
      <ul class="pairs">
        {errors.map(({ truth, predicted, count }) => (
          <li key={`${truth} ${predicted}`}>
            <button
              type="button"
              aria-pressed={chosen.truth === truth && chosen.predicted === predicted}
              onClick={() => onChoose(truth, predicted)}
            >
              <bdi>{truth}</bdi> → <bdi>{predicted}</bdi> <span class="muted">{count}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
