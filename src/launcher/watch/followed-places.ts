import { dirname } from 'node:path';
import { pathTest } from './path-test.ts';

/** What counts beside the project's own folders. Absolute real paths. */
export interface FollowedPlaces {
  /** Files wherever they lie and whatever ignores them; they need not exist: what a build or the app has read. */
  readonly files: Iterable<string>;
  /** Whole folders, watched as the project's own is: packages of the workspace. */
  readonly folders?: readonly string[];
  /** A file that was written since then (ms since 1970) has changed: when the build began that read the files. */
  readonly since?: number;
}

export interface Followed {
  readonly isFollowed: (path: string) => boolean;
  readonly files: readonly string[];
  /** The whole folders. */
  readonly deep: readonly string[];
  /** The folders of the files. */
  readonly flat: readonly string[];
}

/** Sorts out what is to be opened for places to be followed. `usual`: files that always are. */
export function followedFrom({ files, folders = [] }: FollowedPlaces, usual: readonly string[], isCaseSensitive: boolean): Followed {
  const all = [...new Set([...usual, ...files])];
  return { isFollowed: pathTest(all, isCaseSensitive), files: all, deep: folders, flat: [...new Set(all.map((file) => dirname(file)))] };
}
