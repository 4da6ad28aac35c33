import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

describe.each(["light", "dark"])("the %s theme", (theme) => {
  const start = css.indexOf(`[data-theme="${theme}"]`);
  const block = css.slice(start, css.indexOf("}", start));
  const colors = new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name!, hex!]),
  );
  const texts = [
    "text",
    "muted",
    "accent",
    "good",
    "warn",
    "bad",
    ...Array.from({ length: 10 }, (_, i) => `run-${i}`),
  ];

  // A run's colour is chosen by its key: labels of lines have any of them.
  test.each(texts)("--%s is legible on the page", (name) => {
    expect(contrast(colors.get(name)!, colors.get("page")!)).toBeGreaterThanOrEqual(4.5);
  });
});
