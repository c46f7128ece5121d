import { expect, test } from 'vitest';
import { decideListening, relayedEnvironment } from '../../../src/launcher/launch/executable-listening.ts';

interface Case {
  readonly urls?: readonly string[];
  readonly isDefault?: boolean;
  readonly args?: readonly string[];
  readonly listen?: 'profile' | 'app' | 'inherit';
}

function decide({ urls = ['http://localhost:5000'], isDefault = false, args = [], listen = 'profile' }: Case): string {
  const plan = { urls: urls.map((value) => ({ value, from: 'test', isDefault })), args: { value: args, from: 'test' }, listen: { value: listen, from: 'test' } } as const;
  return decideListening(plan, 40_000).kind;
}

test.each<[string, Case, string]>([
  ['a program that can be told its port', {}, 'relayed'],
  ['one whose arguments name the port', { args: ['-m', 'http.server', '5000'] }, 'own'],
  ['one whose arguments name it in an address', { args: ['--bind=127.0.0.1:5000'] }, 'own'],
  ['one whose arguments have another number', { args: ['--workers', '50001'] }, 'relayed'],
  ['nobody wrote an address', { isDefault: true }, 'own'],
  ['the profile leaves it to the program', { listen: 'app' }, 'own'],
  ['the program takes LISTEN_FDS', { listen: 'inherit' }, 'inherited'],
  ['https, which a relay cannot speak', { urls: ['https://localhost:5000'] }, 'own'],
  ['a socket file', { urls: ['http://unix:/tmp/app.sock'] }, 'own'],
])('%s', (_, given, kind) => {
  expect(decide(given)).toBe(kind);
});

test('what a relayed program reads its address from', () => {
  expect(relayedEnvironment({ host: '127.0.0.1', port: 40_000 })).toMatchObject({ PORT: '40000', ASPNETCORE_URLS: 'http://127.0.0.1:40000' });
});
