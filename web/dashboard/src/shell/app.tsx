import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ExportedInfo } from "../../../../src/dashboard/exported/answer-key.js";
import { followRuns } from "../data/follow.js";
import { isConnected } from "../data/live.js";
import { runs } from "../data/runs.js";
import { ErrorBox } from "./boxes.js";
import { COPY } from "./copy.js";
import { KeyList, onKeyDown } from "./keys.js";
import { isGone, NoPage, NoRun } from "./missing.js";
import { findPage, OWN_RUN_PAGES, PAGES, type Page, type PageProps } from "./pages.js";
import { followLinks, path } from "./router.js";
import { RunName } from "./run-name.js";
import { nextTheme, theme } from "./theme.js";

export function App() {
  const found = findPage(path.value);
  useEffect(() => {
    addEventListener("keydown", onKeyDown);
    document.addEventListener("click", followLinks);
  }, []);
  const run = runs.value?.runs.find(({ key }) => key === found?.run);
  const isMissing = found === null || (found.run !== "" && isGone(found.run));
  const title = isMissing
    ? "Not found"
    : found.run === ""
      ? found.page.title
      : `${run?.name ?? "Run"} · ${found.page.title}`;
  useEffect(() => {
    document.title = `${title} · Woodshed`;
  }, [title]);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // The next key after a link belongs to the page that it opened.
    if (!isFirst.current) main.current!.focus({ preventScroll: true });
    isFirst.current = false;
  }, [path.value]);
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <header class="top">
        <a class="brand" href="/">
          Woodshed
        </a>
        {COPY !== null ? (
          <CopyNote copy={COPY} />
        ) : (
          <nav aria-label="Pages">
            {PAGES.map((page) => (
              <PageLink key={page.name} page={page} href={`/${page.name}`} isHere={found?.page === page} />
            ))}
          </nav>
        )}
        <button type="button" class="quiet" onClick={nextTheme} title="Light or dark">
          {{ system: "Auto", light: "Light", dark: "Dark" }[theme.value]}
        </button>
      </header>
      {!isMissing && found.run !== "" && (
        <section class="run-bar" aria-label="Run">
          <RunName run={found.run} />
          <nav aria-label="Pages of the run">
            {OWN_RUN_PAGES.map((page) => (
              <PageLink
                key={page.name}
                page={page}
                href={`/runs/${found.run}${page.name === "" ? "" : `/${page.name}`}`}
                isHere={found.page === page}
              />
            ))}
          </nav>
          {COPY === null && (
            <a
              class="button"
              href={`/api/runs/${found.run}/export`}
              download=""
              title="One HTML file that opens without Woodshed, to send to a colleague"
            >
              Export
            </a>
          )}
        </section>
      )}
      {COPY === null && !isConnected.value && (
        <p class="banner" role="status">
          The dashboard does not answer: what you see may be old. It connects again by itself; to start it:
          npx woodshed dashboard
        </p>
      )}
      <main id="main" ref={main} tabIndex={-1}>
        <h1 class="hidden-table">{title}</h1>
        {found === null ? (
          <NoPage path={path.value} />
        ) : isMissing ? (
          <NoRun run={found.run} />
        ) : (
          <Loaded
            key={`${found.page.name} ${found.run} ${found.id}`}
            page={found.page}
            run={found.run}
            id={found.id}
          />
        )}
      </main>
      <KeyList />
    </>
  );
}

/** Says that the page is a copy, and of when. */
function CopyNote({ copy: { exportedMs, version } }: { copy: ExportedInfo }) {
  const date = new Date(exportedMs).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return (
    <p class="copy-note">
      Copy of a run, exported {date} by Woodshed {version}
    </p>
  );
}

function PageLink({ page, href, isHere }: { page: Page; href: string; isHere: boolean }) {
  return (
    <a href={href} aria-current={isHere ? "page" : undefined}>
      {page.title}
    </a>
  );
}

function Loaded({ page, run, id }: { page: Page } & PageProps) {
  const component = useSignal<{ Page: ComponentType<PageProps> } | null>(null);
  const problem = useSignal("");
  // Also a run that ended: it may be resumed or rewound while it is looked at.
  useEffect(() => (run === "" ? undefined : followRuns([run])), [run]);
  useEffect(() => {
    page.load().then(
      (module) => {
        component.value = { Page: module.default };
      },
      (error: Error) => {
        problem.value = error.message;
      },
    );
  }, [page]);
  if (problem.value !== "")
    return (
      <ErrorBox
        title="The page could not be loaded"
        message={`${problem.value}. Reload it: the dashboard may have been updated.`}
      />
    );
  if (component.value === null) return null;
  const { Page: Component } = component.value;
  return <Component run={run} id={id} />;
}
