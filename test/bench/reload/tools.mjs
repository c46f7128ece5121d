import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../big-app.mjs';

/** The version that is measured; installed into a cache, for it is no dependency of ours. */
const BUN = '1.4.5';

const bin = (name) => join(repository, 'node_modules/.bin', name);
const mews = join(repository, 'bin/mews.js');

/**
 * What runs an app and runs it again when a file was saved. `command(project)`: in the project's folder. `hosts`: it serves an app
 * that exports itself; the others run one that listens by itself. `missing()`: why it cannot be measured here.
 */
export const tools = [
  {
    key: 'mews',
    name: 'mews watch',
    hosts: true,
    command: ({ root, urls }) => [process.execPath, mews, 'watch', '--project', root, ...(urls ? ['--urls', urls] : [])],
    missing: () => (hasWatch() ? undefined : 'this mews has no watch'),
    version: () => execFileSync(process.execPath, [mews, '--version'], { encoding: 'utf8' }).trim(),
  },
  { key: 'tsx', name: 'tsx watch', command: () => [bin('tsx'), 'watch', '--clear-screen=false', 'src/app.ts'], version: () => versionOf('tsx') },
  {
    key: 'nodemon',
    name: 'nodemon + tsx',
    command: () => [bin('nodemon'), '--quiet', '--watch', 'src', '--ext', 'ts', '--exec', `${bin('tsx')} src/app.ts`],
    version: () => versionOf('nodemon'),
  },
  {
    key: 'node',
    name: 'esbuild + node --watch',
    // Node has nothing to run before esbuild has written it.
    command: () => {
      const bundle = `${bin('esbuild')} src/app.ts --bundle --platform=node --format=esm --packages=external --sourcemap --outfile=dist/app.mjs --log-level=error`;
      return ['/bin/sh', '-c', `${bundle} && { ${bundle} --watch=forever & exec '${process.execPath}' --watch --watch-preserve-output dist/app.mjs; }`];
    },
    version: () => process.version.slice(1),
  },
  { key: 'bun', name: 'bun --watch', command: () => [findBun(), '--watch', '--no-clear-screen', 'src/app.ts'], missing: () => (findBun() ? undefined : `bun ${BUN} cannot be installed here`), version: () => BUN },
];

/** Those of `keys` that can be measured here, with the versions in which they are; of the others it is said why not. */
export function availableTools(keys) {
  return tools.filter((tool) => {
    if (!keys.includes(tool.key)) return false;
    const why = tool.missing?.();
    console.log(why ? `skipped: ${tool.name}: ${why}` : `measured: ${tool.name}, ${tool.version()}`);
    return !why;
  });
}

/** Variables that would lead a tool or an app astray. */
const ASTRAY = /^(PORT|HOST|NODE_ENV|NODE_OPTIONS|VITEST.*|MEWS_.*|ASPNETCORE_.*|DOTNET_.*|npm_.*)$/;

export function toolEnvironment(more) {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !ASTRAY.test(name))), NO_COLOR: '1', ...more };
}

function hasWatch() {
  return /^\s+watch\b/m.test(execFileSync(process.execPath, [mews, '--help'], { encoding: 'utf8' }));
}

function versionOf(name) {
  return JSON.parse(execFileSync(process.execPath, ['-p', `JSON.stringify(require('${name}/package.json').version)`], { cwd: repository, encoding: 'utf8' }));
}

let bun;

/** Its binary comes in a package of its own for each platform. Nothing when it cannot be had. */
function findBun() {
  bun ??= lookForBun() ?? (installBun() && lookForBun()) ?? '';
  return bun;
}

const cache = join(repository, 'node_modules/.cache/mews-bench', `bun-${BUN}`);

function lookForBun() {
  const folder = join(cache, 'node_modules/@oven');
  const binaries = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, 'bin', process.platform === 'win32' ? 'bun.exe' : 'bun')) : [];
  return binaries.find((file) => spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout?.trim() === BUN);
}

function installBun() {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'package.json'), '{ "private": true }');
  return spawnSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `bun@${BUN}`], { cwd: cache, stdio: 'ignore', timeout: 120_000 }).status === 0;
}
