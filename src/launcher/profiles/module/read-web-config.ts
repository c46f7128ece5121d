import { type Attr, type DocumentType, DOMParser, type Element, type Node } from '@xmldom/xmldom';
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
}

interface Place {
  readonly line: number;
  readonly column: number;
}

type Placed = Attr | Element | DocumentType;

const ELEMENT_NODE = 1;
/** IIS's own limit (MaxWebConfigFileSizeInKB), in characters: what is nested 100,000 times takes the parser seconds. */
const LONGEST = 250 * 1024;
/** What of IIS's attributes and elements has no meaning here, but is no mistake either. */
const KNOWN = new Set(['hostingModel']);

/**
 * The `<aspNetCore>` element of a web.config (configuration/system.webServer, by itself or in a `<location>` of the whole site); undefined where there is
 * none. `%VAR%` in values stays as it is written. Throws badWebConfig for XML that is none, and for values that cannot be.
 */
export function readWebConfig(file: string): ModuleSettings | undefined {
  const config: WebConfig = { file, text: readSettingsText(file) };
  if (config.text.length > LONGEST) throw broken(config, `it is larger than ${LONGEST / 1024} KiB`, { line: 1, column: 1 });
  const [element, second] = findAspNetCore(parse(config));
  if (second) throw broken(config, 'it has a second <aspNetCore> for the same site', placeOf(second));
  return element && readAspNetCore(config, element);
}

/** What the parser tells of itself when it complains. */
interface ParserState {
  readonly doc?: { readonly doctype?: DocumentType | null };
  readonly locator?: { readonly lineNumber?: number; readonly columnNumber?: number };
}

function parse(config: WebConfig): Element {
  const complaints: MewsError[] = [];
  // What is thrown here stops the parser, which would read half of a file else; it wraps it into an error of its own.
  const onError = (_level: string, message: string, { doc, locator }: ParserState): never => {
    const place = { line: Math.max(1, locator?.lineNumber ?? 1), column: Math.max(1, locator?.columnNumber ?? 1) };
    const error = doc?.doctype ? documentType(config, doc.doctype) : broken(config, String(message).split('\n')[0] ?? '', place);
    complaints.push(error);
    throw error;
  };
  try {
    const { doctype, documentElement } = new DOMParser({ onError }).parseFromString(config.text, 'text/xml');
    if (doctype) throw documentType(config, doctype);
    return documentElement ?? onError('fatalError', 'it has no root element', {});
  } catch (error) {
    throw complaints[0] ?? error;
  }
}

function documentType(config: WebConfig, doctype: DocumentType): MewsError {
  return broken(config, 'it has a document type, which no web.config has', placeOf(doctype));
}

function findAspNetCore(root: Element): Element[] {
  if (root.nodeName !== 'configuration') return [];
  const sites = [root, ...childrenOf(root, 'location').filter((location) => ['', '.'].includes(location.getAttribute('path') ?? ''))];
  return sites.flatMap((site) => childrenOf(site, 'system.webServer')).flatMap((server) => childrenOf(server, 'aspNetCore'));
}

function readAspNetCore(config: WebConfig, element: Element): ModuleSettings {
  const values: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const { name, value, node } of [...attributesOf(element), ...handlerSettingsOf(element)]) {
    if (isModuleValue(name)) values[name] = readValue(config, { node, name, written: value });
    else if (!KNOWN.has(name)) unknown.push(`${name} of <aspNetCore> (IIS refuses it: 500.19)`);
  }
  return { values: values as Partial<ModuleValues>, environmentVariables: variablesOf(config, element), hostingModel: hostingModelOf(config, element), unknown };
}

function readValue(config: WebConfig, { node, name, written }: { readonly node: Placed; readonly name: keyof ModuleValues; readonly written: string }): unknown {
  const { read, expected } = MODULE_VALUES[name];
  const value = read(written);
  if (value === undefined) throw broken(config, `${name} of <aspNetCore> is "${written}"; it must be ${expected}`, placeOf(node));
  return value;
}

/** Empty and absent mean that the web.config leaves it open. */
function hostingModelOf(config: WebConfig, element: Element): ModuleSettings['hostingModel'] {
  const written = element.getAttribute('hostingModel')?.trim() ?? '';
  if (written === '') return undefined;
  const model = HOSTING_MODELS.find((known) => known === written.toLowerCase());
  if (!model) throw broken(config, `hostingModel of <aspNetCore> is "${written}"; it must be InProcess or OutOfProcess`, placeOf(element.getAttributeNode('hostingModel') ?? element));
  return model;
}

function variablesOf(config: WebConfig, element: Element): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const variable of childrenOf(element, 'environmentVariables').flatMap((all) => childrenOf(all, 'environmentVariable'))) {
    const name = variable.getAttribute('name') ?? '';
    const value = variable.getAttribute('value') ?? '';
    if (name === '' || /[=\0]/.test(name)) throw broken(config, `<environmentVariable> has the name "${name}", which no variable can have`, placeOf(variable));
    if (variables.has(name)) throw broken(config, `<environmentVariable> has the name "${name}" a second time`, placeOf(variable));
    if (value.includes('\0')) throw broken(config, `<environmentVariable> "${name}" has a NUL character in its value`, placeOf(variable));
    variables.set(name, value);
  }
  return variables;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
  /** Where it is written. */
  readonly node: Placed;
}

function attributesOf(element: Element): Attribute[] {
  return [...element.attributes].map((node) => ({ name: node.name, value: node.value, node }));
}

/** Settings of the handler, of which `shutdownDelay` has a meaning here. */
function handlerSettingsOf(element: Element): Attribute[] {
  const settings = childrenOf(element, 'handlerSettings').flatMap((all) => childrenOf(all, 'handlerSetting'));
  return settings.map((setting) => ({ name: setting.getAttribute('name') ?? '', value: setting.getAttribute('value') ?? '', node: setting })).filter(({ name }) => name === 'shutdownDelay');
}

function childrenOf(parent: Element, name: string): Element[] {
  return [...parent.childNodes].filter((node: Node): node is Element => node.nodeType === ELEMENT_NODE && node.nodeName === name);
}

/** The parser's nodes know their place, which their types do not tell. */
function placeOf(node: Placed): Place {
  const { lineNumber = 1, columnNumber = 1 } = node as Placed & { readonly lineNumber?: number; readonly columnNumber?: number };
  return { line: lineNumber, column: columnNumber };
}

function broken({ file, text }: WebConfig, problem: string, place: Place = { line: 1, column: 1 }): MewsError {
  return mewsError('badWebConfig', { file, problem }, { location: { file, ...place, frame: codeFrame(text, place) } });
}
