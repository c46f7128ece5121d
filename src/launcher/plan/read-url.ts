import type { BindingAddress } from '../../foundation/addresses/binding-address.ts';
import { parseBindingAddress } from '../../foundation/addresses/parse-binding-address.ts';
import { MewsError } from '../../foundation/errors/mews-error.ts';
import type { PlannedUrl } from '../../foundation/events/event.ts';

/** A planned address, read; or why it cannot be. */
export function readUrl({ value, from }: PlannedUrl): BindingAddress | MewsError {
  try {
    return parseBindingAddress(value, from);
  } catch (error) {
    if (error instanceof MewsError) return error;
    throw error;
  }
}
