/** Counts the verdicts of samples by cause. */
export class Report {
  #info = {};
  #operators = new Set();
  #counts = Object.fromEntries(
    ["forward", "backward", "byName", "inPlace"].map((kind) => [kind, { tried: 0, exact: 0, close: 0 }]),
  );
  /** Samples and operators of each cause: of failures and of samples that were not compared. */
  #failed = new Map();
  #left = new Map();

  set info(value) {
    this.#info = value;
  }

  answer({ operator, dtype, sample }, verdict) {
    this.#operators.add(operator);
    for (const [kind, result] of Object.entries(verdict)) {
      if (result === null) continue;
      const counts = this.#counts[kind];
      counts.tried++;
      if (result === "exact" || result === "close") counts[result]++;
      else if (result !== "as forward")
        add(this.#failed, causeOf(kind, result), operator, `${operator} ${dtype} ${sample}: ${result}`);
    }
  }

  left({ left, operator }) {
    add(this.#left, left, operator);
  }

  get tried() {
    return this.#counts.forward.tried;
  }

  get failures() {
    return [...this.#failed.values()].reduce((sum, { samples }) => sum + samples, 0);
  }

  /** Lines for a terminal: the counts, and each cause with an example. */
  text() {
    const causes = (title, map) =>
      map.size === 0
        ? []
        : [
            title,
            ...sorted(map).flatMap(([cause, { samples, operators, example }]) => [
              `  ${samples} ${cause}: ${[...operators].join(", ")}`,
              ...(example === undefined ? [] : [`      ${example}`]),
            ]),
          ];
    return [
      `${this.#operators.size} operators, libtorch ${this.#info.torch}`,
      ...Object.entries(this.#counts).map(([kind, counts]) => `${TITLES[kind]}: ${passedText(counts)}`),
      ...causes("failed:", this.#failed),
      ...causes("not compared:", this.#left),
    ].join("\n");
  }

  /** The section of docs/operators.md. */
  markdown(device, limit) {
    const row = ([kind, { tried, exact, close }]) =>
      `| ${TITLES[kind]} | ${tried} | ${exact + close} | ${exact} |`;
    const which = limit === null ? "All samples" : `At most ${limit} samples of each operator and dtype`;
    const table = (map) => [
      "| cause | samples | operators |",
      "|---|---|---|",
      ...sorted(map).map(
        ([cause, { samples, operators }]) =>
          `| ${escapeBars(cause)} | ${samples} | ${namesText(operators)} |`,
      ),
    ];
    return [
      `${which} on ${device}, libtorch ${this.#info.torch}: ${this.#operators.size} of ${this.#info.total} operators of the database.`,
      "",
      "| | samples | passed | equal to the bit |",
      "|---|---|---|---|",
      ...Object.entries(this.#counts).map(row),
      "",
      ...(this.#failed.size === 0 ? ["No sample failed."] : ["Failed:", "", ...table(this.#failed)]),
      "",
      ...(this.#left.size === 0 ? [] : ["Not compared:", "", ...table(this.#left)]),
    ].join("\n");
  }
}

const TITLES = {
  forward: "outputs",
  backward: "gradients",
  byName: "outputs by `ops.name`",
  inPlace: "outputs in place",
};

function passedText({ tried, exact, close }) {
  const percent = tried === 0 ? "" : ` (${((100 * (exact + close)) / tried).toFixed(2)} %)`;
  return `${exact + close} of ${tried} passed${percent}, ${exact} equal to the bit`;
}

/** The first words of a verdict, without values and names that differ from sample to sample. */
function causeOf(kind, result) {
  if (result.startsWith("crash")) return result;
  const [head, ...rest] = result.split(": ");
  if (!result.startsWith("error")) return head;
  const text = rest.join(": ");
  const told =
    /argument '\w+' \(number \d+\): (.*)/s.exec(text)?.[1] ?? text.replace(/^[\w:.]+(\(.*?\))?: /, "");
  return `${kind === "byName" ? "by name: " : ""}${told
    .split("\n")[0]
    .replace(/\d+(\.\d+)?/g, "N")
    .slice(0, 100)}`;
}

function add(map, cause, operator, example) {
  const entry = map.get(cause) ?? { samples: 0, operators: new Set(), example };
  entry.samples++;
  entry.operators.add(operator);
  map.set(cause, entry);
}

const sorted = (map) => [...map].sort(([, a], [, b]) => b.samples - a.samples);

const MAX_NAMES = 12;
function namesText(operators) {
  const names = [...operators].map((name) => `\`${name}\``);
  const more = names.length - MAX_NAMES;
  return more > 0 ? `${names.slice(0, MAX_NAMES).join(", ")} and ${more} more` : names.join(", ");
}

const escapeBars = (text) => text.replaceAll("|", "\\|");
