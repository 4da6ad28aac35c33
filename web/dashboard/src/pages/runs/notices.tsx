import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { RunList } from "../../../../../src/dashboard/api.js";

/** True while the list of folders that cannot be read is open. */
const isListOpen = signal(false);

/** Says how many folders cannot be read, and opens the list of them above the page. */
export function UnreadableLink({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      class="link unreadable"
      onClick={() => {
        isListOpen.value = true;
        scrollTo(0, 0);
      }}
    >
      <span aria-hidden="true">▲</span> {count} {count === 1 ? "folder" : "folders"} cannot be read
    </button>
  );
}

/** Folders that look like runs and cannot be read, and how many are still to be read. */
export function Notices({ list }: { list: RunList }) {
  const { numUnread, unreadable, runs } = list;
  const details = useRef<HTMLDetailsElement>(null);
  return (
    <>
      {numUnread > 0 && (
        <p class="notice" role="status">
          {runs.length} of {runs.length + numUnread} runs read
        </p>
      )}
      {unreadable.length > 0 && (
        <details
          class="notice bad"
          ref={details}
          open={isListOpen.value}
          onToggle={() => {
            isListOpen.value = details.current!.open;
          }}
        >
          <summary>
            {unreadable.length === 1
              ? "1 folder looks like a run and cannot be read: damaged, or copied in part"
              : `${unreadable.length} folders look like runs and cannot be read: damaged, or copied in part`}
          </summary>
          <ul>
            {unreadable.map(({ path, message }) => (
              <li key={path}>
                <code>{path}</code>: {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
