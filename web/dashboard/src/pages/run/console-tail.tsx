import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ConsoleLines } from "../../../../../src/dashboard/api.js";
import { getJson } from "../../data/client.js";

const MOST_LINES = 500;

/** The end of a run's output; it follows, unless it was scrolled up. @param news changes when there may be more */
export function ConsoleTail({ run, news }: { run: string; news: string }) {
  const lines = useSignal<ConsoleLines["lines"]>([]);
  const problem = useSignal("");
  const isRead = useSignal(false);
  const next = useRef(0);
  const box = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const gone = new AbortController();
    const read = async (): Promise<void> => {
      for (;;) {
        const answer = await getJson<ConsoleLines>(
          `/api/runs/${run}/console?after=${next.current}`,
          gone.signal,
        );
        if (gone.signal.aborted) return;
        const isMore = answer.next !== next.current && answer.lines.length > 0;
        next.current = answer.next;
        problem.value = "";
        isRead.value = true;
        if (!isMore) return;
        lines.value = [...lines.value, ...answer.lines].slice(-MOST_LINES);
      }
    };
    // Not at each step: output is read, not watched.
    const timer = setTimeout(
      () => {
        read().catch((error: Error) => {
          if (!gone.signal.aborted) problem.value = error.message;
        });
      },
      next.current === 0 ? 0 : 400,
    );
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [run, news]);
  useEffect(() => {
    if (isAtEnd.current) box.current!.scrollTop = box.current!.scrollHeight;
  }, [lines.value]);
  return (
    <section>
      <h2>Output</h2>
      {problem.value !== "" && <p class="muted">{problem.value}</p>}
      <section
        class="console"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys.
        tabIndex={0}
        aria-label="Output of the run"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollTop + clientHeight > scrollHeight - 8;
        }}
      >
        <pre>
          {isRead.value && lines.value.length === 0 && <span class="muted">No output.</span>}
          {lines.value.map(({ text, stream }, i) => (
            <span key={`${i} ${text}`} class={stream}>
              {text}
              {"\n"}
            </span>
          ))}
        </pre>
      </section>
    </section>
  );
}
