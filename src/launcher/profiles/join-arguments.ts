/** One string of arguments as launch settings have it: what splitArguments takes apart again into the same words. */
export function joinArguments(words: readonly string[]): string {
  return words.map(quoteArgument).join(' ');
}

/** Backslashes count only before a quote: there, and before the closing one, they are doubled. */
function quoteArgument(word: string): string {
  if (word !== '' && !/[ \t\r\n"]/.test(word)) return word;
  return `"${word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replaceAll(/\\+$/g, '$&$&')}"`;
}
