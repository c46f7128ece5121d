/** The first page of each framework's manual, as its authors write it. Only the ending is ours to choose. */
export interface HelloWorld {
  readonly packages: readonly string[];
  readonly imports: readonly (readonly [binding: string, from: string])[];
  /** Defines `app`. */
  readonly app: string;
  readonly listen: (port: string) => string;
  /** What the module exports when it does not listen. */
  readonly exported: string;
}

export const HELLO_WORLDS: Readonly<Record<string, HelloWorld>> = {
  express: {
    packages: ['express'],
    imports: [['express', 'express']],
    app: `const app = express();\napp.get('/', (req, res) => {\n  res.send('Hello World!');\n});`,
    listen: (port) => `app.listen(${port}, () => {\n  console.log('Example app listening');\n});`,
    exported: 'app',
  },
  fastify: {
    packages: ['fastify'],
    imports: [['Fastify', 'fastify']],
    app: `const app = Fastify();\napp.get('/', async () => 'Hello World!');`,
    listen: (port) => `app.listen({ port: Number(${port}) }, (err) => {\n  if (err) throw err;\n});`,
    exported: 'app',
  },
  koa: {
    packages: ['koa'],
    imports: [['Koa', 'koa']],
    app: `const app = new Koa();\napp.use(async (ctx) => {\n  ctx.body = 'Hello World!';\n});`,
    listen: (port) => `app.listen(${port});`,
    exported: 'app',
  },
  hono: {
    packages: ['hono', '@hono/node-server'],
    imports: [['{ Hono }', 'hono'], ['{ serve }', '@hono/node-server']],
    app: `const app = new Hono();\napp.get('/', (c) => c.text('Hello World!'));`,
    listen: (port) => `serve({ fetch: app.fetch, port: Number(${port}) });`,
    exported: 'app',
  },
  'node:http': {
    packages: [],
    imports: [['{ createServer }', 'node:http']],
    app: `const app = createServer((req, res) => {\n  res.end('Hello World!');\n});`,
    listen: (port) => `app.listen(${port});`,
    exported: 'app',
  },
};

/** How a module is written: its file, its package's `type`, and its import statements. */
export interface Writing {
  readonly file: string;
  readonly type: 'module' | 'commonjs';
  readonly syntax: 'import' | 'require';
}

export const WRITINGS: Readonly<Record<string, Writing>> = {
  'TypeScript, ESM': { file: 'src/main.ts', type: 'module', syntax: 'import' },
  'TypeScript, CommonJS package': { file: 'src/main.ts', type: 'commonjs', syntax: 'import' },
  'JavaScript, ESM': { file: 'src/main.js', type: 'module', syntax: 'import' },
  'JavaScript, CommonJS': { file: 'src/main.js', type: 'commonjs', syntax: 'require' },
};

export type Ending = { readonly listen: string } | 'export';

/** The text of a hello world, written one way and ended one way. */
export function sourceOf({ imports, app, listen, exported }: HelloWorld, { syntax }: Writing, ending: Ending): string {
  const lines = imports.map(([binding, from]) => (syntax === 'import' ? `import ${binding} from '${from}';` : `const ${binding} = require('${from}');`));
  const end = ending === 'export' ? `${syntax === 'import' ? 'export default' : 'module.exports ='} ${exported};` : listen(ending.listen);
  return [...lines, '', app, '', end, ''].join('\n');
}
