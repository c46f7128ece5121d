/** By this mark a WebApplication is recognised, also one of another copy of mews. */
export const WEB_APPLICATION = Symbol.for('mews.WebApplication');
