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

export function KeyList() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isListOpen.value;
  useEffect(() => {
    if (isOpen && !dialog.current!.open) dialog.current!.showModal();
    if (!isOpen && dialog.current!.open) dialog.current!.close();
  }, [isOpen]);
  const all = [{ key: "?", label: "this list" }, ...active.value.flat()];
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
        {all.map(({ key, label }) => (
          <div key={`${key} ${label}`}>
            <dt>
              <kbd>{key === " " ? "Space" : key}</kbd>
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
