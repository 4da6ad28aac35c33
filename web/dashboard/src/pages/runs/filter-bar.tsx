import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { setParams } from "../../shell/router.js";
import type { FilterError } from "./filter.js";
import type { Key, Keys } from "./keys.js";

export interface FilterBarProps {
  input: RefObject<HTMLInputElement | null>;
  filter: string;
  keys: Keys;
  errors: readonly FilterError[];
}

const MOST_OFFERED = 8;
const KINDS = { fact: "", metric: "metric", config: "configuration" } as const;

/** The field of the filter, with the keys that the word at the caret may become. */
export function FilterBar({ input, filter, keys, errors }: FilterBarProps) {
  const offered = useSignal<readonly Key[]>([]);
  const active = useSignal(-1);
  const offer = (): void => {
    const word = wordAt(input.current!);
    offered.value = word === "" ? [] : keys.complete(word, MOST_OFFERED).filter(({ name }) => name !== word);
    active.value = -1;
  };
  const close = (): void => {
    offered.value = [];
  };
  const take = ({ name }: Key): void => {
    const field = input.current!;
    const to = field.selectionStart ?? field.value.length;
    const from = to - wordAt(field).length;
    const text = field.value.slice(0, from) + name + field.value.slice(to);
    close();
    setParams({ q: text });
    field.value = text;
    field.setSelectionRange(from + name.length, from + name.length);
    field.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = offered.value.length;
    if (event.key === "Escape") {
      event.stopPropagation();
      if (count > 0) close();
      else input.current!.blur();
    } else if (count > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const places = count + 1;
      active.value = ((active.value + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places) - 1;
    } else if (count > 0 && (event.key === "Tab" || (event.key === "Enter" && active.value >= 0))) {
      event.preventDefault();
      take(offered.value[Math.max(0, active.value)]!);
    } else if (event.key === "Enter") {
      close();
      input.current!.blur();
    }
  };
  const isOpen = offered.value.length > 0;
  return (
    <div class="filter">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Filter"
        aria-expanded={isOpen}
        aria-controls="filter-keys"
        aria-autocomplete="list"
        {...(active.value >= 0 ? { "aria-activedescendant": `filter-key-${active.value}` } : {})}
        aria-invalid={errors.length > 0}
        placeholder="Filter: accuracy>0.6 lr<0.01 -status:failed"
        autocomplete="off"
        spellcheck={false}
        value={filter}
        onInput={(event) => {
          setParams({ q: event.currentTarget.value });
          offer();
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <div id="filter-keys" role="listbox" aria-label="Keys" class="offered" hidden={!isOpen}>
        {offered.value.map((key, i) => (
          <div
            key={key.name}
            id={`filter-key-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active.value}
            onMouseDown={(event) => {
              // Keeps the focus in the field.
              event.preventDefault();
              take(key);
            }}
          >
            {key.name} <span class="muted small">{KINDS[key.kind]}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The part of a key before the caret; empty within a value or a quoted text. */
function wordAt(field: HTMLInputElement): string {
  const before = field.value.slice(0, field.selectionStart ?? field.value.length);
  if ((before.match(/"/g) ?? []).length % 2 === 1) return "";
  return /(?:^|\s)-?([^\s"<>=:~!]*)$/.exec(before)?.[1] ?? "";
}
