import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type * as ResponseReaderModule from '../../../../src/hosting/http1/response-reader.ts';
import type { ResponseReader } from '../../../../src/hosting/http1/response-reader.ts';
import type { PlantedBug } from './planted-bugs.ts';
import type { Wire } from './wire-subject.ts';

const SOURCE = fileURLToPath(new URL('../../../../src/hosting/http1/', import.meta.url));
const REQUEST_PARTS = ['head-scan', 'scan-request-head', 'request-head', 'chunked-decoder'];

/** A copy of the wire as it stands in src, in `folder`, with the bug in it. Throws when what is to be changed does not stand there exactly once. */
export async function changedWire(folder: string, bug?: PlantedBug): Promise<Wire> {
  return (await changedParts(folder, REQUEST_PARTS, bug)) as Wire;
}

/** The same of what reads responses. */
export async function changedReader(folder: string, bug?: PlantedBug): Promise<typeof ResponseReader> {
  return ((await changedParts(folder, ['response-reader'], bug)) as typeof ResponseReaderModule).ResponseReader;
}

async function changedParts(folder: string, parts: readonly string[], bug: PlantedBug | undefined): Promise<unknown> {
  cpSync(SOURCE, folder, { recursive: true });
  if (bug) plant(join(folder, bug.file), bug);
  const entry = join(folder, 'wire-under-test.ts');
  const outfile = join(folder, 'wire-under-test.mjs');
  writeFileSync(entry, parts.map((part) => `export * from './${part}.ts';\n`).join(''));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
  return import(pathToFileURL(outfile).href);
}

function plant(file: string, { name, right, wrong }: PlantedBug): void {
  const source = readFileSync(file, 'utf8');
  const parts = source.split(right);
  if (parts.length !== 2) throw new Error(`"${name}" cannot be planted: ${JSON.stringify(right)} stands ${parts.length - 1} times in ${file}.`);
  writeFileSync(file, parts.join(wrong));
}
