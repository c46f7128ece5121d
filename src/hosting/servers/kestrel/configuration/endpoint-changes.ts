import type { EndpointSpec } from '../endpoints/endpoint-spec.ts';

/** What a new configuration means for the endpoints that run. Names are compared without regard to case. */
export interface EndpointChanges {
  readonly removed: readonly EndpointSpec[];
  readonly changed: readonly { readonly from: EndpointSpec; readonly to: EndpointSpec }[];
  readonly added: readonly EndpointSpec[];
}

/**
 * Compares endpoints by value, their defaults and certificates' settings included. `isSameCertificate` is false when the
 * default certificate, which endpoints without one of their own have, is another one now.
 */
export function endpointChanges(before: readonly EndpointSpec[], after: readonly EndpointSpec[], isSameCertificate: boolean): EndpointChanges {
  const old = new Map(before.map((spec) => [spec.name.toLowerCase(), spec]));
  const added: EndpointSpec[] = [];
  const changed: { from: EndpointSpec; to: EndpointSpec }[] = [];
  for (const to of after) {
    const from = old.get(to.name.toLowerCase());
    old.delete(to.name.toLowerCase());
    if (!from) added.push(to);
    else if (valueOf(from) !== valueOf(to) || (!isSameCertificate && usesDefaultCertificate(to))) changed.push({ from, to });
  }
  return { removed: [...old.values()], changed, added };
}

function valueOf(spec: EndpointSpec): string {
  return JSON.stringify(spec, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

function usesDefaultCertificate({ https }: EndpointSpec): boolean {
  if (!https) return false;
  const choices = https.sni ? [...https.sni.values()] : [https];
  return choices.some(({ certificate }) => certificate === undefined);
}
