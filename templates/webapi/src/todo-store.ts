import { randomUUID } from 'node:crypto';
import type { Todo, TodoDraft } from './todo.ts';

/** Todos in memory, in the order in which they came: the place for a database. */
export class TodoStore {
  readonly #todos = new Map<string, Todo>();

  all(): Todo[] {
    return [...this.#todos.values()];
  }

  find(id: string | undefined): Todo | undefined {
    return id === undefined ? undefined : this.#todos.get(id);
  }

  add(draft: TodoDraft): Todo {
    const todo = { id: randomUUID(), ...draft };
    this.#todos.set(todo.id, todo);
    return todo;
  }

  /** Undefined when there is no such todo. */
  replace(id: string | undefined, draft: TodoDraft): Todo | undefined {
    const before = this.find(id);
    if (!before) return undefined;
    const todo = { ...draft, id: before.id };
    this.#todos.set(todo.id, todo);
    return todo;
  }

  /** False when there is no such todo. */
  remove(id: string | undefined): boolean {
    return id !== undefined && this.#todos.delete(id);
  }
}
