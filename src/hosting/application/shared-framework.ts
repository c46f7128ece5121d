import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

type Resolve = (specifier: string, context: object) => unknown;

interface ResolveHooks {
  registerHooks?(hooks: { resolve: (specifier: string, context: object, next: Resolve) => unknown }): unknown;
  Module: { _resolveFilename: (request: string, ...rest: unknown[]) => string };
}

/**
 * Lets `import … from 'mews'` and `require('mews')` find the running mews (`library`, a file URL) in projects that have
 * none installed: the shared framework. An installed one is found first and stays the one used.
 */
export function shareFramework(library: string): void {
  const node = nodeModule as unknown as ResolveHooks;
  if (node.registerHooks) node.registerHooks({ resolve: (specifier, context, next) => withFallback(() => next(specifier, context), { specifier, library }) });
  else nodeModule.register(hooksModule(library));
  const resolveFilename = node.Module._resolveFilename;
  node.Module._resolveFilename = (request, ...rest) => {
    try {
      return resolveFilename.call(node.Module, request, ...rest);
    } catch (error) {
      if (request === 'mews') return fileURLToPath(library);
      throw error;
    }
  };
}

function withFallback(resolve: () => unknown, { specifier, library }: { readonly specifier: string; readonly library: string }): unknown {
  try {
    return resolve();
  } catch (error) {
    if (specifier === 'mews') return { url: library, shortCircuit: true };
    throw error;
  }
}

/** Before Node 22.15 hooks run on a thread of their own and must be a module. */
function hooksModule(library: string): string {
  const source = `export async function resolve(specifier, context, next) {
    try { return await next(specifier, context); }
    catch (error) {
      if (specifier === 'mews') return { url: ${JSON.stringify(library)}, shortCircuit: true };
      throw error;
    }
  }`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
