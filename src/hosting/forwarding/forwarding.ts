import { messageOf } from '../../foundation/errors/message-of.ts';
import { mewsError, type MewsError } from '../../foundation/errors/mews-error.ts';
import { HeaderBlock } from '../http1/header-block.ts';
import type { ResponseHead } from '../http1/response-head.ts';
import type { FeatureCollection } from '../http/feature-collection.ts';
import type { HttpOctetsFeature, OctetsWatcher } from '../http/octets-feature.ts';
import { HttpRequestLifetimeFeature } from '../http/request-features.ts';
import { HttpInterimResponseFeature } from '../http/response-features.ts';
import { forwardFailure, noUpstream, type ForwardFailure, type ForwardFailureReason } from './forward-failure.ts';
import type { ForwardingRules } from './forwarding-options.ts';
import { isRepeatable, mayRepeat } from './may-repeat.ts';
import { openTunnel } from './open-tunnel.ts';
import { RequestRelay, type RelayListener } from './request-relay.ts';
import { passedFields, passedStatusLine, RESPONSE_KINDS } from './response-fields.ts';
import { trailerLines } from './trailer-lines.ts';
import { describeAddress } from './upstream-address.ts';
import type { UpstreamConnection, UpstreamExchange } from './upstream-connection.ts';
import type { Upstream } from './upstream.ts';

/** A request that is ready to be sent to the app. */
export interface ForwardedRequest {
  readonly features: FeatureCollection;
  readonly client: HttpOctetsFeature;
  readonly upstream: Upstream;
  readonly rules: ForwardingRules;
  readonly method: string;
  readonly target: string;
  /** As the app gets it. */
  readonly head: string;
  /** Protocols that were offered to the app; empty: none. */
  readonly upgrade: string;
}

/** Milliseconds after which a client that waits to be told so is told to send its body: an app need not (RFC 9110 section 10.1.1). */
const LONGEST_HOLD = 1000;

