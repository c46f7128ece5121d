/**
 * Splits `commandLineArgs`, one string, as .NET splits ProcessStartInfo.Arguments on Unix. No shell: `$`, `*`, `'` mean themselves.
 *
 * Blanks separate, and line breaks too, which Visual Studio turns into blanks. Double quotes keep them together; `""` inside quotes is
 * a quote. Backslashes mean themselves except before a quote: 2n of them are n backslashes and the quote counts, 2n+1 are n
 * backslashes and the quote is text. A quote that is not closed runs to the end.
 * Source: dotnet/runtime, Process.Unix.cs, ParseArgumentsIntoList.
 */
export function splitArguments(text: string): string[] {
  const scan: Scan = { text, at: 0 };
  const list: string[] = [];
  for (skipBlanks(scan); scan.at < text.length; skipBlanks(scan)) list.push(takeArgument(scan));
  return list;
}

interface Scan {
  readonly text: string;
  at: number;
}

const BLANKS = /[ \t\r\n]*/y;
const BACKSLASHES = /\\*/y;

function skipBlanks(scan: Scan): void {
  take(scan, BLANKS);
}

function takeArgument(scan: Scan): string {
  let argument = '';
  let quoted = false;
  while (scan.at < scan.text.length) {
    const backslashes = take(scan, BACKSLASHES).length;
    const next = scan.text[scan.at] ?? '';
    if (backslashes > 0 && next !== '"') {
      argument += '\\'.repeat(backslashes);
    } else if (backslashes > 0) {
      argument += '\\'.repeat(Math.floor(backslashes / 2));
      if (backslashes % 2 === 1) {
        argument += '"';
        scan.at++;
      }
    } else if (next === '"') {
      const isText = quoted && scan.text[scan.at + 1] === '"';
      scan.at += isText ? 2 : 1;
      if (isText) argument += '"';
      else quoted = !quoted;
    } else if (!quoted && /[ \t\r\n]/.test(next)) {
      break;
    } else {
      argument += next;
      scan.at++;
    }
  }
  return argument;
}

function take(scan: Scan, pattern: RegExp): string {
  pattern.lastIndex = scan.at;
  const [found = ''] = pattern.exec(scan.text) ?? [];
  scan.at += found.length;
  return found;
}
