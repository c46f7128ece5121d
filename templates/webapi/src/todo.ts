import { Problem } from './problem.ts';

export interface TodoDraft {
  readonly title: string;
  readonly done: boolean;
}

export interface Todo extends TodoDraft {
  readonly id: string;
}

const LONGEST_TITLE = 200;

/** A draft from JSON of unknown shape. Throws a Problem that names every field that is wrong. */
export function readTodo(json: unknown): TodoDraft {
  const { title, done = false } = isObject(json) ? json : {};
  const errors: Record<string, string[]> = {};
  if (typeof title !== 'string' || title.trim() === '') errors['title'] = ['A title is required.'];
  else if (title.length > LONGEST_TITLE) errors['title'] = [`A title has at most ${LONGEST_TITLE} characters.`];
  if (typeof done !== 'boolean') errors['done'] = ['It must be true or false.'];
  if (Object.keys(errors).length > 0) throw new Problem(400, 'One or more validation errors occurred.', errors);
  return { title: String(title), done: done === true };
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
