import { featureKey } from './feature-collection.ts';

/** `IItemsFeature`: what middleware hands on within a request. */
export interface ItemsFeature {
  readonly items: Map<unknown, unknown>;
}
export const ItemsFeature = featureKey<ItemsFeature>('ItemsFeature');
