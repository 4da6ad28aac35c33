// Writes the typings of every operator and the table of coverage, from the schemas of the installed
// libtorch. `node tools/generate.mjs --check` fails if the committed files are not current.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readOperatorDocs } from "./operator-docs.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const addon = createRequire(import.meta.url)(join(root, "build", "woodshed.node"));

const TYPES = {
  Tensor: "Tensor",
  "Tensor?": "Tensor | null",
  "Tensor[]": "TensorList",
  "Tensor?[]": "readonly (Tensor | null)[]",
  Scalar: "Scalar",
  int: "number",
  float: "number",
  bool: "boolean",
  string: "string",
  DType: "DType",
  Layout: "Layout",
  MemoryFormat: "MemoryFormat",
  Device: "Device",
  "int[]": "readonly number[]",
  "float[]": "readonly number[]",
  "bool[]": "readonly boolean[]",
  "Scalar[]": "readonly Scalar[]",
  "string[]": "readonly string[]",
  NativeObject: "NativeObject",
};
const RETURNS = { ...TYPES, "Tensor[]": "Tensor[]", "int[]": "number[]" };
const RESERVED = new Set(["in", "with", "default", "function", "new", "return", "this", "var", "from"]);

const camel = (name) => name.replace(/(?<=[a-z0-9])_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const identifier = (name) => (RESERVED.has(camel(name)) ? `${camel(name)}_` : camel(name));
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function typeOf(argument) {
  // The rule is isReduction's of src/tensor/operator.ts.
  if (argument.name === "reduction" && argument.kind === "int") return "ReductionChoice";
  const optional = argument.isOptional && !argument.kind.endsWith("?") ? " | null" : "";
  const single = argument.listSize > 0 && /^(int|float)\[\]$/.test(argument.kind) ? "number | " : "";
  return single + TYPES[argument.kind] + optional;
}

/**
 * Returns the parameter lists of an operator: the schema's, and one with an options object from the first default on. A public
 * operator with keyword arguments has one from each default on, and a factory the option `requiresGrad`.
 */
function parameterLists(args, isPublic = false) {
  const positional = args.filter((a) => !a.isKeywordOnly);
  const keyword = args.filter((a) => a.isKeywordOnly);
  let required = positional.length;
  while (required > 0 && positional[required - 1].hasDefault) required--;
  const lists = [];
  const option = (a) =>
    `${key(camel(a.name))}${a.hasDefault || a.isOptional ? "?" : ""}: ${typeOf(a)} | undefined`
      .replace(/\?: (.*) \| undefined$/, "?: $1 | undefined")
      .replace(/([^?]): (.*) \| undefined$/, "$1: $2");
  // The rule is isFactory's of src/tensor/overloads.ts.
  const names = new Set(args.map((a) => a.name));
  const isFactory =
    isPublic && names.has("pin_memory") && !names.has("non_blocking") && !names.has("requires_grad");
  const own = isFactory ? ["requiresGrad?: boolean | undefined"] : [];
  const options = (list) =>
    `options${list.every((a) => a.hasDefault || a.isOptional) ? "?" : ""}: { ${[...list.map(option), ...own].join("; ")} }`;
  const isRepeated = (a, i) => positional.findIndex((other) => other.name === a.name) < i;
  const head = positional.map(
    (a, i) => `${identifier(a.name)}${isRepeated(a, i) ? i : ""}${i >= required ? "?" : ""}: ${typeOf(a)}`,
  );
  // A required parameter may not follow an optional one.
  const keywordIsRequired = keyword.some((a) => !a.hasDefault && !a.isOptional);
  if (!(keywordIsRequired && required < positional.length)) {
    lists.push([...head, ...(keyword.length ? [options(keyword)] : [])]);
  }
  const defaulted = positional.slice(required);
  const numSplits = isPublic && keyword.length > 0 ? defaulted.length : Math.min(1, defaulted.length);
  for (let i = 0; i < numSplits; i++) {
    const rest = options([...defaulted.slice(i), ...keyword]);
    const given = head.slice(0, required + i).map((parameter) => parameter.replace("?:", ":"));
    lists.push([...given, lists.length > 0 ? rest.replace("options?:", "options:") : rest]);
  }
  return lists;
}

/** Forms that Python has and no schema: the device of `to` by position. */
function formsOf(base, self) {
  const options =
    "options?: { dtype?: DType | undefined; nonBlocking?: boolean | undefined; copy?: boolean | undefined }";
  return base === "aten::to" ? [`(${self}device: Device, ${options}): Tensor`] : [];
}

const docOf = readOperatorDocs(root, camel);
/** Returns the members that declare an operator's overloads. */
function membersOf(name, base, signatures) {
  const doc = docOf(base.slice("aten::".length));
  return signatures.flatMap((signature) => [...(doc ? [`/** ${doc} */`] : []), `${name}${signature};`]);
}

function returnType(spec, self) {
  if (spec.aliasedArgument === 0 && self) return self;
  if (spec.returns.length === 0) return "void";
  const types = spec.returns.map((kind) => RETURNS[kind]);
  return types.length === 1 ? types[0] : `[${types.join(", ")}]`;
}

const isSupported = (spec) =>
  ![...spec.arguments.map((a) => a.kind), ...spec.returns].includes("Unsupported");
const split = (spec) => {
  const dot = spec.name.indexOf(".");
  return dot < 0 ? [spec.name, ""] : [spec.name.slice(0, dot), spec.name.slice(dot + 1)];
};
/** Returns whether an overload is public: no named dimensions, which PyTorch abandoned, and no `out`. */
const isForPeople = (spec) => {
  const [base, overload] = split(spec);
  const name = base.slice("aten::".length);
  return (
    base.startsWith("aten::") &&
    !name.startsWith("_") &&
    !/dimname|names|(^|_)out$|^out_|_out_|grad_input$/i.test(overload) &&
    !(spec.aliasedArgument > 0) &&
    // A tensor argument that must be named is an `out` of another name (`max.dim_max`).
    !spec.arguments.some((a) => a.isKeywordOnly && a.kind === "Tensor" && !a.hasDefault) &&
    isSupported(spec)
  );
};
/** Sorts overloads in the order in which they are tried: tensor overloads, then fewer arguments, then by name. */
function byPreference(a, b) {
  const weight = (spec) => spec.arguments.slice(1).filter((arg) => arg.kind === "Scalar").length;
  return weight(a) - weight(b) || a.arguments.length - b.arguments.length || compare(a.name, b.name);
}

const all = addon.listOperators().sort((a, b) => compare(a.name, b.name));
const supported = all.filter(isSupported);

const groups = new Map();
for (const spec of supported.filter(isForPeople)) {
  const [base] = split(spec);
  groups.set(base, [...(groups.get(base) ?? []), spec].sort(byPreference));
}

const banner = `// Written by \`npm run generate\` from the schemas of libtorch ${addon.version()}. Do not edit.\n`;
const QUOTED = "// The sentences are from PyTorch's documentation (BSD-3-Clause).\n";
const imports = (used) =>
  [
    /\b(DType|Device|Layout|MemoryFormat)\b/.test(used) &&
      `import type { ${["Device", "DType", "Layout", "MemoryFormat"].filter((t) => new RegExp(`\\b${t}\\b`).test(used)).join(", ")} } from "./dtype.js";`,
    /\bTensor\b/.test(used) && 'import type { Tensor } from "./tensor.js";',
    /\bNativeObject\b/.test(used) && 'import type { NativeObject } from "./operator.js";',
    /\b(ReductionChoice|Scalar|TensorList)\b/.test(used) &&
      `import type { ${["ReductionChoice", "Scalar", "TensorList"].filter((t) => new RegExp(`\\b${t}\\b`).test(used)).join(", ")} } from "./values.js";`,
  ]
    .filter(Boolean)
    .join("\n");

function operatorsFile() {
  const lines = supported.map((spec) => {
    const signatures = parameterLists(spec.arguments).map(
      (list) => `(${list.join(", ")}): ${returnType(spec)}`,
    );
    return `  ${JSON.stringify(spec.name)}: { ${signatures.join("; ")} };`;
  });
  const body = `/** Every callable operator by its full name. */\nexport interface Operators {\n${lines.join("\n")}\n}\n`;
  return `${banner}${imports(body)}\n\n${body}`;
}

const table = (rows) =>
  rows
    .map(
      ([name, base, specs]) =>
        `  ["${name}", "${base}", ${JSON.stringify(specs.map((s) => split(s)[1]).join(" "))}],`,
    )
    .join("\n");

function functionsFile() {
  const rows = [...groups].map(([base, specs]) => [camel(base.slice(6)), base, specs]);
  const members = rows.flatMap(([name, base, specs]) =>
    membersOf(
      name,
      base,
      specs
        .flatMap((spec) =>
          parameterLists(spec.arguments, true).map((list) => `(${list.join(", ")}): ${returnType(spec)}`),
        )
        .concat(formsOf(base, "self: Tensor, ")),
    ).map((line) => `  ${line.replace(/\bthis (tensor|matrix)\b/g, "the input $1")}`),
  );
  const body =
    `${QUOTED}/** Public ATen operators as functions. */\nexport interface Functions {\n${members.join("\n")}\n}\n\n` +
    `/** Name, operator, overloads in the order in which they are tried. */\nexport const FUNCTIONS: readonly (readonly [string, string, string])[] = [\n${table(rows)}\n];\n`;
  return `${banner}${imports(body)}\n\n${body}`;
}

function methodsFile() {
  const own = new Set(ownMembers());
  const rows = [...groups]
    .map(([base, specs]) => [
      camel(base.slice(6)),
      base,
      specs.filter((s) => s.arguments[0]?.kind === "Tensor" && s.arguments[0].name === "self"),
    ])
    .filter(([name, , specs]) => specs.length > 0 && !own.has(name));
  const members = rows.flatMap(([name, base, specs]) =>
    membersOf(
      name,
      base,
      specs
        .flatMap((spec) =>
          parameterLists(spec.arguments.slice(1), true).map(
            (list) => `(${list.join(", ")}): ${returnType(spec, "this")}`,
          ),
        )
        .concat(formsOf(base, "")),
    ).map((line) => `    ${line}`),
  );
  const body =
    `${QUOTED}declare module "./tensor.js" {\n  interface Tensor {\n${members.join("\n")}\n  }\n}\n\n` +
    `/** Name, operator, overloads in the order in which they are tried. */\nexport const METHODS: readonly (readonly [string, string, string])[] = [\n${table(rows)}\n];\n`;
  // Inside the augmentation `Tensor` is the class itself: no import.
  const lines = imports(body)
    .split("\n")
    .filter((line) => !line.includes("{ Tensor }"));
  return `${banner}${lines.join("\n")}\n\n${body}`;
}

/** Finds the members that objects of the class Tensor have themselves. */
function ownMembers() {
  const source = readFileSync(join(root, "src", "tensor", "tensor.ts"), "utf8");
  return [...source.matchAll(/^ {2}(?:get |set )*([A-Za-z]\w*)\(/gm)].map((match) => match[1]);
}

function coverageFile() {
  const byNamespace = new Map();
  for (const spec of all) {
    const namespace = spec.name.split("::")[0];
    const row = byNamespace.get(namespace) ?? { total: 0, callable: 0 };
    row.total++;
    if (isSupported(spec)) row.callable++;
    byNamespace.set(namespace, row);
  }
  const rows = [...byNamespace].sort((a, b) => b[1].total - a[1].total);
  const reason = (spec) => {
    const bad = spec.arguments.filter((a) => a.kind === "Unsupported").map((a) => `argument \`${a.name}\``);
    if (spec.returns.includes("Unsupported")) bad.push("its result");
    return `the type of ${bad.join(" and ")} (a union, a stream or a list of lists)`;
  };
  return [
    "# Operators",
    "",
    `Generated by \`npm run generate\` from libtorch ${addon.version()}, which has ${all.length} operators. ` +
      `\`op(name)\` calls ${supported.length} of them.`,
    "The public operators of ATen are also functions, `ops.name(...)`, and methods of `Tensor`.",
    "",
    "A result is a tensor, an array, a string, a boolean or a number. An integer beyond 2^53 is a bigint, a dtype its name.",
    "A generator, a packed weight or a quantization scheme is a `NativeObject`, to pass on to other operators.",
    "A complex number is a `Complex`, with `re` and `im`, as `ops.item(x)` returns it; `x.item()` throws for a complex tensor.",
    "",
    "## Values and spellings",
    "",
    "| Python | TypeScript |",
    "|---|---|",
    "| `2.0` where the dtype depends on it | `asFloat(2)`: a whole number such as `2` is an integer to libtorch |",
    "| `1 + 2j` | `complex(1, 2)` |",
    '| `reduction="sum"` | `reduction: "sum"`, or libtorch\'s number for it |',
    "| `torch.zeros(2, 3, requires_grad=True)` | `ops.zeros([2, 3], { requiresGrad: true })`: sizes are an array |",
    '| `x.to("cuda", non_blocking=True)` | `x.to("cuda", { nonBlocking: true })` |',
    "| `x.view(2, 2)`, `x.permute(1, 0)` | `x.view([2, 2])`, `x.permute([1, 0])` |",
    "| `torch.meshgrid(a, b)` | `ops.meshgrid([a, b])`: tensors are an array |",
    "| `torch.max_pool2d(x, 2, return_indices=True)` | `ops.maxPool2dWithIndices(x, 2)`: one operator for each result |",
    '| `rounding_mode="floor"` | `{ roundingMode: "floor" }`: every option by its name in camelCase |',
    '| `F.interpolate(x, scale_factor=2, mode="nearest")`, `F.pad(x, p, mode="reflect")` | `ops.upsampleNearest1d(x, ...)`, `ops.reflectionPad1d(x, p)`: an operator for each mode |',
    "| `torch.autograd.grad([a, b], [x], [ga, gb], create_graph=True)` | `grad([a, b], [x], { gradients: [ga, gb], createGraph: true })` |",
    "| `x.backward(inputs=[w])` | `grad(x, [w])` |",
    "| `x[0]`, `x[:, 1:3]`, `x[mask]` | `x.select(0, 0)`, `x.slice(1, 1, 3)`, `x.index([mask])` |",
    "| a tensor of one value as a number | `tensor.item()` |",
    "",
    "## Namespaces",
    "",
    "| namespace | operators | callable |",
    "|---|---|---|",
    ...rows.map(([name, row]) => `| ${name} | ${row.total} | ${row.callable} |`),
    "",
    "## Compared with PyTorch's own samples",
    "",
    "`npm run conformance` calls the operators of PyTorch's test database (`op_db`) with its samples and compares outputs and",
    "gradients with Python's, within the tolerance of `torch.testing.assert_close`: outputs in float32, int64, bool, complex64,",
    "float64 and complex128, gradients in the last two. A sample is one call of `op(name)` where an ATen operator takes its",
    "arguments as they are, and otherwise the sequence of ATen operators that the Python function calls. A single call is",
    "repeated by its public name, `ops.name(...)`, and operators in place (`sin_`) are called where Python has one.",
    "",
    "`--device cuda`, `--sample 2` (at most two samples of each operator and dtype), `--operators add,svd` and `--jobs 2` choose",
    "what runs; `--write` writes this section.",
    "",
    conformanceSection(),
    "",
    "## Operators that cannot be called",
    "",
    "JavaScript has no value for the named type.",
    "",
    "| operator | unsupported |",
    "|---|---|",
    ...all.filter((spec) => !isSupported(spec)).map((spec) => `| \`${spec.name}\` | ${reason(spec)} |`),
    "",
  ].join("\n");
}

/** The figures that `npm run conformance -- --write` puts into the page, as they are. */
function conformanceSection() {
  const page = readFileSync(join(root, "docs", "operators.md"), "utf8");
  return /<!-- conformance:.*<!-- end of conformance -->/s.exec(page)[0];
}

const files = {
  "src/tensor/operators.generated.ts": operatorsFile(),
  "src/tensor/functions.generated.ts": functionsFile(),
  "src/tensor/methods.generated.ts": methodsFile(),
  "docs/operators.md": coverageFile(),
};
const isCheck = process.argv.includes("--check");
let stale = 0;
for (const [path, text] of Object.entries(files)) {
  const full = join(root, path);
  let before = null;
  try {
    before = readFileSync(full, "utf8");
  } catch {}
  if (before === text) continue;
  stale++;
  if (isCheck) console.error(`${path} is not current: run \`npm run generate\``);
  else {
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    console.log(`wrote ${path}`);
  }
}
if (isCheck && stale > 0) process.exit(1);
if (stale === 0) console.log("generated files are current");
