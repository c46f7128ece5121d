/** What is looked at of a request, by names in lower case. */
export interface RequestFacts {
  readonly method: string;
  header(name: string): string | undefined;
}

const HTML = /(?:^|,)\s*text\/html\s*(?:[;,]|$)/i;

/**
 * Whether a request is for a page that somebody will look at: the conditions of `dotnet watch`, so that frames, `fetch` and
 * programs get what the app has written. Somebody who asks for a part of a page has the rest already.
 */
export function isDocumentRequest({ method, header }: RequestFacts): boolean {
  if (method !== 'GET' && method !== 'POST') return false;
  const destination = header('sec-fetch-dest');
  if (destination !== undefined && destination !== 'document') return false;
  return HTML.test(header('accept') ?? '') && header('range') === undefined;
}

/**
 * Fields of a document request that the app must not see: what the browser has kept may be of an earlier version, or from a
 * time without the script, and "not modified" would be about what the app has written, not about what was sent.
 */
export const CONDITIONS = ['if-none-match', 'if-modified-since'];
