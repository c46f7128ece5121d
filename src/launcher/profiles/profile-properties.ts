/** The properties of a profile that mews reads. The last nine are ours. */
export const USED_PROPERTIES = [
  'commandName',
  'commandLineArgs',
  'executablePath',
  'workingDirectory',
  'launchBrowser',
  'launchUrl',
  'applicationUrl',
  'environmentVariables',
  'dotnetRunMessages',
  'ancmHostingModel',
  'server',
  'hostingModel',
  'reverseProxy',
  'typecheck',
  'inspect',
  'configuration',
  'listen',
  'swap',
  'module',
] as const;

/**
 * Properties that other tools read: the rest of the SchemaStore schema, and what Visual Studio writes beyond it.
 * They are known, so that nobody is told about them, but not checked: they are none of our business.
 */
export const PROPERTIES_OF_OTHERS = [
  'hotReloadEnabled',
  'hotReloadProfile',
  'nativeDebugging',
  'sqlDebugging',
  'jsWebView2Debugging',
  'inspectUri',
  'externalUrlConfiguration',
  'use64Bit',
  'leaveRunningOnClose',
  'remoteDebugEnabled',
  'remoteDebugMachine',
  'authenticationMode',
  'publishAllPorts',
  'useSSL',
  'sslPort',
  'httpPort',
  'targetProject',
  'distributionName',
  'containerRunArguments',
  'commandVersion',
  'serviceActions',
] as const;

export type UsedProperty = (typeof USED_PROPERTIES)[number];

const KNOWN: ReadonlySet<string> = new Set([...USED_PROPERTIES, ...PROPERTIES_OF_OTHERS]);

/** Whether somebody reads the property. `$schema` and the like are annotations of the file. */
export function isKnownProperty(name: string): boolean {
  return KNOWN.has(name) || name.startsWith('$');
}
