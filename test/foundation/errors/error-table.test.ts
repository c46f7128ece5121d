import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { errorTable } from '../../../src/foundation/errors/error-table.ts';
import type { ErrorDefinition } from '../../../src/foundation/errors/error-definition.ts';
import { mewsError } from '../../../src/foundation/errors/mews-error.ts';

const rows = Object.entries(errorTable) as [string, ErrorDefinition<Record<string, unknown>>][];
const source = new URL('../../../src', import.meta.url).pathname;

/** Parameters that answer to every name: each text property is its own name in guillemets, and every list has one such entry. */
const anything = new Proxy<Record<string, unknown>>({}, {
  get: (_target, name) => (LISTS.has(String(name)) ? [`«${String(name)}»`] : NUMBERS.has(String(name)) ? 7 : `«${String(name)}»`),
});
const LISTS = new Set(['near', 'known', 'tried', 'allowed', 'entries', 'names', 'reasons', 'files']);
const NUMBERS = new Set(['errors', 'exitCode']);

describe('the table of codes', () => {
  it('gives every row a code of its own', () => {
    const codes = rows.map(([, { code }]) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^MEWS\d{4}$/);
  });

  it.each(rows)('%s says what happened and what to do next', (_name, row) => {
    const message = row.message(anything);
    const hint = row.hint(anything);
    expect(message).toMatch(/^[A-Z'«"$.]/);
    expect(message).not.toMatch(/undefined|\[object/);
    expect(hint).not.toMatch(/undefined|\[object/);
    expect(hint).toMatch(/[.:)]|\}$/);
    expect(hint.length).toBeGreaterThan(15);
  });

  it.each(rows)('%s shows the offending value where it takes one', (_name, row) => {
    const asked = new Set<string>();
    const watched = new Proxy(anything, {
      get: (target, name, receiver) => {
        asked.add(String(name));
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    const text = row.message(watched) + row.hint(watched);
    for (const name of asked) expect(text).toContain(NUMBERS.has(name) ? '7' : `«${name}»`);
  });

  it('has no row that nobody uses', () => {
    const text = typescriptFiles(source).filter((file) => !file.includes('/errors/')).map((file) => readFileSync(file, 'utf8')).join('\n');
    for (const [name] of rows) expect(text, `nothing throws ${name}`).toContain(`'${name}'`);
  });
});

describe('mewsError()', () => {
  it('prints a place only where there is one', () => {
    expect(inspect(mewsError('noRunningHost', {}))).not.toContain('location');
    expect(inspect(mewsError('noRunningHost', {}, { location: { file: '/a.json', line: 1, column: 2 } }))).toContain('/a.json');
  });

  it('crosses processes as plain JSON', () => {
    const location = { file: '/a.json', line: 1, column: 2 };
    const error = mewsError('unknownCommand', { command: 'rnu', near: ['run'] }, { location });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'MEWS1002',
      message: "Unknown command 'rnu'.",
      hint: "Did you mean 'run'? Run 'mews --help' for the commands.",
      location,
    });
  });
});

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}
