/** Collects what a part of the check found: one line each. */
export class Checks {
  #numFailed = 0;

  check = (title, holds, detail = "") => {
    if (!holds) this.#numFailed++;
    console.log(`${holds ? "ok  " : "FAIL"} ${title}${detail === "" ? "" : `: ${detail}`}`);
  };

  note = (text) => console.log(text.trimEnd().replace(/^/gm, "     "));

  finish = () => {
    if (this.#numFailed > 0) process.exitCode = 1;
  };
}
