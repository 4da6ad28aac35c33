/** How `--help` looks: wrapped at words to the terminal's width, options and descriptions in two columns. */
import { type Command, type Help, Option } from "commander";

const DEFAULT_WIDTH = 80;
/** Longer lines are hard to read. */
const WIDEST = 100;
/** Terms that are longer get a line of their own. */
const WIDEST_TERM = 26;
/** A narrower column of descriptions is moved below the terms. */
const NARROWEST_DESCRIPTION = 32;

/** Returns the columns that text may take: COLUMNS, else the terminal's, else 80. */
export function textWidth(stream: { columns?: number | undefined } = process.stdout): number {
  const asked = Number(process.env["COLUMNS"]);
  return asked > 0 ? asked : stream.columns || DEFAULT_WIDTH;
}

const helpWidth = (stream: { columns?: number }): number => Math.min(WIDEST, textWidth(stream));

/** Applies the format to a command and its subcommands. */
export function setUpHelp(command: Command): void {
  command.showHelpAfterError("(--help shows the options)").configureHelp({
    minWidthToWrap: 20,
    padWidth: longestTerm,
    // Arguments are in each command's own help.
    subcommandTerm: (shown: Command) => shown.name(),
    formatItem,
  });
  command.configureOutput({
    getOutHelpWidth: () => helpWidth(process.stdout),
    getErrHelpWidth: () => helpWidth(process.stderr),
    writeOut: (text) => process.stdout.write(reflow(text, helpWidth(process.stdout))),
    writeErr: (text) =>
      process.stderr.write(
        /^(error|\()/.test(text) ? text + keyHint(command, text) : reflow(text, helpWidth(process.stderr)),
      ),
  });
  command.addHelpOption(new Option("-h, --help", "show this help").helpGroup("Options:"));
  const hasHelpCommand = command
    .createHelp()
    .visibleCommands(command)
    .some((one) => one.name() === "help");
  if (hasHelpCommand) command.helpCommand("help [command]", "show the options and examples of a command");
  for (const subcommand of command.commands) setUpHelp(subcommand);
}

/** Keys of a recipe are often taken for options: `--epochs 3`. */
function keyHint(command: Command, text: string): string {
  const hasKeys = command.registeredArguments.some((argument) => argument.name() === "overrides");
  return hasKeys && text.startsWith("error: unknown option")
    ? "(keys of the recipe are set without dashes, such as training.epochs=3)\n"
    : "";
}

/** The longest of the terms that share the line with their description. */
function longestTerm(command: Command, helper: Help): number {
  const terms = [
    ...helper.visibleOptions(command).map((option) => helper.optionTerm(option)),
    ...helper.visibleCommands(command).map((one) => helper.subcommandTerm(one)),
    ...helper.visibleArguments(command).map((argument) => helper.argumentTerm(argument)),
  ];
  return Math.max(...terms.map(({ length }) => length).filter((length) => length <= WIDEST_TERM));
}

function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? DEFAULT_WIDTH;
  const indent = termWidth + 4;
  if (description === "") return `  ${term}`;
  if (width - indent < NARROWEST_DESCRIPTION)
    return [`  ${term}`, ...wrap(description, width - 6).map((line) => `      ${line}`)].join("\n");
  const lines = wrap(description, width - indent);
  const pad = " ".repeat(indent);
  if (term.length > termWidth) return [`  ${term}`, ...lines.map((line) => pad + line)].join("\n");
  return lines.map((line, i) => (i === 0 ? `  ${term.padEnd(termWidth)}  ` : pad) + line).join("\n");
}

/** Breaks text into lines of at most `width` columns, at spaces; a longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  return joinWords(text.split(/\s+/).filter(Boolean), width, width, "");
}

/** Paragraphs are filled to the width; indented lines keep their place, and long commands go on after a `\`. */
export function reflow(text: string, width: number): string {
  const result: string[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) result.push(...wrap(paragraph.join(" "), width));
    paragraph = [];
  };
  for (const line of text.split("\n")) {
    const isPlain = /^\S/.test(line) && !line.endsWith(":");
    if (isPlain) paragraph.push(line);
    else {
      flush();
      result.push(...(line.length <= width ? [line] : wrapLine(line, width)));
    }
  }
  flush();
  return result.join("\n");
}

function wrapLine(line: string, width: number): string[] {
  const indent = /^ */.exec(line)![0];
  const isCommand = /^ +(woodshed|npx|curl) /.test(line);
  // Quoted words stay together.
  const words = line.match(/(?:'[^']*'|"[^"]*"|\S)+/g)!;
  const ending = isCommand ? " \\" : "";
  const lines = joinWords(words, width - indent.length, width - indent.length - 2, ending);
  return lines.map((part, i) => `${indent}${i === 0 ? "" : "  "}${part}`);
}

/** `ending` is appended to every line but the last. */
function joinWords(words: readonly string[], firstWidth: number, width: number, ending: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const room = (lines.length === 0 ? firstWidth : width) - ending.length;
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line + ending);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
