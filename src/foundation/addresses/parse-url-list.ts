/**
 * The addresses in a `urls` value (`http://localhost:5000;http://localhost:5001`), in order: separated by semicolons,
 * blanks around them dropped, empty ones skipped, one that says the same again (case, closing slash) folded into the first.
 */
export function parseUrlList(list: string): string[] {
  const urls = new Map<string, string>();
  for (const entry of list.split(';')) {
    const url = entry.trim();
    if (url !== '' && !urls.has(sameness(url))) urls.set(sameness(url), url);
  }
  return [...urls.values()];
}

/** Socket paths know upper and lower case, hosts do not. */
function sameness(url: string): string {
  return url.includes('://unix:') ? url : url.toLowerCase().replace(/\/$/, '');
}
