/** Keys of the current page, and the list of them that `?` opens. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

export interface KeyBinding {
  /** As in `KeyboardEvent.key`; with `Ctrl+` or `Shift+` before it where they count. */
  key: string;
  /** What it does, for the list. */
  label: string;
  run(event: KeyboardEvent): void;
}

const active = signal<readonly (readonly KeyBinding[])[]>([]);
export const isListOpen = signal(false);

/** Binds keys while a component is shown. Keys that are typed into fields are left to them. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    // Through the reference, so that a key runs what the last rendering bound.
    const own = bindings.map(({ key, label }, i) => ({
      key,
      label,
      run: (event: KeyboardEvent) => latest.current[i]!.run(event),
    }));
    active.value = [...active.value, own];
    return () => {
      active.value = active.value.filter((one) => one !== own);
    };
  }, []);
}

function nameOf(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
  return `${control}${shift}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

export function onKeyDown(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const isField = target.matches?.(
    "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]",
  );
  if (event.key === "Escape" && isListOpen.value) {
    isListOpen.value = false;
    return;
  }
  if (isField && event.key !== "Escape") return;
  if (event.key === "?") {
    isListOpen.value = !isListOpen.value;
    return;
  }
  // A focused button or link takes these itself.
  if (
    (event.key === " " || event.key === "Enter") &&
    target.matches?.("button, a, summary, input, [role=button]")
  )
    return;
  const name = nameOf(event);
  const found = active.value.flat().findLast(({ key }) => key === name);
  if (found === undefined) return;
  event.preventDefault();
  found.run(event);
}

/** Keys that do the same share a line. */
function byLabel(
  bindings: readonly Pick<KeyBinding, "key" | "label">[],
): { label: string; keys: string[] }[] {
  const lines = new Map<string, string[]>();
  for (const { key, label } of bindings) {
    const keys = lines.get(label) ?? [];
    if (!keys.includes(key)) lines.set(label, [...keys, key]);
  }
  return [...lines].map(([label, keys]) => ({ label, keys }));
}

const KEY_TEXTS: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
};

/** A key as it is written on a keyboard: `J`, `↓`, `Shift+←`. */
function keyText(key: string): string {
  const [, modifiers = "", name = key] = /^((?:(?:Ctrl|Shift)\+)*)(.+)$/.exec(key) ?? [];
  return modifiers + (KEY_TEXTS[name] ?? (name.length === 1 ? name.toUpperCase() : name));
}

export function KeyList() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isListOpen.value;
  useEffect(() => {
    if (isOpen && !dialog.current!.open) dialog.current!.showModal();
    if (!isOpen && dialog.current!.open) dialog.current!.close();
  }, [isOpen]);
  const all = byLabel([{ key: "?", label: "this list" }, ...active.value.flat()]);
  return (
    <dialog
      ref={dialog}
      class="keys"
      aria-label="Keys"
      onClose={() => {
        isListOpen.value = false;
      }}
    >
      <h2>Keys</h2>
      <dl>
        {all.map(({ keys, label }) => (
          <div key={label}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{keyText(key)}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
