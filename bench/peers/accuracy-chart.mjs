/** A chart of accuracies over numbers of parameters, for documentation: SVG that follows the reader's theme. */

const [WIDTH, HEIGHT] = [720, 400];
const BOX = { left: 56, right: 24, top: 40, bottom: 48 };
const STYLE = `text{font:13px system-ui,sans-serif;fill:#333}.axis{fill:#666}.grid{stroke:#ddd}circle{fill:#0b6bcb}
@media (prefers-color-scheme:dark){text{fill:#ddd}.axis{fill:#999}.grid{stroke:#333}circle{fill:#5aa9f2}}`;

const megas = (count) => (count >= 1e6 ? `${count / 1e6} M` : `${count / 1e3} k`);

/** @param rows of `name`, `parameters` and `accuracy` in percent */
export function accuracyChart(rows, { title }) {
  const [least, most] = [Math.min, Math.max].map((of) => of(...rows.map(({ parameters }) => parameters)));
  const decades = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const lowest = 10 * Math.floor(Math.min(...rows.map(({ accuracy }) => accuracy)) / 10);
  const x = (count) =>
    BOX.left +
    ((Math.log10(count) - decades[0]) / (decades[1] - decades[0])) * (WIDTH - BOX.left - BOX.right);
  const y = (percent) =>
    HEIGHT - BOX.bottom - ((percent - lowest) / (100 - lowest)) * (HEIGHT - BOX.top - BOX.bottom);
  const text = (content, at, attributes = "") =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${attributes}>${content}</text>`;
  const line = ([x1, y1], [x2, y2]) => `<line class="grid" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
  const parts = [text(title, [BOX.left, 22])];
  for (let percent = lowest; percent <= 100; percent += 10)
    parts.push(
      line([BOX.left, y(percent)], [WIDTH - BOX.right, y(percent)]),
      text(`${percent} %`, [BOX.left - 8, y(percent) + 4], 'class="axis" text-anchor="end"'),
    );
  for (let decade = decades[0]; decade <= decades[1]; decade++)
    parts.push(
      text(megas(10 ** decade), [x(10 ** decade), HEIGHT - 24], 'class="axis" text-anchor="middle"'),
    );
  parts.push(text("parameters", [WIDTH - BOX.right, HEIGHT - 6], 'class="axis" text-anchor="end"'));
  const placed = [];
  for (const { name, parameters, accuracy } of rows.toSorted((a, b) => b.accuracy - a.accuracy)) {
    const [cx, cy] = [x(parameters), y(accuracy)];
    // Names are moved down until they cover no other.
    let at = cy + 4;
    while (placed.some(([px, py]) => Math.abs(px - cx) < 80 && Math.abs(py - at) < 14)) at += 2;
    placed.push([cx, at]);
    parts.push(`<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="4.5"/>`, text(name, [cx + 8, at]));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
<style>${STYLE}</style>
${parts.join("\n")}
</svg>
`;
}
