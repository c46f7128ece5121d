import type { ActivationMode } from '../../foundation/events/activation.ts';
import { canInherit } from '../../foundation/transport/raw-handle.ts';

/** How processes get their connections here: `MEWS_ACTIVATION` says so, or what this system and this Node can do. */
export function chooseActivationMode(env: Readonly<Record<string, string | undefined>>): ActivationMode {
  const asked = env['MEWS_ACTIVATION']?.toLowerCase();
  return canInherit && asked !== 'handover' ? 'inherit' : 'handover';
}
