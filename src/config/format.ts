import { Document, visit } from "yaml";

/** A resolved configuration as a recipe that gives the same configuration again. */
export function formatConfig(config: Readonly<Record<string, unknown>>): string {
  const document = new Document(config);
  visit(document, {
    Seq: (_, list) => {
      list.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
