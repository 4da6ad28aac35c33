import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { setParams } from "../../shell/router.js";
import type { Keys } from "./keys.js";
import { setColumns } from "./state.js";

const FEW = 12;

/** A list of all metrics and configuration keys; those that are checked are columns. */
export function ColumnChooser({ keys, columns }: { keys: Keys; columns: readonly string[] }) {
  const details = useRef<HTMLDetailsElement>(null);
  const wanted = useSignal("");
  useEffect(() => {
    const close = (event: Event): void => {
      if (
        event instanceof KeyboardEvent
          ? event.key !== "Escape"
          : details.current!.contains(event.target as Node)
      )
        return;
      details.current!.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const all = keys.all.filter(({ kind }) => kind !== "fact");
  const found = all.filter(({ name }) => name.includes(wanted.value.trim().toLowerCase()));
  const isChosen = new Set(columns);
  return (
    <details class="menu" ref={details}>
      <summary>Columns</summary>
      <div class="menu-body">
        {all.length > FEW && (
          <input
            type="search"
            aria-label="Find a column"
            placeholder="Find"
            value={wanted.value}
            onInput={(event) => {
              wanted.value = event.currentTarget.value;
            }}
          />
        )}
        <ul>
          {found.map(({ name }) => (
            <li key={name}>
              <label>
                <input
                  type="checkbox"
                  checked={isChosen.has(name)}
                  onChange={() =>
                    setColumns(
                      isChosen.has(name) ? columns.filter((one) => one !== name) : [...columns, name],
                    )
                  }
                />
                {name}
              </label>
            </li>
          ))}
        </ul>
        <button type="button" onClick={() => setParams({ columns: null })}>
          Those that differ
        </button>
      </div>
    </details>
  );
}
