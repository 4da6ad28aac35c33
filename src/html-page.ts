/** Self-contained HTML pages of results, in light and dark. */

const STYLE = `
:root { color-scheme: light dark; --a: #b35c00; --b: #1f6fb2; --line: #8884; --weak: #777; }
@media (prefers-color-scheme: dark) { :root { --a: #ffb066; --b: #7cbcf0; --weak: #aaa; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.35rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.a { color: var(--a); } .b { color: var(--b); } .note { color: var(--weak); font-size: .9em; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem 1rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
th { font-weight: 600; } audio { height: 2rem; width: 15rem; } svg { display: block; }
`;

/**
 * Returns a page.
 *
 * @param title as text
 * @param body as HTML
 */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
${body}
</html>
`;
}

/** Returns a table. @param head as HTML @param rows as HTML */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<div class="scroll"><table><thead>${line(head, "th")}</thead><tbody>\n${rows.map((row) => line(row, "td")).join("\n")}\n</tbody></table></div>`;
}

export function escapeHtml(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
