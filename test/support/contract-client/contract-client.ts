import { onTestFinished } from 'vitest';
import type { FeatureKey } from '../../../src/hosting/http/feature-collection.ts';

/** A request as every protocol can say it. */
export interface ContractRequest {
  /** As it is sent, percent-encoded. Default `/`. */
  readonly path?: string;
  /** Default GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ContractAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Octets that the body has, as the answer itself says. */
  readonly length: number | undefined;
  /** The server has said, or shown, that nothing more is answered on this connection. */
  readonly isLast: boolean;
}

/** A request under way. */
export interface ContractExchange {
  /** Sends more of the body. */
  send(text: string): void;
  /** The body is whole. */
  end(): void;
  /** Resolves once `text` has come in the body of the answer; rejects when it cannot come any more. */
  received(text: string): Promise<void>;
  /** The answer to its end; rejects when it was cut before. */
  readonly answer: Promise<ContractAnswer>;
  /** The client goes away: nobody waits for the answer. */
  leave(): void;
}

export interface ContractConnection {
  /** Sends the head of a request, and its body where `request` has one; more of it may follow. */
  begin(request: ContractRequest): ContractExchange;
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>;
  close(): void;
}

/** One way to speak to a server: what the contract suite needs to know of a protocol and of what it runs on. */
export interface ContractClient {
  /** What an app is told of a request. */
  readonly protocol: string;
  readonly scheme: string;
  /** An address to be asked for, with a port, or path, that is free. */
  freeAddress(): Promise<string>;
  /** What a server tells it has become. */
  readonly boundAddress: RegExp;
  /** How connecting fails where nobody listens. */
  readonly refusals: readonly string[];
  /** Features of a request beyond those that every server has. */
  readonly features: readonly FeatureKey<unknown>[];
  /** What a client calls the server at `address`: its Host field. */
  hostOf(address: string): string;
  /** Rejects with one of `refusals` where nobody listens. */
  connect(address: string): Promise<ContractConnection>;
}

/** One request on a connection of its own. */
export async function ask(client: ContractClient, address: string, request: ContractRequest = {}): Promise<ContractAnswer> {
  return askOn(await open(client, address), request);
}

/** One request on a connection that may have had others. */
export function askOn(connection: ContractConnection, request: ContractRequest = {}): Promise<ContractAnswer> {
  const exchange = connection.begin(request);
  exchange.end();
  return exchange.answer;
}

/** One request on a connection of its own, whose body is sent as the test goes on. */
export async function begin(client: ContractClient, address: string, request: ContractRequest = {}): Promise<ContractExchange> {
  return (await open(client, address)).begin(request);
}

/** A connection that ends with the test. */
export async function open(client: ContractClient, address: string): Promise<ContractConnection> {
  const connection = await client.connect(address);
  onTestFinished(() => connection.close());
  return connection;
}
