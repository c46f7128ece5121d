import { nameForms } from './project-name.ts';

/** Options of `mews new` that are there for every template. */
const TAKEN: ReadonlySet<string> = new Set(['--name', '--output', '--dry-run', '--force', '--no-restore', '--restore', '--allow-scripts', '--help']);

/** A template's parameter as an option: `noHttps` is `--no-https`, and one that mews has itself gets dotnet's prefix, `--param:name`. */
export function parameterOption(symbol: string): string {
  const kebab = nameForms(symbol).kebab;
  return TAKEN.has(`--${kebab}`) ? `--param:${kebab}` : `--${kebab}`;
}
