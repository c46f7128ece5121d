import { mewsError } from '../../foundation/errors/mews-error.ts';
import { BadHttpRequestError } from '../http1/bad-http-request-error.ts';
import { reject } from '../http1/rejection.ts';
import { HttpMaxRequestBodySizeFeature } from '../http/body-features.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import { HttpOctetsFeature } from '../http/octets-feature.ts';
import { HttpUpgradeFeature } from '../http/protocol-features.ts';
import { HttpRequestFeature } from '../http/request-features.ts';
import { requiredFeature } from '../http/required-feature.ts';
import { clientAddress } from './client-address.ts';
import { misnamed } from './connection-names.ts';
import { FeatureClient } from './feature-client.ts';
import { forwardFailure, type ForwardFailure } from './forward-failure.ts';
import { Forwarding } from './forwarding.ts';
import { toForwardingRules, type ForwardingOptions, type ForwardingRules } from './forwarding-options.ts';
import { passableProtocols } from './passable-protocols.ts';
import { composeRequestHead } from './request-head.ts';
import { readRequestFields } from './request-fields.ts';
import type { Upstream } from './upstream.ts';

/** CONNECT would make a tunnel of the connection, and TRACE show the pairing token. */
const NOT_FORWARDED = new Set(['CONNECT', 'TRACE']);

/** Passes requests on to apps, and their answers back (RFC 9110 section 7.6). What cannot be framed for certain is not passed on. */
export class Forwarder {
  readonly #rules: ForwardingRules;

  constructor(options: ForwardingOptions) {
    this.#rules = toForwardingRules(options);
  }

  /**
   * Resolves when the client has its answer, or is gone. `ownLines`: field lines that this request gets besides, with their CRLF. Throws or rejects with
   * BadHttpRequestError for a body that is malformed, too large or too slow: the server answers for that.
   */
  forward(features: FeatureCollection, upstream: Upstream, ownLines = ''): Promise<void> {
    const rules = this.#rules;
    const { method, rawTarget: target, scheme } = requiredFeature(features, HttpRequestFeature);
    if (NOT_FORWARDED.has(method)) return this.answer(features, forwardFailure('method', mewsError('methodNotForwarded', { method })));
    const client = features.get(HttpOctetsFeature) ?? FeatureClient.of(features);
    if (!client) return this.#refuse(features, 'it has a header field that cannot be sent');
    if (client.bodyLength > 0) mustBeAllowed(features, client.bodyLength);
    const fields = readRequestFields(client.head, client.fieldsStart, rules.kinds);
    const wrongName = misnamed(fields.connectionNames);
    if (wrongName !== undefined) return this.#refuse(features, `its Connection header names ${wrongName}`);
    const upgrade = fields.upgrade !== '' && features.get(HttpUpgradeFeature)?.isUpgradableRequest ? passableProtocols(fields.upgrade) : '';
    const { bodyLength, isHeldBack } = client;
    const facts = { method, target, bodyLength, isHeldBack, upgrade, scheme, client: clientAddress(client.remoteIpAddress, client.remotePort, rules.tellsPort) };
    const own = { lines: upstream.rules.lines + rules.lines + ownLines, authority: upstream.authority };
    return new Forwarding({ features, client, upstream, rules, method, target, head: composeRequestHead(facts, fields, own), upgrade }).run();
  }

  /** Answers a request that cannot be passed on. */
  async answer(features: FeatureCollection, failure: ForwardFailure): Promise<void> {
    this.#rules.onFailure(failure);
    await this.#rules.answerFailure(features, failure);
  }

  #refuse(features: FeatureCollection, problem: string): Promise<void> {
    return this.answer(features, forwardFailure('fields', mewsError('badForwardedField', { problem })));
  }
}

/** What the server would refuse once it was read the app need not hear of. */
function mustBeAllowed(features: FeatureCollection, bodyLength: number): void {
  const most = features.get(HttpMaxRequestBodySizeFeature)?.maxRequestBodySize ?? Number.POSITIVE_INFINITY;
  if (bodyLength > most) throw new BadHttpRequestError(reject('RequestBodyTooLarge', most));
}
