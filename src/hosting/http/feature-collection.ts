declare const featureType: unique symbol;

/**
 * Names a feature and carries its type, as the interface's `Type` does in ASP.NET Core. Keys of the same name are the
 * same key, also across two copies of mews in one process.
 */
export type FeatureKey<T> = symbol & { readonly [featureType]?: T };

/** The key of the feature `name`: `const ItemsFeature = featureKey<ItemsFeature>('ItemsFeature')`. */
export function featureKey<T>(name: string): FeatureKey<T> {
  return Symbol.for(`mews.feature.${name}`) as FeatureKey<T>;
}

/** Where features come from: another collection, or a server's own object that is all the features of a request at once. */
export interface FeatureSource extends Iterable<[FeatureKey<unknown>, unknown]> {
  readonly revision: number;
  get<T>(key: FeatureKey<T>): T | undefined;
}

/**
 * What a server, or one request, can do. Follows `Microsoft.AspNetCore.Http.Features.FeatureCollection`:
 * what is missing is looked up in `defaults`; `revision` changes with every change of either.
 */
export class FeatureCollection implements FeatureSource {
  readonly #defaults: FeatureSource | undefined;
  #features: Map<symbol, unknown> | undefined;
  #revision = 0;

  constructor(defaults?: FeatureSource) {
    this.#defaults = defaults;
  }

  /** False: a server or middleware may always set a feature. */
  get isReadOnly(): boolean {
    return false;
  }

  /** Grows by one with each feature set or removed; a cache of features is valid while it stays the same. */
  get revision(): number {
    return this.#revision + (this.#defaults?.revision ?? 0);
  }

  get<T>(key: FeatureKey<T>): T | undefined {
    const own = this.#features?.get(key);
    return own === undefined ? this.#defaults?.get(key) : (own as T);
  }

  /** Sets a feature; null or undefined removes it, so that the one of `defaults` shows again. A key that is none is a TypeError. */
  set<T>(key: FeatureKey<T>, feature: T | null | undefined): void {
    if (typeof key !== 'symbol') throw new TypeError(`${String(key)} is not the key of a feature.`);
    if (feature === null || feature === undefined) {
      if (this.#features?.delete(key)) this.#revision++;
      return;
    }
    this.#features ??= new Map();
    this.#features.set(key, feature);
    this.#revision++;
  }

  /** Own features first, then those of `defaults` that are not masked. */
  *[Symbol.iterator](): Iterator<[FeatureKey<unknown>, unknown]> {
    if (this.#features) yield* this.#features;
    for (const entry of this.#defaults ?? []) {
      if (!this.#features?.has(entry[0])) yield entry;
    }
  }
}
