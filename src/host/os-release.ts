import type { Distribution } from './packages.js';

/** Reads /etc/os-release (os-release(5): shell-like assignments); `name` is for people. */
export function parseOsRelease(text: string): Distribution & { name: string } {
  const fields = new Map(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, unquoted(value.trim())]),
  );
  const id = fields.get('ID') ?? 'linux';
  const idLike = (fields.get('ID_LIKE') ?? '').split(' ').filter((word) => word !== '');
  return { id, idLike, name: fields.get('PRETTY_NAME') ?? fields.get('NAME') ?? id };
}

function unquoted(value: string): string {
  const inner = /^"(.*)"$|^'(.*)'$/.exec(value);
  return (inner?.[1] ?? inner?.[2] ?? value).replace(/\\(["$`\\])/g, '$1');
}
