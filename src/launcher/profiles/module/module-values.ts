/**
 * The settings of the hosting module, named as the attributes of `<aspNetCore>` (aspnetcore_schema_v2.xml) are; idleTimeout is IIS's own, of the
 * application pool. Times are in milliseconds.
 */
export interface ModuleValues {
  readonly startupTimeLimit: number;
  readonly shutdownTimeLimit: number;
  readonly shutdownDelay: number;
  readonly requestTimeout: number;
  readonly idleTimeout: number;
  readonly rapidFailsPerMinute: number;
  readonly processesPerApplication: number;
  readonly stdoutLogEnabled: boolean;
  readonly stdoutLogFile: string;
  readonly disableStartUpErrorPage: boolean;
  readonly forwardWindowsAuthToken: boolean;
  readonly processPath: string;
  readonly arguments: string;
}

export type ModuleValueName = keyof ModuleValues;

interface ModuleValueKind<T> {
  /** The value of what was written, as JSON or as text; undefined for what is none. */
  readonly read: (written: unknown) => T | undefined;
  /** As "It must be …" goes on. */
  readonly expected: string;
}

const SECOND = 1000;
const HOUR = 3600;

/** What each may be. */
export const MODULE_VALUES: { readonly [Name in ModuleValueName]: ModuleValueKind<ModuleValues[Name]> } = {
  startupTimeLimit: time({ most: HOUR }),
  shutdownTimeLimit: time({ most: 600 }),
  shutdownDelay: milliseconds(600_000),
  requestTimeout: time({ least: 1, most: 360 * HOUR }),
  idleTimeout: time({ most: 720 * HOUR }),
  rapidFailsPerMinute: count(0, 100),
  processesPerApplication: count(1, 100),
  stdoutLogEnabled: flag(),
  stdoutLogFile: text(),
  disableStartUpErrorPage: flag(),
  forwardWindowsAuthToken: flag(),
  processPath: text(),
  arguments: text(),
};

export function isModuleValue(name: string): name is ModuleValueName {
  return Object.hasOwn(MODULE_VALUES, name);
}

/** Seconds, or .NET's `hh:mm:ss` (`d.hh:mm:ss`), and hours beyond a day as the module's documentation writes them: `360:00:00`. */
function time({ least = 0, most }: { readonly least?: number; readonly most: number }): ModuleValueKind<number> {
  return {
    expected: `a number of seconds from ${least} to ${most}, or a time as "00:02:00"`,
    read: (written) => {
      const seconds = toNumber(written) ?? toSeconds(written);
      return seconds !== undefined && seconds >= least && seconds <= most ? Math.round(seconds * SECOND) : undefined;
    },
  };
}

function milliseconds(most: number): ModuleValueKind<number> {
  const { read } = count(0, most);
  return { expected: `a whole number of milliseconds from 0 to ${most}`, read };
}

function count(least: number, most: number): ModuleValueKind<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read: (written) => {
      const number = toNumber(written);
      return number !== undefined && Number.isInteger(number) && number >= least && number <= most ? number : undefined;
    },
  };
}

function flag(): ModuleValueKind<boolean> {
  return {
    expected: 'true or false',
    read: (written) => {
      const word = typeof written === 'string' ? written.trim().toLowerCase() : written;
      return word === true || word === 'true' ? true : word === false || word === 'false' ? false : undefined;
    },
  };
}

function text(): ModuleValueKind<string> {
  return { expected: 'a string without NUL characters', read: (written) => (typeof written === 'string' && !written.includes('\0') ? written : undefined) };
}

function toNumber(written: unknown): number | undefined {
  if (typeof written === 'number') return Number.isFinite(written) ? written : undefined;
  return typeof written === 'string' && /^\s*\d+(?:\.\d+)?\s*$/.test(written) ? Number(written) : undefined;
}

function toSeconds(written: unknown): number | undefined {
  if (typeof written !== 'string') return undefined;
  const [, days = '0', hours, minutes, seconds = '0'] = /^\s*(?:(\d+)\.)?(\d{1,3}):([0-5]?\d)(?::([0-5]?\d(?:\.\d{1,7})?))?\s*$/.exec(written) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
