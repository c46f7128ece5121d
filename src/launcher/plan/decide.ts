import type { Reasoned } from './launch-plan.ts';

/** A candidate for a value: what some source says, if it says anything, and the name of that source. */
export interface Candidate<T> {
  readonly value: T | undefined;
  readonly from: string;
}

/** The first source that says something decides; else the default does. */
export function decide<T>(candidates: readonly Candidate<T>[], otherwise: T): Reasoned<T> {
  for (const { value, from } of candidates) {
    if (value !== undefined) return { value, from };
  }
  return { value: otherwise, from: 'default' };
}

/** How reasons name a profile. */
export function profileSource(name: string): string {
  return `profile "${name}"`;
}
