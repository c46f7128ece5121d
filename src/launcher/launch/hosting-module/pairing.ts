import { join } from 'node:path';
import type { PlannedUrl } from '../../../foundation/events/event.ts';
import { moduleVariables, type ModuleEnvironment } from '../../../foundation/events/module-environment.ts';
import type { LaunchPlan, PlannedVariable } from '../../plan/launch-plan.ts';
import { URL_VARIABLES } from '../../plan/resolve-urls.ts';
import type { PlanBehindModule } from './module-launch.ts';

/** Where a process of the app is found by the module, and by nobody else. */
export interface PrivateEndpoint {
  readonly port: number;
  /** A unix socket that leads to the same; undefined where there are none. */
  readonly path: string | undefined;
}

const FROM = 'the hosting module';

export interface Pairing {
  readonly endpoint: PrivateEndpoint;
  /** What every request from the module carries. */
  readonly token: string;
}

/** The plan as a process of the app is to see it that is hosted out of process: its addresses are private, and it knows the token. */
export function pairedPlan(plan: PlanBehindModule, { endpoint, token }: Pairing): LaunchPlan {
  const url = tcpUrl(endpoint);
  const variables: Record<string, string> = { ...moduleVariables(moduleEnvironment(plan, { endpoint, token })), ...Object.fromEntries(URL_VARIABLES.map((name) => [name, url.value])) };
  const told = Object.entries(variables).map(([name, value]): [string, PlannedVariable] => [name, { value, from: FROM }]);
  return { ...plan, urls: [url], environment: new Map([...plan.environment, ...told]) };
}

export function privateUrls(endpoint: PrivateEndpoint): PlannedUrl[] {
  const { path } = endpoint;
  return [tcpUrl(endpoint), ...(path === undefined ? [] : [{ value: `http://unix:${path}`, from: FROM, isDefault: false }])];
}

export function socketPath(folder: string | undefined, at: number): string | undefined {
  return folder === undefined ? undefined : join(folder, `app-${at}.sock`);
}

function tcpUrl({ port }: PrivateEndpoint): PlannedUrl {
  return { value: `http://127.0.0.1:${port}`, from: FROM, isDefault: false };
}

function moduleEnvironment(plan: PlanBehindModule, { endpoint: { port, path }, token }: Pairing): ModuleEnvironment {
  const secure = plan.urls.filter(({ value }) => value.toLowerCase().startsWith('https:'));
  return {
    endpoint: { port, ...(path !== undefined && { path }) },
    applicationPath: plan.module.applicationPath.value,
    token,
    httpAuth: [],
    supportsWebSockets: true,
    physicalPath: plan.workingDirectory.value,
    httpsPort: secure.length === 1 ? portOf(secure[0]?.value ?? '') : undefined,
  };
}

function portOf(url: string): number {
  return Number(/:(\d+)\/?$/.exec(url)?.[1] ?? 443);
}
