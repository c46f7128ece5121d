import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { codeFrame } from '../../../foundation/errors/code-frame.ts';
import { type MewsError, mewsError } from '../../../foundation/errors/mews-error.ts';
import { HOSTING_MODELS } from '../profile-values.ts';
import { readSettingsText } from '../read-settings-text.ts';
import type { ModuleSettings } from './module-settings.ts';
import { isModuleValue, MODULE_VALUES, type ModuleValues } from './module-values.ts';

/** A web.config that is being read. */
interface WebConfig {
  readonly file: string;
  readonly text: string;
  /** `%VAR%` in a value. */
  readonly expand: (text: string) => string;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

const ELEMENT_NODE = 1;
/** What of IIS's attributes and elements has no meaning here, but is no mistake either. */
const KNOWN = new Set(['hostingModel']);

/**
 * The `<aspNetCore>` element of a web.config (configuration/system.webServer, by itself or in a `<location>` of the whole site); undefined where there is
 * none. Throws badWebConfig for XML that is none, and for values that cannot be.
 */
export function readWebConfig(file: string, expand: (text: string) => string): ModuleSettings | undefined {
  const config: WebConfig = { file, text: readSettingsText(file), expand };
  const element = findAspNetCore(parse(config));
  return element && readAspNetCore(config, element);
}

function parse(config: WebConfig): Element {
  let failure: MewsError | undefined;
  const parser = new DOMParser({
    // The first one: what follows is of its making.
    onError: (_level, message, context: { locator?: { lineNumber?: number; columnNumber?: number } }) => {
      failure ??= broken(config, String(message).split('\n')[0] ?? '', { line: context.locator?.lineNumber ?? 1, column: context.locator?.columnNumber ?? 1 });
    },
  });
  const document = attempt(() => parser.parseFromString(config.text.replace(/^\uFEFF/, ''), 'text/xml'));
  if (failure) throw failure;
  if (document?.doctype) throw broken(config, 'it has a document type, which no web.config has');
  if (!document?.documentElement) throw broken(config, 'it has no root element');
  return document.documentElement;
}

/** What the parser throws it has told before. */
function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function findAspNetCore(root: Element): Element | undefined {
  if (root.nodeName !== 'configuration') return undefined;
  const sites = [root, ...childrenOf(root, 'location').filter((location) => ['', '.'].includes(location.getAttribute('path') ?? ''))];
  return sites.flatMap((site) => childrenOf(site, 'system.webServer')).flatMap((server) => childrenOf(server, 'aspNetCore'))[0];
}

function readAspNetCore(config: WebConfig, element: Element): ModuleSettings {
  const values: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const { name, value } of [...attributesOf(element), ...handlerSettingsOf(element)]) {
    if (isModuleValue(name)) values[name] = readValue(config, { element, name, written: config.expand(value) });
    else if (!KNOWN.has(name)) unknown.push(`aspNetCore ${name}`);
  }
  return { values: values as Partial<ModuleValues>, environmentVariables: variablesOf(config, element), hostingModel: hostingModelOf(config, element), unknown };
}

function readValue(config: WebConfig, { element, name, written }: { readonly element: Element; readonly name: keyof ModuleValues; readonly written: string }): unknown {
  const { read, expected } = MODULE_VALUES[name];
  const value = read(written);
  if (value === undefined) throw broken(config, `${name} of <aspNetCore> is "${written}"; it must be ${expected}`, placeOf(element));
  return value;
}

/** Empty and absent mean that the web.config leaves it open. */
function hostingModelOf(config: WebConfig, element: Element): ModuleSettings['hostingModel'] {
  const written = element.getAttribute('hostingModel')?.trim() ?? '';
  if (written === '') return undefined;
  const model = HOSTING_MODELS.find((known) => known === written.toLowerCase());
  if (!model) throw broken(config, `hostingModel of <aspNetCore> is "${written}"; it must be InProcess or OutOfProcess`, placeOf(element));
  return model;
}

function variablesOf(config: WebConfig, element: Element): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const variable of childrenOf(element, 'environmentVariables').flatMap((all) => childrenOf(all, 'environmentVariable'))) {
    const name = variable.getAttribute('name') ?? '';
    const value = variable.getAttribute('value') ?? '';
    if (name === '' || /[=\0]/.test(name)) throw broken(config, `<environmentVariable> has the name "${name}", which no variable can have`, placeOf(variable));
    if (variables.has(name)) throw broken(config, `<environmentVariable> has the name "${name}" a second time`, placeOf(variable));
    variables.set(name, config.expand(value));
  }
  return variables;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
}

function attributesOf(element: Element): Attribute[] {
  return [...element.attributes].map(({ name, value }) => ({ name, value }));
}

/** Settings of the handler, of which `shutdownDelay` has a meaning here. */
function handlerSettingsOf(element: Element): Attribute[] {
  const settings = childrenOf(element, 'handlerSettings').flatMap((all) => childrenOf(all, 'handlerSetting'));
  return settings.map((setting) => ({ name: setting.getAttribute('name') ?? '', value: setting.getAttribute('value') ?? '' })).filter(({ name }) => name === 'shutdownDelay');
}

function childrenOf(parent: Element, name: string): Element[] {
  return [...parent.childNodes].filter((node: Node): node is Element => node.nodeType === ELEMENT_NODE && node.nodeName === name);
}

function placeOf(element: Element): Place {
  const { lineNumber = 1, columnNumber = 1 } = element as Element & { lineNumber?: number; columnNumber?: number };
  return { line: lineNumber, column: columnNumber };
}

function broken({ file, text }: WebConfig, problem: string, place: Place = { line: 1, column: 1 }): MewsError {
  return mewsError('badWebConfig', { file, problem }, { location: { file, ...place, frame: codeFrame(text, place) } });
}
