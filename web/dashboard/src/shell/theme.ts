/** Light or dark: the system's choice, or the user's. */
import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
const KEY = "woodshed-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export const theme = signal<Theme>((localStorage.getItem(KEY) as Theme | null) ?? "system");
/** True if the page is dark; canvases draw again when it changes. */
export const isDark = signal(false);

function apply(): void {
  isDark.value = theme.value === "dark" || (theme.value === "system" && dark.matches);
  document.documentElement.dataset["theme"] = isDark.value ? "dark" : "light";
}

export function startTheme(): void {
  dark.addEventListener("change", apply);
  apply();
}

export function nextTheme(): void {
  const all: Theme[] = ["system", "light", "dark"];
  theme.value = all[(all.indexOf(theme.value) + 1) % all.length]!;
  localStorage.setItem(KEY, theme.value);
  apply();
}

/** Returns the value of a custom property, such as `--accent`, for canvases. */
export function cssColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
