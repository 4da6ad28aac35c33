#!/usr/bin/env node
// Refuses comments that open with a dangling word: a reader must not need the code to find a comment's subject.
//
//   node tools/check-comments.mjs            every file that git tracks
//   node tools/check-comments.mjs FILE...    only these
//
// A comment is a /** ... */ or /* ... */ block, a run of // or # lines, or a <!-- ... -->; its first word decides, and
// so does the first word of each documented @param and @returns.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { extname } from "node:path";

/** Words that leave the subject out: style.md, "Plain technical English". */
const DANGLING = [
  "Of",
  "What",
  "Whether",
  "Told",
  "Those",
  "As",
  "Such",
  "That",
  "Which",
  "Whose",
  "So",
  "Than",
];
const OPENING = new RegExp(`^(${DANGLING.join("|")})\\b(?!['-])`, "i");

const SYNTAX = new Map([
  ...[".ts", ".mjs", ".js", ".cc", ".h", ".c"].map((ending) => [ending, slashComments]),
  ...[".py", ".sh", ".yaml", ".yml", ".txt"].map((ending) => [ending, hashComments]),
  [".html", htmlComments],
]);

const files = process.argv.length > 2 ? process.argv.slice(2) : trackedFiles();
let numRefused = 0;
for (const file of files) {
  const read = SYNTAX.get(extname(file));
  if (read === undefined || /\.generated\.|tests\/fixtures\//.test(file)) continue;
  for (const { line, text } of read(readFileSync(file, "utf8"))) {
    const found = OPENING.exec(text);
    if (found === null) continue;
    numRefused++;
    console.error(`${file}:${line}: a comment opens with "${found[1]}": ${text.slice(0, 70)}`);
  }
}
if (numRefused > 0) {
  console.error(
    `${numRefused} comments: begin with a noun or a verb that names the thing (CONTRIBUTING.md, "Style").`,
  );
  process.exit(1);
}

function trackedFiles() {
  return execFileSync("git", ["ls-files"], { encoding: "utf8" })
    .split("\n")
    .filter((path) => path !== "");
}

/** Comments of C-like languages, one for each block or run of lines. */
function slashComments(source) {
  const comments = [];
  const pattern = /\/\*\*?([\s\S]*?)\*\/|^[ \t]*\/\/(.*(?:\n[ \t]*\/\/.*)*)|[;,{})\]][ \t]*\/\/[ \t](.*)$/gm;
  for (const match of source.matchAll(pattern)) {
    const [block, lines, trailing] = match.slice(1);
    const text = (block ?? lines ?? trailing).replace(/^[ \t]*(\*|\/\/)[ \t]?/gm, "");
    comments.push({ line: lineOf(source, match.index), text: text.trim() });
    for (const tag of text.matchAll(/^@(?:param|returns?)[ \t]+(?:\{.*?\}[ \t]+)?(.*)$/gm)) {
      comments.push({ line: lineOf(source, match.index), text: tag[1].trim() });
    }
  }
  return comments;
}

function hashComments(source) {
  const runs = source.matchAll(/^[ \t]*#(?!!)(.*(?:\n[ \t]*#.*)*)|"""([\s\S]*?)"""/gm);
  return [...runs].map((match) => ({
    line: lineOf(source, match.index),
    text: (match[1] ?? match[2]).replace(/^[ \t]*#[ \t]?/gm, "").trim(),
  }));
}

function htmlComments(source) {
  const own = [...source.matchAll(/<!--([\s\S]*?)-->/g)];
  const comments = own.map((match) => ({ line: lineOf(source, match.index), text: match[1].trim() }));
  return [...comments, ...slashComments(source)];
}

function lineOf(source, index) {
  return source.slice(0, index).split("\n").length;
}
