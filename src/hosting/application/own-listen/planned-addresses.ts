import type { BindingAddress } from '../../../foundation/addresses/binding-address.ts';
import type { HostSettings } from '../../../foundation/events/event.ts';

/** The planned addresses for an app's own `listen()`; none when they are only the default, or a profile says so. */
export async function plannedAddresses({ urls, listen }: HostSettings): Promise<BindingAddress[]> {
  if (listen === 'app' || urls.every(({ isDefault }) => isDefault)) return [];
  const { parseBindingAddress } = await import('../../../foundation/addresses/parse-binding-address.ts');
  return urls.map(({ value, from }) => parseBindingAddress(value, from));
}
