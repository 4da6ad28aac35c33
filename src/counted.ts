/** Returns a number with its noun: `1 label`, `2 labels`. @param plural by default the noun with an s */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
