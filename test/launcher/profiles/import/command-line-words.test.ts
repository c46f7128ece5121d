import { describe, expect, it } from 'vitest';
import { readNodeCommand } from '../../../../src/launcher/profiles/import/node-command.ts';
import { splitCommand } from '../../../../src/launcher/profiles/import/split-command.ts';

describe('a line for the shell', () => {
  it.each<[string, string[], Record<string, string>]>([
    ['node dist/index.js', ['node', 'dist/index.js'], {}],
    ['NODE_ENV=production PORT=80 node .', ['node', '.'], { NODE_ENV: 'production', PORT: '80' }],
    ['cross-env NODE_ENV=test tsx src/index.ts', ['tsx', 'src/index.ts'], { NODE_ENV: 'test' }],
    ['cross-env A="b c" node x', ['node', 'x'], { A: 'b c' }],
    ['dotenv -e .env.local -- cross-env A=1 node x', ['node', 'x'], { A: '1' }],
    ['dotenv -e .env node x', ['node', 'x'], {}],
    ['env A=1 exec node x', ['node', 'x'], { A: '1' }],
    [`node -e 'a; b' "c | d"`, ['node', '-e', 'a; b', 'c | d'], {}],
    [`nodemon --watch 'src/**' src/index.ts`, ['nodemon', '--watch', 'src/**', 'src/index.ts'], {}],
    [String.raw`node a\ b.js "x \"y\""`, ['node', 'a b.js', 'x "y"'], {}],
  ])('is a program with arguments and variables: %s', (line, words, environment) => {
    expect(splitCommand(line)).toEqual({ words, environment });
  });

  it.each(['npm run build && node .', 'node a; node b', 'node a | tee log', 'node a > log', 'node $(which x)', 'node $FILE', 'node "$FILE"', 'node test/*.js', 'A=1', ''])('that is more, or nothing, is not: %s', (line) => {
    expect(splitCommand(line)).toBeUndefined();
  });
});

describe('a command that runs a file with Node', () => {
  const none = { args: [], inspect: undefined, nodeOptions: [], replaced: [] };

  it.each<[string, object]>([
    ['node src/index.js a b', { ...none, file: 'src/index.js', args: ['a', 'b'] }],
    ['node --inspect src/index.js', { ...none, file: 'src/index.js', inspect: true }],
    ['node --inspect=0.0.0.0:9230 x.js --inspect', { ...none, file: 'x.js', inspect: 9230, args: ['--inspect'] }],
    ['node --watch --enable-source-maps x.js', { ...none, file: 'x.js' }],
    ['node --max-old-space-size=4096 x.js', { ...none, file: 'x.js', nodeOptions: ['--max-old-space-size=4096'] }],
    ['node -r ts-node/register -r ./setup.js x.ts', { ...none, file: 'x.ts', replaced: ['ts-node/register'], nodeOptions: ['-r', './setup.js'] }],
    ['node --import tsx x.ts', { ...none, file: 'x.ts', replaced: ['tsx'] }],
    ['tsx watch src/index.ts --seed', { ...none, file: 'src/index.ts', replaced: ['tsx'], args: ['--seed'] }],
    ['ts-node-dev --respawn --transpile-only src/index.ts', { ...none, file: 'src/index.ts', replaced: ['ts-node-dev'] }],
    ['nodemon -w src -e ts --exec tsx src/index.ts', { ...none, file: 'src/index.ts', replaced: ['nodemon'] }],
    ['./node_modules/.bin/tsx x.ts', { ...none, file: 'x.ts', replaced: ['tsx'] }],
    [String.raw`C:\nodejs\node.exe x.js`, { ...none, file: 'x.js' }],
  ])('%s', (line, expected) => {
    expect(readNodeCommand(line.split(' '))).toEqual(expected);
  });

  it.each(['vite', 'node', 'node --inspect', 'node -e 1', 'node -p 1', 'nodemon', 'nest start --watch', 'deno run x.ts', 'nodemon --unknown x.ts'])('is not %s', (line) => {
    expect(readNodeCommand(line.split(' '))).toBeUndefined();
  });
});
