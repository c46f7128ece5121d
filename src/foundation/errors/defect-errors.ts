import { define } from './error-definition.ts';

/** 90xx: what should not have happened. */
export const defectErrors = {
  unexpectedFailure: define<{ error: string }>(
    'MEWS9001',
    ({ error }) => `Unexpected error in mews: ${error}`,
    () => `This is a defect of mews. Please report it with the stack on stderr and the command line.`,
  ),
};
