import { addressErrors } from './address-errors.ts';
import { buildErrors } from './build-errors.ts';
import { certificateErrors } from './certificate-errors.ts';
import { commandLineErrors } from './command-line-errors.ts';
import { defectErrors } from './defect-errors.ts';
import { devCertificateErrors } from './dev-certificate-errors.ts';
import { forwardingErrors } from './forwarding-errors.ts';
import { hostingErrors } from './hosting-errors.ts';
import { kestrelErrors } from './kestrel-errors.ts';
import { moduleErrors } from './module-errors.ts';
import { processErrors } from './process-errors.ts';
import { profileErrors } from './profile-errors.ts';
import { projectErrors } from './project-errors.ts';
import { scaffoldErrors } from './scaffold-errors.ts';
import { watchErrors } from './watch-errors.ts';

/**
 * Every failure mews can report, by name. Codes: 10xx command line, 11xx project, 12xx launch profiles,
 * 13xx templates, 20xx build, 30xx addresses, 31xx processes, 32xx certificates, 33xx the development certificate,
 * 34xx watching, 40xx hosting, 41xx Kestrel's endpoints and limits, 42xx forwarding,
 * 43xx the hosting module, 90xx defects of mews.
 */
export const errorTable = {
  ...commandLineErrors,
  ...projectErrors,
  ...profileErrors,
  ...scaffoldErrors,
  ...buildErrors,
  ...addressErrors,
  ...processErrors,
  ...certificateErrors,
  ...devCertificateErrors,
  ...watchErrors,
  ...hostingErrors,
  ...kestrelErrors,
  ...forwardingErrors,
  ...moduleErrors,
  ...defectErrors,
};
