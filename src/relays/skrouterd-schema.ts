/**
 * Where a router may keep the description of its configuration: in its Python part, or, until 2.5, of which that part lay
 * among all others of the system, in its documentation.
 */
export const schemaPaths = (prefix: string, python: string | undefined): string[] => [
  ...(python === undefined ? [] : [`${python}/skupper_router/management/skrouter.json`]),
  `${prefix}/share/doc/skupper-router/skrouter.json`,
];

interface Schema {
  entityTypes?: Record<string, { attributes?: Record<string, unknown> } | undefined>;
}

/**
 * What a router that is not a current one can or cannot do, by its own schema. Until 2024 (3.0) http1 and http2 had
 * adaptors of their own; since 3.1 they pass as tcp, and an observer of the tcpListener reads along. Nothing is said of a
 * current router, nor of one whose schema is not found or not understood.
 */
export function schemaFacts(text: string | null): Record<string, string> {
  const types = text === null ? undefined : parsed(text)?.entityTypes;
  if (types?.['tcpListener'] === undefined) return {};
  return {
    ...(types['httpListener'] === undefined ? {} : { http_adaptors: 'yes' }),
    ...(types['tcpListener'].attributes?.['observer'] === undefined ? { observer: 'no' } : {}),
  };
}

function parsed(text: string): Schema | null {
  try {
    return JSON.parse(text) as Schema | null;
  } catch {
    return null;
  }
}