/** One request on its way to the app, and its answer on the way back. */
export class Forwarding implements UpstreamExchange, RelayListener, OctetsWatcher {
  readonly #request: ForwardedRequest;
  /** Undefined: there is no body, and the head is all there is to send. */
  readonly #relay: RequestRelay | undefined;
  readonly #began: number;
  #connection: UpstreamConnection;
  /** The client holds its body back. */
  #isHeldBack: boolean;
  /** The answer to the client has begun. */
  #hasBegun = false;
  #keepsConnection = false;
  #isOver = false;
  #resolve: ((answered?: Promise<void>) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor(request: ForwardedRequest) {
    const { client, upstream, rules, method, head, upgrade } = request;
    const { bodyLength } = client;
    this.#request = request;
    this.#began = upstream.now;
    this.#connection = upstream.take(isRepeatable(method, upgrade !== ''));
    this.#connection.begin(this, method);
    this.#connection.add(head);
    this.#relay = bodyLength === 0 ? undefined : new RequestRelay({ head, bodyLength, kinds: rules.kinds }, this.#connection, this);
    this.#isHeldBack = bodyLength !== 0 && client.isHeldBack;
    client.watcher = this;
  }

  /** Resolves when the client has its answer, or is gone. Rejects with what is wrong with the request's body. */
  run(): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (this.#relay && !this.#isHeldBack) this.#request.client.readBody(this.#relay);
    if (!this.#isOver) this.#connection.flush();
    return done;
  }

  interim(head: ResponseHead): void {
    if (head.status === 100) return this.#goOn();
    const feature = this.#request.features.get(HttpInterimResponseFeature);
    // What the app announces is not worth the answer.
    if (head.status > 101) feature?.sendInterim(head.status, new HeaderBlock(passedFields(head), 0));
  }

  head(head: ResponseHead): void {
    this.#keepsConnection = head.keepsConnection;
    try {
      this.#request.client.begin({ status: head.status, statusLine: passedStatusLine(head), fields: passedFields(head), length: head.length });
    } catch (error) {
      return this.malformed(`cannot be passed on: ${messageOf(error)}`);
    }
    this.#hasBegun = true;
  }

  data(bytes: Buffer, start: number, end: number): void {
    if (this.#isOver || this.#request.client.write(bytes, start, end) || this.#connection.isPaused) return;
    this.#connection.pause();
    this.#request.client.whenRoom(() => {
      if (!this.#isOver) this.#connection.resume();
    });
  }

  caughtUp(): void {
    if (this.#hasBegun) this.#request.client.flush();
  }

  end(trailers: HeaderBlock | undefined, hasMore: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#connection.release(this.#keepsConnection && !hasMore && this.#isSent);
    this.#relay?.stop();
    this.#request.client.end(trailers ? trailerLines(trailers, RESPONSE_KINDS) : '');
    this.#resolve?.();
  }

  switched(head: ResponseHead, early: Buffer): void {
    if (this.#request.upgrade === '' || !head.hasUpgrade) return this.malformed('switches to another protocol than it was asked to');
    this.#isOver = true;
    this.#connection.pause();
    const connection = this.#connection;
    this.#resolve?.(openTunnel(this.#request.features, { head, connection, early }).catch((error: unknown) => this.#answer(noUpstream(messageOf(error), error))));
  }

  malformed(fault: string): void {
    this.#fail('malformed', mewsError('upstreamMalformed', { ...this.#names, fault }));
  }

  blocked(): void {
    this.#request.client.pauseBody();
  }

  drained(): void {
    if (!this.#isOver && !this.#isSent && !this.#isHeldBack) this.#request.client.resumeBody();
  }

  requestFailed(error: Error): void {
    if (this.#isOver) return;
    this.#stop();
    if (!this.#hasBegun) return this.#reject?.(error);
    this.#request.client.abandon();
    this.#resolve?.();
  }

  lost(error: Error | undefined): void {
    if (this.#isOver) return;
    const { uses, hasAnswer, isConnecting } = this.#connection;
    const { method, upstream, upgrade } = this.#request;
    if (mayRepeat({ method, isUpgrade: upgrade !== '', wasReused: uses > 1, hasAnswer, isAtHand: this.#relay?.isAtHand ?? true })) return this.#repeat();
    const why = error ? messageOf(error) : 'it has ended it';
    if (isConnecting) this.#fail('unreachable', mewsError('upstreamUnreachable', { address: describeAddress(upstream.address), why }, { cause: error }));
    else this.#fail('closed', mewsError('upstreamClosed', { ...this.#names, why }, { cause: error }));
  }

  /** Nobody waits for the answer, though a client that has only ended its direction might. */
  clientGone(): void {
    if (this.#isOver) return;
    this.#stop();
    this.#request.features.get(HttpRequestLifetimeFeature)?.abort();
    this.#resolve?.();
  }

  beat(now: number): void {
    const connection = this.#connection;
    const { isStarting, rules: { connectTimeout, requestTimeout } } = this.#request.upstream;
    const silence = now - connection.activeAt;
    if (connection.isConnecting) {
      const { address } = this.#names;
      if (silence > connectTimeout) this.#fail('connectTimedOut', mewsError('upstreamConnectTimedOut', { address, seconds: connectTimeout / 1000 }));
    } else if (this.#isHeldBack && !this.#hasBegun && now - this.#began >= LONGEST_HOLD) this.#goOn();
    else if (this.#awaitsClient || isStarting) connection.activeAt = now;
    else if (silence > requestTimeout) this.#fail('timedOut', mewsError('upstreamTimedOut', { ...this.#names, seconds: requestTimeout / 1000 }));
  }

  /** All of the request was written. */
  get #isSent(): boolean {
    return this.#relay?.isComplete ?? true;
  }

  /** It is the client who must read or send for this to go on. */
  get #awaitsClient(): boolean {
    return this.#connection.isPaused || (!this.#isSent && !this.#isHeldBack && !this.#connection.isBlocked);
  }

  get #names(): { readonly address: string; readonly request: string } {
    const { method, target, upstream } = this.#request;
    return { address: describeAddress(upstream.address), request: `${method} ${target}` };
  }

  #goOn(): void {
    if (!this.#isHeldBack || this.#isOver || !this.#relay) return;
    this.#isHeldBack = false;
    this.#request.client.sendContinue();
    this.#request.client.readBody(this.#relay);
  }

  #repeat(): void {
    this.#connection = this.#request.upstream.connect();
    this.#connection.begin(this, this.#request.method);
    if (this.#relay) this.#relay.repeatOn(this.#connection);
    else this.#connection.add(this.#request.head);
    this.#connection.flush();
  }

  #fail(reason: ForwardFailureReason, error: MewsError): void {
    if (this.#isOver) return;
    this.#stop();
    this.#resolve?.(this.#answer(forwardFailure(reason, error, this.#hasBegun)));
  }

  #stop(): void {
    this.#isOver = true;
    this.#relay?.stop();
    this.#connection.destroy();
  }

  async #answer(failure: ForwardFailure): Promise<void> {
    const { rules, features, client } = this.#request;
    this.#connection.destroy();
    rules.onFailure(failure);
    if (failure.hasBegun) client.abandon();
    else await rules.answerFailure(features, failure);
  }
}
