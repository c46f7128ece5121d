import { type CdpEvent, type CdpObject, isObject, serverError } from './cdp-message.ts';

/** Counts in each process from one; an editor hears on from the highest number that it has heard. */
class Count {
  #base = 0;
  #highest = 0;

  /** Whether both sides have the same numbers: so it is in the first process. */
  get isPlain(): boolean {
    return this.#base === 0;
  }

  forEditor(number: number): number {
    const heard = this.#base + number;
    this.#highest = Math.max(this.#highest, heard);
    return heard;
  }

  /** Below one for what an earlier process had. */
  forProcess(heard: number): number {
    return heard - this.#base;
  }

  startAnew(): void {
    this.#base = this.#highest;
  }
}

const STALE = {
  scripts: (id: number) => serverError(`No script for id: ${id}`),
  contexts: () => serverError('Cannot find context with specified id'),
};

type Translate = { readonly scripts: (id: number) => number; readonly contexts: (id: number) => number };

/**
 * The numbers of scripts and execution contexts. Every process counts them from one, and an editor that still clears up after the
 * last process would take those of the next one for old acquaintances.
 */
export class CountedIds {
  readonly #scripts = new Count();
  readonly #contexts = new Count();
  readonly #forEditor: Translate = { scripts: (id) => this.#scripts.forEditor(id), contexts: (id) => this.#contexts.forEditor(id) };

  /** The process has gone: the next one counts anew. */
  startAnew(): void {
    this.#scripts.startAnew();
    this.#contexts.startAnew();
  }

  /** An event with the editor's numbers: the very same object where they are no others than the process's. */
  eventForEditor(event: CdpEvent): CdpEvent {
    if (event.method === 'Runtime.executionContextCreated') return this.#withContext(event);
    if (event.method === 'Debugger.scriptParsed') this.#forEditor.scripts(Number(event.params['scriptId']));
    const params = this.resultForEditor(event.params);
    return params === event.params ? event : { ...event, params };
  }

  /** The same for a result. */
  resultForEditor(result: CdpObject): CdpObject {
    return this.#isPlain ? result : translate(result, this.#forEditor);
  }

  /** The parameters of a command with the process's numbers; an error when they are an earlier process's. */
  forProcess(params: CdpObject): { readonly params: CdpObject } | ReturnType<typeof serverError> {
    if (this.#isPlain) return { params };
    let stale: ReturnType<typeof serverError> | undefined;
    const reach = (kind: keyof Translate, count: Count) => (id: number) => {
      const number = count.forProcess(id);
      if (number < 1) stale ??= STALE[kind](id);
      return number;
    };
    const translated = translate(params, { scripts: reach('scripts', this.#scripts), contexts: reach('contexts', this.#contexts) });
    return stale ?? { params: translated };
  }

  get #isPlain(): boolean {
    return this.#scripts.isPlain && this.#contexts.isPlain;
  }

  #withContext(event: CdpEvent): CdpEvent {
    const { context } = event.params;
    if (!isObject(context)) return event;
    const id = this.#forEditor.contexts(Number(context['id']));
    return id === context['id'] ? event : { ...event, params: { ...event.params, context: { ...context, id } } };
  }
}

/** Goes through a whole message; what is the app's own stays as it is. */
function translate(message: CdpObject, to: Translate): CdpObject {
  // The `value` of a property is a description of the protocol's, with a `value` of the app's in it.
  const hasOwnValue = typeof message['name'] !== 'string' && message['subtype'] !== 'internal#location';
  const entries = Object.entries(message).map(([key, value]): [string, unknown] => {
    if (key === 'scriptId' && typeof value === 'string') return [key, String(to.scripts(Number(value)))];
    if ((key === 'executionContextId' || key === 'contextId') && typeof value === 'number') return [key, to.contexts(value)];
    return [key, key === 'value' && hasOwnValue ? value : translateValue(value, to)];
  });
  return entries.every(([key, value]) => value === message[key]) ? message : Object.fromEntries(entries);
}

function translateValue(value: unknown, to: Translate): unknown {
  if (isObject(value)) return translate(value, to);
  if (!Array.isArray(value)) return value;
  const items = value.map((item: unknown) => translateValue(item, to));
  return items.every((item, at) => item === value[at]) ? value : items;
}
