import { readMember, refuseProperty, type ProfileMembers } from '../property-reader.ts';
import { readVariables } from '../read-environment-variables.ts';
import { membersOf, type SettingsValue } from '../settings-value.ts';
import type { ModuleSettings } from './module-settings.ts';
import { isModuleValue, MODULE_VALUES, type ModuleValueName, type ModuleValues } from './module-values.ts';

const VARIABLES = 'environmentVariables';

/** `module` of a profile; undefined without it. @throws badProfileProperty */
export function readModuleSettings(profile: ProfileMembers): ModuleSettings | undefined {
  const written = readMember(profile, 'module');
  if (written === undefined) return undefined;
  const members = membersOf(written);
  if (!members) return refuseProperty(profile, { property: 'module', value: written, expected: 'an object' });
  const values: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [name, value] of members) {
    if (value.value === null || name === VARIABLES) continue;
    if (isModuleValue(name)) values[name] = readValue(profile, { name, value });
    else if (!name.startsWith('$')) unknown.push(`module.${name}`);
  }
  const variables = members.get(VARIABLES);
  const environmentVariables = variables && variables.value !== null ? readVariables(profile, { property: `module.${VARIABLES}`, value: variables }) : new Map<string, string>();
  return { values: values as Partial<ModuleValues>, environmentVariables, unknown };
}

function readValue(profile: ProfileMembers, { name, value }: { readonly name: ModuleValueName; readonly value: SettingsValue }): unknown {
  const { read, expected } = MODULE_VALUES[name];
  return read(value.value) ?? refuseProperty(profile, { property: `module.${name}`, value, expected });
}
