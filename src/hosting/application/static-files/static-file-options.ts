import type { Stats } from 'node:fs';
import { resolve } from 'node:path';
import type { HttpContext } from '../../http/http-context.ts';
import type { Host } from '../host.ts';

/** A file that is about to be sent. */
export interface PreparedFile {
  readonly path: string;
  readonly stat: Stats;
}

/** ASP.NET Core's `StaticFileOptions`, and `DefaultFilesOptions` where a list is given. */
export interface StaticFileOptions {
  /** The folder that is served, from the content root. Default `wwwroot`, or what `ASPNETCORE_WEBROOT` says. */
  readonly root?: string;
  /** The path under which it is served: `/static`. Default: the app's own root. */
  readonly requestPath?: string;
  /** Names of the file that stands for its folder, as `index.html`; the first that is there. Default none. */
  readonly defaultFiles?: readonly string[];
  /** Whether files are sent whose extension tells no content type. Default false. */
  readonly serveUnknownFileTypes?: boolean;
  /** Content type of such files. Default none. */
  readonly defaultContentType?: string;
  /** Seconds that clients may keep a file without asking again, as Cache-Control says. Default: no Cache-Control is sent. */
  readonly maxAge?: number;
  /** Called before a file is sent, to set headers. */
  readonly onPrepareResponse?: (context: HttpContext, file: PreparedFile) => void;
}

/** The options with their defaults. */
export interface StaticFileRules extends StaticFileOptions {
  /** Absolute. */
  readonly root: string;
  /** Without a closing slash. */
  readonly requestPath: string;
  readonly defaultFiles: readonly string[];
}

const WEB_ROOTS = ['MEWS_WEBROOT', 'ASPNETCORE_WEBROOT', 'DOTNET_WEBROOT'];

export function toStaticFileRules(options: StaticFileOptions, host: Host | undefined): StaticFileRules {
  const webRoot = WEB_ROOTS.map((name) => host?.env?.[name]).find((value) => value) ?? 'wwwroot';
  return {
    ...options,
    root: resolve(host?.contentRoot ?? '.', options.root ?? webRoot),
    requestPath: (options.requestPath ?? '').replace(/\/+$/, ''),
    defaultFiles: options.defaultFiles ?? [],
  };
}
