import { expect, it } from 'vitest';
import type { MewsEvent } from '../../../src/foundation/events/event.ts';
import { reportListening } from '../../../src/launcher/launch/report-listening.ts';
import { resolveModule } from '../../../src/launcher/plan/resolve-module.ts';
import type { LaunchPlan } from '../../../src/launcher/plan/launch-plan.ts';

const moved = { value: 'http://localhost:5001', from: 'default; port 5000 is taken by pid 7 (node x.js)', isDefault: true };

function told(url: LaunchPlan['urls'][number], addresses: readonly string[], module: LaunchPlan['module'] = null): readonly MewsEvent[] {
  const events: MewsEvent[] = [];
  reportListening({ type: 'listening', addresses, by: 'app' }, { urls: [url], module }, { report: (event) => void events.push(event) });
  return events;
}

it('says why the default address has moved', () => {
  expect(told(moved, ['http://localhost:5001'])).toEqual([
    { type: 'note', text: 'http://localhost:5001 is used (default; port 5000 is taken by pid 7 (node x.js)).' },
    expect.objectContaining({ type: 'listening' }),
  ]);
});

it.each([
  ['an app that listens elsewhere', moved, 'http://localhost:3000'],
  ['the default address itself', { value: 'http://localhost:5000', from: 'default', isDefault: true }, 'http://localhost:5000'],
  ['an address that somebody wrote', { value: 'http://localhost:5001', from: '--urls', isDefault: false }, 'http://localhost:5001'],
  ['an address with a zone', moved, 'http://[fe80::1%eth0]:8080'],
  ['a unix socket', moved, 'http://unix:/tmp/app.sock'],
])('has nothing to say of %s', (_, url, address) => {
  expect(told(url, [address]).map(({ type }) => type)).toEqual(['listening']);
});

it('says where an app with a virtual path is', () => {
  const module = resolveModule({ facts: { platform: 'linux', settings: { warnings: [] } }, contentRoot: '/app', applicationPath: { value: '/shop', from: 'iisSettings' }, expand: (text) => text });
  const url = { value: 'http://localhost:5046', from: 'iisSettings', isDefault: false };
  expect(told(url, ['http://localhost:5046'], module).at(-1)).toEqual({ type: 'note', text: 'The app is below its virtual path: http://localhost:5046/shop/' });
});
