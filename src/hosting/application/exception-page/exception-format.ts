import type { ReadableHeaders } from '../../http/headers.ts';

/** How a client is told of an error. */
export type ExceptionFormat = 'html' | 'problem' | 'text';

const HTML = /(?:^|,)\s*(?:text\/html|application\/xhtml\+xml)\s*(?:[;,]|$)/i;
const JSON_TYPE = /(?:^|,)\s*application\/(?:[\w.+-]*\+)?json\s*(?:[;,]|$)/i;
const TEXT = /(?:^|,)\s*text\/plain\s*(?:[;,]|$)/i;
/** Programs at a prompt, which take anything and show it to a person. */
const AT_A_PROMPT = /^(?:curl|wget|httpie|xh|hurl)\//i;

/** Browsers ask for HTML; who asks for JSON, or for nothing special, is a program; at a prompt, text is read best. */
export function formatFor(headers: ReadableHeaders): ExceptionFormat {
  const accept = headers.get('accept') ?? '';
  if (HTML.test(accept)) return 'html';
  if (JSON_TYPE.test(accept)) return 'problem';
  return TEXT.test(accept) || AT_A_PROMPT.test(headers.get('user-agent') ?? '') ? 'text' : 'problem';
}
