import { onTestFinished } from 'vitest';
import type { MewsEvent } from '../../../../src/foundation/events/event.ts';
import { type InspectorFront, type InspectorFrontOptions, openInspectorFront } from '../../../../src/launcher/activation/inspector/open-inspector-front.ts';

/** A front on a free port, closed when the test ends; what it reports is in `news`. */
export async function openFront(options: Partial<InspectorFrontOptions> = {}): Promise<InspectorFront & { readonly news: MewsEvent[] }> {
  const news: MewsEvent[] = [];
  const front = await openInspectorFront({ port: 0, script: '/work/app/src/main.ts', report: (event) => void news.push(event), ...options });
  onTestFinished(() => front.close());
  return { ...front, news };
}
