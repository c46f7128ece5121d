import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A TypeScript app of `modules` modules on fastify, in a temp folder; unmodified: it calls listen() itself. */
export function writeBigApp(modules = 200) {
  const { root, routes, write } = writeModules(modules - 1);
  write(
    'src/app.ts',
    [
      `import Fastify from 'fastify';`,
      ...routes.map((index) => `import { answer0 as answer${index} } from './routes/route-${index}.js';`),
      `const app = Fastify();`,
      `app.get('/', async () => ({ ok: true }));`,
      ...routes.map((index) => `app.get('/route-${index}', async () => answer${index}({ id: ${index}, name: 'x' }));`),
      `await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });`,
    ].join('\n'),
  );
  return root;
}

/** A project in a temp folder with `count` modules in src/routes, whose numbers are `routes`, and nothing yet that imports them. */
export function writeModules(count) {
  const root = mkdtempSync(join(tmpdir(), 'mews-bench-'));
  mkdirSync(join(root, 'src/routes'), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const write = (file, text) => writeFileSync(join(root, file), text);
  write('package.json', JSON.stringify({ name: 'big-app', type: 'module', dependencies: { fastify: '5' } }));
  write('tsconfig.json', JSON.stringify({ compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, skipLibCheck: true, types: ['node'] }, include: ['src'] }));
  const routes = Array.from({ length: count }, (_, index) => index);
  for (const index of routes) write(`src/routes/route-${index}.ts`, routeModule(index));
  return { root, routes, write };
}

/** About 60 lines each, chains of five: like the modules of a real app, not one-liners. */
function routeModule(index) {
  const dependency = index % 5 ? `import { answer0 as before } from './route-${index - 1}.js';\nexport const previous = before;\n` : '';
  const functions = Array.from(
    { length: 12 },
    (_, number) =>
      `export interface Item${number} { id: number; name: string; next?: Item${number} }\n` +
      `export function answer${number}(item: Item${number}): string {\n  const ids: Array<number> = [item.id, 1, 2];\n  return ids.map((id: number) => \`\${id} \${item.name}\`).join(',');\n}\n`,
  );
  return dependency + functions.join('\n');
}
