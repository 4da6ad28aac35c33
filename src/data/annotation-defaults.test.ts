import { expect, it } from "vitest";
import { DataError } from "../errors.js";
import { completeAnnotations } from "./annotation-defaults.js";

it("needs a column and a parser alone: an annotation is then a label", () => {
  const parse = (row: Readonly<Record<string, unknown>>) => String(row["mood"]);
  const moods = completeAnnotations({ column: "mood", parse });
  expect(moods.parse(moods.row("calm"), "a.csv:2")).toBe("calm");
  const state = moods.fit(["tense", "calm", "tense"], "a.csv", String);
  expect(state).toEqual({ labels: ["calm", "tense"], numbers: {} });
  expect(moods.describe(state)).toBe("2 labels: calm, tense");
  expect(moods.problemOf("calm", state)).toBeNull();
  expect(moods.problemOf("glad", state)).toMatch(
    /the label "glad" is not in training, which has calm, tense/,
  );
  expect([moods.quote("calm"), moods.advice([]), moods.stratumOf("calm")]).toEqual(['"calm"', null, ""]);
  expect([moods.mayBeEmpty, moods.isStratified]).toEqual([false, false]);
});

it("keeps the members of a class, and the labels of each annotation", () => {
  class Chords {
    readonly #separator = " ";
    readonly column = "chord";
    readonly isStratified = true;
    parse(row: Readonly<Record<string, unknown>>, source: string): string {
      if (typeof row["chord"] === "string") return row["chord"];
      throw new DataError("FIELD", `${source}: chord: expected text`);
    }
    labelsOf(chord: string): string[] {
      return chord.split(this.#separator);
    }
    stratumOf(chord: string): string {
      return String(this.labelsOf(chord).length);
    }
    problemOf(): string {
      return "refused";
    }
  }
  const chords = completeAnnotations(new Chords());
  expect(chords.fit(["C E", "E G"], "a.csv", String).labels).toEqual(["C", "E", "G"]);
  expect([chords.isStratified, chords.stratumOf("C E G")]).toEqual([true, "3"]);
  expect(chords.problemOf("C", { labels: ["C"], numbers: {} })).toBe("refused");
  expect(() => chords.parse({}, "a.csv:3")).toThrow("a.csv:3: chord: expected text");
});
