const META = /<meta\s((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([^\s=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/g;
const ENTITIES: Readonly<Record<string, string>> = { '&quot;': '"', '&#34;': '"', '&#39;': "'", '&#x27;': "'", '&apos;': "'", '&amp;': '&' };

/** The policies that a page has in its own `<meta http-equiv="Content-Security-Policy">` (HTML standard section 4.2.5.3). */
export function metaPolicies(html: string): string[] {
  const policies: string[] = [];
  for (const [, attributes = ''] of html.replaceAll(/<!--[^]*?-->/g, '').matchAll(META)) {
    const values = readAttributes(attributes);
    if (values.get('http-equiv')?.toLowerCase() === 'content-security-policy') policies.push(values.get('content') ?? '');
  }
  return policies;
}

function readAttributes(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? bare ?? '';
    values.set(name.toLowerCase(), value.replaceAll(/&(?:quot|#34|#39|#x27|apos|amp);/gi, (entity) => ENTITIES[entity.toLowerCase()] ?? entity));
  }
  return values;
}
