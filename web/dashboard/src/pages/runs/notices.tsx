import type { RunList } from "../../../../../src/dashboard/api.js";
import { isConnected } from "../../data/live.js";

/** Folders that look like runs and cannot be read, and how many are still to be read. */
export function Notices({ list }: { list: RunList }) {
  const { numUnread, unreadable, runs } = list;
  return (
    <>
      {numUnread > 0 && (
        <p class="notice" role="status">
          {runs.length} of {runs.length + numUnread} runs read
        </p>
      )}
      {unreadable.length > 0 && (
        <details class="notice">
          <summary>
            {unreadable.length} {unreadable.length === 1 ? "folder" : "folders"} cannot be read
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

/** Says that what is shown may be old. It covers the page's foot, so that nothing moves. */
export function ConnectionBanner() {
  return (
    <div class="connection" role="status" hidden={isConnected.value}>
      {!isConnected.value && "Connection to the dashboard lost: what is shown may be old. Trying again."}
    </div>
  );
}
