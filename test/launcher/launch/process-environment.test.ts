import { expect, it } from 'vitest';
import type { LaunchPlan } from '../../../src/launcher/plan/launch-plan.ts';
import { processEnvironment } from '../../../src/launcher/launch/process-environment.ts';
import { tempProject } from '../../support/temp-project.ts';

function planWith(variables: Record<string, string>): LaunchPlan {
  return { environment: new Map(Object.entries(variables).map(([name, value]) => [name, { value, from: 'test' }])) } as unknown as LaunchPlan;
}

it('is the shell’s, and over it what the plan decided', () => {
  const env = processEnvironment(planWith({ B: 'plan' }), { env: { A: 'shell', B: 'shell', HOME: '/nonexistent' } });
  expect(env).toEqual({ A: 'shell', B: 'plan', HOME: '/nonexistent' });
});

it('lets Node trust the development certificate when there is one and nobody has said otherwise', async () => {
  const { root, path } = await tempProject({ '.mews/https/localhost.pem': 'certificate' });
  const trusted = path('.mews', 'https', 'localhost.pem');
  expect(processEnvironment(planWith({}), { env: { HOME: root } })['NODE_EXTRA_CA_CERTS']).toBe(trusted);
  expect(processEnvironment(planWith({}), { env: { HOME: root, NODE_EXTRA_CA_CERTS: '/shell.pem' } })['NODE_EXTRA_CA_CERTS']).toBe('/shell.pem');
  expect(processEnvironment(planWith({ NODE_EXTRA_CA_CERTS: '' }), { env: { HOME: root } })['NODE_EXTRA_CA_CERTS']).toBe('');
  expect(processEnvironment(planWith({}), { env: { HOME: path('nobody') } })).not.toHaveProperty('NODE_EXTRA_CA_CERTS');
});
