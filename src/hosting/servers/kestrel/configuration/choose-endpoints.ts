import type { EndpointSpec } from '../endpoints/endpoint-spec.ts';

export interface EndpointCandidates {
  /** From code and from the configuration; they add up. */
  readonly listed: readonly EndpointSpec[];
  /** From `--urls`, a profile, the environment. */
  readonly addresses: readonly EndpointSpec[];
  /** True when nobody wrote those addresses: they are the default. */
  readonly isDefault: boolean;
  readonly preferHostingUrls: boolean;
}

export interface EndpointDecision {
  readonly endpoints: readonly EndpointSpec[];
  /** True when the endpoints are those listed. */
  readonly isListed: boolean;
  readonly warning?: string;
  readonly information?: string;
}

/** Which endpoints are bound when several places name some: the precedence of Kestrel's `AddressBinder`, with its words. */
export function chooseEndpoints({ listed, addresses, isDefault, preferHostingUrls }: EndpointCandidates): EndpointDecision {
  const asked = isDefault ? [] : addresses;
  const names = asked.map(({ name }) => name).join(', ');
  if (listed.length === 0) return { endpoints: addresses, isListed: false };
  if (asked.length === 0) return { endpoints: listed, isListed: true };
  if (preferHostingUrls) {
    const information = `Overriding endpoints defined via IConfiguration and/or UseKestrel() because PreferHostingUrls is set to true. Binding to address(es) '${names}' instead.`;
    return { endpoints: asked, isListed: false, information };
  }
  return { endpoints: listed, isListed: true, warning: `Overriding address(es) '${names}'. Binding to endpoints defined via IConfiguration and/or UseKestrel() instead.` };
}
