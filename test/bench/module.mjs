import { runCases } from './kestrel/run-cases.mjs';

const cases = {
  hello: () => import('./module/cases/hello.mjs'),
  bodies: () => import('./module/cases/bodies.mjs'),
  models: () => import('./module/cases/models.mjs'),
};

/** The hosting module against proxies, and its models against each other. */
export const run = (rounds, args) => runCases(cases, { rounds, args });
