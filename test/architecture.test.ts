import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { repository } from './support/run-mews.ts';

const DOORS = ['src/main.ts', 'src/app-host.ts', 'src/index.ts'];

interface Source {
  /** Relative to the repository. */
  readonly file: string;
  readonly lines: number;
  /** The text without its comments. */
  readonly code: string;
  readonly text: string;
}

function readSources(): Source[] {
  const names = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.map((name) => {
    const text = readFileSync(join(repository, 'src', name), 'utf8');
    const code = text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
    return { file: join('src', name), lines: text.trimEnd().split('\n').length, code, text };
  });
}

/** Of these files, those in which `pattern` occurs. */
const filesWith = (sources: readonly Source[], pattern: RegExp): string[] => sources.filter(({ code }) => pattern.test(code)).map(({ file }) => file);

const GLOBALS = /(?<![\w$#.])(?:console\.|process\.(?:exit|exitCode|env|argv|cwd|chdir|on|once|stdin|stdout|stderr)\b)/;
const BANNED_NAMES = new Set(['util', 'utils', 'utilities', 'common', 'helper', 'helpers', 'shared', 'misc', 'lib', 'core', 'index', 'types', 'constants']);

const sources = readSources();

describe('a file of src', () => {
  it('has at most 300 lines, and half of them at most 80', () => {
    expect(sources.filter(({ lines }) => lines > 300).map(({ file }) => file)).toEqual([]);
    const sizes = sources.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(80);
  });

  it('has a kebab-case name that says what is in it', () => {
    for (const { file } of sources) {
      for (const part of file.split('/')) expect(part, file).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.ts)?$/);
      if (file === 'src/index.ts') continue;
      for (const part of file.split('/')) expect(BANNED_NAMES.has(basename(part, '.ts')), file).toBe(false);
    }
  });

  it('touches the process and the console only if it is a door', () => {
    expect(filesWith(sources, GLOBALS).toSorted()).toEqual(DOORS.toSorted());
  });

  it('leaves nothing to do', () => {
    expect(sources.filter(({ text }) => /\b(?:TODO|FIXME|XXX|HACK)\b/.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('exports nothing but what it makes itself, unless it is the door of the library', () => {
    expect(filesWith(sources, /^export (?:type )?(?:\*|\{[^}]*\}) from/m)).toEqual(['src/index.ts']);
  });

  it.each([
    ['console.log(1);', true],
    ['const { env } = process; process.env.A;', true],
    ["process.on('SIGINT', stop);", true],
    ["this.#process.on('message', () => {});", false],
    ['// process.exit(1)', false],
    ['if (process.platform) {}', false],
  ])('is read rightly: %s', (text, isCaught) => {
    const code = text.replaceAll(/(?<=^|\s)\/\/.*$/gm, '');
    expect(GLOBALS.test(code)).toBe(isCaught);
  });
});

/** Runs the project's dependency rules over the `src` in `folder`. */
function cruise(folder: string): Promise<{ readonly failed: boolean; readonly output: string }> {
  const depcruise = join(repository, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [depcruise, '--config', join(folder, '.dependency-cruiser.cjs'), '--output-type', 'err-long', 'src'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } }, (error, stdout, stderr) => resolve({ failed: error !== null, output: stdout + stderr }));
  });
}

const STUBS = ['chalk', 'esbuild'];

/** A copy of the source with files added that break rules. */
function copyWith(planted: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mews-architecture-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['src', 'package.json', '.dependency-cruiser.cjs', 'tsconfig.json']) cpSync(join(repository, name), join(folder, name), { recursive: true });
  // Packages that a rule knows by their path must lie in the copy itself: links are followed.
  const packages = readdirSync(join(repository, 'node_modules')).filter((name) => !STUBS.includes(name));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of packages) symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
  for (const name of STUBS) {
    mkdirSync(join(folder, 'node_modules', name));
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
    writeFileSync(join(folder, 'node_modules', name, 'index.js'), '');
  }
  for (const [file, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

describe('the rooms', () => {
  it('import only from lower rows, and the wings never from each other', async () => {
    expect(await cruise(repository)).toMatchObject({ failed: false, output: expect.stringContaining('no dependency violations found') });
  });

  it('are guarded by rules that catch whoever breaks them', async () => {
    const violations: readonly (readonly [rule: string, file: string, text: string])[] = [
      ['row-of-launcher-plan', 'src/launcher/plan/planted-a.ts', `import '../cli/program.ts';`],
      ['row-of-launcher-profiles', 'src/launcher/profiles/planted-b.ts', `import '../project/path-kind.ts';`],
      ['row-of-hosting-http', 'src/hosting/http/planted-c.ts', `import '../application/host.ts';`],
      ['row-of-foundation-errors', 'src/foundation/errors/planted-d.ts', `import type { MewsEvent } from '../events/event.ts'; export type E = MewsEvent;`],
      ['wings-apart', 'src/launcher/launch/planted-e.ts', `import '../../hosting/servers/registry.ts';`],
      ['foundation-stands-alone', 'src/foundation/events/planted-f.ts', `import '../../launcher/cli/choice.ts';`],
      ['nobody-imports-a-door', 'src/launcher/cli/planted-g.ts', `import '../../main.ts';`],
      ['rooms-are-known', 'src/launcher/cellar/planted-h.ts', `import '../cli/choice.ts';`],
      ['only-terminal', 'src/launcher/launch/planted-i.ts', `import 'chalk';`],
      ['only-bundling', 'src/launcher/plan/planted-j.ts', `import 'esbuild';`],
      ['plan-is-pure', 'src/launcher/plan/planted-k.ts', `import 'node:fs';`],
      ['no-dev-dependencies', 'src/hosting/http/planted-l.ts', `import 'express';`],
      ['no-circles', 'src/hosting/http/planted-m.ts', `import './planted-n.ts';`],
      ['resolvable', 'src/hosting/http/planted-o.ts', `import './nowhere.ts';`],
    ];
    const { failed, output } = await cruise(copyWith({
      'src/hosting/http/planted-n.ts': `import './planted-m.ts';`,
      ...Object.fromEntries(violations.map(([, file, text]) => [file, text])),
    }));
    expect(failed).toBe(true);
    for (const [rule, file] of violations) expect(output).toMatch(new RegExp(`error ${rule}: ${file.replaceAll('.', String.raw`\.`)}`));
  });
});
