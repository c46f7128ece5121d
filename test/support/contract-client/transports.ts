import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TestCertificate } from '../certificates.ts';
import { tempProject } from '../temp-project.ts';
import type { ContractClient } from './contract-client.ts';

/** What a protocol is spoken on. */
export interface Transport extends Pick<ContractClient, 'scheme' | 'freeAddress' | 'boundAddress' | 'refusals' | 'hostOf'> {
  dial(address: string): Promise<Socket>;
}

export const overTcp: Transport = {
  scheme: 'http',
  freeAddress: async () => 'http://127.0.0.1:0',
  boundAddress: /^http:\/\/127\.0\.0\.1:[1-9]\d*$/,
  refusals: ['ECONNREFUSED'],
  hostOf: (address) => new URL(address).host,
  dial: (address) => connected(connectTcp(Number(new URL(address).port), new URL(address).hostname)),
};

/** `protocol`: what is agreed on by ALPN. */
export function overTls({ cert }: TestCertificate, protocol: 'http/1.1' | 'h2'): Transport {
  return {
    ...overTcp,
    scheme: 'https',
    freeAddress: async () => 'https://127.0.0.1:0',
    boundAddress: /^https:\/\/127\.0\.0\.1:[1-9]\d*$/,
    dial: async (address) => {
      const socket = connectTls({ host: new URL(address).hostname, port: Number(new URL(address).port), ca: cert, ALPNProtocols: [protocol] });
      await once(socket, 'secureConnect');
      if (socket.alpnProtocol !== protocol) throw new Error(`ALPN has given ${socket.alpnProtocol}.`);
      return socket;
    },
  };
}

export const overUnixSocket: Transport = {
  scheme: 'http',
  freeAddress: async () => `http://unix:${(await tempProject()).path('s.sock')}`,
  boundAddress: /^http:\/\/unix:\/.*\/s\.sock$/,
  // A server that stops takes its file along.
  refusals: ['ENOENT'],
  hostOf: () => 'localhost',
  dial: (address) => connected(connectTcp(address.replace('http://unix:', ''))),
};

async function connected(socket: Socket): Promise<Socket> {
  await once(socket, 'connect');
  return socket;
}
