/**
 * Words that cannot, or should not, name something of an app: reserved in strict code or by TypeScript's own syntax
 * (ECMA-262 §12.7.2). Globals are found where they are.
 */
export const IDENTIFIERS_IN_USE: ReadonlySet<string> = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in ' +
    'instanceof new null return super switch this throw true try typeof var void while with yield ' +
    'implements interface let package private protected public static arguments eval undefined ' +
    'any as async bigint boolean constructor declare get is keyof module namespace never never number object of readonly require set string symbol type unknown ' +
    'exports'
  ).split(' '),
);
