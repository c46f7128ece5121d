import { define } from './error-definition.ts';
import { didYouMean, quoteList } from './quote-list.ts';

/** 10xx: what was typed cannot be understood. */
export const commandLineErrors = {
  /** `also`: what more the command lets one do, as the end of a sentence; may be empty. */
  unknownOption: define<{ option: string; near: readonly string[]; command: string; also: string }>(
    'MEWS1001',
    ({ option }) => `Unknown option '${option}'.`,
    ({ near, command, also }) => `${didYouMean(near)}Run '${command} --help' for the options${also}.`,
  ),
  unknownCommand: define<{ command: string; near: readonly string[] }>(
    'MEWS1002',
    ({ command }) => `Unknown command '${command}'.`,
    ({ near }) => `${didYouMean(near)}Run 'mews --help' for the commands.`,
  ),
  badCommandLine: define<{ problem: string; command: string }>(
    'MEWS1003',
    ({ problem }) => `The command line cannot be read: ${problem}`,
    ({ command }) => `Run '${command} --help' for the usage.`,
  ),
  badOptionValue: define<{ option: string; value: string; allowed: readonly string[]; near: readonly string[] }>(
    'MEWS1004',
    ({ option, value }) => `'${value}' is not a value of ${option}.`,
    ({ allowed, near }) => `${didYouMean(near)}Use ${quoteList(allowed)}.`,
  ),
  badEnvironmentOption: define<{ value: string }>(
    'MEWS1005',
    ({ value }) => `'-e ${value}' does not set a variable: it is not of the form NAME=VALUE.`,
    () => `Write '-e NAME=VALUE'; a value with spaces goes in quotes: -e 'GREETING=hello world'.`,
  ),
  conflictingOptions: define<{ first: string; second: string; why: string }>(
    'MEWS1006',
    ({ first, second, why }) => `${first} and ${second} cannot be used together: ${why}`,
    ({ first, second }) => `Leave out ${first} or ${second}.`,
  ),
  badInspectPort: define<{ option: string; value: string }>(
    'MEWS1007',
    ({ option, value }) => `'${value}' is not a port for ${option}.`,
    ({ option }) => `Use a number from 0 to 65535, as in ${option}=9229, or a host and a port, as in ${option}=127.0.0.1:9229.`,
  ),
  optionNeedsAnother: define<{ option: string; needs: string; why: string }>(
    'MEWS1008',
    ({ option, needs, why }) => `${option} does nothing without ${needs}: ${why}`,
    ({ option, needs }) => `Add ${needs}, or leave out ${option}.`,
  ),
  unknownCertificateKind: define<{ kind: string }>(
    'MEWS1009',
    ({ kind }) => `'${kind}' is no kind of development certificate: there is only 'https'.`,
    () => `Run 'mews dev-certs https'.`,
  ),
};
