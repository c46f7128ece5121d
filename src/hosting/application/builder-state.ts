import type { ForwardedHeadersOptions } from './forwarded-headers/forwarded-headers-options.ts';

/** What the builders of one application, its branches too, have in common (ASP.NET Core `IApplicationBuilder.Properties`). */
export interface BuilderState {
  /** For `useForwardedHeaders()` without options. */
  forwardedHeaders: ForwardedHeadersOptions;
  hasForwardedHeaders: boolean;
  /** Called when the application begins to stop. */
  readonly stopping: (() => void)[];
}

export function newBuilderState(): BuilderState {
  return { forwardedHeaders: {}, hasForwardedHeaders: false, stopping: [] };
}
