// Reads a sentence for each operator from the documentation of the torch package (BSD-3-Clause).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Modules that document operators: the first one that has a sentence for a name wins. */
const SOURCES = [
  ...["_torch_docs.py", "nn/functional.py", "linalg/__init__.py", "special/__init__.py", "fft/__init__.py"],
  ...["functional.py", "_tensor_docs.py"],
];

/** `add_docstr(torch.abs, r"""...""" + r"""...""")` and `def softmax(...): r"""..."""`: the name and the strings. */
const DOCSTRINGS = [
  /add_docstr(?:_all)?\(\s*(?:#[^\n]*\s+)*"?([\w.]+)"?,(.*?)\n\)/gs,
  /^def (\w+)\([^"]*?\)(?: -> [^\n]*)?:[^\n]*\n\s+(r?""".*?""")/gms,
];
const STRING = /"""(.*?)"""/gs;
const SIGNS = { times: "*", neq: "≠", ne: "≠", leq: "≤", le: "≤", geq: "≥", ge: "≥" };

/** Names another operator whose sentence applies. */
const REFERENCE = /^(?:Alias (?:for|of)|See(?: also)?|Out-of-place version of) (?::\w+:)?`~?([\w.]+)`/;
const IMPERATIVE =
  /^(?:Compute|Return|Create|Count|Roll|Rotate|Convert|Repeat|View|Sum|Change|Estimate|Fill|Perform)(?= )/;

/**
 * Returns a function from an operator's name, such as `softmax_`, to a sentence that says what it does, or undefined.
 * The sentence calls the first tensor "this tensor".
 */
export function readOperatorDocs(root, camel) {
  const folder = torchOf(root);
  const texts = new Map();
  for (const source of SOURCES) {
    const code = readFileSync(join(folder, source), "utf8");
    for (const pattern of DOCSTRINGS)
      for (const [, target, strings] of code.matchAll(pattern)) {
        const name = target.split(".").at(-1);
        const text = [...strings.matchAll(STRING)].map(([, part]) => part).join("\n");
        texts.set(name, [...(texts.get(name) ?? []), text]);
      }
  }
  const find = (name, depth = 0) => {
    for (const text of texts.get(name) ?? []) {
      const raw = firstParagraph(text);
      if (raw === undefined) continue;
      // `torch.special.exp2` documents the operator special_exp2.
      const other = raw
        .match(REFERENCE)?.[1]
        .replace(/^(torch\.)?((nn\.functional|Tensor)\.)?/, "")
        .replace(".", "_");
      const found = other === undefined ? sentenceOf(raw, camel) : depth < 3 && find(other, depth + 1);
      if (found) return found;
    }
    const plain = name.endsWith("_") && depth < 3 && find(name.slice(0, -1), depth + 1);
    return plain ? `${plain} In place.` : undefined;
  };
  return find;
}

function torchOf(root) {
  const lib = join(root, ".venv", "lib");
  for (const python of existsSync(lib) ? readdirSync(lib) : []) {
    const torch = join(lib, python, "site-packages", "torch");
    if (existsSync(torch)) return torch;
  }
  throw new Error("generate: reads the docs of the torch package in .venv; run `node setup.mjs --for test`");
}

/** Returns the first paragraph after the signature. */
function firstParagraph(text) {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\\\n/g, " ").replace(/\s+/g, " ").trim())
    .find((paragraph) => paragraph !== "" && !/^[\w.]+\(.*\)( ->|$)|^\.\.|^\{/.test(paragraph));
}

/** Turns the first sentence into plain text; undefined for one that needs formulas, lists or the rest of the page. */
function sentenceOf(paragraph, camel) {
  const ends = /^.*?(?<!\b(?:i\.e|e\.g|etc|vs))\.(?= [A-Z`:(]|$)/;
  const sentence = paragraph.match(ends)?.[0] ?? (/[:,]$/.test(paragraph) ? "" : `${paragraph}.`);
  const plain = sentence
    .replace(/:math:`([^`]*)`/g, (_, formula) => `\`${plainFormula(formula)}\``)
    .replace(/:(?:ref|doc):`([^`<]*?)\s*<[^`]*>`/g, "$1")
    .replace(/`[Nn]one`/g, "`null`")
    .replace(/`this` tensor|(?::attr:)?``?(?:input|self)``?|\bself tensor/g, "SELF")
    .replace(
      /(?:\b(?:the|a|an) )?(?:\b(?:given|input) )*\b(sparse |dense |strided )?(?:(matrix|tensor) )?SELF(?: (tensor|matrix)\b)?/gi,
      (_, kind = "", before, after) => `this ${kind}${before ?? after ?? "tensor"}`,
    )
    .replace(/:attr:`(\w+)`/g, (_, name) => `\`${camel(name)}\``)
    .replace(/:\w+:`~?(?:[\w.]*\.)?(\w+)(?:\(\))?`/g, (_, name) => `\`${camel(name)}\``)
    .replace(/``/g, "`")
    .replace(/^Apply /, "Applies ")
    .replace(IMPERATIVE, (verb) => `${verb}s`)
    .replace(/^./, (first) => first.toUpperCase());
  const isUsable =
    plain !== "" &&
    !/^-|^Is `|original this|zero_point|[\\{}$]|SELF|:\w+:`|\*\/|torch\.|`_|\binput[ .][*.\w]*[(*]|following|In-place/.test(
      plain,
    );
  return isUsable ? plain : undefined;
}

/** `\text{input} \neq \text{other}` is `this ≠ other`; what has no such form keeps its backslashes. */
function plainFormula(formula) {
  return formula
    .replace(/\\text\{(\w+)\}/g, (_, name) => (name === "input" ? "this" : name))
    .replace(/\\([a-z]+)/g, (command, name) => SIGNS[name] ?? command);
}
