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
import { composeRequestHead, forwardedClient, isPlainLine, type ForwardedClient } from './request-head.ts';
import { readRequestFields } from './request-fields.ts';
import type { Upstream } from './upstream.ts';

/** CONNECT would make a tunnel of the connection, and TRACE show the pairing token. */
const NOT_FORWARDED = new Set(['CONNECT', 'TRACE']);

class ClientMemo {
  readonly rules: ForwardingRules;
  readonly client: ForwardedClient;

  constructor(rules: ForwardingRules, client: ForwardedClient) {
    this.rules = rules;
    this.client = client;
  }
}

/** Passes requests on to apps, and their answers back (RFC 9110 section 7.6). What cannot be framed for certain is not passed on. */
export class Forwarder {
  readonly #rules: ForwardingRules;
  #lastUpstream: Upstream | undefined;
  #lastLines = '';

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
    if (method !== 'GET' && NOT_FORWARDED.has(method)) return this.answer(features, forwardFailure('method', mewsError('methodNotForwarded', { method })));
    const client = features.get(HttpOctetsFeature) ?? FeatureClient.of(features);
    if (!client) return this.#refuse(features, 'it has a header field that cannot be sent');
    if (client.bodyLength > 0) mustBeAllowed(features, client.bodyLength);
    const { head, fieldsStart } = client;
    const fields = readRequestFields(head, fieldsStart, isPlainLine(method, target, head, fieldsStart), rules.kinds);
    const wrongName = fields.connectionNames.length === 0 ? undefined : misnamed(fields.connectionNames);
    if (wrongName !== undefined) return this.#refuse(features, `its Connection header names ${wrongName}`);
    const upgrade = fields.upgrade !== '' && features.get(HttpUpgradeFeature)?.isUpgradableRequest ? passableProtocols(fields.upgrade) : '';
    const request = { features, client, upstream, rules, method, target, upgrade, forwardedFor: this.#clientOf(client, scheme), head: '' };
    request.head = composeRequestHead(request, fields, ownLines === '' ? this.#linesFor(upstream) : this.#linesFor(upstream) + ownLines);
    return new Forwarding(request).run();
  }

  /** Answers a request that cannot be passed on. */
  async answer(features: FeatureCollection, failure: ForwardFailure): Promise<void> {
    this.#rules.onFailure(failure);
    await this.#rules.answerFailure(features, failure);
  }

  /** The client stays the same as long as its connection. */
  #clientOf(client: HttpOctetsFeature, scheme: string): ForwardedClient {
    const memo = client.connectionMemo;
    if (memo instanceof ClientMemo && memo.rules === this.#rules && memo.client.scheme === scheme) return memo.client;
    const address = clientAddress(client.remoteIpAddress, client.remotePort, this.#rules.tellsPort);
    const made = new ClientMemo(this.#rules, forwardedClient(address, scheme));
    client.connectionMemo = made;
    return made.client;
  }

  /** Of requests in a row most go to the same app. */
  #linesFor(upstream: Upstream): string {
    if (this.#lastUpstream !== upstream) {
      this.#lastUpstream = upstream;
      this.#lastLines = upstream.rules.lines + this.#rules.lines;
    }
    return this.#lastLines;
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
