#!/usr/bin/env node
// Sets up everything that is not current. Run by `npm start` and `npm test`, and by `woodshed setup` where Woodshed is an
// installed package.
//
//   plan: which steps are not current?   check: do their tools exist?   install: side by side, as their needs allow.
//
// Each step is a module of tools/setup with title, needs, isCurrent, problems and install. A step is current by its
// stamp, which is written when its work is complete: after an interrupt at any instant the next run continues there.

const OLDEST_NODE = [20, 19];

const HELP = `Usage: node setup.mjs [--for start|services|ffmpeg|test] [--without PARTS] [--verbose] [--help]

Installs the Node and Python packages, builds the addon and the TypeScript. Run it again at any time:
steps that are current are skipped.

  --for start       install what training needs (default)
  --for services    install W&B's engine, Optuna and MLflow too; commands that need them do this by themselves
  --for ffmpeg      install FFmpeg's libraries too, which read M4A, WMA and more
  --for test        install what the tests need too
  --without PARTS   leave out parts: torch, sqlite, addon, separated by commas
  --verbose         also list the steps that are current
  --help            show this help

Examples:
  node setup.mjs
  node setup.mjs --for services

Environment:
  WOODSHED_LIBTORCH   folder of a torch package or of an unzipped libtorch, used instead of a download
  WOODSHED_PYTHON     Python (3.10 or newer) that makes .venv
  CXX                 C++20 compiler
`;

// The modules below are newer than an old Node can read: its version comes first.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `Woodshed needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.version}. Get one from nodejs.org or with nvm: nvm install`,
  );
  process.exit(1);
}

const { parseArgs } = await import("node:util");
const { fileURLToPath } = await import("node:url");
const { setUp } = await import("./tools/setup/set-up.mjs");

const root = fileURLToPath(new URL(".", import.meta.url));
const options = readOptions();
process.chdir(root); // pyenv and similar tools choose a version by folder
process.exitCode = await setUp({ root, ...options });

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        for: { type: "string", default: "start" },
        without: { type: "string", multiple: true, default: [] },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(HELP.trimEnd());
      process.exit(0);
    }
    const purposes = ["start", "services", "ffmpeg", "test"];
    if (!purposes.includes(values.for)) {
      throw new Error(`--for takes ${purposes.join(", ")}, not "${values.for}"`);
    }
    const without = values.without.flatMap((list) => list.split(",")).filter(Boolean);
    return { purpose: values.for, without, isVerbose: values.verbose };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP.trimEnd()}`);
    process.exit(2);
  }
}
