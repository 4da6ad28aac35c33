export interface Page<Item> {
  items: Item[];
  /** Empty or missing on the last page. */
  nextToken: string | undefined;
}

/** All pages' items, each page asked for when it is needed. */
export async function* paged<Item>(
  fetchPage: (token: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let token: string | undefined;
  do {
    const { items, nextToken } = await fetchPage(token);
    yield* items;
    token = nextToken || undefined;
  } while (token !== undefined);
}

/** The first `most` of them, or all. */
export async function take<Item>(items: AsyncIterable<Item>, most = Infinity): Promise<Item[]> {
  const taken: Item[] = [];
  if (most <= 0) return taken;
  for await (const item of items) {
    taken.push(item);
    if (taken.length >= most) break;
  }
  return taken;
}

/** A text in a filter of MLflow's, which knows two kinds of quotes and no way to write one inside its own kind. */
export function quote(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
