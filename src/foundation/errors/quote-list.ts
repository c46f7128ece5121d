/** `'a', 'b' or 'c'`: a list as an error text names it. */
export function quoteList(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}

/** `Did you mean 'x'? ` when there are near names, else nothing: the first half of many hints. */
export function didYouMean(near: readonly string[]): string {
  return near.length === 0 ? '' : `Did you mean ${quoteList(near)}? `;
}
