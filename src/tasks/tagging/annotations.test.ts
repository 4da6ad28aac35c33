import { expect, it } from "vitest";
import { TagAnnotations, tagsIn } from "./annotations.js";

it("merges annotations of one clip: a label that one of them is sure of is sure", () => {
  const { several } = new TagAnnotations("keep");
  const read = (row: object): string => new TagAnnotations("keep").parse({ labels: [], ...row }, "a.csv:2");
  expect(read({ labels: several.cellOf(["rain", "dog"]) })).toBe('["dog","rain"]');
  const rows = [
    { labels: "rain", ignored_labels: "dog;hum" },
    { labels: "dog", secondary_labels: "wind;rain" },
    { labels: "rain" },
  ];
  expect(tagsIn(several.merge(rows.map(read)))).toEqual({
    labels: ["dog", "rain"],
    ignored: ["hum"],
    secondary: ["wind"],
  });
  expect(several.merge(['["b"]', '["a"]', "[]"])).toBe('["a","b"]');
});
