import { basename } from 'node:path';

/** What a command that runs a file with Node says. */
export interface NodeCommand {
  /** As written. */
  readonly file: string;
  readonly args: readonly string[];
  readonly inspect: boolean | number | undefined;
  /** Options of Node that have a meaning for the app, to be given in NODE_OPTIONS. */
  readonly nodeOptions: readonly string[];
  /** Names of tools that mews makes needless. */
  readonly replaced: readonly string[];
}

/** Programs that run a file as `node` does, and watch it or compile it. */
const RUNNERS: ReadonlySet<string> = new Set(['node', 'nodejs', 'tsx', 'ts-node', 'ts-node-esm', 'ts-node-dev', 'tsnd', 'nodemon', 'node-dev', 'swc-node', 'esr', 'esno']);

/** Modules that only make Node read TypeScript or source maps: what mews builds needs none of them. */
const LOADERS = /^(?:ts-node|tsx|@swc-node|@swc\/register|esbuild-register|@esbuild-kit|@babel\/register|tsconfig-paths|source-map-support|dotenv|@babel\/node)(?:\/.*)?$/;
const LOADING = /^(?:-r|--require|--import|--loader|--experimental-loader)$/;

/** Options of runners that take the next word and mean nothing to the app. */
const TAKES_WORD = /^(?:-w|--watch-path|-e|--ext|-x|--exec|-i|--ignore|-d|--delay|--config|-P|--project|--tsconfig|--env-file|--env-file-if-exists|--signal)$/;
/** Options of runners that mean nothing to the app. */
const NEEDLESS = /^(?:--watch|--respawn|--transpile-only|-T|--swc|--esm|--files|--clear-screen.*|--enable-source-maps|--experimental-(?:strip|transform)-types|--no-deprecation-warning|--no-warnings.*|-q|--quiet|-V|--verbose|--poll|--notify|--env-file.*|--watch-path=.*|--tsconfig=.*|--preserve-symlinks)$/;

/** Takes a command apart that runs a file with Node; undefined for any other, and for one that is not understood whole. */
export function readNodeCommand(words: readonly string[]): NodeCommand | undefined {
  const [program = '', ...rest] = words;
  const name = basename(program.replaceAll('\\', '/')).replace(/\.(?:exe|cmd|js)$/i, '');
  if (!RUNNERS.has(name)) return undefined;
  const replaced = name === 'node' || name === 'nodejs' ? [] : [name];
  const nodeOptions: string[] = [];
  let inspect: boolean | number | undefined;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    const next = rest[at + 1] ?? '';
    const [, port] = /^--inspect(?:-brk|-wait)?(?:=(?:[^:]*:)?(\d+))?$/.exec(word) ?? [];
    if (/^--inspect(?:-brk|-wait)?(?:=|$)/.test(word)) inspect = port === undefined ? true : Number(port);
    else if (LOADING.test(word)) {
      if (LOADERS.test(next)) replaced.push(next);
      else nodeOptions.push(word, next);
      at++;
    } else if (TAKES_WORD.test(word)) at++;
    else if (NEEDLESS.test(word) || (word === 'watch' && name === 'tsx')) continue;
    else if (word.startsWith('--') && word.length > 2 && replaced.length === 0) nodeOptions.push(word);
    else if (word.startsWith('-')) return undefined;
    else return { file: word, args: rest.slice(at + 1), inspect, nodeOptions, replaced };
  }
  return undefined;
}
