import { parseStack, type StackLine } from '../../../foundation/errors/parse-stack.ts';
import type { Diagnostic } from '../../../foundation/events/event.ts';
import type { StatusReport } from '../../../foundation/events/status-report.ts';
import { codeFrameView } from './code-frame-view.ts';
import { placeLink, type PlaceOptions } from './place-link.ts';
import { element, withAttributes, type ViewElement } from './view-element.ts';

/** A report as the status page and the overlay show it. It may hold anything: it is text until it is shown. */
export function reportView(report: StatusReport, options: PlaceOptions): ViewElement {
  const { kind, title, code, message, hint, diagnostics, stack, location } = report;
  return element(
    'article',
    kind === 'starting' ? 'report starting' : 'report',
    element('header', '', element('i', 'dot'), element('h1', '', title), code === '' ? undefined : element('code', 'code', code)),
    paragraph('message', message),
    paragraph('hint', hint),
    location && diagnostics.length === 0 ? element('section', 'finding', placeLink(location, options), frameOf(location.frame)) : undefined,
    diagnostics.length === 0 ? undefined : element('ol', 'findings', ...diagnostics.map((diagnostic) => findingView(diagnostic, options))),
    stackView(parseStack(stack, message), options),
  );
}

function findingView(diagnostic: Diagnostic, options: PlaceOptions): ViewElement {
  const { severity, code, text, file, line, column, frame } = diagnostic;
  return element(
    'li',
    `finding ${severity}`,
    element('p', '', element('b', 'severity', severity), ' ', code === '' ? undefined : element('code', 'code', code), code === '' ? undefined : ' ', text),
    file === undefined ? undefined : placeLink({ file, line, column }, options),
    frameOf(frame),
  );
}

/** Calls of libraries are there, but do not catch the eye. */
function stackView(lines: readonly StackLine[], options: PlaceOptions): ViewElement | undefined {
  if (lines.length === 0) return undefined;
  const calls = lines.map((line) => {
    const { before, place, after, isOwn } = line;
    return element('li', isOwn ? 'own' : '', before, place ? placeLink(place, options) : undefined, after);
  });
  return withAttributes(element('details', 'stack', element('summary', '', 'Stack'), element('ol', '', ...calls)), { open: '' });
}

function paragraph(className: string, text: string): ViewElement | undefined {
  return text.trim() === '' ? undefined : element('p', className, text.trim());
}

function frameOf(frame: string | undefined): ViewElement | undefined {
  return frame === undefined || frame === '' ? undefined : codeFrameView(frame);
}
