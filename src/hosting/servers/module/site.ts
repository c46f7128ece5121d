import type { WorkerSettings } from '../../../foundation/events/module-settings.ts';
import { isRefreshTarget } from '../../application/browser-refresh/answer-refresh-request.ts';
import { isBelow } from '../../application/path-base.ts';
import { removeDotSegments } from '../../http1/dot-segments.ts';
import { decodePath } from '../../http1/percent-decoding.ts';
import { namesControlCharacters } from './control-characters.ts';

/** Where an app that is hosted in-process is. */
export interface Site {
  /** Its virtual path without the closing slash: empty for the root. */
  readonly prefix: string;
  /** Whether a path that may lie elsewhere is the app's all the same: pages are told of changes there. */
  readonly isOutside: (path: string) => boolean;
}

/** What stands before the path in the absolute form of a target. */
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[^/?]*/i;

export function siteOf({ applicationPath }: WorkerSettings, isWatched: boolean): Site {
  return { prefix: applicationPath.replace(/\/+$/, ''), isOutside: isWatched ? isRefreshTarget : () => false };
}

/** The status of a request that an app is not to see which works with Node's own, whose URL stays as it is; undefined for all others. */
export function refusalOf(url: string, { prefix, isOutside }: Site): 400 | 404 | undefined {
  if (namesControlCharacters(url)) return 400;
  if (prefix === '') return undefined;
  const path = pathOf(url);
  return isBelow(path, prefix) || isOutside(path) ? undefined : 404;
}

/** Percent-decoded and without dot segments, as other apps are given it. */
function pathOf(target: string): string {
  const [path = ''] = target.replace(ABSOLUTE, '').split('?', 1);
  return removeDotSegments(decodePath(path));
}
