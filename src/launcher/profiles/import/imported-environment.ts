/** The variables of a command in the words of a profile. */
export interface ImportedEnvironment {
  /** What PORT and HOST said, which mews sets itself from the address. */
  readonly applicationUrl: string | undefined;
  readonly environmentVariables: Readonly<Record<string, string>>;
  /** The same without an address: a program of its own may understand PORT as it likes. */
  readonly variablesAsTheyAre: Readonly<Record<string, string>>;
}

/** Values of NODE_ENV that mews makes of the environment's name. */
const ENVIRONMENTS: Readonly<Record<string, string>> = { development: 'Development', test: 'Test', production: 'Production' };

/**
 * PORT becomes the address, NODE_ENV the environment's name. Where nothing says what the environment is it is Development:
 * what an editor or `npm run dev` starts is no production, which mews would take it for.
 */
export function importedEnvironment(environment: Readonly<Record<string, string>>): ImportedEnvironment {
  const { NODE_ENV: nodeEnv, ...others } = environment;
  const isNamed = 'ASPNETCORE_ENVIRONMENT' in environment || 'DOTNET_ENVIRONMENT' in environment || 'MEWS_ENVIRONMENT' in environment;
  const name = isNamed ? undefined : nodeEnv === undefined ? 'Development' : ENVIRONMENTS[nodeEnv];
  const variablesAsTheyAre = {
    ...(name !== undefined && { ASPNETCORE_ENVIRONMENT: name }),
    ...(nodeEnv !== undefined && name === undefined && { NODE_ENV: nodeEnv }),
    ...others,
  };
  const { PORT: port, HOST: host = 'localhost', ...variables } = variablesAsTheyAre as Record<string, string>;
  if (port === undefined || !/^\d{1,5}$/.test(port)) return { applicationUrl: undefined, environmentVariables: variablesAsTheyAre, variablesAsTheyAre };
  return { applicationUrl: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, environmentVariables: variables, variablesAsTheyAre };
}
