// The package as its users have it: npm installs the packed tarball in an empty project, and everything here runs there,
// without the repository's sources.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageVersion } from "../../src/package-root.js";
import { onlyRun } from "../support/run.js";
import { makeTones } from "../support/tones.js";
import { describeExamples } from "./examples.js";
import { Installation, stdoutOf } from "./installation.js";

const here = process.cwd();
const installation = new Installation();
const { folder, project, root, home } = installation;
const woodshed = installation.woodshed.bind(installation);

let files: string[];
beforeAll(async () => {
  await installation.create();
  files = installation.files();
});
afterAll(() => {
  process.chdir(here);
  installation.remove();
});

describe("an installed package", () => {
  it("contains what runs need, and nothing that only the repository needs", () => {
    for (const path of [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "setup.mjs",
      "dist/index.d.ts",
      "dist/bundle/index.js",
      "dist/bundle/browser.js",
      "dist/pages/index.html",
      "dist/exported-page/page.js",
    ])
      expect(files).toContain(path);
    expect(files).toContainEqual(expect.stringMatching(/^dist\/pages\/assets\/index-.*\.js$/));
    expect(
      files.filter((path) =>
        /^(src|tests|web\/dashboard|bench|build|deploy)\b|\.test\.|\.map$|__pycache__/.test(path),
      ),
    ).toEqual([]);
  });

  it("has streams for pages, in one file that imports nothing", () => {
    const path = join(project, "node_modules/woodshed/dist/bundle/browser.js");
    expect(readFileSync(path, "utf8")).not.toMatch(/^import\b|\bimport\(|\brequire\(/m);
    const script = 'console.log(Object.keys(await import("woodshed/browser")).join())';
    const ended = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: project });
    expect([ended.stdout.toString(), ended.stderr.toString()]).toEqual([
      "ConfigError,DataError,OnnxStream,WoodshedError\n",
      "",
    ]);
  });

  it("shows its version", () => {
    expect(stdoutOf(woodshed(["--version"]))).toBe(`${packageVersion}\n`);
  });

  it("names the command of the set-up while libtorch and the addon are missing", () => {
    const { status, stdout, stderr } = woodshed(["doctor"], { WOODSHED_HOME: join(folder, "empty") });
    expect([status, stdout]).toEqual([1, expect.stringContaining("not installed")]);
    expect(stderr).toMatch(/The native addon is not built: .*\nRun `npx woodshed setup`/);
    if (Number(process.versions["napi"]) < 10)
      expect(stderr).toMatch(
        /better-sqlite3.*: it is not installed\. Run `npx woodshed setup` with this Node/,
      );
  });

  it("shows where everything is", () => {
    const report = stdoutOf(woodshed(["doctor"]));
    expect(report).toContain(`${packageVersion} in ${root}`);
    expect(report).toContain(`ABI ${process.versions.modules}`);
    expect(report).toMatch(new RegExp(`addon +${home}/.*/woodshed\\.node\n`));
    expect(report).toContain("an operator and its gradient: correct");
  });

  it("finds what set-up would install", () => {
    const setup = woodshed(["setup", "--without", "torch", "addon"]);
    expect(stdoutOf(setup)).toMatch(new RegExp(`^Set-up: current .*: ${home}/`));
    expect(woodshed(["setup", "--without", "mlflow"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--without takes torch, sqlite, addon, not "mlflow"'),
    });
  });
});

describe("a project that it creates", () => {
  it("trains its model", () => {
    const tones = makeTones(6);
    cpSync(tones, join(project, "sounds/train"), { recursive: true });
    rmSync(tones, { recursive: true });
    const created = stdoutOf(woodshed(["init"]));
    expect(created).toMatch(/data +sounds\/train, 3 labels \(high, low, mid\)/);
    const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    expect(Object.keys(scripts)).toEqual(["train", "evaluate", "predict"]);
    const overrides = ["data.clip_sec=0.25", "data.workers=1", "training.epochs=2", "training.threads=1"];
    const trained = stdoutOf(installation.run("npm", ["run", "train", "--", ...overrides]));
    expect(trained).toMatch(/model +Network, /);
    expect(trained).toMatch(/epoch 2\/2/);
    const [name] = readdirSync(join(project, "runs")).filter((entry) => !entry.startsWith("."));
    expect(stdoutOf(woodshed(["predict", `runs/${name}`, "sounds/train/low/0.wav"]))).toContain("0.wav");
  });

  it("serves its model", async () => {
    const { child, ended } = installation.start(project, [
      ...["serve", onlyRun(join(project, "runs")), "--port", "0"],
    ]);
    try {
      const [line] = (await once(child.stdout!, "data")) as [Buffer];
      const body = readFileSync(join(project, "sounds/train/low/0.wav"));
      const answer = await fetch(`${String(line).trim()}/predict`, { method: "POST", body });
      expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([
        200,
        expect.arrayContaining(["label"]),
      ]);
    } finally {
      child.kill("SIGTERM");
    }
    expect((await ended).code).toBe(0);
  });
});

describeExamples(installation);

it("writes nothing into its own folder", () => {
  expect(installation.files()).toEqual(files);
});
