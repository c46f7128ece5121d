import { printParseErrorCode, type ParseError } from 'jsonc-parser';

/** What is wrong at a place where jsonc-parser found an error, in words that finish "An error was encountered: …". */
const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'a number is not written as JSON has it',
  PropertyNameExpected: 'a property name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected after the property name',
  CommaExpected: 'a comma or a closing } or ] is expected',
  CloseBraceExpected: 'the file ends where a comma or } is expected',
  CloseBracketExpected: 'the file ends where a comma or ] is expected',
  EndOfFileExpected: 'nothing may follow the end of the root value',
  UnexpectedEndOfComment: 'a comment is not closed with */',
  UnexpectedEndOfString: 'a string is not closed: " is expected on the same line',
  UnexpectedEndOfNumber: 'a number ends too early',
  InvalidUnicode: 'four hexadecimal digits are expected after \\u',
  InvalidEscapeCharacter: 'a string has an unknown escape; a backslash is written \\\\',
  InvalidCharacter: 'a string has a control character; a tab is written \\t',
};

const LONGEST_SHOWN = 30;

/** Says in words what the parser objects to; `text` is the document that `error` belongs to. */
export function describeJsonProblem(error: ParseError, text: string): string {
  const problem = PROBLEMS[printParseErrorCode(error.error)];
  if (text.trim() === '') return 'the file is empty';
  if (text.includes('\0')) return 'it is not a text in UTF-8';
  return problem ?? describeSymbol(text.slice(error.offset, error.offset + error.length));
}

function describeSymbol(symbol: string): string {
  const shown = symbol.length <= LONGEST_SHOWN ? symbol : `${symbol.slice(0, LONGEST_SHOWN)}…`;
  const advice = /^['\w]/.test(symbol) ? '; names and strings are written in double quotes' : '';
  return `${shown} is not JSON${advice}`;
}
