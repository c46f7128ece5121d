import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { PlantedProxyBug } from './planted-proxy-bugs.ts';
import type * as Parts from './proxy-parts.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PARTS = 'test/hosting/forwarding/fuzz/proxy-parts.ts';

/** A copy of src, in `folder`, with the bug in it. Throws when what is to be changed does not stand there exactly once. */
export async function changedProxy(folder: string, { name, changes }: PlantedProxyBug): Promise<typeof Parts> {
  cpSync(join(ROOT, 'src'), join(folder, 'src'), { recursive: true });
  mkdirSync(dirname(join(folder, PARTS)), { recursive: true });
  cpSync(join(ROOT, PARTS), join(folder, PARTS));
  for (const { file, right, wrong } of changes) {
    const path = join(folder, 'src/hosting', file);
    const parts = readFileSync(path, 'utf8').split(right);
    if (parts.length !== 2) throw new Error(`"${name}" cannot be planted: ${JSON.stringify(right)} stands ${parts.length - 1} times in ${file}.`);
    writeFileSync(path, parts.join(wrong));
  }
  const outfile = join(folder, 'proxy.mjs');
  await build({ entryPoints: [join(folder, PARTS)], outfile, bundle: true, platform: 'node', format: 'esm', external: ['ws', 'youch', '@fastify/send'], logLevel: 'silent' });
  return (await import(pathToFileURL(outfile).href)) as typeof Parts;
}
