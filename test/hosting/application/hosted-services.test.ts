import { describe, expect, test } from 'vitest';
import { HostedServices, type HostedService } from '../../../src/hosting/application/hosted-services.ts';

/** A service that tells what becomes of it, and does so in its own time. */
function service(name: string, order: string[], { failsOn }: { failsOn?: 'start' | 'stop' } = {}): HostedService {
  const step = (what: 'start' | 'stop') => async () => {
    order.push(`${what} ${name}`);
    await Promise.resolve();
    if (failsOn === what) throw new Error(`${what} of ${name}`);
    order.push(`${name} has done ${what}`);
  };
  return { start: step('start'), stop: step('stop') };
}

function add(...added: HostedService[]): HostedServices {
  const services = new HostedServices();
  for (const one of added) services.add(one);
  return services;
}

describe('hosted services', () => {
  test('start one after the other, in order, and stop one after the other, in reverse', async () => {
    const order: string[] = [];
    const services = add(service('a', order), service('b', order));
    await services.start();
    await services.stop();
    expect(order).toEqual(['start a', 'a has done start', 'start b', 'b has done start', 'stop b', 'b has done stop', 'stop a', 'a has done stop']);
  });

  test('that come behind one that fails do not start; those before it can be stopped, the failed one is not', async () => {
    const order: string[] = [];
    const services = add(service('a', order), service('b', order, { failsOn: 'start' }), service('c', order));
    await expect(services.start()).rejects.toThrow('start of b');
    await services.stop();
    expect(order).toEqual(['start a', 'a has done start', 'start b', 'stop a', 'a has done stop']);
  });

  test('that fail to stop do not keep the others from it; their errors come together', async () => {
    const order: string[] = [];
    const services = add(service('a', order, { failsOn: 'stop' }), service('b', order), service('c', order, { failsOn: 'stop' }));
    await services.start();
    const error = await services.stop().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AggregateError);
    expect([(error as AggregateError).message, (error as AggregateError).errors]).toEqual([
      'One or more hosted services failed to stop.',
      [new Error('stop of c'), new Error('stop of a')],
    ]);
    expect(order).toContain('b has done stop');
  });

  test('stop once', async () => {
    const order: string[] = [];
    const services = add(service('a', order));
    await services.start();
    await Promise.all([services.stop(), services.stop()]);
    expect(order.filter((step) => step === 'stop a')).toHaveLength(1);
  });

  test('need have neither beginning nor end', async () => {
    const services = add({}, { start: () => {} }, { stop: () => {} });
    await services.start();
    await services.stop();
  });
});
