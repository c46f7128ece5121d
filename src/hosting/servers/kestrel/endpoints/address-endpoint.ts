import type { BindingAddress } from '../../../../foundation/addresses/binding-address.ts';
import { formatBindingAddress } from '../../../../foundation/addresses/bound-address.ts';
import { formatHandle, type ListeningHandle } from '../../../../foundation/transport/listen-on-handle.ts';
import { isHandle, type EndpointDefaults, type EndpointSpec } from './endpoint-spec.ts';

/** An endpoint that is known by its address only. */
export function addressEndpoint(target: BindingAddress | ListeningHandle, defaults: EndpointDefaults): EndpointSpec {
  const { handshakeTimeout, ...choice } = defaults;
  const https = target.scheme === 'https' ? { ...choice, sni: undefined, handshakeTimeout } : undefined;
  return { name: targetName(target), target, protocols: choice.protocols, https };
}

/** What an endpoint without a name is called. */
export function targetName(target: BindingAddress | ListeningHandle): string {
  return isHandle(target) ? formatHandle(target.scheme) : formatBindingAddress(target);
}
