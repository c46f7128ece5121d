export interface ExpansionContext {
  /** The environment that `%NAME%` and `$(NAME)` are looked up in. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `$(Name)` stands for; upper and lower case do not count, as in MSBuild. */
  readonly macros: ReadonlyMap<string, string>;
  /** On win32 upper and lower case do not count in the names of variables. Default: this machine's. */
  readonly platform?: NodeJS.Platform;
}

export interface Expanded {
  readonly value: string;
  /** The `$(Name)`s that stand for nothing here and were left as written, each once. */
  readonly unknownMacros: readonly string[];
}

/** `$([System.Int32]::MaxValue)` up to two levels of brackets, else `$(Name)`; unterminated ones do not match. */
const MACRO = /\$\(\[(?:[^()]|\([^()]*\))*\)|\$\(([^)]+)\)/g;

/**
 * Expands a profile's value as `dotnet run` does: first `%NAME%`, on every OS, then `$(Name)` in the result. What replaces a name
 * is not expanded again by the same rule. Names that stand for nothing stay as they are written.
 * MSBuild gives an unknown `$(Name)` no text at all; here it is kept and reported, since none of a .NET project's properties exist.
 */
export function expandVariables(text: string, context: ExpansionContext): Expanded {
  const lookUp = variableLookup(context);
  const macros = new Map([...context.macros].map(([name, value]) => [name.toLowerCase(), value]));
  const unknownMacros = new Set<string>();
  const value = expandEnvironment(text, lookUp).replace(MACRO, (written: string, name?: string) => {
    const found = name === undefined ? undefined : (macros.get(name.toLowerCase()) ?? lookUp(name));
    if (found === undefined) unknownMacros.add(written);
    return found ?? written;
  });
  return { value, unknownMacros: [...unknownMacros] };
}

/** .NET's Environment.ExpandEnvironmentVariables: the `%` that ends an unset name may begin the next one. */
function expandEnvironment(text: string, lookUp: (name: string) => string | undefined): string {
  let result = '';
  let from = 0;
  for (let to = text.indexOf('%', 1); to !== -1; to = text.indexOf('%', from + 1)) {
    const value = text[from] === '%' ? lookUp(text.slice(from + 1, to)) : undefined;
    result += value ?? text.slice(from, to);
    from = value === undefined ? to : to + 1;
  }
  return result + text.slice(from);
}

function variableLookup({ env, platform = process.platform }: ExpansionContext): (name: string) => string | undefined {
  if (platform !== 'win32') return (name) => (Object.hasOwn(env, name) ? env[name] : undefined);
  const byUpperCase = new Map(Object.entries(env).map(([name, value]) => [name.toUpperCase(), value]));
  return (name) => byUpperCase.get(name.toUpperCase());
}
