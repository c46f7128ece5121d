import { mewsError } from '../../foundation/errors/mews-error.ts';
import { nearNames } from '../../foundation/errors/near-names.ts';

/** Reads the value of an option that has a fixed set of them; case does not count. Throws `badOptionValue`. */
export function choice<T extends string>(option: string, allowed: readonly T[]): (value: string) => T {
  return (value) => {
    const found = allowed.find((word) => word.toLowerCase() === value.toLowerCase());
    if (found !== undefined) return found;
    throw mewsError('badOptionValue', { option, value, allowed, near: nearNames(value, allowed) });
  };
}
