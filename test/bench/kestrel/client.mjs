import { fileURLToPath } from 'node:url';
import { startChild } from './children.mjs';
import { onLoadCore } from './pinning.mjs';

const control = new URL('./control.mjs', import.meta.url).href;

/** Starts load/<file>.mjs on the load's core. */
export function startClient(file, args) {
  const path = fileURLToPath(new URL(`./load/${file}.mjs`, import.meta.url));
  return startChild(onLoadCore([process.execPath, '--import', control, path, ...args.map(String)]));
}
