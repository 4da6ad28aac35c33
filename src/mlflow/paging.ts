export interface Page<Item> {
  items: Item[];
  /** Empty or missing on the last page. */
  nextToken: string | undefined;
}

/** Yields the items of all pages; each page is requested when it is needed. */
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

/** Returns the first `most` items, or all. */
export async function take<Item>(items: AsyncIterable<Item>, most = Infinity): Promise<Item[]> {
  const first: Item[] = [];
  if (most <= 0) return first;
  for await (const item of items) {
    first.push(item);
    if (first.length >= most) break;
  }
  return first;
}

/** Quotes a text for MLflow's filters, which have two kinds of quotes and no escapes. */
export function quote(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
