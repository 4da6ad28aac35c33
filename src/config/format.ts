import { Document, visit } from "yaml";

/** Formats a resolved configuration as a recipe that resolves to the same configuration. */
export function formatConfig(config: Readonly<Record<string, unknown>>): string {
  const document = new Document(config);
  visit(document, {
    Seq: (_, list) => {
      list.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
