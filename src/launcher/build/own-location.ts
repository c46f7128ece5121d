import { readFileSync } from 'node:fs';
import { basename, extname, relative, sep } from 'node:path';
import type { Loader, Plugin } from 'esbuild';
import { hasEsmSyntax } from './module-format.ts';
import type { ModuleFormat } from './module-format.ts';

/**
 * A bundled source that asks for its own place must be told the place of the SOURCE, as when it is run unbundled.
 * esbuild replaces the questions by names of ours, and each asking file gets a first statement that declares them,
 * from its path relative to the output, so that the project's folder may be moved.
 */
export const LOCATION_DEFINES = {
  __dirname: '__mewsDirname',
  __filename: '__mewsFilename',
  'import.meta.url': '__mewsUrl',
  'import.meta.dirname': '__mewsDirname',
  'import.meta.filename': '__mewsFilename',
  'import.meta.main': '__mewsIsMain',
  'import.meta': '__mewsMeta',
  'require.main': '__mewsMain',
} as const;

const NAMES = ['__mewsDirname', '__mewsFilename', '__mewsUrl', '__mewsIsMain', '__mewsMeta', '__mewsMain'];
const QUESTIONS = ['__dirname', '__filename', 'import.meta', 'require.main'];
const DECLARES_MODULE = /\b(?:const|let|var|function|class)\s+module\b|[{,]\s*module\s*[,}]|\bmodule\s+from\b|\bas\s+module\b/;
const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts', '.mts': 'ts', '.cts': 'ts', '.tsx': 'tsx', '.js': 'js', '.mjs': 'js', '.cjs': 'js', '.jsx': 'jsx',
};

/** True for a source text that may ask for its own place (a comment that mentions it does no harm). */
export function asksForItsPlace(file: string, content: Buffer): boolean {
  return extname(file) in LOADERS && QUESTIONS.some((question) => content.includes(question));
}

/** True when a bundle still holds, or already answers, a question for a place. */
export function mentionsPlaces(bundle: Uint8Array): boolean {
  const text = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  return NAMES.some((name) => text.includes(name));
}

interface PlacedOutput {
  readonly entry: string;
  readonly folder: string;
  readonly format: ModuleFormat;
}

/** Gives exactly the `files` their first statement; all others stay with esbuild, which loads them faster. */
export function ownLocation(files: readonly string[], output: PlacedOutput): Plugin {
  return {
    name: 'mews-own-location',
    setup(build) {
      const wanted = new Set(files);
      const names = files.map((file) => basename(file).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      build.onLoad({ filter: new RegExp(`(?:^|[\\\\/])(?:${names.join('|')})$`), namespace: 'file' }, ({ path }) => {
        if (!wanted.has(path)) return undefined;
        return { contents: withPlace(path, readFileSync(path, 'utf8'), output), loader: LOADERS[extname(path)] ?? 'js' };
      });
    },
  };
}

/** The declarations go on the first line, after a hashbang, so that every other line keeps its number. */
function withPlace(file: string, text: string, output: PlacedOutput): string {
  const [hashbang = ''] = /^\uFEFF?(?:#!.*\r?\n)?/.exec(text) ?? [];
  const source = text.slice(hashbang.length);
  const strict = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*(['"])use strict\1/.test(source) ? '"use strict";' : '';
  return `${hashbang}${strict}${placeOf(file, source, output)}${source}`;
}

function placeOf(file: string, source: string, { entry, folder, format }: PlacedOutput): string {
  const isEntry = file === entry;
  const path = JSON.stringify(relative(folder, file));
  const names = '{ url: __mewsUrl, filename: __mewsFilename, dirname: __mewsDirname, main: __mewsIsMain }';
  const place = `const __mewsMeta = __mewsPlaceOf(${path}, ${isEntry}), ${names} = __mewsMeta;`;
  return source.includes('require.main') ? `${place}${mainModule(source, isEntry, format)}` : place;
}

/** `require.main === module` is true in the entry and nowhere else, however esbuild wraps and joins the modules. */
function mainModule(source: string, isEntry: boolean, format: ModuleFormat): string {
  const lacksModule = format === 'esm' && hasEsmSyntax(source) && !DECLARES_MODULE.test(source);
  const main = isEntry
    ? 'Object.assign(module, { filename: __mewsFilename, path: __mewsDirname })'
    : 'Object.create(process.mainModule ?? null)';
  return `${lacksModule ? 'const module = {};' : ''}const __mewsMain = ${main};`;
}

/**
 * What the first statements call: `import.meta` as it would be in the source. It goes at the end of the bundle, so that a
 * leading "use strict" keeps its meaning.
 */
export function locationFooter(format: ModuleFormat): string {
  return format === 'esm'
    ? `import { dirname as __mewsDirnameOf, resolve as __mewsResolve } from "node:path";
import { fileURLToPath as __mewsToPath, pathToFileURL as __mewsToUrl } from "node:url";
function __mewsPlaceOf(path, main) {
  const filename = __mewsResolve(__mewsDirnameOf(__mewsToPath(import.meta.url)), path), url = __mewsToUrl(filename).href;
  const resolve = (name) => /^\\.{0,2}\\//.test(name) ? new URL(name, url).href : import.meta.resolve(name);
  return { filename, dirname: __mewsDirnameOf(filename), url, main, resolve };
}`
    : `function __mewsPlaceOf(path, main) {
  const filename = require("node:path").resolve(__dirname, path), toUrl = require("node:url").pathToFileURL, url = toUrl(filename).href;
  const resolve = (name) => /^\\.{0,2}\\//.test(name) ? new URL(name, url).href : toUrl(require("node:module").createRequire(url).resolve(name)).href;
  return { filename, dirname: require("node:path").dirname(filename), url, main, resolve };
}`;
}

/** `require` in an ES module bundle, resolving from the entry's place. esbuild renames any `require` of the sources. */
export function requireBanner(entry: string, folder: string): string {
  const path = relative(folder, entry).split(sep).map(encodeURIComponent).join('/');
  return `import { createRequire as __mewsCreateRequire } from "node:module"; const require = __mewsCreateRequire(new URL(${JSON.stringify(path)}, import.meta.url));`;
}
